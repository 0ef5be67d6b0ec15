"""One person: duties with their days, what was before, what is in hand; appointed here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from requests_flow.actions import appointing, departing, second_factors
from requests_flow.actions.act import Refusal
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User

from .forms.people import AppointForm
from .people import ForAdministrators, history_of
from .step import OnceMixin

SHOWN = 20


class Person(ForAdministrators, OnceMixin, FormView):
    """The page of a person; the security administrator appoints on it."""

    template_name = "requests_flow/person.html"
    form_class = AppointForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Whose page."""
        super().setup(request, *args, **kwargs)
        self.person: User | None = User.objects.filter(pk=kwargs["pk"]).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for who is none of the three, and for a person that there is not."""
        if self.person is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only who appoints."""
        if Duty.MANAGE_ACCESS not in self.roles:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AppointForm) -> HttpResponse:
        """Once for each form."""
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                appointing.appoint(self.act(), post=form.post_of(self.person))
                answer = self.done(form, reverse("person", args=[self.person.pk]))
        except Refusal as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, _("Appointed."))
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything about the account; of cases only how many."""
        person, act = self.person, self.act()
        standing, over = history_of(person)
        absences = Absence.objects.filter(user=person).select_related("substitute")
        is_self = person == self.request.user
        return super().get_context_data(
            person=person,
            is_self=is_self,
            labels={duty.codename: duty.label for duty in Duty},
            standing=standing,
            over=over,
            remaining=departing.remaining(person, act=act),
            absences=absences.order_by("-from_on")[:SHOWN],
            today=act.on,
            has_factor=second_factors.has_factor(person),
            may_appoint=Duty.MANAGE_ACCESS in self.roles and not is_self and person.is_active,
            may_dismiss=Duty.MANAGE_ACCESS in self.roles and not is_self,
            keeps_accounts=Duty.MANAGE_SYSTEM in self.roles and not is_self,
            **kwargs,
        )
