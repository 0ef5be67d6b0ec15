"""Keeps the copy of the due date in step with the clock, so that lists can sort by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from requests_flow import labels
from requests_flow.models import Case, reading
from requests_flow.models.counted_by import counted_by, day_counted, is_counted_alike
from requests_flow.rules.clock import ClockState
from requests_flow.rules.errors import RuleError
from requests_flow.rules.working_days import WorkingCalendar

from .act import Act, Refusal
from .calendar_lock import hold_calendar_still, hold_case
from .recording import record

# States in which the due date moves by itself as the days pass, or ceases to.
_MOVES_BY_ITSELF = {ClockState.PAUSED.value}
_LATE = {ClockState.LATE.value, ClockState.ANSWERED_LATE.value}


class ClockContradicted(Refusal):
    """With this act the record of the case would contradict itself."""


def due_as_read(case: Case, *, today: date) -> date | None:
    """The due date by what is on file now; None too where the clock cannot be read."""
    try:
        return reading.read_case_clock(Case.objects.get(pk=case.pk), today=today).due
    except RuleError:
        return None


def late_entry(
    case: Case, *, happened_on: date | None, old: date | None, today: date
) -> dict[str, object]:
    """What the entry of an act tells of the due date that it moves by being entered late.

    `old`: the due date as it was read before. Nothing is told of an act entered on its own day.
    """
    if happened_on is None or happened_on >= today:
        return {}
    new = due_as_read(case, today=today)
    if new == old:
        return {}
    return {
        "old": old,
        "new": new,
        "days_later": (today - happened_on).days,
        "was_late": old is not None and old < today,
    }


@transaction.atomic
def copy_due(case: Case, *, today: date) -> None:
    """Write the fresh reading's due date and state beside the case.

    Where the data it was counted by were replaced since, the old sign of them stays: the night
    finds it and tells the file of the case.
    """
    hold_calendar_still()
    case = Case.objects.get(pk=case.pk)
    days = reading.calendar()
    sign = _copy(case, today=today, days=days)
    if is_counted_alike(case, today=today, days=days):
        Case.objects.filter(pk=case.pk).update(counted_by=sign)


def _copy(case: Case, *, today: date, days: WorkingCalendar) -> str:
    """The sign of what the copy is counted by now."""
    try:
        fresh = reading.read_case_clock(case, today=today, days=days)
    except RuleError as error:  # the days contradict each other, or no text of the law is so old
        raise ClockContradicted(labels.ERRORS[error.code]) from error
    Case.objects.filter(pk=case.pk).update(
        due_on=fresh.due,
        is_due_provisional=fresh.is_provisional,
        clock_state=fresh.state.value,
    )
    return counted_by(case, fresh.due, today=today, days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """How many copies moved, and the cases whose clock contradicts itself (an import may)."""

    moved: int
    contradicted: tuple[Case, ...]


def copy_all_due(*, at: datetime) -> Copied:
    """Do so for every case that is not archived; one that cannot be read stops none.

    By itself only a clock that stands still moves. Where another did, or the sign of the data
    differs, the program or its data of the law and the calendar were replaced: nobody acted here,
    and the file of the case says so.
    """
    moved, contradicted = 0, []
    for case in Case.objects.filter(archived_at__isnull=True):
        try:
            moved += _copy_by_night(case, at=at)
        except ClockContradicted:
            contradicted.append(case)
    return Copied(moved=moved, contradicted=tuple(contradicted))


@transaction.atomic
def _copy_by_night(case: Case, *, at: datetime) -> bool:
    """Whether the copy moved."""
    # As every page does, so that nobody waits for us who makes us wait. And only now is the copy
    # read: an approval, or a step, tells its own moves.
    hold_case(case)
    hold_calendar_still()
    case.refresh_from_db()
    today, days = timezone.localdate(at), reading.calendar()
    before = (case.due_on, case.is_due_provisional, case.clock_state)
    sign = _copy(case, today=today, days=days)
    is_alike, old = is_counted_alike(case, today=today, days=days), day_counted(case)
    if sign != case.counted_by:
        Case.objects.filter(pk=case.pk).update(counted_by=sign)
    case.refresh_from_db()
    _due, was_provisional, state = before
    is_moved = (old, was_provisional) != (case.due_on, case.is_due_provisional)
    if is_moved and (not is_alike or not {state, case.clock_state} & _MOVES_BY_ITSELF):
        record(
            Act(by=None, at=at),
            case=case,
            verb="recounted",
            old=old,
            new=case.due_on,
            was_provisional=was_provisional,
            is_provisional=case.is_due_provisional,
            becomes_late=case.clock_state in _LATE and state not in _LATE,
        )
    return before != (case.due_on, case.is_due_provisional, case.clock_state)
