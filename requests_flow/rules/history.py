"""Reads a history, the open format of `docs/clock.md`, into a record that the clock understands.

A history is a list of acts, each a mapping with `act` and `on`, in any order:
`{"act": "consultation_sent", "on": "2026-10-12", "key": "a", "kind": "third_party"}`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

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
)
from .errors import ErrorCode
from .history_acts import ACTS, Gathered, gather, read_day, refuse_acts_after_the_end

__all__ = ["ACTS", "read_day", "read_history"]

Built = TypeVar("Built")


def read_history(acts: object, *, today: date) -> Record:
    """The record that these acts make.

    Raises ClockError for a history that cannot be: an act unknown, without its day, done twice,
    done before what it follows, after `today`, or begun after the case was over.
    """
    if not isinstance(acts, list):
        raise ClockError(ErrorCode.HISTORY_UNREADABLE)
    gathered = Gathered()
    for act in acts:
        gather(gathered, act, today)
    refuse_acts_after_the_end(gathered)
    return _record(gathered)


def _record(gathered: Gathered) -> Record:
    days = gathered.days
    if "received" not in days:
        raise ClockError(ErrorCode.RECEIPT_MISSING)
    return Record(
        received_on=days["received"],
        answered_on=days.get("answered"),
        withdrawn_on=days.get("withdrawn"),
        correction=_pair(
            days,
            "correction_asked",
            "correction_received",
            ErrorCode.CORRECTION_NOT_ASKED,
            lambda asked, came: Correction(asked_on=asked, received_on=came),
        ),
        fee=_pair(
            days,
            "fee_notified",
            "fee_paid",
            ErrorCode.FEE_NOT_NOTIFIED,
            lambda told, paid: Fee(notified_on=told, paid_on=paid),
        ),
        reasons=_pair(
            days,
            "reasons_asked",
            "reasons_given",
            ErrorCode.REASONS_NOT_ASKED,
            lambda asked, given: Reasons(asked_on=asked, given_on=given),
        ),
        extension=_extension(gathered.rows.get("extended"), days),
        delay=_delay(gathered.rows.get("delayed"), days),
        pauses=tuple(_pause(thread) for thread in gathered.consultations.values()),
        challenges=tuple(_challenge(thread) for thread in gathered.challenges.values()),
    )


def _pair(
    days: Mapping[str, date],
    first: str,
    second: str,
    missing: ErrorCode,
    build: Callable[[date, date | None], Built],
) -> Built | None:
    """What is asked and what comes back; an answer to nothing cannot be."""
    if first in days:
        return build(days[first], days.get(second))
    if second in days:
        raise ClockError(missing)
    return None


def _extension(row: Mapping[str, Any] | None, days: Mapping[str, date]) -> Extension | None:
    if row is None:
        return None
    if type(row.get("days")) is not int:
        raise ClockError(ErrorCode.EXTENSION_DAYS_MISSING)
    return Extension(days=row["days"], notified_on=days["extended"])


def _delay(row: Mapping[str, Any] | None, days: Mapping[str, date]) -> Delay | None:
    if row is None:
        return None
    until = read_day(row.get("until"), ErrorCode.DELAY_DAY_MISSING)
    return Delay(told_on=days["delayed"], until=until)


def _pause(thread: Mapping[str, Any]) -> Pause:
    if "consultation_sent" not in thread:
        raise ClockError(ErrorCode.CONSULTATION_NOT_SENT)
    if thread.get("kind") not in tuple(PauseKind):
        raise ClockError(ErrorCode.CONSULTATION_KIND_UNKNOWN)
    delivered_on = thread.get("consultation_delivered")
    answered_on = thread.get("consultation_answered")
    if delivered_on is not None and answered_on is not None and answered_on < delivered_on:
        raise ClockError(ErrorCode.CONSULTATION_OUT_OF_ORDER)
    return Pause(
        asked_on=thread["consultation_sent"],
        delivered_on=delivered_on,
        answered_on=answered_on,
        kind=PauseKind(thread["kind"]),
    )


def _challenge(thread: Mapping[str, Any]) -> Challenge:
    if "challenged" not in thread or thread.get("kind") not in tuple(ChallengeKind):
        raise ClockError(ErrorCode.CHALLENGE_OUT_OF_ORDER)
    until = thread.get("until")
    return Challenge(
        kind=ChallengeKind(thread["kind"]),
        received_on=thread["challenged"],
        replied_on=thread.get("challenge_answered"),
        ordered_until=None if until is None else read_day(until),
    )
