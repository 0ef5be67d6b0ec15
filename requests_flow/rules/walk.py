"""The clock day by day: which days counted, which did not, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .acts import ClockError, Correction, Extension, Pause, PauseKind, Record
from .conventions import Conventions
from .errors import ErrorCode
from .statute import Statute
from .working_days import ONE_DAY, WorkingCalendar


class Reason(StrEnum):
    """Why a day counts, or does not."""

    RECEIVED = "received"
    COUNTED = "counted"
    WORKED_WEEKEND = "worked_weekend"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    AWAITING = "awaiting"
    DISCARDED = "discarded"
    RESTARTED = "restarted"


NOTES: dict[Reason, str] = {
    Reason.RECEIVED: "收到申请之日，不计入期限（条例第三十一条；参照民事诉讼法第八十五条）",
    Reason.COUNTED: "工作日，计入期限（条例第三十三条第二款）",
    Reason.WORKED_WEEKEND: "调休上班日，计入期限（国务院办公厅放假安排）",
    Reason.WEEKEND: "休息日，不计入期限（条例第三十三条第二款）",
    Reason.HOLIDAY: "放假日，不计入期限（国务院办公厅放假安排）",
    Reason.PAUSED: "征求第三方或者其他机关意见，不计入期限（条例第三十三条第三款）",
    Reason.AWAITING: "等待申请人补正，不计入期限（条例第三十条）",
    Reason.DISCARDED: "收到补正之前的日子，不计入期限（条例第三十条）",
    Reason.RESTARTED: "收到补正之日，期限自次日起重新计算（条例第三十条）",
}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One day. `number` is its place among the days that count, or None."""

    day: date
    is_counted: bool
    number: int | None
    reason: Reason
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A walk through the days of one record, as far as `as_of` knows it.

    `as_of` is today, or the day the case was answered. Nothing that came later is seen, and a
    pause still open is read as if it ended then; so a due date read now is the earliest there
    can be.
    """

    record: Record
    calendar: WorkingCalendar
    statute: Statute
    conventions: Conventions
    as_of: date

    @property
    def start(self) -> date:
        """The day before day one: that of receipt, or of the corrected application (art. 30)."""
        correction = self.correction
        if correction is None or correction.received_on is None:
            return self.record.received_on
        return correction.received_on

    @property
    def correction(self) -> Correction | None:
        """The notice to correct, if it has an effect: sent within seven days (art. 30)."""
        correction = self.record.correction
        if correction is None or self.conventions.does_late_correction_restart:
            return correction
        last_day = self.calendar.add(self.record.received_on, self.statute.days_to_ask_correction)
        return correction if correction.asked_on <= last_day else None

    @property
    def is_awaiting(self) -> bool:
        return self.correction is not None and self.correction.received_on is None

    @property
    def extension(self) -> Extension | None:
        """What put off a period that a correction then discarded is discarded with it."""
        extension = self.record.extension
        return None if extension is None or extension.notified_on < self.start else extension

    def silence_ends(self, pause: Pause) -> date | None:
        """The last day of those asked: 15 working days from delivery. Art. 11 sets none."""
        days = {
            PauseKind.THIRD_PARTY: self.statute.days_for_third_party,
            PauseKind.CO_MAKER: self.statute.days_for_co_maker,
        }.get(pause.kind)
        if days is None or pause.delivered_on is None:
            return None
        return self.calendar.add(pause.delivered_on, days)

    def is_open(self, pause: Pause) -> bool:
        """Whether, on `as_of`, an answer may still come that the clock waits for."""
        silence_ends = self.silence_ends(pause)
        is_answered = pause.answered_on is not None and pause.answered_on <= self.as_of
        is_silent = silence_ends is not None and silence_ends < self.as_of
        return pause.asked_on <= self.as_of and not is_answered and not is_silent

    def stood_still(self) -> list[tuple[date, date]]:
        """For each pause, the day after which it holds and its last day; they may overlap."""
        ends = (
            (pause.answered_on, self.silence_ends(pause), self.as_of)
            for pause in self.record.pauses
        )
        return [
            (pause.asked_on, min(day for day in days if day is not None))
            for pause, days in zip(self.record.pauses, ends, strict=True)
        ]

    def lines(self, days_allowed: int) -> Iterator[LedgerLine]:
        """From the day of receipt to the day the last of `days_allowed` is counted."""
        received_on, start = self.record.received_on, self.start
        yield _line(received_on, Reason.RECEIVED)
        if start > received_on:
            yield from (_line(day, Reason.DISCARDED) for day in _days(received_on, start))
        if self.correction is not None and not self.is_awaiting:
            yield _line(start, Reason.RESTARTED)

        pauses = self.stood_still()
        day, number = start, 0
        while number < days_allowed:
            day += ONE_DAY
            reason = self._reason(day, pauses)
            is_counted = reason in (Reason.COUNTED, Reason.WORKED_WEEKEND)
            number += is_counted
            yield _line(day, reason, number if is_counted else None)

    def waiting_lines(self) -> Iterator[LedgerLine]:
        """While the applicant corrects, no day counts: what came before is discarded."""
        correction, received_on = self.correction, self.record.received_on
        yield _line(received_on, Reason.RECEIVED)
        for day in _days(received_on, self.as_of + ONE_DAY):
            is_asked = correction is not None and day > correction.asked_on
            yield _line(day, Reason.AWAITING if is_asked else Reason.DISCARDED)

    def _reason(self, day: date, pauses: list[tuple[date, date]]) -> Reason:
        if not self.calendar.is_working_day(day):
            return Reason.HOLIDAY if day in self.calendar.off else Reason.WEEKEND
        if any(asked_on < day <= last for asked_on, last in pauses):
            return Reason.PAUSED
        return Reason.WORKED_WEEKEND if day in self.calendar.worked else Reason.COUNTED


def days_allowed(walk: Walk) -> int:
    """Twenty, and what the extension adds.

    Raises ClockError if it adds more than art. 33(2) lets it, nothing, or came too late.
    """
    extension = walk.record.extension
    if extension is None:
        return walk.statute.days_to_answer
    if extension.days > walk.statute.days_to_extend:
        raise ClockError(ErrorCode.EXTENSION_TOO_LONG)
    if extension.days < 1:
        raise ClockError(ErrorCode.EXTENSION_TOO_SHORT)
    if walk.extension is None:
        return walk.statute.days_to_answer
    if walk.is_awaiting and _is_while_awaiting(walk, extension):
        raise ClockError(ErrorCode.EXTENSION_WHILE_AWAITING)
    if extension.notified_on > (extension.due_before or _due_before(walk, extension)):
        raise ClockError(ErrorCode.EXTENSION_TOO_LATE)
    return walk.statute.days_to_answer + extension.days


def _is_while_awaiting(walk: Walk, extension: Extension) -> bool:
    """There is no period to put off while the applicant corrects."""
    return walk.correction is not None and extension.notified_on > walk.correction.asked_on


def _due_before(walk: Walk, extension: Extension) -> date:
    """The due date that the extension found: pauses later than its notice change nothing."""
    before = Walk(
        record=walk.record,
        calendar=walk.calendar,
        statute=walk.statute,
        conventions=walk.conventions,
        as_of=extension.notified_on,
    )
    *_, last = before.lines(walk.statute.days_to_answer)
    return last.day


def _line(day: date, reason: Reason, number: int | None = None) -> LedgerLine:
    return LedgerLine(day, number is not None, number, reason, NOTES[reason])


def _days(after: date, before: date) -> Iterator[date]:
    """The days between both, without either."""
    day = after + ONE_DAY
    while day < before:
        yield day
        day += ONE_DAY
