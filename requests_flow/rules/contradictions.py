"""What cannot stand on file together: an act told too late, or one that nothing runs for."""

from dataclasses import replace
from datetime import date

from .acts import ClockError, Record
from .errors import ErrorCode
from .walk import Walk


def refuse_contradictions(walk: Walk) -> None:
    """Raise ClockError if the law does not allow what is on file."""
    _check_extension(walk)
    fee, delay = walk.record.fee, walk.record.delay
    if fee is not None:
        due = _due_then(walk, replace(walk.record, fee=None), fee.notified_on)
        if due is None:
            raise ClockError(ErrorCode.NOTHING_RUNS)
        if fee.notified_on > due:
            raise ClockError(ErrorCode.FEE_NOTICE_TOO_LATE)
    if delay is not None:
        due = _due_then(walk, replace(walk.record, delay=None), delay.told_on)
        if due is None:
            raise ClockError(ErrorCode.NOTHING_RUNS)
        if delay.told_on > due:
            raise ClockError(ErrorCode.DELAY_TOO_LATE)
        if delay.until <= due:
            raise ClockError(ErrorCode.DELAY_NOT_LATER)


def _check_extension(walk: Walk) -> None:
    """Art. 33(2): one day at least, twenty at most, told while the period runs."""
    extension = walk.record.extension
    if extension is None:
        return
    if extension.days > walk.law.on(extension.notified_on).days_to_extend:
        raise ClockError(ErrorCode.EXTENSION_TOO_LONG)
    if extension.days < 1:
        raise ClockError(ErrorCode.EXTENSION_TOO_SHORT)
    without = replace(walk.record, extension=None)
    due = _due_then(walk, without, extension.notified_on)
    if due is None:
        is_correction = walk.when(extension.notified_on, without).awaits_correction
        raise ClockError(
            ErrorCode.EXTENSION_WHILE_AWAITING if is_correction else ErrorCode.NOTHING_RUNS
        )
    delay = walk.delay
    if delay is not None and delay.told_on < extension.notified_on:
        raise ClockError(ErrorCode.EXTENDED_AFTER_DELAY)
    if extension.notified_on > (extension.due_before or due):
        raise ClockError(ErrorCode.EXTENSION_TOO_LATE)


def _due_then(walk: Walk, without: Record, day: date) -> date | None:
    """The due date that an act of `day` found; what was asked of the applicant that day came after."""
    correction, fee, delay = without.correction, without.fee, without.delay
    if correction is not None and correction.asked_on == day != correction.received_on:
        without = replace(without, correction=None)
    if fee is not None and fee.notified_on == day != fee.paid_on:
        without = replace(without, fee=None)
    if delay is not None and delay.told_on == day:
        without = replace(without, delay=None)
    return walk.when(day, without).due
