"""By which text of the law a case is counted, and what the house decided where it is silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.models import Case
from requests_flow.models.reading import conventions_of, law, statute_of
from requests_flow.rules.conventions import DEFAULTS
from requests_flow.rules.statute import NUMBERS, Statute

# The doubts that move a day of the ledger; those on fees, volume and remedies do not.
DOUBTS = {
    "counts_from_strict_receipt": gettext_lazy("Confirmed late: count from the earlier day"),
    "is_rest_day_receipt_moved": gettext_lazy(
        "Received on a day of rest: the next working day is the day of receipt"
    ),
    "does_late_correction_restart": gettext_lazy(
        "A notice to correct sent too late still starts the count anew"
    ),
    "days_to_correct": gettext_lazy("Working days to correct"),
    "does_pause_include_day_of_dispatch": gettext_lazy(
        "The day on which the letter leaves stands still already"
    ),
    "does_pause_include_day_of_answer": gettext_lazy(
        "The day on which the answer comes in still stands still"
    ),
    "does_extension_survive_restart": gettext_lazy(
        "An extension is kept when the count begins anew"
    ),
    "days_to_give_reasons": gettext_lazy("Working days to give reasons"),
    "does_asking_for_reasons_stop_the_clock": gettext_lazy(
        "The clock stands still while reasons are awaited"
    ),
    "does_payment_restart": gettext_lazy("A payment starts the count anew"),
    "days_to_redo": gettext_lazy("Working days to decide anew"),
}
NUMBER_NAMES = {
    "days_to_answer": gettext_lazy("to answer"),
    "days_to_extend": gettext_lazy("at most to put off the answer"),
    "days_to_ask_correction": gettext_lazy("to ask for a correction"),
    "days_for_third_party": gettext_lazy("for a third party"),
    "days_for_co_maker": gettext_lazy("for a co-maker"),
    "days_to_pay_fee": gettext_lazy("to pay the fee"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A doubt that this office decides otherwise than the program does by itself."""

    name: Any
    value: Any
    why: str
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """By what the days are counted."""

    statute: Statute
    numbers: list[tuple[Any, int, str]]
    decisions: list[Decision]


def law_of(case: Case, *, today: date) -> Law:
    """The text that governs the case, and what the house decided where it is silent."""
    statute = statute_of(case, today=today)
    return Law(
        statute=statute,
        numbers=[
            (NUMBER_NAMES[name], getattr(statute, name), statute.articles.get(name, ""))
            for name in NUMBERS
        ],
        decisions=list(_decisions(case)),
    )


def _decisions(case: Case) -> Iterator[Decision]:
    conventions = conventions_of(case)
    rows = [row for row in law().decided if row.valid_from <= case.received_on]
    rows.sort(key=lambda row: row.valid_from)
    for name in (field.name for field in fields(conventions) if field.name in DOUBTS):
        value = getattr(conventions, name)
        if value != getattr(DEFAULTS, name):
            by = next((row for row in reversed(rows) if name in dict(row.values)), None)
            yield Decision(
                name=DOUBTS[name],
                value=value if not isinstance(value, bool) else _("yes") if value else _("no"),
                why=by.why if by else "",
                since=by.valid_from if by else None,
            )
