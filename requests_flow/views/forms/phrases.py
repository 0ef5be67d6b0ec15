"""常用语: the forms in which office wording is added, changed and brought to its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from requests_flow import labels
from requests_flow.actions.phrase_checks import MOST_OF_A_TEXT
from requests_flow.letters.phrase_specimen import PHRASE_FIELDS
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.views.step import TokenForm

from .inputs import DayField, WordsField

_BLANKS = gettext_lazy(
    "As it stands in the letter. What differs from case to case is a blank, for example "
    "【项目名称】; a reply with a blank that nobody filled in is not taken."
)


class VersionForm(TokenForm):
    """What a version says, and from when to when."""

    title = forms.CharField(
        label=gettext_lazy("Name of the phrase"),
        max_length=60,
        help_text=gettext_lazy("Under which the others find it; it is not printed."),
    )
    text = WordsField(
        label=gettext_lazy("Wording"), rows=6, max_length=MOST_OF_A_TEXT, help_text=_BLANKS
    )
    valid_from = DayField(label=gettext_lazy("In force from"))
    valid_until = DayField(
        label=gettext_lazy("Last day on which it is offered"),
        required=False,
        help_text=gettext_lazy("Empty: until there is another version."),
    )


class NewVersionForm(VersionForm):
    """A further version; `seen` is the one that the person read before writing."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PhraseForm(VersionForm):
    """The first version, with the field of the letter that it is for."""

    place = forms.ChoiceField(label=gettext_lazy("For which field of which reply"))
    field_order = ("place",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "—"), *places()]


class RetireForm(TokenForm):
    """From when on nobody takes it any more."""

    valid_until = DayField(label=gettext_lazy("Last day on which it is offered"))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def places() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Every field of every reply that is written by hand, by outcome."""
    return [
        (
            f"{code} · {labels.OUTCOMES[code]}",
            [
                (f"{code}.{name}", f"{code} · {field.label}")
                for name, field in PHRASE_FIELDS[code].items()
            ],
        )
        for code in OUTCOMES
        if code in PHRASE_FIELDS
    ]
