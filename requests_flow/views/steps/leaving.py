"""答复: the secrecy check, the signature, the number, and the way out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions import issuing, sealing, secrecy, signing
from requests_flow.actions.act import Act
from requests_flow.actions.binding import ContentChanged
from requests_flow.actions.handed_out import handed_out
from requests_flow.actions.secrecy_papers import print_check
from requests_flow.models import Case, Draft
from requests_flow.views.clock_words import clock_of
from requests_flow.views.forms.checking import REASONS, SecrecyForm
from requests_flow.views.leaving_papers import papers_of
from requests_flow.views.step import Step, TokenForm
from requests_flow.views.unusual_things import unusual_things


class LeavingStep(Step):
    """A step on a reply that is written: what will leave stands beside the form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft, what goes with it, and what was said about it."""
        _reading, chip = clock_of(self.case, today=timezone.localdate())
        return super().get_context_data(papers=papers_of(self.case), chip=chip, **kwargs)


class CheckSecrecy(LeavingStep):
    """保密审查 of everything that is handed out, for exactly this version."""

    form_class = SecrecyForm
    template_name = "requests_flow/check_secrecy.html"

    @cached_property
    def draft(self) -> Draft:
        """The version that waits."""
        return self.case.latest_draft

    def get_initial(self) -> dict[str, Any]:
        """What the checker looks at."""
        return {"seen_digest": self.draft.digest}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What there is to look at follows from the draft."""
        return {**super().get_form_kwargs(), "things": handed_out(self.draft)}

    def form_valid(self, form: SecrecyForm) -> HttpResponse:
        """Keep it, or show why not."""
        self.form = form
        return super().form_valid(form)

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Say of each thing whether it may leave; and keep the paper of it."""
        draft = case.latest_draft
        if data["seen_digest"] != draft.digest:
            raise secrecy.DraftSuperseded(
                _("The draft you looked at is not the one that lies here now.")
            )
        check = secrecy.check_secrecy(
            act, draft=draft, findings=self.form.findings(), note=data["note"]
        )
        print_check(act, check=check)
        self.success_message = (
            _("Everything may be handed out. The check is on file.")
            if check.passes
            else _("The reply goes back to whoever writes it, with your reasons.")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each thing with its fields, and where its file can be read."""
        context = super().get_context_data(**kwargs)
        return {**context, "rows": context["form"].rows(), "reasons": REASONS}


class MayHandBack(LeavingStep):
    """A step at which the reply goes back if it is no longer what was approved."""

    def tell_of(self, changed: ContentChanged) -> None:
        """Say what changed; as a warning, since what was wanted did not happen."""
        self.success_message, self.message_level = str(changed), messages.WARNING


class SignForm(TokenForm):
    """The signatory's word."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("sign", gettext_lazy("Sign")), ("return", gettext_lazy("Return"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Sign it, or return it.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it goes back"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Only for a return. A new version goes through all checks again."),
    )
    seen_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        """A return says why."""
        data = super().clean() or {}
        if data.get("decision") == "return" and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Say why, so that it can be put right."))
        return data


class Sign(MayHandBack):
    """签发: sign what lies here, or send it back."""

    form_class = SignForm
    template_name = "requests_flow/sign.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the number it will likely get, what is not as usual, and for whom one signs."""
        case, today = self.case, timezone.localdate()
        return super().get_context_data(
            likely_number=issuing.likely_number(case, on=today),
            today=today,
            unusual=unusual_things(case, case.latest_draft, today=today),
            signs_for=signing.delegation_of(self.act(), case=case),
            **kwargs,
        )

    def get_initial(self) -> dict[str, Any]:
        """What the signatory looks at."""
        return {"seen_digest": self.case.latest_draft.digest}

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """One of the two."""
        draft = case.latest_draft
        if data["seen_digest"] != draft.digest:
            raise secrecy.DraftSuperseded(
                _("The draft you looked at is not the one that lies here now.")
            )
        if data["decision"] == "sign":
            signed = signing.sign_or_hand_back(act, draft=draft)
            self.success_message = _("Signed. The reply can be numbered and printed.")
            if isinstance(signed, ContentChanged):
                self.tell_of(signed)
        else:
            signing.return_unsigned(act, draft=draft, reason=data["reason"].strip())
            self.success_message = _("The reply went back to whoever writes it.")

    def get_success_url(self) -> str:
        """On to the next one to be signed."""
        return reverse("desk")


class Issue(MayHandBack):
    """制发: number, date and print the signed reply."""

    form_class = TokenForm
    template_name = "requests_flow/issue.html"

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """The number is given here and nowhere else."""
        letter = issuing.issue_or_hand_back(act, case=case)
        if isinstance(letter, ContentChanged):
            self.tell_of(letter)
            return
        if hasattr(letter, "seal"):
            said = _("Printed as %(number)s and sealed electronically.")
        else:
            said = _("Printed as %(number)s, to be sealed by hand.")
        self.success_message = said % {"number": letter.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the number that the reply will likely get, and how it will be sealed."""
        today = timezone.localdate()
        likely = issuing.likely_number(self.case, on=today)
        prospect = sealing.prospect(self.act(), unit=self.case.unit)
        return super().get_context_data(
            likely_number=likely, today=today, prospect=prospect, **kwargs
        )
