"""Written once: what every step of the flow does around its own form and its own action."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.keeping import NotKept
from requests_flow.actions.once import remember, remembered
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Case, vault

from .walking import carry_out


class TokenForm(forms.Form):
    """A form that has one effect, however often it is sent."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = secrets.token_urlsafe(24)


class OnceMixin:
    """Shows the first result to the second click, by the token in the form."""

    request: HttpRequest

    def first_result(self) -> HttpResponse | None:
        """The redirect that the first sending of this form got, if there was one."""
        url = remembered(token=self.request.POST.get("form_token", ""), user=self.request.user)
        return HttpResponseRedirect(url) if url else None

    def act(self) -> Act:
        """The person of this session, now."""
        return Act(by=self.request.user, at=timezone.now())

    def done(self, form: forms.Form, url: str) -> HttpResponse:
        """Remember the result of this form and go there."""
        remember(self.act(), token=form.cleaned_data["form_token"], result_url=url)
        return HttpResponseRedirect(url)

    def refuse(self, form: forms.Form, refusal: Exception) -> HttpResponse:
        """Put the reason into the form; nothing of what was tried is kept."""
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return self.form_invalid(form)


class Step(OnceMixin, FormView):
    """One screen of the flow: one form, one action, and on to the next node.

    `request.activation` comes from `nodes.guarded`: visible, permitted, locked on POST.
    """

    success_message = ""
    message_level = messages.SUCCESS

    @property
    def case(self) -> Case:
        """The case that this task belongs to."""
        return self.request.activation.process.case

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Call the action of this step with the form's data."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it, move the flow on, and remember the result; or show why not."""
        if first := self.first_result():
            return first
        try:
            carry_out(
                self.request.activation,
                lambda case: self.perform(self.act(), case, form.cleaned_data),
            )
        except (Refusal, LetterStopped) as refusal:
            return self.refuse(form, refusal)
        except vault.Unreachable:  # a file that had to be read: what was typed is kept
            return self.refuse(form, NotKept())
        said = self.success_message or _("Done.")
        messages.add_message(self.request, self.message_level, said)
        return self.done(form, self.get_success_url())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the form again; the claim on the task made for this POST is taken back."""
        context = self.get_context_data(form=form)  # before the rollback: it asks the database
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        return self.render_to_response(context, status=422)

    def get_success_url(self) -> str:
        """The case page, where the next step stands; reviewers go back to their queue."""
        return reverse("case", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case and the task stand beside every form."""
        task = self.request.activation.task
        return super().get_context_data(case=self.case, task=task, **kwargs)
