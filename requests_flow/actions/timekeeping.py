"""Keeps the copy of the due date in step with the clock, so that lists can sort by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.clock import ClockState
from requests_flow.rules.errors import RuleError

from .act import Act, Refusal
from .calendar_lock import hold_calendar_still, hold_case
from .recording import record

# States in which no passing day moves the due date.
_MOVES_BY_ACTS_ONLY = {ClockState.RUNNING.value, ClockState.LATE.value}


class ClockContradicted(Refusal):
    """With this act the record of the case would contradict itself."""


@transaction.atomic
def copy_due(case: Case, *, today: date) -> None:
    """Write the fresh reading's due date and state beside the case."""
    hold_calendar_still()
    case = Case.objects.get(pk=case.pk)
    try:
        reading = read_case_clock(case, today=today)
    except RuleError as error:  # the days contradict each other, or no text of the law is so old
        raise ClockContradicted(labels.ERRORS[error.code]) from error
    Case.objects.filter(pk=case.pk).update(
        due_on=reading.due,
        is_due_provisional=reading.is_provisional,
        clock_state=reading.state.value,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """How many copies moved, and the cases whose clock contradicts itself (an import may)."""

    moved: int
    contradicted: tuple[Case, ...]


def copy_all_due(*, at: datetime) -> Copied:
    """Do so for every open case; one that cannot be read stops none.

    By itself only a clock that stands still moves. Where another did, the program or its data of
    the law and the calendar were replaced: nobody acted here, and the file of the case says so.
    """
    moved, contradicted = 0, []
    for case in Case.objects.filter(answered_on__isnull=True, archived_at__isnull=True):
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
    state, due, was_provisional = case.clock_state, case.due_on, case.is_due_provisional
    copy_due(case, today=timezone.localdate(at))
    case.refresh_from_db()
    is_moved = (due, was_provisional) != (case.due_on, case.is_due_provisional)
    if is_moved and {state, case.clock_state} <= _MOVES_BY_ACTS_ONLY and not case.closed_on:
        record(
            Act(by=None, at=at),
            case=case,
            verb="recounted",
            old=due,
            new=case.due_on,
            was_provisional=was_provisional,
            is_provisional=case.is_due_provisional,
            becomes_late=case.clock_state == ClockState.LATE != state,
        )
    return is_moved or state != case.clock_state
