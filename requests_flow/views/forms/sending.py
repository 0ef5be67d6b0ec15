"""送达: how a letter left, what lay in the envelope, and what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.actions import delivering
from requests_flow.actions.enclosing import Seen, Shown
from requests_flow.models import Dispatch, DispatchResult, Document
from requests_flow.rules.dispatch import POSSIBLE, Route
from requests_flow.rules.postal import Carrier
from requests_flow.views.step import TokenForm

from .handling import SideForm
from .inputs import ChoiceOfOne, DayField, FilesField, Private, WordsField

STAYS_IF_EMPTY = _("Left empty, it stays as it is.")
POSTED, SIGNED, BY_HAND = "method:post", "method:hand,pickup", "method:hand"


class PiecesField(forms.MultipleChoiceField):
    """What was laid into the envelope. A piece that is not of it is judged by the check, not here."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        """Everything: the check of the envelope names what is wrong."""
        return True


class AskedByWay:
    """A field that some ways of delivery need: not marked as one that may be left out.

    Whether it may, the action says, which knows the way.
    """

    def validate(self, value: Any) -> None:
        """An empty one is nobody's business here."""
        if value not in self.empty_values:
            super().validate(value)


class WordsByWay(AskedByWay, forms.CharField):
    """A line of text."""


class ChoiceByWay(AskedByWay, forms.ChoiceField):
    """One of a few."""


class SendForm(TokenForm):
    """How and when it left, piece by piece."""

    use_required_attribute = False  # what is hidden with another way would stop the browser
    # Which fields are asked for, by the way of delivery; the others are not looked at.
    shown_when = {
        "carrier": POSTED,
        "tracking_number": POSTED,
        "is_number_compared": POSTED,
        "received_by": SIGNED,
        "refused_because": BY_HAND,
        "proof": SIGNED,
    }

    method = ChoiceOfOne(
        label=_("Way of delivery"),
        choices=Dispatch.Method.choices,
        error_messages={"required": _("Say which way it left.")},
    )
    sent_on = DayField(
        label=_("Day of posting, handing over or sending"),
        help_text=_(
            "By post the day of posting is the day of the answer, by hand the day of the signature "
            "(国办公开办函〔2016〕235号, item 4)."
        ),
        error_messages={"required": _("Say on which day it left; that is the day of the answer.")},
    )
    carrier = ChoiceByWay(
        label=_("Service of the postal enterprise"),
        choices=[(one.value, labels.CARRIERS[one]) for one in Carrier],
        error_messages={"invalid_choice": labels.NUMBER_FAULTS["private"]},
    )
    tracking_number = WordsByWay(
        label=_("Mail number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As it stands on the slip, thirteen signs; a scanner may read it in."),
    )
    is_number_compared = forms.BooleanField(
        label=_("The number stands so on the slip; I have compared it."), required=False
    )
    received_by = forms.CharField(
        label=_("Signed for by"),
        required=False,
        max_length=80,
        widget=Private,
        help_text=_("Who signed the proof of delivery (送达回证), and for whom."),
    )
    refused_because = forms.CharField(
        label=_("Refused and left there, because"),
        required=False,
        max_length=240,
        help_text=_("Instead of a signature: the reason, and who was witness (民诉法 art. 89)."),
    )
    proof = FilesField(label=_("The signed proof of delivery"), required=False)
    note = WordsField(label=_("Note"), required=False, rows=2, max_length=500)
    pieces = PiecesField(label=_("What lies in the envelope"), required=False)
    seen_envelope = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, shown: Shown, closed: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pieces"].choices = shown.ticks
        self.fields["seen_envelope"].initial = shown.envelope.digest
        for way, reason in closed.items():
            self.fields["method"].refuse(way, reason)
        self.shown = shown

    def sending(self, proof: Document | None = None) -> delivering.Sending:
        """What the action is told: only what the chosen way asks for."""
        data, method = self.cleaned_data, self.cleaned_data["method"]
        given = {
            name: data[name]
            for name, shown_when in self.shown_when.items()
            if method in shown_when.partition(":")[2].split(",") and name != "proof"
        }
        words = {name: one.strip() if isinstance(one, str) else one for name, one in given.items()}
        return delivering.Sending(
            method=Dispatch.Method(method),
            sent_on=data["sent_on"],
            note=data["note"].strip(),
            proof=proof,
            **words,
        )

    def seen(self) -> Seen:
        """What was ticked, on the page that was shown."""
        return Seen.of(self.cleaned_data["pieces"], self.cleaned_data["seen_envelope"])

    def show_anew(self) -> None:
        """The envelope has changed since the page was opened: show the new one, nothing ticked."""
        if self.data.get("seen_envelope") != self.shown.envelope.digest:
            self.data = self.data.copy()
            self.data["seen_envelope"] = self.shown.envelope.digest
            self.data.setlist("pieces", [])

    @property
    def asks_to_compare(self) -> bool:
        """Whether the last digit of the number did not fit, or that was answered before."""
        return "tracking_number" in self.errors or bool(self.data.get("is_number_compared"))


class VoidForm(TokenForm):
    """The letter must not leave."""

    decision = forms.CharField(widget=forms.HiddenInput, initial="void", required=False)
    reason = WordsField(
        label=_("Why it must not leave"),
        rows=2,
        max_length=240,
        error_messages={"required": _("Say why it must not leave; the register keeps that.")},
    )


class ResultForm(TokenForm):
    """What came of an attempt."""

    kind = ChoiceOfOne(label=_("What came of it"), choices=DispatchResult.Kind.choices)
    happened_on = DayField(label=_("On"))
    received_by = forms.CharField(
        label=_("Signed for by"),
        required=False,
        max_length=80,
        widget=Private,
        help_text=_("As the slip says: in person, or who took it in for the addressee."),
    )
    reason = forms.CharField(
        label=_("Why it did not reach the addressee"),
        required=False,
        max_length=240,
        help_text=_("As the post says it: moved, unknown there, not collected, refused."),
    )
    proof = FilesField(label=_("Proof: slip, tracking page or returned cover"), required=False)

    def __init__(self, *args: Any, route: Route, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = {one.value for one in POSSIBLE[route]}
        kinds = [row for row in DispatchResult.Kind.choices if row[0] in possible]
        self.fields["kind"].choices = kinds


class GiveUpForm(TokenForm):
    """Nobody can be reached."""

    reason = WordsField(
        label=_("What was tried, and why nobody can be reached"),
        rows=3,
        max_length=500,
        error_messages={"required": _("Say what was tried, and why nobody can be reached.")},
    )


class ContactForm(SideForm):
    """How the applicant is reached."""

    address = forms.CharField(
        label=_("Postal address"), max_length=240, required=False, widget=Private
    )
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False, widget=Private)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=STAYS_IF_EMPTY,
        widget=Private,
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=STAYS_IF_EMPTY,
        widget=Private,
    )
    whose = ChoiceOfOne(
        label=_("Whose change it is"),
        choices=[
            ("theirs", _("The applicant gave another address; the old one was theirs too")),
            ("ours", _("The applicant had named this one; we had it wrong")),
        ],
        help_text=_(
            "If we had it wrong, what came back from there answered nobody: the day of the answer is "
            "then that of the next attempt."
        ),
    )
    reason = WordsField(
        label=_("From whom the new address is, and why"),
        rows=2,
        max_length=240,
        error_messages={"required": _("Say from whom the new address is, and why.")},
    )
