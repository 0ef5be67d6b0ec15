"""When the answer is due, and why, day by day.

No clock is stored or wound. What is stored are the acts the law names; this reads the clock
from them. Rules still to come (fees, art. 35) are further acts, and one function each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .acts import ClockError, Correction, Extension, Pause, PauseKind, Record
from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode
from .statute import REGULATION_711, Statute
from .walk import LedgerLine, Reason, Walk, days_allowed
from .working_days import WorkingCalendar

__all__ = [
    "ClockError",
    "ClockState",
    "Correction",
    "Deadline",
    "Extension",
    "LedgerLine",
    "Pause",
    "PauseKind",
    "Reading",
    "Reason",
    "Record",
    "SubDeadline",
    "correction_notice_due",
    "correction_period_ends",
    "read_clock",
]


class ClockState(StrEnum):
    """How the clock of a case stands."""

    RUNNING = "running"
    PAUSED = "paused"
    AWAITING_CORRECTION = "awaiting_correction"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    WITHDRAWN = "withdrawn"


OVER = frozenset({ClockState.ANSWERED, ClockState.ANSWERED_LATE, ClockState.WITHDRAWN})


class Deadline(StrEnum):
    """The smaller deadlines inside the great one."""

    CORRECTION_NOTICE = "correction_notice"
    CORRECTION_PERIOD = "correction_period"
    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubDeadline:
    """A smaller deadline that still matters. `days_left` is negative once it has passed."""

    code: Deadline
    due: date
    days_left: int
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the clock of a case stands on one day.

    `is_earliest`: others are still being asked, and `due` is the earliest day it can be.
    `is_provisional`: it rests on a year whose holidays are not known; never show it as final.
    `days_left`: working days, as of the day of the answer if there is one; None without `due`.
    """

    due: date | None
    is_provisional: bool
    is_earliest: bool
    state: ClockState
    days_left: int | None
    ledger: tuple[LedgerLine, ...]
    deadlines: tuple[SubDeadline, ...]

    @property
    def is_late(self) -> bool:
        return self.state in (ClockState.LATE, ClockState.ANSWERED_LATE)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def days_counted(self) -> int:
        return sum(line.is_counted for line in self.ledger)


def read_clock(
    record: Record,
    *,
    calendar: WorkingCalendar,
    today: date,
    statute: Statute = REGULATION_711,
    conventions: Conventions = DEFAULTS,
) -> Reading:
    """Read the clock on `today`.

    Raises ClockError if the record cannot be: received after today, or put off for longer
    than the law allows, or after the due date.
    """
    if record.received_on > today:
        raise ClockError(ErrorCode.RECEIVED_IN_THE_FUTURE)
    as_of = min(day for day in (record.answered_on, record.withdrawn_on, today) if day)
    walk = Walk(
        record=record, calendar=calendar, statute=statute, conventions=conventions, as_of=as_of
    )
    allowed = days_allowed(walk)
    ledger = tuple(walk.waiting_lines() if walk.is_awaiting else walk.lines(allowed))
    due = None if walk.is_awaiting else ledger[-1].day
    state = _state(walk, due, today)
    is_over = state in OVER
    return Reading(
        due=due,
        is_provisional=due is not None and not calendar.covers_days(record.received_on, due),
        is_earliest=state is ClockState.PAUSED,
        state=state,
        days_left=None if due is None else calendar.count(as_of, due),
        ledger=ledger,
        deadlines=() if is_over else tuple(_deadlines(walk)),
    )


def _state(walk: Walk, due: date | None, today: date) -> ClockState:
    record = walk.record
    if record.withdrawn_on is not None and record.withdrawn_on == walk.as_of:
        return ClockState.WITHDRAWN
    is_late = due is not None and walk.as_of > due
    if record.answered_on is not None and record.answered_on <= today:
        return ClockState.ANSWERED_LATE if is_late else ClockState.ANSWERED
    if due is None:
        return ClockState.AWAITING_CORRECTION
    if is_late:
        return ClockState.LATE
    # Whoever asks on the last day gains nothing: the pause would begin the day after.
    is_paused = any(walk.is_open(pause) and pause.asked_on < due for pause in record.pauses)
    return ClockState.PAUSED if is_paused else ClockState.RUNNING


def correction_notice_due(
    received_on: date, *, calendar: WorkingCalendar, statute: Statute = REGULATION_711
) -> date:
    """The last day to ask for a correction: art. 30."""
    return calendar.add(received_on, statute.days_to_ask_correction)


def correction_period_ends(
    delivered_on: date, *, calendar: WorkingCalendar, conventions: Conventions = DEFAULTS
) -> date:
    """The last day to correct, counted from the day the applicant has the notice: art. 30."""
    return calendar.add(delivered_on, conventions.days_to_correct)


def _deadlines(walk: Walk) -> Iterator[SubDeadline]:
    record, today = walk.record, walk.as_of
    if record.correction is None:
        notice_due = correction_notice_due(
            record.received_on, calendar=walk.calendar, statute=walk.statute
        )
        if today <= notice_due:  # later, nothing can be done about it
            yield _deadline(walk, Deadline.CORRECTION_NOTICE, notice_due)
    elif walk.is_awaiting:
        yield _deadline(walk, Deadline.CORRECTION_PERIOD, record.correction.period_ends_on)
    for pause in record.pauses:
        silence_ends = walk.silence_ends(pause)
        if silence_ends is not None and walk.is_open(pause):
            yield _deadline(walk, Deadline(pause.kind.value), silence_ends)


def _deadline(walk: Walk, code: Deadline, due: date) -> SubDeadline:
    return SubDeadline(
        code=code,
        due=due,
        days_left=walk.calendar.count(walk.as_of, due),
        is_provisional=not walk.calendar.covers_days(walk.record.received_on, due),
    )
