"""送达: the reply leaves, or is voided at the last door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from requests_flow.actions import delivering, voiding
from requests_flow.actions.act import Act
from requests_flow.actions.enclosing import shown_envelope
from requests_flow.actions.ways_out import closed_ways, likely_way, online_address
from requests_flow.models import Case, Dispatch, Letter
from requests_flow.views.forms.sending import SendForm, VoidForm
from requests_flow.views.proofs import envelope_warning, number_warning, proof_of

from .leaving import LeavingStep


class Deliver(LeavingStep):
    """The printed reply leaves, and the case is answered; or it is voided, and written anew."""

    form_class = SendForm
    template_name = "requests_flow/deliver.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which of the two forms of the page was sent."""
        super().setup(request, *args, **kwargs)
        self.is_void = request.POST.get("decision") == "void"

    @property
    def letter(self) -> Letter:
        """The reply that waits here."""
        if not hasattr(self, "_letter"):
            self._letter = self.case.reply
        return self._letter

    def get_form_class(self) -> type[forms.Form]:
        """The form that was sent."""
        return VoidForm if self.is_void else SendForm

    def get_initial(self) -> dict[str, Any]:
        """Mostly it leaves today, as the applicant wanted it."""
        likely = likely_way(self.case, self.letter)
        return {"sent_on": timezone.localdate(), "method": Dispatch.Method(likely.value)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The envelope as it should be, and the ways that are open."""
        kwargs = super().get_form_kwargs()
        return kwargs if self.is_void else {**kwargs, **self.sending_kwargs()}

    def sending_kwargs(self) -> dict[str, Any]:
        """What the form of sending is made with."""
        return {"shown": shown_envelope(self.letter), "closed": closed_ways(self.letter)}

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Record how it left, or that it never will."""
        if self.is_void:
            voiding.void(act, letter=self.letter, reason=data["reason"])
            self.success_message = gettext_lazy("Voided. The reply is written and checked anew.")
            return
        form = self.form
        delivering.deliver(
            act,
            letter=self.letter,
            sending=form.sending(proof_of(act, case, data["proof"])),
            seen=form.seen(),
        )
        self.success_message = gettext_lazy("Delivered. The case is answered and can be archived.")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it; and say it if the mail number looks odd."""
        self.form = form
        answer = super().form_valid(form)
        if answer.status_code == 302 and (odd := number_warning(form)):
            messages.warning(self.request, odd)
        return answer

    def get_success_url(self) -> str:
        """On to the next one to be delivered; or to the case, where it is written anew."""
        return self.case.get_absolute_url() if self.is_void else reverse("deliver_queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The printed reply, its envelope, and both forms."""
        form = kwargs.pop("form", None) or self.get_form()
        other = VoidForm(prefix=None)
        if self.is_void:
            form, other = SendForm(initial=self.get_initial(), **self.sending_kwargs()), form
        elif form.is_bound:
            form.show_anew()
        return super().get_context_data(
            form=form,
            void_form=other,
            letter=self.letter,
            shown=form.shown,
            online=online_address(self.letter),
            old_envelope=envelope_warning(self.letter, form.shown),
            **kwargs,
        )
