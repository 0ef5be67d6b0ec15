"""办理: what is put on file, and how the case is to end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.actions.handling import DERIVED_FACTS
from requests_flow.models import Document
from requests_flow.rules.catalogue import OUTCOMES, REGULATION, Fact, Outcome
from requests_flow.views.step import TokenForm

from .inputs import DayField, FilesField, WordsField

# The order in which practitioners ask (补不补 → 是不是 → 谁负责 → 有没有 → 给不给 → 怎么给).
QUESTIONS: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
    (_("Is it clear?"), _("Still unclear after the correction."), ("D3",)),
    (
        _("Is it a request for information?"),
        _("Petitions, publications, repetitions, requests with a procedure of their own."),
        ("E1", "E2", "E3", "E4", "E5", "C8"),
    ),
    (_("Who is responsible?"), _("Another organ made or keeps it."), ("D1b",)),
    (_("Does it exist?"), _("Searched and not found, or only to be made first."), ("D1a", "D2")),
    (
        _("May it be given?"),
        _("Only these grounds of arts. 14 to 16 withhold anything."),
        ("C1", "C2", "C3", "C4", "C5", "C6", "C7"),
    ),
    (_("How is it given?"), _("Published before, whole, or in part."), ("A1", "A2", "A3", "B")),
)


class HandleForm(TokenForm):
    """How the case is to end."""

    outcome = forms.ChoiceField(
        label=_("How the case ends"),
        choices=[(code, OUTCOMES[code].name) for question in QUESTIONS for code in question[2]],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how the case ends (art. 36 to 39)."),
            "invalid_choice": _("This is not a way to answer."),
        },
    )


class SideForm(TokenForm):
    """A form beside the handling; afterwards the person is back where they were."""

    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)


class FactForm(SideForm):
    """One needed fact, in words."""

    fact = forms.ChoiceField(
        label=_("What is put on file"),
        choices=[
            (fact.value, labels.FACTS[fact])
            for fact in Fact
            if fact not in DERIVED_FACTS
            and any(fact in row.needs for row in OUTCOMES.values() if not row.is_closing_note)
        ],
    )
    text = WordsField(
        label=_("In words"),
        help_text=_("Where it stands or what it rests on, so that somebody else can check it."),
        error_messages={"required": _("Say what is on file; a tick proves nothing.")},
    )


class SearchForm(SideForm):
    """Where was looked, for what (L26)."""

    places = WordsField(
        label=_("Systems and archives searched"),
        rows=2,
        help_text=_("Without a search nobody may answer that nothing exists (art. 36(4))."),
        error_messages={"required": _("Name where was looked (art. 36(4)).")},
    )
    keywords = forms.CharField(
        label=_("Key words"),
        max_length=200,
        error_messages={"required": _("Name what was looked for (art. 36(4)).")},
    )
    people_asked = forms.CharField(label=_("People asked"), max_length=200, required=False)
    result = WordsField(
        label=_("Result"),
        rows=2,
        error_messages={"required": _("Say what was found, or that nothing was (art. 36(4)).")},
    )


class DocumentForm(SideForm):
    """Files found, or to be handed out."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (kind.value, kind.label)
            for kind in (Document.Kind.FOUND, Document.Kind.EVIDENCE, Document.Kind.ATTACHMENT)
        ],
        help_text=_("Only a file “to be handed out” can go with the reply."),
    )
    files = FilesField(
        label=_("Files"), error_messages={"required": _("Choose at least one file.")}
    )


class ProofForm(DocumentForm):
    """The slip of the post, or the signed proof of delivery (L25)."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=[(Document.Kind.PROOF.value, Document.Kind.PROOF.label)]
    )


class ConsultationForm(SideForm):
    """When the letter arrived, and what came back."""

    delivered_on = DayField(
        label=_("Delivered on"),
        required=False,
        help_text=_("From this day the working days count that the other side has (art. 32, 34)."),
    )
    answered_on = DayField(
        label=_("Answered on"),
        required=False,
        help_text=_("From the day after the clock runs again (art. 33(3))."),
    )
    agrees = forms.NullBooleanField(
        label=_("Agrees to disclosure"),
        required=False,
        widget=forms.Select(choices=[("", _("not said")), ("True", _("yes")), ("False", _("no"))]),
    )
    opinion = WordsField(
        label=_("Opinion, word for word"),
        required=False,
        rows=3,
        help_text=_("The reasons count, not the refusal alone (art. 32)."),
    )

    def clean(self) -> dict[str, Any]:
        """An answer has a day, and an opinion has come with one."""
        data = super().clean()
        if (
            not data.get("answered_on")
            and (data.get("opinion") or data.get("agrees") is not None)
            and "answered_on" not in self.errors
        ):
            self.add_error("answered_on", _("On which day did the answer come?"))
        if not data.get("delivered_on") and not data.get("answered_on") and not self.errors:
            self.add_error("delivered_on", _("Fill in at least one of the two days."))
        return data


class ExtendForm(SideForm):
    """The answer is put off, once (art. 33(2))."""

    days = forms.IntegerField(
        label=_("Working days added"),
        min_value=1,
        error_messages={"min_value": _("At least one working day.")},
    )
    reason = WordsField(
        label=_("Reason"),
        rows=3,
        help_text=_("It is printed in the notice to the applicant."),
        error_messages={"required": _("The applicant is told the reason (art. 33(2)).")},
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days, n = self.fields["days"], {"n": most}
        days.initial = most
        days.help_text = (
            gettext("At most %(n)d, once; the applicant gets the notice today (art. 33(2)).") % n
        )
        days.widget.attrs["max"] = most
        days.validators.append(
            MaxValueValidator(
                most, gettext("At most %(n)d working days may be added (art. 33(2)).") % n
            )
        )


def questions(missing: dict[str, Iterable[Fact]]) -> list[dict[str, Any]]:
    """The wizard's questions with their outcomes, each with what is on file and what is not."""
    rows = []
    for title, hint, codes in QUESTIONS:
        outcomes = [_answer(OUTCOMES[code], frozenset(missing[code])) for code in codes]
        rows.append({"title": title, "hint": hint, "outcomes": outcomes})
    return rows


def _answer(outcome: Outcome, missing: frozenset[Fact]) -> dict[str, Any]:
    facts = [
        {
            "code": fact.value,
            "name": labels.FACTS[fact],
            "is_missing": fact in missing,
            "is_derived": fact in DERIVED_FACTS,
            "is_later": fact is Fact.SECRECY_CHECKED,
        }
        for fact in sorted(outcome.needs)
    ]
    articles = outcome.basis.replace(REGULATION, "条例")
    label = labels.OUTCOMES[outcome.code]
    return {"outcome": outcome, "label": label, "facts": facts, "articles": articles}
