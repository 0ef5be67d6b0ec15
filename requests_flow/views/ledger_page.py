"""Lays the clock's ledger out as months, as a wall calendar shows them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from requests_flow.rules.clock import LedgerLine, Reading, Reason

CLASSES = {
    Reason.RECEIVED: "start",
    Reason.RESTARTED: "start",
    Reason.COUNTED: "counted",
    Reason.WORKED_WEEKEND: "worked",
    Reason.WEEKEND: "off",
    Reason.HOLIDAY: "off",
    Reason.PAUSED: "pause",
    Reason.AWAITING: "pause",
    Reason.DISCARDED: "off",
    Reason.MOVED: "off",
    Reason.PAID: "start",
    Reason.AWAITING_PAYMENT: "pause",
    Reason.BEFORE_PAYMENT: "off",
    Reason.AWAITING_REASONS: "pause",
    Reason.DELAYED: "worked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of a month; without a line it lies outside the ledger."""

    day: date | None
    line: LedgerLine | None = None
    css: str = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in weeks from Monday."""

    first: date
    weeks: list[list[Cell]]


def months_of(reading: Reading, *, today: date) -> list[Month]:
    """Every month that the ledger touches."""
    lines = {line.day: line for line in reading.ledger}
    firsts = sorted({day.replace(day=1) for day in lines})
    return [_month(first, lines, reading.due, today) for first in firsts]


def _month(first: date, lines: dict[date, LedgerLine], due: date | None, today: date) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=[
            [
                _cell(day, lines.get(day), due, today)
                if day.month == first.month
                else Cell(day=None)
                for day in week
            ]
            for week in weeks
        ],
    )


def _cell(day: date, line: LedgerLine | None, due: date | None, today: date) -> Cell:
    classes = [CLASSES[line.reason] if line else ""]
    if day == due:
        classes.append("due")
    if day == today:
        classes.append("today")
    return Cell(day=day, line=line, css=" ".join(name for name in classes if name))
