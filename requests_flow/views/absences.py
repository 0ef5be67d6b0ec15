"""外出: my days away and who stands in; whoever heads others enters theirs too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from requests_flow.actions.absences import cancel_absence, enter_absence, led_by
from requests_flow.actions.act import Act, Refusal
from requests_flow.units.models import Absence, User

from .forms.absences import AbsenceForm
from .middleware import Conflict
from .step import OnceMixin

SHOWN = 200


def absences_for(user: User) -> QuerySet[Absence]:
    """One's own, those of the people one heads, and those in which one stands in."""
    led = led_by(user).values_list("pk", flat=True)
    mine = Q(user=user.pk) | Q(user__in=led) | Q(substitute=user.pk)
    return Absence.objects.filter(mine).select_related("user", "substitute", "entered_by")


class Absences(OnceMixin, FormView):
    """Enter days away; what is coming, and what is over."""

    template_name = "requests_flow/absences.html"
    form_class = AbsenceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who may be named depends on who asks."""
        return {**super().get_form_kwargs(), "person": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Oneself."""
        return {"user": self.request.user.pk}

    def form_valid(self, form: AbsenceForm) -> HttpResponse:
        """Once for each form."""
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                enter_absence(self.act(), away=form.away())
                answer = self.done(form, reverse("absences"))
        except Refusal as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, _("Entered. What waits is offered to who stands in."))
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Two lists: what stands, and what is over or was cancelled."""
        today, user = timezone.localdate(), self.request.user
        led = set(led_by(user).values_list("pk", flat=True)) | {user.pk}
        rows = list(absences_for(user).order_by("-from_on", "-pk")[:SHOWN])
        stands = [row for row in rows if row.cancelled_at is None and row.until_on >= today]
        return super().get_context_data(
            standing=[(row, row.user_id in led) for row in reversed(stands)],
            over=[row for row in rows if row not in stands],
            today=today,
            **kwargs,
        )


class CancelAbsence(View):
    """There after all, or back early."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Only what one may see is there at all."""
        absence = get_object_or_404(absences_for(request.user), pk=pk)
        try:
            cancel_absence(Act(by=request.user, at=timezone.now()), absence=absence)
        except Refusal as refusal:
            raise Conflict(str(refusal)) from refusal
        messages.success(request, _("Cancelled."))
        return HttpResponseRedirect(reverse("absences"))
