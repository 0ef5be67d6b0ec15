"""合法性审核: the cockpit, with everything that bears on one draft on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_review.actions.opining import give_opinion
from legal_review.models import Opinion
from legal_review.views.cockpit import cockpit_of
from requests_flow.actions.act import Act
from requests_flow.actions.authors import authors_of
from requests_flow.models import Case
from requests_flow.views.leaving_papers import papers_of
from requests_flow.views.step import Step, TokenForm

# What is looked at, in the order of the office's form (law.md 7: 主体、程序、事实、依据、内容、救济).
CHECKLIST = {
    "authority": gettext_lazy("The organ and the applicant are the right ones"),
    "procedure": gettext_lazy("Time limits and procedure are in order"),
    "facts": gettext_lazy("Facts are clear, evidence is on file"),
    "basis": gettext_lazy("The basis is right, cited to its item"),
    "content": gettext_lazy("Every item is answered, with reasons"),
    "remedies": gettext_lazy("Remedies name organ, court and period"),
}
VERDICTS = [("approved", gettext_lazy("Agree")), ("returned", gettext_lazy("Return"))]


class OpinionForm(TokenForm):
    """The adviser's word on the draft that they looked at."""

    checklist = forms.MultipleChoiceField(
        label=gettext_lazy("Checked and in order"),
        choices=list(CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    comments = forms.CharField(
        label=gettext_lazy("Comments"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text=gettext_lazy("A return says what is wrong; the case file keeps it."),
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Opinion"), choices=VERDICTS, widget=forms.RadioSelect
    )
    seen_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class GiveOpinion(Step):
    """One draft, one opinion, by somebody who had no hand in it."""

    form_class = OpinionForm
    template_name = "legal_review/cockpit.html"

    def get_initial(self) -> dict[str, Any]:
        """What the adviser looks at."""
        return {"seen_digest": self.case.latest_draft.digest}

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Agree with it, or send it back."""
        give_opinion(
            act,
            draft=case.latest_draft,
            verdict=Opinion.Verdict(data["verdict"]),
            seen_digest=data["seen_digest"],
            comments=data["comments"],
            checklist={code: code in data["checklist"] for code in CHECKLIST},
        )
        is_approval = data["verdict"] == Opinion.Verdict.APPROVED
        self.success_message = (
            _("Agreed. The reply goes to be signed.")
            if is_approval
            else _("Returned, with your comments.")
        )

    def get_success_url(self) -> str:
        """Back to what else waits."""
        return reverse("legal_queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft and all that bears on it; or the sentence that says why this person may not."""
        case = self.case
        return super().get_context_data(
            papers=papers_of(case),
            cockpit=cockpit_of(case),
            conflict=_conflict(case, self.request.user),
            **kwargs,
        )


def _conflict(case: Case, user: Any) -> str:
    if user.pk not in authors_of(case):
        return ""
    return _("You wrote, edited, attached or handled something here; somebody else reviews it.")
