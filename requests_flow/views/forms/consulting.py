"""征求意见: somebody outside is asked by letter, a unit of the house on the screen as well."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Consultation
from requests_flow.units.models import Unit

from .handling import SideForm
from .inputs import DayField, WordsField


class ConsultForm(SideForm):
    """Somebody else is asked in writing; a unit of the house is shown the question as well."""

    kind = forms.ChoiceField(
        label=_("Who is asked"),
        choices=Consultation.Kind.choices,
        help_text=_("The clock stands still from the day after the letter (art. 33(3))."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Of whom the letter goes to; only a unit of this house need not be typed."),
        error_messages={"required": _("Say who is asked (art. 32, 34).")},
    )
    unit = forms.ModelChoiceField(
        label=_("A unit of this house"),
        queryset=Unit.objects.filter(closed_on=None),
        required=False,
        empty_label="—",
        help_text=_("Whoever handles cases there sees the question here and answers it here."),
    )
    valid_until = DayField(
        label=_("To be answered by"),
        required=False,
        help_text=_("From the day after, the unit sees nothing of the case any more."),
    )
    question = WordsField(
        label=_("What is asked"),
        rows=3,
        error_messages={"required": _("Say what is asked; the letter puts it in writing.")},
    )
    sent_on = DayField(
        label=_("Sent on"),
        error_messages={"required": _("On which day did the letter leave (art. 33(3))?")},
    )

    def __init__(self, *args: Any, may_give: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_give:
            del self.fields["unit"], self.fields["valid_until"]
            self.fields["name"].required = True

    def clean(self) -> dict[str, Any]:
        """Somebody outside by name, or a unit of the house until a day."""
        data = super().clean() or {}
        unit = data.get("unit")
        if unit and data.get("kind") == Consultation.Kind.THIRD_PARTY:
            self.add_error("unit", _("A third party is not a unit of this house (art. 32)."))
        if unit and not data.get("valid_until") and "valid_until" not in self.errors:
            self.add_error("valid_until", _("Say until which day."))
        if unit and not data.get("name"):
            data["name"] = unit.name
        if not data.get("name") and "name" not in self.errors:
            self.add_error("name", self.fields["name"].error_messages["required"])
        return data
