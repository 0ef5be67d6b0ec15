"""登记: the form of an application that came in (art. 29, 31)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.actions.registering import (
    Application,
    Arrival,
    ReceiptUnproven,
    derive_receipt,
)
from requests_flow.rules.applicants import ApplicantKind
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.receipt import FACTS_OF, Channel, Receipt
from requests_flow.units.models import Unit
from requests_flow.views.step import TokenForm

from .inputs import ChoiceOfOne, DayField, FilesField, WordsField

_POST = (Channel.REGISTERED_POST, Channel.ORDINARY_POST)


def _fields_of(channel: Channel) -> tuple[str, ...]:
    """The fields of the facts that this channel knows (art. 31); a letter is posted, not handed over."""
    facts = [fact for some in FACTS_OF[channel] for fact in some]
    return tuple("posted_on" if channel in _POST and f == "submitted_on" else f for f in facts)


# The fields of each channel; the others are neither shown nor read.
EVIDENCE = {channel: _fields_of(channel) for channel in Channel}
_NEEDED = ("submitted_on", "signed_on", "confirmed_on")
_FIELD_OF_ERROR = {
    ErrorCode.SUBMISSION_DAY_MISSING: "submitted_on",
    ErrorCode.SIGNATURE_DAY_MISSING: "signed_on",
    ErrorCode.ARRIVAL_DAY_MISSING: "signed_on",
    ErrorCode.CONFIRMATION_DAY_MISSING: "confirmed_on",
}
# As it is printed in the receipt, so in Chinese; the screen adds its own words.
WANTED_FORMS = [
    ("", _("not said")),
    ("纸质，邮寄", _("on paper, by post")),
    ("电子邮件", _("by e-mail")),
    ("自行领取", _("picked up in person")),
    ("当场阅读、抄录", _("read and copied on the spot")),
    ("光盘等电子载体", _("on a disc or another medium")),
]


class ArrivalForm(TokenForm):
    """How and when it came: enough to derive the day of receipt."""

    channel = ChoiceOfOne(
        label=_("How the application came"),
        choices=[(channel.value, labels.CHANNELS[channel]) for channel in Channel],
        help_text=_("The way it came decides from which day the time limit counts (art. 31)."),
        error_messages={
            "required": _("Say how the application came (art. 31)."),
            "invalid_choice": _("The law knows no such way of applying (art. 31)."),
        },
    )
    submitted_on = DayField(
        label=_("Handed over or sent on"),
        help_text=_("At the counter this is the day of receipt (art. 31(1))."),
    )
    is_oral = forms.BooleanField(
        label=_("Spoken, and written down by us"),
        required=False,
        help_text=_(
            "Open to whoever has real difficulty in writing; we fill in the form (art. 29(1))."
        ),
    )
    posted_on = DayField(
        label=_("Postmark"),
        required=False,
        help_text=_("It moves no date; it shows how long the letter was on its way."),
    )
    signed_on = DayField(
        label=_("Signed for by the organ on"),
        help_text=_(
            "For registered post the day of receipt, wherever in the house it was signed for; "
            "for ordinary post the day it arrived (art. 31(2))."
        ),
    )
    reached_office_on = DayField(
        label=_("Reached the disclosure office on"),
        required=False,
        help_text=_(
            "Where the letter was addressed to another office or person of the house: the "
            "disclosure office confirms on the day it has it (国办公开办函〔2015〕207号)."
        ),
    )
    called_on = DayField(
        label=_("Called, nobody reached, on"),
        required=False,
        help_text=_(
            "The first attempt to confirm. The day of receipt is the day on which the applicant "
            "is reached; the attempt shows that we did not wait."
        ),
    )
    confirmed_on = DayField(
        label=_("Confirmed with the applicant on"),
        help_text=_(
            "For ordinary post, online and fax the day of receipt is the day on which both sides "
            "confirmed it (art. 31(2) and (3))."
        ),
    )
    mail_number = forms.CharField(
        label=_("Mail number"),
        required=False,
        max_length=40,
        help_text=_("From the envelope; keep the envelope."),
    )
    receipt: Receipt | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_days(not self.is_bound)  # which of them is missing, the rule says

    def _ask_for_days(self, are_required: bool) -> None:
        for name in _NEEDED:
            self.fields[name].required = are_required

    def arrival(self) -> Arrival:
        """The evidence that this channel knows; facts of other channels are left out."""
        channel = Channel(self.cleaned_data["channel"])
        facts = {
            "submitted_on" if name == "posted_on" else name: self.cleaned_data.get(name)
            for name in EVIDENCE[channel]
        }
        number = self.cleaned_data.get("mail_number", "")
        return Arrival(channel=channel, mail_number=number, **facts)

    def clean(self) -> dict[str, Any]:
        """Derive the day of receipt, or say which day is missing or impossible."""
        data = super().clean()
        self._ask_for_days(True)  # as the page shows them
        if not data.get("channel") or any(
            name in self.errors for name in EVIDENCE[Channel(data["channel"])]
        ):
            return data
        try:
            self.receipt = derive_receipt(self.arrival(), today=timezone.localdate())
        except ReceiptUnproven as refusal:
            code = getattr(refusal.__cause__, "code", None)
            article = getattr(refusal.__cause__, "article", "")
            field = refusal.field or _FIELD_OF_ERROR.get(code)
            is_postmark = field == "submitted_on" and data["channel"] in _POST
            self.add_error(
                "posted_on" if is_postmark else field,
                f"{refusal}（{article}）"
                if article and article not in str(refusal)
                else str(refusal),
            )
        return data


class RegisterForm(ArrivalForm):
    """The whole application."""

    unit = forms.ModelChoiceField(
        label=_("Unit that it is addressed to"),
        queryset=Unit.objects.none(),
        help_text=_("The unit that answers in its own name; you register for these only."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of applicant"),
        choices=[(kind.value, labels.APPLICANT_KINDS[kind]) for kind in ApplicantKind],
        help_text=_("A column of the yearly report (art. 50)."),
    )
    name = forms.CharField(
        label=_("Name of the applicant"),
        max_length=120,
        help_text=_("As on the identity proof (art. 29(2)(1))."),
        error_messages={"required": _("An application names its applicant (art. 29(2)(1)).")},
    )
    identity_kind = forms.CharField(
        label=_("Kind of identity proof"), required=False, max_length=40
    )
    identity_number = forms.CharField(
        label=_("Number of the identity proof"), required=False, max_length=40
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("This is no address for e-mail, like name@example.org.")},
    )
    address = forms.CharField(label=_("Postal address"), required=False, max_length=240)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=12)
    agent = forms.CharField(
        label=_("Agent"),
        required=False,
        max_length=120,
        help_text=_("Who acts for the applicant; the authorisation belongs to the files below."),
    )
    subject = forms.CharField(
        label=_("Subject in one line"),
        max_length=200,
        help_text=_("Names the information for lists; it binds nobody."),
        error_messages={
            "required": _("Say in one line which information is asked for (art. 29(2)(2)).")
        },
    )
    request_text = WordsField(
        label=_("What is asked for, word for word"),
        rows=6,
        help_text=_("Copied from the application; it is printed in the reply (art. 29(2)(2))."),
        error_messages={
            "required": _("The application describes the information asked for (art. 29(2)(2)).")
        },
    )
    provision_form = forms.ChoiceField(
        label=_("Wanted form"),
        required=False,
        choices=WANTED_FORMS,
        help_text=_("How the applicant wants to have it (art. 29(2)(3), art. 40)."),
    )
    originals = FilesField(label=_("The application as it came, with its envelope"), required=False)
    nevertheless = forms.BooleanField(label=_("Register nevertheless"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].error_messages["invalid_choice"] = _(
            "You do not register applications for this unit."
        )
        only = list(units[:2])
        if len(only) == 1:
            self.fields["unit"].initial = only[0].pk
            self.fields["unit"].empty_label = None

    def application(self) -> Application:
        """What is asked for, by whom."""
        return Application(**{name: self.cleaned_data[name] for name in Application.__slots__})
