"""If we did this today: what becomes of the due date. Nothing here is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .acts import ClockError, Correction, Extension, Fee, Pause, PauseKind, Record, as_known
from .clock import Reading, read_clock
from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode
from .statute import REGULATION_711, Governing, Statute
from .sub_deadlines import correction_notice_due, fee_period_ends
from .walk import counted_receipt
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
    such day. `due`: when the answer is due if all who are asked take all their time; where one has
    no term (art. 11) it is the earliest it can be (`is_earliest`). `gains_time`: False where the
    step is lawful, even a duty (art. 32), but begins too late to move the day.
    """

    step: Step
    refusal: ErrorCode | None = None
    waits_until: date | None = None
    due: date | None = None
    is_provisional: bool = False
    is_earliest: bool = False
    gains_time: bool = True
    days_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """The case on the day one asks, and the law of it."""

    record: Record
    calendar: WorkingCalendar
    today: date
    law: Governing
    conventions: Conventions
    days_to_correct: int

    @property
    def statute(self) -> Statute:
        return self.law.on(self.today)

    def read(self, record: Record, on: date) -> Reading:
        return read_clock(
            record,
            calendar=self.calendar,
            today=on,
            statute=self.law,
            conventions=self.conventions,
        )

    def prospect(self, step: Step, record: Record, waits_until: date | None = None) -> Prospect:
        """The clock of `record` on the day the other side's time is over."""
        reading = self.read(record, waits_until or self.today)
        due = reading.latest or reading.due
        is_latest = reading.latest is not None
        return Prospect(
            step=step,
            waits_until=waits_until,
            due=due,
            is_provisional=reading.is_latest_provisional if is_latest else reading.is_provisional,
            is_earliest=reading.is_earliest and not is_latest,
            days_left=None if due is None else self.calendar.count(self.today, due),
        )


def prospects(
    record: Record,
    *,
    calendar: WorkingCalendar,
    today: date,
    statute: Statute | Governing = REGULATION_711,
    conventions: Conventions = DEFAULTS,
    days_to_correct: int | None = None,
) -> tuple[Prospect, ...]:
    """One for every step, in the order of `Step`; none once the case is over.

    `days_to_correct`: what the house grants today, if that is another term than at the receipt.

    Raises ClockError if the record itself cannot be.
    """
    now = _Now(
        record=as_known(record, today),
        calendar=calendar,
        today=today,
        law=statute if isinstance(statute, Governing) else Governing(statute),
        conventions=conventions,
        days_to_correct=days_to_correct or conventions.days_to_correct,
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
    receipt = counted_receipt(
        now.record.received_on, calendar=now.calendar, conventions=now.conventions
    )
    last = correction_notice_due(receipt, calendar=now.calendar, statute=now.statute)
    if now.conventions.does_late_correction_restart and reading.due is not None:
        last = max(last, reading.due)
    if now.today > last:
        raise ClockError(ErrorCode.CORRECTION_NOTICE_TOO_LATE)
    ends = now.calendar.add(now.today, now.days_to_correct)
    correction = Correction(asked_on=now.today, period_ends_on=ends, received_on=ends)
    return now.prospect(Step.ASK_CORRECTION, replace(now.record, correction=correction), ends)


def _ask(step: Step, kind: PauseKind) -> Callable[[_Now, Reading], Prospect]:
    def ask(now: _Now, reading: Reading) -> Prospect:
        """Art. 33(3): from tomorrow no day counts, until they answer or their term is over."""
        if reading.due is None:
            raise ClockError(ErrorCode.NOTHING_RUNS)
        days = {
            PauseKind.THIRD_PARTY: now.statute.days_for_third_party,
            PauseKind.CO_MAKER: now.statute.days_for_co_maker,
        }.get(kind)
        ends = None if days is None else now.calendar.add(now.today, days)
        pause = Pause(asked_on=now.today, delivered_on=now.today, kind=kind)
        asked = replace(now.record, pauses=(*now.record.pauses, pause))
        found = now.prospect(step, asked, ends)
        return replace(found, gains_time=now.today < reading.due)

    return ask


def _extend(now: _Now, reading: Reading) -> Prospect:
    """Art. 33(2): once, told before it is due; with all the days that the law allows."""
    if now.record.extension is not None:
        raise ClockError(ErrorCode.EXTENDED_TWICE)
    extension = Extension(days=now.statute.days_to_extend, notified_on=now.today)
    return now.prospect(Step.EXTEND, replace(now.record, extension=extension))


def _notify_fee(now: _Now, reading: Reading) -> Prospect:
    """费办法 arts. 6, 7: told within the period; paid on the last day, it begins anew after it."""
    if now.record.fee is not None:
        raise ClockError(ErrorCode.FEE_NOTIFIED_TWICE)
    ends = fee_period_ends(now.today, calendar=now.calendar, statute=now.statute)
    fee = Fee(notified_on=now.today, served_on=now.today, paid_on=ends)
    return now.prospect(Step.NOTIFY_FEE, replace(now.record, fee=fee), ends)


_STEPS: dict[Step, Callable[[_Now, Reading], Prospect]] = {
    Step.ANSWER: _answer,
    Step.ASK_CORRECTION: _ask_correction,
    Step.ASK_THIRD_PARTY: _ask(Step.ASK_THIRD_PARTY, PauseKind.THIRD_PARTY),
    Step.ASK_CO_MAKER: _ask(Step.ASK_CO_MAKER, PauseKind.CO_MAKER),
    Step.ASK_OTHER_ORGAN: _ask(Step.ASK_OTHER_ORGAN, PauseKind.OTHER_ORGAN),
    Step.EXTEND: _extend,
    Step.NOTIFY_FEE: _notify_fee,
}
