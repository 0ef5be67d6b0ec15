"""答复: the secrecy check, the signature, the number, and the way out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions import delivering, issuing, secrecy, signing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Delivery
from requests_flow.views.clock_words import clock_of
from requests_flow.views.leaving_papers import papers_of
from requests_flow.views.step import Step, TokenForm

YES_NO = [("yes", gettext_lazy("May be handed out")), ("no", gettext_lazy("May not"))]


class LeavingStep(Step):
    """A step on a reply that is written: what will leave stands beside the form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft, what goes with it, and what was said about it."""
        _reading, chip = clock_of(self.case, today=timezone.localdate())
        return super().get_context_data(papers=papers_of(self.case), chip=chip, **kwargs)


class SecrecyForm(TokenForm):
    """Whether what is handed out may be."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Result of the secrecy check"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Whoever discloses checks first whether it is secret (regulation art. 17; law on "
            "guarding state secrets art. 35). Who wrote the reply does not check it."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Grounds"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy(
            "What was looked at, item by item, and why it may or may not leave."
        ),
    )


class CheckSecrecy(LeavingStep):
    """保密审查, for exactly this version."""

    form_class = SecrecyForm
    template_name = "requests_flow/check_secrecy.html"
    success_message = gettext_lazy("The secrecy check is on file.")

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Say whether it may leave."""
        secrecy.check_secrecy(
            act, draft=case.latest_draft, passes=data["verdict"] == "yes", note=data["note"]
        )


class SignForm(TokenForm):
    """The signatory's word."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("sign", gettext_lazy("Sign")), ("return", gettext_lazy("Return"))],
        widget=forms.RadioSelect,
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


class Sign(LeavingStep):
    """签发: sign what lies here, or send it back."""

    form_class = SignForm
    template_name = "requests_flow/sign.html"

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
            signing.sign(act, draft=draft)
            self.success_message = _("Signed. The reply can be numbered and printed.")
        else:
            signing.return_unsigned(act, draft=draft, reason=data["reason"].strip())
            self.success_message = _("The reply went back to whoever writes it.")

    def get_success_url(self) -> str:
        """On to the next one to be signed."""
        return reverse("desk")


class Issue(LeavingStep):
    """制发: number, date and print the signed reply."""

    form_class = TokenForm
    template_name = "requests_flow/issue.html"

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """The number is given here and nowhere else."""
        try:
            with transaction.atomic():
                letter = issuing.issue_reply(act, case=case)
        except issuing.TemplateChanged as changed:
            issuing.hand_back(act, case=case)
            self.success_message = str(changed)
            return
        self.success_message = _("Printed as %(number)s.") % {"number": letter.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the number that the reply will likely get."""
        today = timezone.localdate()
        likely = issuing.likely_number(self.case, on=today)
        return super().get_context_data(likely_number=likely, today=today, **kwargs)


class DeliverForm(TokenForm):
    """How and when it left."""

    method = forms.ChoiceField(
        label=gettext_lazy("Way of delivery"),
        choices=Delivery.Method.choices,
        widget=forms.RadioSelect,
    )
    sent_on = forms.DateField(
        label=gettext_lazy("Day of posting, handing over or sending"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy(
            "By post, the day of posting is the day of the answer (国办公开办函〔2016〕235号, item 4)."
        ),
    )
    tracking_number = forms.CharField(
        label=gettext_lazy("Mail number"), required=False, max_length=40
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


class Deliver(LeavingStep):
    """送达: the reply leaves; the case is answered."""

    form_class = DeliverForm
    template_name = "requests_flow/deliver.html"
    success_message = gettext_lazy("Delivered. The case is answered and can be archived.")

    def get_initial(self) -> dict[str, Any]:
        """Mostly it leaves today."""
        return {"sent_on": timezone.localdate().isoformat(), "method": Delivery.Method.POST}

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Record how it left."""
        delivering.deliver(
            act,
            letter=case.letters.get(is_reply=True),
            dispatch=delivering.Dispatch(
                method=Delivery.Method(data["method"]),
                sent_on=data["sent_on"],
                tracking_number=data["tracking_number"].strip(),
                note=data["note"].strip(),
            ),
        )

    def get_success_url(self) -> str:
        """On to the next one to be delivered."""
        return reverse("deliver_queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the printed reply."""
        letter = self.case.letters.filter(is_reply=True).first()
        return super().get_context_data(letter=letter, **kwargs)
