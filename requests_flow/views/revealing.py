"""The look behind the mask: asked for with purpose and reason, shown for sixty seconds."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.once import remembered
from requests_flow.actions.revealing import SECONDS, Look, reveal
from requests_flow.models import Applicant, Case
from requests_flow.rules.applicants import mask_phone

from .case_page import CasePage
from .forms.revealing import FIELDS, RevealForm


class Reveal(CasePage):
    """The page of the case with what the purpose needs on it; not for advisers from outside."""

    http_method_names = ["post"]
    form: RevealForm | None = None
    look: Look | None = None

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same page, this one time. A form that was used before leads back behind the mask."""
        case = get_object_or_404(
            Case.objects.held_by(request.user).select_related("applicant"), pk=pk
        )
        self.form = form = RevealForm(request.POST)
        if form.is_valid():
            if remembered(token=form.cleaned_data["form_token"], user=request.user):
                return redirect(case)
            try:
                self._look(case, form)
            except Refusal as refusal:
                form.add_error(refusal.field, str(refusal))
            except IntegrityError:
                return redirect(case)
        status = 422 if form.errors else 200
        answer = render(request, self.template_name, self.get_context_data(pk=pk), status=status)
        answer["Cache-Control"] = "no-store"
        return answer

    def _look(self, case: Case, form: RevealForm) -> None:
        data, act = form.cleaned_data, Act(by=self.request.user, at=timezone.now())
        with transaction.atomic():
            self.look = reveal(
                act,
                case=case,
                purpose=data["purpose"],
                reason=data["reason"],
                token=data["form_token"],
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is shown, with the mask that comes back over it."""
        context = super().get_context_data(**kwargs)
        if self.look is None:
            return {**context, "reveal_form": self.form}
        applicant = context["case"].applicant
        rows = [
            {"label": FIELDS[name], "text": text, "mask": _mask(applicant, name)}
            for name, text in self.look.fields.items()
        ]
        return {**context, "look": self.look, "look_rows": rows, "look_seconds": SECONDS}


def _mask(applicant: Applicant, name: str) -> str:
    """What stands there without a look; empty: nothing."""
    if name == "identity":
        return applicant.masked_identity
    return mask_phone(applicant.phone) if name == "phone" else ""
