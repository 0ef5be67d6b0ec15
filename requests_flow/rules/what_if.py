"""If we did this today: what becomes of the due date. Nothing here is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .acts import ClockError, Correction, Extension, Fee, Pause, PauseKind, Record, as_known
from .clock import Reading, read_clock
from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode
from .statute import REGULATION_711, Statute
from .sub_deadlines import correction_notice_due, correction_period_ends, fee_period_ends
from .working_days import WorkingCalendar


class Step(StrEnum):
    """What the organ might do today."""

    ANSWER = "answer"
    ASK_CORRECTION = "ask_correction"
    ASK_THIRD_PARTY = "ask_third_party"
    ASK_CO_MAKER = "ask_co_maker"
    ASK_OTHER_ORGAN = "ask_other_organ"
    EXTEND = "extend"
    NOTIFY_FEE = "notify_fee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What would become of the clock, or why the step cannot be taken.

    `waits_until`: the last day of the other side, if it has the letter today; None if there is no
    such day. `due`: when the answer is due if the other side takes all its time; for an article
    11 consultation, which has no term, the earliest it can be.
    """

    step: Step
    refusal: ErrorCode | None = None
    waits_until: date | None = None
    due: date | None = None
    is_provisional: bool = False
    days_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """The case on the day one asks, and the law of it."""

    record: Record
    calendar: WorkingCalendar
    today: date
    statute: Statute
    conventions: Conventions

    def read(self, record: Record, on: date) -> Reading:
        return read_clock(
            record,
            calendar=self.calendar,
            today=on,
            statute=self.statute,
            conventions=self.conventions,
        )

    def prospect(self, step: Step, record: Record, waits_until: date | None = None) -> Prospect:
        """The clock of `record` on the day the other side's time is over."""
        reading = self.read(record, waits_until or self.today)
        return Prospect(
            step=step,
            waits_until=waits_until,
            due=reading.due,
            is_provisional=reading.is_provisional,
            days_left=None if reading.due is None else self.calendar.count(self.today, reading.due),
        )


def prospects(
    record: Record,
    *,
    calendar: WorkingCalendar,
    today: date,
    statute: Statute = REGULATION_711,
    conventions: Conventions = DEFAULTS,
) -> tuple[Prospect, ...]:
    """One for every step, in the order of `Step`; none once the case is over.

    Raises ClockError if the record itself cannot be.
    """
    now = _Now(
        record=as_known(record, today),
        calendar=calendar,
        today=today,
        statute=statute,
        conventions=conventions,
    )
    reading = now.read(now.record, today)
    if reading.is_over:
        return ()
    return tuple(_try(step, now, reading) for step in Step)


def _try(step: Step, now: _Now, reading: Reading) -> Prospect:
    try:
        return _STEPS[step](now, reading)
    except ClockError as error:
        return Prospect(step=step, refusal=error.code)


def _answer(now: _Now, reading: Reading) -> Prospect:
    """In time, or by how many days late."""
    answered = replace(now.record, answered_on=now.today)
    return now.prospect(Step.ANSWER, answered)


def _ask_correction(now: _Now, reading: Reading) -> Prospect:
    """Art. 30: once, within seven days; what is counted so far is worth nothing afterwards."""
    if now.record.correction is not None:
        raise ClockError(ErrorCode.CORRECTION_ASKED_TWICE)
    last = correction_notice_due(now.record.received_on, calendar=now.calendar, statute=now.statute)
    if now.today > last and not now.conventions.does_late_correction_restart:
        raise ClockError(ErrorCode.CORRECTION_NOTICE_TOO_LATE)
    ends = correction_period_ends(now.today, calendar=now.calendar, conventions=now.conventions)
    correction = Correction(asked_on=now.today, period_ends_on=ends, received_on=ends)
    return now.prospect(Step.ASK_CORRECTION, replace(now.record, correction=correction), ends)


def _ask(step: Step, kind: PauseKind) -> Callable[[_Now, Reading], Prospect]:
    def ask(now: _Now, reading: Reading) -> Prospect:
        """Art. 33(3): from tomorrow no day counts, until they answer or their term is over."""
        _refuse_without_a_running_period(now, reading)
        days = {
            PauseKind.THIRD_PARTY: now.statute.days_for_third_party,
            PauseKind.CO_MAKER: now.statute.days_for_co_maker,
        }.get(kind)
        ends = None if days is None else now.calendar.add(now.today, days)
        pause = Pause(asked_on=now.today, delivered_on=now.today, answered_on=ends, kind=kind)
        return now.prospect(step, replace(now.record, pauses=(*now.record.pauses, pause)), ends)

    return ask


def _extend(now: _Now, reading: Reading) -> Prospect:
    """Art. 33(2): once, told before it is due; with all the days that the law allows."""
    if now.record.extension is not None:
        raise ClockError(ErrorCode.EXTENDED_TWICE)
    extension = Extension(days=now.statute.days_to_extend, notified_on=now.today)
    return now.prospect(Step.EXTEND, replace(now.record, extension=extension))


def _notify_fee(now: _Now, reading: Reading) -> Prospect:
    """费办法 arts. 6, 7: paid on the last day, the period begins anew on the day after."""
    if now.record.fee is not None:
        raise ClockError(ErrorCode.FEE_NOTIFIED_TWICE)
    _refuse_without_a_running_period(now, reading)
    ends = fee_period_ends(now.today, calendar=now.calendar, statute=now.statute)
    fee = Fee(notified_on=now.today, served_on=now.today, paid_on=ends)
    return now.prospect(Step.NOTIFY_FEE, replace(now.record, fee=fee), ends)


def _refuse_without_a_running_period(now: _Now, reading: Reading) -> None:
    """What begins after the due date never brings it back; while one waits there is none."""
    if reading.due is None:
        raise ClockError(ErrorCode.NOTHING_RUNS)
    if now.today >= reading.due:
        raise ClockError(ErrorCode.GAINS_NOTHING)


_STEPS: dict[Step, Callable[[_Now, Reading], Prospect]] = {
    Step.ANSWER: _answer,
    Step.ASK_CORRECTION: _ask_correction,
    Step.ASK_THIRD_PARTY: _ask(Step.ASK_THIRD_PARTY, PauseKind.THIRD_PARTY),
    Step.ASK_CO_MAKER: _ask(Step.ASK_CO_MAKER, PauseKind.CO_MAKER),
    Step.ASK_OTHER_ORGAN: _ask(Step.ASK_OTHER_ORGAN, PauseKind.OTHER_ORGAN),
    Step.EXTEND: _extend,
    Step.NOTIFY_FEE: _notify_fee,
}
