"""合法性审核: the cockpit, with everything that bears on one draft on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from legal_review.actions.amending import approve_amended
from legal_review.actions.checking import LineUnexplained, lines_of
from legal_review.actions.opining import give_opinion
from legal_review.actions.papers import print_opinion
from legal_review.forms.opinion import AMENDED, APPROVED, NOTE, WORDS, OpinionForm
from legal_review.models import Opinion
from legal_review.views.alike import alike
from legal_review.views.answering import Compose
from legal_review.views.checklist_words import checklist_rows
from legal_review.views.cockpit import cockpit_of
from legal_review.views.paragraphs import paragraph_rows
from legal_review.views.signing import Sign
from legal_review.views.taking_over import CheckSecrecyAgain, TakeOver
from requests_flow.actions.act import Act
from requests_flow.actions.authors import authors_of, checked_secrecy, is_kept_out
from requests_flow.letters.engine import MissingField, MissingGlyph
from requests_flow.models import Case, Draft
from requests_flow.units.duties import Duty
from requests_flow.views.leaving_papers import papers_of
from requests_flow.views.step import Step
from requests_flow.views.steps.handling import holder

__all__ = ["CheckSecrecyAgain", "Compose", "GiveOpinion", "Sign", "TakeOver"]


class GiveOpinion(Step):
    """One draft, one opinion, by somebody who had no hand in it."""

    form_class = OpinionForm
    template_name = "legal_review/cockpit.html"

    @cached_property
    def draft(self) -> Draft:
        """The version that waits."""
        return self.case.latest_draft

    def get_initial(self) -> dict[str, Any]:
        """What the adviser looks at."""
        return {"seen_digest": self.draft.digest}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The checklist follows from the outcome and the file, the words from the draft."""
        lines = lines_of(self.draft, today=timezone.localdate())
        return {**super().get_form_kwargs(), "draft": self.draft, "lines": lines}

    def form_valid(self, form: OpinionForm) -> HttpResponse:
        """Give it, or show why not."""
        self.form = form
        return super().form_valid(form)

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Agree, agree in other words, or send it back; and keep the paper of it."""
        opinion = self._given(act, case.latest_draft, data)
        print_opinion(act, opinion=opinion)
        self.success_message = {
            APPROVED: _("Agreed. The reply goes to be signed."),
            AMENDED: _("Agreed in your words. The drafter takes them over, or writes anew."),
        }.get(data["verdict"], _("Returned, with your comments."))

    def _given(self, act: Act, draft: Draft, data: dict[str, Any]) -> Opinion:
        grounds, seen = self.form.grounds(), data["seen_digest"]
        if data["verdict"] == AMENDED:
            words = self.form.amended_fields()
            return approve_amended(
                act, draft=draft, seen_digest=seen, fields=words, grounds=grounds
            )
        return give_opinion(
            act,
            draft=draft,
            verdict=Opinion.Verdict(data["verdict"]),
            seen_digest=seen,
            comments=grounds.comments,
            checklist=grounds.checklist,
            points=grounds.points,
        )

    def refuse(self, form: forms.Form, refusal: Exception) -> HttpResponse:
        """What a line or a field lacks stands beside it."""
        if isinstance(refusal, LineUnexplained):
            for code in refusal.codes:
                form.add_error(NOTE + code, str(refusal))
            return self.form_invalid(form)
        if isinstance(refusal, MissingGlyph):
            refusal.field = holder(form.cleaned_data, refusal.characters)
        elif isinstance(refusal, MissingField):
            refusal.field = next((f"{WORDS}{name}" for name in sorted(refusal.names)), None)
        elif (name := getattr(refusal, "field", None)) and f"{WORDS}{name}" in form.fields:
            refusal.field = f"{WORDS}{name}"
        return super().refuse(form, refusal)

    def get_success_url(self) -> str:
        """Back to what else waits."""
        return reverse("legal_queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft and all that bears on it; or the sentence that says why this person may not."""
        case, user = self.case, self.request.user
        context = super().get_context_data(
            papers=papers_of(case),
            cockpit=cockpit_of(case, user),
            conflict=_conflict(case, user),
            alike=alike(case, user, today=timezone.localdate()),
            paragraphs=paragraph_rows(self.draft.context),
            amended_url=reverse("amended", args=[case.pk, self.draft.version]),
            **kwargs,
        )
        return {**context, "lines": checklist_rows(context["form"])}


def _conflict(case: Case, user: Any) -> str:
    if not is_kept_out(user, duty=Duty.REVIEW_IN_LAW, case=case, on=timezone.localdate()):
        return ""
    if user.pk not in authors_of(case) and not checked_secrecy(user, case):
        return _("You hold another duty on the replies of this unit; somebody else reviews them.")
    return _("You wrote, edited, attached or handled something here; somebody else reviews it.")
