"""受托签发: signatories let others sign for the unit, see who does, and end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from requests_flow import labels
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.delegating import delegate, end_delegation
from requests_flow.models import SigningDelegation
from requests_flow.units.models import User

from .forms.delegating import DelegationForm
from .middleware import Conflict
from .seal_page import organs_of
from .step import OnceMixin

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One delegation as the list shows it. `lapsed`: who gave it signs there no longer."""

    row: SigningDelegation
    is_standing: bool
    is_to_come: bool
    is_lapsed: bool
    may_end: bool

    @property
    def outcomes(self) -> list[str]:
        """For what, in words; empty for everything."""
        return [f"{code} · {labels.OUTCOMES.get(code, '')}" for code in self.row.outcomes]


def delegations_for(user: User) -> QuerySet[SigningDelegation]:
    """Those of the units that `user` signs for, and those by which `user` signs."""
    return SigningDelegation.objects.filter(Q(unit__in=organs_of(user)) | Q(deputy=user.pk))


def rows_for(user: User, *, today: date) -> list[Row]:
    """The newest first, in a fixed number of queries."""
    found = list(
        delegations_for(user)
        .select_related("unit", "signatory", "deputy", "ended_by")
        .annotate(signed=Count("signatures"))
        .order_by("-pk")[:SHOWN]
    )
    keys = [row.pk for row in found]
    # Asked of its first day where that is still to come.
    holds = set(_standing(keys, today))
    rows = []
    for row in found:
        is_open = row.ended_at is None and row.valid_until >= today
        is_to_come = is_open and row.valid_from > today
        rows.append(
            Row(
                row=row,
                is_standing=row.pk in holds,
                is_to_come=is_to_come,
                is_lapsed=is_open and not is_to_come and row.pk not in holds,
                may_end=is_open,
            )
        )
    return rows


def _standing(keys: list[int], today: date) -> QuerySet[int]:
    rows = SigningDelegation.objects.standing(today).filter(pk__in=keys)
    return rows.values_list("pk", flat=True)


class Delegations(OnceMixin, FormView):
    """Who signs for whom; and, for signatories, the form of a new one."""

    template_name = "requests_flow/delegations.html"
    form_class = DelegationForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For signatories, and for who signs for one; for others there is nothing here."""
        self.units = organs_of(request.user).order_by("pk")
        self.may_give = self.units.exists()
        if not self.may_give and not delegations_for(request.user).exists():
            raise Http404
        if request.method == "POST" and not self.may_give:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """For which units, and who may be named."""
        return {**super().get_form_kwargs(), "person": self.request.user, "units": self.units}

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"valid_from": timezone.localdate(), "unit": self.units.first()}

    def form_valid(self, form: DelegationForm) -> HttpResponse:
        """Once for each form."""
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                delegate(self.act(), unit=form.cleaned_data["unit"], given=form.given())
                answer = self.done(form, reverse("delegations"))
        except Refusal as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, _("Given. It holds from its first day to its last."))
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands or is to come, and what is over."""
        rows = rows_for(self.request.user, today=timezone.localdate())
        return super().get_context_data(
            standing=[row for row in rows if row.may_end],
            over=[row for row in rows if not row.may_end],
            may_give=self.may_give,
            **kwargs,
        )


class EndDelegation(View):
    """From this second on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Only what one may see is there at all."""
        row = get_object_or_404(
            delegations_for(request.user).select_related("unit", "deputy"), pk=pk
        )
        try:
            end_delegation(Act(by=request.user, at=timezone.now()), delegation=row)
        except Refusal as refusal:
            raise Conflict(str(refusal)) from refusal
        messages.success(request, _("Ended. What was taken by it waits for the signatories."))
        return HttpResponseRedirect(_after(request.user))


def _after(user: User) -> str:
    return reverse("delegations") if delegations_for(user).exists() else reverse("desk")
