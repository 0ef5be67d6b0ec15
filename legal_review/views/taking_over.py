"""The drafter's side of 修改后同意: one click takes the text over, another writes it anew."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from legal_review.actions import taking_over
from legal_review.actions.amending import labels_of, proposed
from requests_flow.actions.act import Act, Refusal
from requests_flow.letters.engine import LetterStopped
from requests_flow.models import Case
from requests_flow.views.beside import beside
from requests_flow.views.differing import shown, version_of
from requests_flow.views.leaving_papers import papers_of
from requests_flow.views.step import Step, TokenForm
from requests_flow.views.steps import CheckSecrecy


class TakeOver(Step):
    """The amended text beside what it changes."""

    form_class = TokenForm
    template_name = "legal_review/take_over.html"

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Take it over; or say that it will be written anew."""
        if "decline" in self.request.POST:
            taking_over.decline(act, case=case)
            self.success_message = _("Write the reply anew; it goes through all checks again.")
            return
        draft = taking_over.take_over(act, case=case)
        if hasattr(draft, "opinion"):
            self.success_message = _("Taken over word for word: approved, and on to be signed.")
        elif draft.hands_out and taking_over.carried_amendment(draft):
            self.success_message = _(
                "Taken over word for word. Its secrecy is checked once more; then it is approved."
            )
        else:
            self.success_message = _(
                "Taken over, but something else changed in the meantime: it is checked anew."
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The opinion, what it changes, and the letter as it would leave."""
        case = self.case
        amendment = taking_over.amendment_of(case)
        opinion, draft = amendment.opinion, amendment.opinion.draft
        context = {
            "papers": papers_of(case),
            "amendment": amendment,
            "opinion": opinion,
            "points": opinion.points.all(),
            "changed": labels_of(draft.outcome_code, amendment.changed),
            "amended_url": reverse("amended", args=[case.pk, draft.version]),
        }
        try:
            context["differences"] = shown(version_of(draft), proposed(draft, opinion).version)
        except (Refusal, LetterStopped) as stopped:
            context["stopped"] = str(stopped)
        around = beside(case, self.request.user, today=timezone.localdate())
        return {**super().get_context_data(**kwargs), **around, **context}


class CheckSecrecyAgain(CheckSecrecy):
    """保密审查 of the amended text: it is another text, so it is checked again."""

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Say whether it may leave; if so, the adviser's approval stands for it."""
        super().perform(act, case, data)
        if case.latest_draft.secrecy_check.passes:
            taking_over.carry(act, draft=case.latest_draft)
