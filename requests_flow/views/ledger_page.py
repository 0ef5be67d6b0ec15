"""Lays the clock's ledger out: months as on a wall calendar, a list with long waits folded, a file."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.rules.clock import ClockState, LedgerLine, Reading, Reason

from .export import csv_file
from .ledger_words import sums_of

# What a day looks like, and the sign that says the same without colour.
CLASSES = {
    Reason.RECEIVED: "start",
    Reason.RESTARTED: "start",
    Reason.PAID: "start",
    Reason.COUNTED: "counted",
    Reason.WORKED_WEEKEND: "worked",
    Reason.WEEKEND: "off",
    Reason.HOLIDAY: "holiday",
    Reason.PAUSED: "pause",
    Reason.AWAITING: "pause",
    Reason.AWAITING_PAYMENT: "pause",
    Reason.AWAITING_REASONS: "pause",
    Reason.DISCARDED: "void",
    Reason.BEFORE_PAYMENT: "void",
    Reason.MOVED: "void",
    Reason.DELAYED: "delay",
}
SIGNS = {
    "start": "▶",
    "counted": "",
    "worked": "⇄",
    "off": "–",
    "holiday": "○",
    "pause": "‖",
    "void": "✕",
    "delay": "»",
    "late": "●",
    "due": "◆",
    "outside": "",
}
WAITS = frozenset(
    reason
    for reason, name in CLASSES.items()
    if name in {"pause", "void", "delay", "off", "holiday"}
)
ONLY_REST = frozenset({Reason.WEEKEND, Reason.HOLIDAY})
LONG = 8  # days: a week and the weekend after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of a month; without a line it lies outside the ledger."""

    day: date | None
    line: LedgerLine | None = None
    css: str = "blank"
    sign: str = ""

    @property
    def says(self) -> bool:
        """Whether there is more to the day than its number."""
        return self.css not in ("blank", "outside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in weeks from Monday; weeks that say nothing are left out."""

    first: date
    weeks: list[list[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One day of the list."""

    line: LedgerLine
    sign: str
    words: Any
    css: str
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days of the list that stand together. A long wait is folded, and says what is in it."""

    rows: list[Row]
    is_folded: bool
    sums: str = ""

    @property
    def first(self) -> date:
        return self.rows[0].line.day

    @property
    def last(self) -> date:
        return self.rows[-1].line.day

    @property
    def has_today(self) -> bool:
        return any(row.is_today for row in self.rows)


def months_of(reading: Reading, *, today: date) -> list[Month]:
    """Every month that the ledger touches."""
    lines = {line.day: line for line in reading.ledger}
    firsts = sorted({day.replace(day=1) for day in lines})
    return [_month(first, lines, reading, today) for first in firsts]


def _month(first: date, lines: dict[date, LedgerLine], reading: Reading, today: date) -> Month:
    weeks = [
        [
            _cell(day, lines.get(day), reading, today)
            if day.month == first.month
            else Cell(day=None)
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first=first, weeks=[week for week in weeks if any(cell.says for cell in week)])


def _cell(day: date, line: LedgerLine | None, reading: Reading, today: date) -> Cell:
    is_overdue = bool(reading.due and not reading.is_over and reading.due < day <= today)
    name = CLASSES[line.reason] if line else "late" if is_overdue else "outside"
    is_due, is_today = day == reading.due, day == today
    classes = [name, "due" if is_due else "", "today" if is_today else ""]
    sign = SIGNS["due"] if is_due else SIGNS[name]
    return Cell(day=day, line=line, css=" ".join(filter(None, classes)), sign=sign)


LEGEND = {
    "start": gettext_lazy("the day before day one"),
    "counted": gettext_lazy("counts; its number below"),
    "worked": gettext_lazy("weekend worked in exchange; counts"),
    "off": gettext_lazy("day of rest"),
    "holiday": gettext_lazy("holiday"),
    "pause": gettext_lazy("stands still: others have to answer, correct or pay"),
    "void": gettext_lazy("lost: the count began anew later"),
    "delay": gettext_lazy("up to the day that was set"),
}


def legend_of(reading: Reading) -> list[tuple[str, str, Any]]:
    """What the colours and signs mean, those alone that are on the page: class, sign, words."""
    there = {CLASSES[line.reason] for line in reading.ledger}
    rows: list[tuple[str, str, Any]] = [
        (name, SIGNS[name] or "1", words) for name, words in LEGEND.items() if name in there
    ]
    if reading.due:
        rows.append(("due", SIGNS["due"], _("last day")))
    if reading.state is ClockState.LATE:
        rows.append(("late", SIGNS["late"], _("overdue")))
    return rows


def stretches_of(reading: Reading, *, today: date) -> list[Stretch]:
    """The list, whole, with what is long and does not count folded."""

    def may_fold(line: LedgerLine) -> bool:
        return line.reason in WAITS and line.day != reading.due

    found: list[Stretch] = []
    for is_wait, group in groupby(reading.ledger, key=may_fold):
        lines = list(group)
        is_long = is_wait and len(lines) >= LONG and not {ln.reason for ln in lines} <= ONLY_REST
        rows = [_row(line, reading, today) for line in lines]
        if not is_long and found and not found[-1].is_folded:
            found[-1].rows.extend(rows)
        else:
            sums = sums_of(lines) if is_long else ""
            found.append(Stretch(rows=rows, is_folded=is_long, sums=sums))
    return found


def _row(line: LedgerLine, reading: Reading, today: date) -> Row:
    name = CLASSES[line.reason]
    css = "due" if line.day == reading.due else {"counted": "", "start": ""}.get(name, name)
    return Row(
        line=line,
        sign=SIGNS["due"] if line.day == reading.due else SIGNS[name] or "✓",
        words=labels.LEDGER_REASONS[line.reason],
        css=css,
        is_today=line.day == today,
    )


def as_csv(case: Case, reading: Reading) -> HttpResponse:
    """Every day of the ledger, as a file for a spreadsheet."""
    return csv_file(_lines(case, reading), f"ledger-{case.pk}")


def _lines(case: Case, reading: Reading) -> Iterator[list[object]]:
    yield [
        _("Number"),
        _("Day"),
        _("Weekday"),
        _("No. of the working day"),
        _("In words"),
        _("Reason and article"),
        _("Last day"),
    ]
    for line in reading.ledger:
        yield [
            case.number,
            line.day.isoformat(),
            formats.date_format(line.day, "l"),
            line.number,
            labels.LEDGER_REASONS[line.reason],
            line.note,
            _mark(line, reading),
        ]


def _mark(line: LedgerLine, reading: Reading) -> str:
    if line.day != reading.due:
        return ""
    return _("last day, provisional") if reading.is_provisional else _("last day")
