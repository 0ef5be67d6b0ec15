"""What another arrangement of days off would do to the cases. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from requests_flow.rules.clock import Deadline, Reading
from requests_flow.rules.errors import ErrorCode, RuleError
from requests_flow.rules.working_days import Arrangement, WorkingCalendar

from .case import Case
from .holiday import approved_arrangements
from .reading import calendar_of, read_case_clock

# What the clock of a case is read from, fetched with it; `clock_record` reads these.
_WITH_CLOCK = ("unit", "section", "correction", "extension")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A case whose due date or provisional mark changes.

    `is_correction`: nothing is due; the days are those until which the applicant may correct.
    `becomes_late`: late today under the new arrangement, and not under the old one.
    """

    case: Case
    old_due: date | None
    new_due: date | None
    was_provisional: bool
    is_provisional: bool
    becomes_late: bool
    is_correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A case whose clock cannot be read under the new arrangement.

    `is_new`: under the old one it could; then `old_due` was its due date.
    """

    case: Case
    code: ErrorCode
    is_new: bool
    old_due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What changes: open cases, cases answered or closed but not archived, clocks unreadable.

    Archived cases are read-only and not looked at. What a person may see of a case is for
    `visible_to` to say; counts are for everybody who keeps the calendar.
    """

    moved: tuple[Move, ...]
    closed: tuple[Move, ...]
    contradicted: tuple[Contradiction, ...]

    @property
    def count(self) -> int:
        """How many open cases move."""
        return len(self.moved)

    @property
    def late(self) -> tuple[Move, ...]:
        """The open cases that become late by it."""
        return tuple(move for move in self.moved if move.becomes_late)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One case, read twice on the same day; None where its clock contradicts itself."""

    case: Case
    old: Reading | None
    new: Reading | None
    code: ErrorCode | None


def preview(arrangement: Arrangement, *, today: date) -> Preview:
    """What would change today if `arrangement` were approved.

    Raises CalendarError where it contradicts the arrangement of another year.
    """
    before = approved_arrangements()
    after = calendar_of((*before, arrangement))
    return summary(compare(calendar_of(before), after, today=today))


def compare(before: WorkingCalendar, after: WorkingCalendar, *, today: date) -> Iterator[Compared]:
    """Every case that is not archived, under both calendars."""
    cases = (
        Case.objects.filter(archived_at=None)
        .select_related(*_WITH_CLOCK)
        .prefetch_related("consultations")
        .order_by("due_on", "pk")
    )
    first = _first_difference(before, after)
    for case in cases:
        old, code = _read(case, today, before)
        new = old
        # What is due before the first difference was counted without it: most cases, and quickly.
        day = old and _day(old)[0]
        if old is None or (day is not None and day >= first):
            new, code = _read(case, today, after)
        yield Compared(case=case, old=old, new=new, code=code)


def _first_difference(before: WorkingCalendar, after: WorkingCalendar) -> date:
    """From which day on the two may count otherwise, or know otherwise what is certain."""
    days = (before.off ^ after.off) | (before.worked ^ after.worked)
    return min(days | {date(year, 1, 1) for year in before.years ^ after.years}, default=date.max)


def _read(
    case: Case, today: date, days: WorkingCalendar
) -> tuple[Reading | None, ErrorCode | None]:
    try:
        return read_case_clock(case, today=today, days=days), None
    except RuleError as error:
        return None, error.code


def summary(compared: Iterable[Compared]) -> Preview:
    """The differences among `compared`."""
    moved, closed, contradicted = [], [], []
    for one in compared:
        if one.code is not None:
            contradicted.append(
                Contradiction(
                    case=one.case,
                    code=one.code,
                    is_new=one.old is not None,
                    old_due=one.old and one.old.due,
                )
            )
        elif one.new and (move := _move(one.case, one.old, one.new)):
            (closed if _is_over(one.case) else moved).append(move)
    return Preview(moved=tuple(moved), closed=tuple(closed), contradicted=tuple(contradicted))


def _is_over(case: Case) -> bool:
    return bool(case.closed_on or case.answered_on or case.withdrawn_on)


def _move(case: Case, old: Reading | None, new: Reading) -> Move | None:
    """The difference, or None. What could not be read before moves from its stored copy."""
    old_due, was_provisional = _day(old) if old else (case.due_on, case.is_due_provisional)
    new_due, is_provisional = _day(new)
    is_correction = new.due is None and new_due is not None
    if (old_due, was_provisional) == (new_due, is_provisional) or (
        is_correction and case.closed_on
    ):
        return None
    is_closed_unanswered = bool(case.closed_on) and not case.answered_on
    return Move(
        case=case,
        old_due=old_due,
        new_due=new_due,
        was_provisional=was_provisional,
        is_provisional=is_provisional,
        becomes_late=new.is_late and not (old and old.is_late) and not is_closed_unanswered,
        is_correction=is_correction,
    )


def _day(reading: Reading) -> tuple[date | None, bool]:
    """The due date and its mark; while a correction is awaited, the end of the period for it."""
    for row in reading.deadlines:
        if reading.due is None and row.code is Deadline.CORRECTION_PERIOD:
            return row.due, row.is_provisional
    return reading.due, reading.is_provisional
