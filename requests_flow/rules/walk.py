"""The clock day by day: which days counted, which did not, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from .acts import Correction, Delay, Pause, PauseKind, Record, as_known
from .conventions import Conventions
from .reasons import COUNTING, LedgerLine, Reason, ledger_line
from .statute import Governing, Statute
from .working_days import ONE_DAY, WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A walk through the days of one record, as far as `as_of` knows it.

    `as_of` is today, or the day the case was answered; `record` holds nothing that came later. A
    pause still open is read as if it ended then; so a due date read now is the earliest there
    can be.
    """

    record: Record
    calendar: WorkingCalendar
    law: Governing
    conventions: Conventions
    as_of: date

    def when(self, day: date, record: Record) -> "Walk":
        """The walk through `record`, ours without some act, as it looked on that evening."""
        return replace(self, record=as_known(record, day), as_of=day)

    @property
    def statute(self) -> Statute:
        """The text that governs the case on the walk's day."""
        return self.law.on(self.as_of)

    # Where it begins ---------------------------------------------------------------------------

    @property
    def receipt(self) -> date:
        """The day of receipt, or, where the house has it so, the next working day."""
        return counted_receipt(
            self.record.received_on, calendar=self.calendar, conventions=self.conventions
        )

    @property
    def correction(self) -> Correction | None:
        """The notice to correct, if it has an effect: sent within seven days (art. 30).

        A house may let a later one count too, but none that comes after the due date.
        """
        correction = self.record.correction
        if correction is None:
            return None
        term = self.law.on(correction.asked_on).days_to_ask_correction
        if correction.asked_on <= self.calendar.add(self.receipt, term):
            return correction
        if not self.conventions.does_late_correction_restart:
            return None
        due = self.when(correction.asked_on, replace(self.record, correction=None)).due
        return correction if due is None or correction.asked_on <= due else None

    @property
    def delay(self) -> Delay | None:
        """The later day of art. 35, if it was not discarded with its period since."""
        delay = self.record.delay
        return None if delay is None or delay.told_on < self.start else delay

    @property
    def start(self) -> date:
        """The day before day one: that of receipt, of the correction, or of the payment."""
        return max([self.receipt, *(day for day, _ in self._restarts())])

    def _restarts(self) -> Iterator[tuple[date, Reason]]:
        correction, fee = self.correction, self.record.fee
        if correction is not None and correction.received_on is not None:
            yield correction.received_on, Reason.RESTARTED
        if self.conventions.does_payment_restart and fee is not None and fee.paid_on is not None:
            yield fee.paid_on, Reason.PAID

    # What is waited for ------------------------------------------------------------------------

    @property
    def awaits_correction(self) -> bool:
        return self.correction is not None and self.correction.received_on is None

    @property
    def awaits_payment(self) -> bool:
        fee = self.record.fee
        return fee is not None and fee.paid_on is None

    @property
    def is_awaiting(self) -> bool:
        """Whether the applicant has to move first, so that nothing is due."""
        return self.awaits_correction or self.awaits_payment

    def silence_ends(self, pause: Pause) -> date | None:
        """The last day of those asked: 15 working days from delivery. Art. 11 sets none."""
        if pause.delivered_on is None:
            return None
        statute = self.law.on(pause.delivered_on)
        days = {
            PauseKind.THIRD_PARTY: statute.days_for_third_party,
            PauseKind.CO_MAKER: statute.days_for_co_maker,
        }.get(pause.kind)
        return None if days is None else self.calendar.add(pause.delivered_on, days)

    def is_open(self, pause: Pause) -> bool:
        """Whether, on `as_of`, an answer may still come that the clock waits for."""
        silence_ends = self.silence_ends(pause)
        is_silent = silence_ends is not None and silence_ends < self.as_of
        return pause.answered_on is None and not is_silent

    def first_day_of(self, pause: Pause) -> date:
        """The first day that stands still: by default the one after the letter left."""
        if not self.conventions.does_pause_include_day_of_dispatch:
            return pause.asked_on + ONE_DAY
        others = tuple(one for one in self.record.pauses if one.asked_on < pause.asked_on)
        due = self.when(pause.asked_on, replace(self.record, pauses=others)).due
        is_last_day = due is not None and pause.asked_on >= due
        return pause.asked_on + ONE_DAY if is_last_day else pause.asked_on

    def reasons_end(self) -> date | None:
        """The last day to give the reasons asked for; the law names none (art. 35)."""
        reasons = self.record.reasons
        if reasons is None:
            return None
        begin = reasons.served_on or reasons.asked_on
        return self.calendar.add(begin, self.conventions.days_to_give_reasons)

    def stood_still(self) -> list[tuple[date, date, Reason]]:
        """The stretches that do not count: first day, last day, why. They may overlap."""
        after = ONE_DAY * (not self.conventions.does_pause_include_day_of_answer)
        stretches = []
        for pause in self.record.pauses:
            answered_on = pause.answered_on and pause.answered_on - after
            ends = (answered_on, self.silence_ends(pause), self.as_of)
            last = min(day for day in ends if day is not None)
            stretches.append((self.first_day_of(pause), last, Reason.PAUSED))
        fee, reasons, end = self.record.fee, self.record.reasons, self.reasons_end()
        if fee is not None and fee.paid_on and not self.conventions.does_payment_restart:
            stretches.append((fee.notified_on + ONE_DAY, fee.paid_on, Reason.AWAITING_PAYMENT))
        if reasons is not None and end and self.conventions.does_asking_for_reasons_stop_the_clock:
            last = min(reasons.given_on or end, end, self.as_of)
            stretches.append((reasons.asked_on + ONE_DAY, last, Reason.AWAITING_REASONS))
        return stretches

    # Day by day --------------------------------------------------------------------------------

    @property
    def days_allowed(self) -> int:
        """Twenty, and what the extension adds, also where the period started again since."""
        extension = self.record.extension
        if extension is None:
            return self.statute.days_to_answer
        is_kept = self.conventions.does_extension_survive_restart
        if extension.notified_on < self.start and not is_kept:
            return self.statute.days_to_answer
        return self.statute.days_to_answer + extension.days

    @property
    def due(self) -> date | None:
        """The last of the days allowed; None while the applicant has to move first."""
        if self.is_awaiting:
            return None
        return max((day for day, _ in self._days_of_period()), default=self.start)

    def lines(self) -> Iterator[LedgerLine]:
        """From the day of receipt to the day the last of the days allowed is counted.

        Where a later day was set (art. 35), to that day.
        """
        yield from self._lines_before()
        number = 0
        for day, reason in self._days_of_period():
            is_counted = reason in COUNTING
            number += is_counted
            yield ledger_line(day, reason, number if is_counted else None)

    def _days_of_period(self) -> Iterator[tuple[date, Reason]]:
        """Every day after the start, to the last."""
        pauses, delay, left = self.stood_still(), self.delay, self.days_allowed
        day = self.start
        while day < delay.until if delay is not None else left > 0:
            day += ONE_DAY
            is_delayed = delay is not None and day > delay.told_on
            reason = Reason.DELAYED if is_delayed else self._reason(day, pauses)
            left -= reason in COUNTING
            yield day, reason

    def _lines_before(self) -> Iterator[LedgerLine]:
        """The day of receipt, the days that a restart made worthless, and the restart."""
        received_on, start = self.record.received_on, self.start
        yield ledger_line(received_on, Reason.RECEIVED)
        if start == received_on:
            return
        restarts = {reason: day for day, reason in self._restarts()}
        before, on_the_day = Reason.MOVED, Reason.MOVED
        if restarts:
            before, on_the_day = Reason.DISCARDED, Reason.RESTARTED
        if restarts.get(Reason.PAID) == start:
            before, on_the_day = Reason.BEFORE_PAYMENT, Reason.PAID
        for day in _days(received_on, start):
            yield ledger_line(day, before)
        yield ledger_line(start, on_the_day)

    def waiting_lines(self) -> Iterator[LedgerLine]:
        """While the applicant has to move, no day counts: what came before is discarded."""
        correction, fee, received_on = self.correction, self.record.fee, self.record.received_on
        yield ledger_line(received_on, Reason.RECEIVED)
        waits = []
        if correction is not None and correction.received_on is None:
            waits.append((correction.asked_on, Reason.AWAITING, Reason.DISCARDED))
        if fee is not None and fee.paid_on is None:
            waits.append((fee.notified_on, Reason.AWAITING_PAYMENT, Reason.BEFORE_PAYMENT))
        asked_on, after, before = waits[0]  # the correction comes first
        for day in _days(received_on, self.as_of + ONE_DAY):
            yield ledger_line(day, after if day > asked_on else before)

    def _reason(self, day: date, pauses: list[tuple[date, date, Reason]]) -> Reason:
        if not self.calendar.is_working_day(day):
            return Reason.HOLIDAY if day in self.calendar.off else Reason.WEEKEND
        for first, last, why in pauses:
            if first <= day <= last:
                return why
        return Reason.WORKED_WEEKEND if day in self.calendar.worked else Reason.COUNTED


def counted_receipt(
    received_on: date, *, calendar: WorkingCalendar, conventions: Conventions
) -> date:
    """The day of receipt, or, where the house has it so, the next working day (art. 31)."""
    if not conventions.is_rest_day_receipt_moved or calendar.is_working_day(received_on):
        return received_on
    return calendar.add(received_on, 1)


def _days(after: date, before: date) -> Iterator[date]:
    """The days between both, without either."""
    day = after + ONE_DAY
    while day < before:
        yield day
        day += ONE_DAY
