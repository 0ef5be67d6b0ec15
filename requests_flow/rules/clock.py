"""When the answer is due, and why, day by day.

No clock is stored or wound. What is stored are the acts the law names; this reads the clock
from them. A new rule of the law is a further act, and one function.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .acts import (
    Challenge,
    ChallengeKind,
    ClockError,
    Correction,
    Delay,
    Extension,
    Fee,
    Pause,
    PauseKind,
    Reasons,
    Record,
    as_known,
)
from .contradictions import refuse_contradictions
from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode
from .reasons import LedgerLine, Reason
from .statute import REGULATION_711, Governing, Statute
from .sub_deadlines import (
    Deadline,
    SubDeadline,
    correction_notice_due,
    correction_period_ends,
    deadlines_of_case,
    deadlines_of_challenges,
)
from .walk import Walk
from .working_days import WorkingCalendar

__all__ = [
    "Challenge",
    "ChallengeKind",
    "ClockError",
    "ClockState",
    "Correction",
    "Deadline",
    "Delay",
    "Extension",
    "Fee",
    "LedgerLine",
    "Pause",
    "PauseKind",
    "Reading",
    "Reason",
    "Reasons",
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
    AWAITING_PAYMENT = "awaiting_payment"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    WITHDRAWN = "withdrawn"


OVER = frozenset({ClockState.ANSWERED, ClockState.ANSWERED_LATE, ClockState.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the clock of a case stands on one day.

    `is_earliest`: others are still being asked, and `due` is the earliest day it can be; `latest`
    is the day it will be if they stay silent, or None where the law sets them no term.
    `is_latest_provisional`: as below, of `latest`.
    `is_provisional`: it rests on a year whose holidays are not known; never show it as final.
    `due` is None while the applicant has to move first, and once the application is withdrawn.
    `days_left`: working days, as of the day of the answer if there is one; None without `due`.
    """

    due: date | None
    is_provisional: bool
    is_earliest: bool
    state: ClockState
    days_left: int | None
    ledger: tuple[LedgerLine, ...]
    deadlines: tuple[SubDeadline, ...]
    days_allowed: int
    latest: date | None = None
    is_latest_provisional: bool = False

    @property
    def is_late(self) -> bool:
        """Whether the answer is, or was, late."""
        return self.state in (ClockState.LATE, ClockState.ANSWERED_LATE)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can become due."""
        return self.state in OVER

    @property
    def days_counted(self) -> int:
        """Working days in the ledger that count; once it runs, as many as are allowed."""
        return sum(line.is_counted for line in self.ledger)


def read_clock(
    record: Record,
    *,
    calendar: WorkingCalendar,
    today: date,
    statute: Statute | Governing = REGULATION_711,
    conventions: Conventions = DEFAULTS,
) -> Reading:
    """Read the clock on `today`.

    `statute`: the text that governs the case, or the texts that did one after the other.

    Raises ClockError if the record cannot be: received after today; put off for longer than the
    law allows; put off, delayed or charged for after the due date.
    """
    if record.received_on > today:
        raise ClockError(ErrorCode.RECEIVED_IN_THE_FUTURE)
    as_of = min(day for day in (record.answered_on, record.withdrawn_on, today) if day)
    walk = Walk(
        record=as_known(record, as_of),
        calendar=calendar,
        law=statute if isinstance(statute, Governing) else Governing(statute),
        conventions=conventions,
        as_of=as_of,
    )
    refuse_contradictions(walk)
    return _reading(walk, replace(walk, record=as_known(record, today), as_of=today))


def _reading(walk: Walk, today_walk: Walk) -> Reading:
    """What is read: the case as it stood on its last day, what is challenged as it stands today."""
    ledger = tuple(walk.waiting_lines() if walk.is_awaiting else walk.lines())
    due = None if walk.is_awaiting else ledger[-1].day
    state = _state(walk, due)
    if state is ClockState.WITHDRAWN:
        ledger, due = tuple(line for line in ledger if line.day <= walk.as_of), None
    is_over, is_paused = state in OVER, state is ClockState.PAUSED
    latest = _latest(walk) if is_paused else None
    return Reading(
        due=due,
        is_provisional=_is_provisional(walk, due),
        is_earliest=is_paused,
        latest=latest,
        is_latest_provisional=_is_provisional(walk, latest),
        state=state,
        days_left=None if due is None else walk.calendar.count(walk.as_of, due),
        ledger=ledger,
        deadlines=(
            *(() if is_over else deadlines_of_case(walk)),
            *deadlines_of_challenges(today_walk),
        ),
        days_allowed=walk.days_allowed,
    )


def _state(walk: Walk, due: date | None) -> ClockState:
    record = walk.record
    if record.withdrawn_on is not None:
        return ClockState.WITHDRAWN
    is_late = due is not None and walk.as_of > due
    if record.answered_on is not None:
        return ClockState.ANSWERED_LATE if is_late else ClockState.ANSWERED
    if walk.awaits_correction:
        return ClockState.AWAITING_CORRECTION
    if walk.awaits_payment:
        return ClockState.AWAITING_PAYMENT
    if is_late:
        return ClockState.LATE
    # Whoever asks on the last day gains nothing: the pause would begin the day after.
    is_paused = any(
        walk.is_open(pause) and due is not None and walk.first_day_of(pause) <= due
        for pause in record.pauses
    )
    return ClockState.PAUSED if is_paused and walk.delay is None else ClockState.RUNNING


def _is_provisional(walk: Walk, due: date | None) -> bool:
    """Whether the day would move with a calendar still to come; a day that was set does not."""
    if due is None or walk.delay is not None:
        return False
    return not walk.calendar.covers_days(walk.record.received_on, due)


def _latest(walk: Walk) -> date | None:
    """The due date if all who are still asked let their term pass; None if one has no term."""
    ends = [walk.silence_ends(pause) for pause in walk.record.pauses if walk.is_open(pause)]
    known = [day for day in ends if day is not None]
    if len(known) < len(ends):
        return None
    return replace(walk, as_of=max(known)).due
