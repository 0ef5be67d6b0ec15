"""Reads a history, the open format of `docs/clock.md`, into a record that the clock understands.

A history is a list of acts, each a mapping with `act` and `on`, in any order:
`{"act": "consultation_sent", "on": "2026-10-12", "key": "a", "kind": "third_party"}`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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

Built = TypeVar("Built")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

ACTS = (
    "received",
    "correction_asked",
    "correction_received",
    "consultation_sent",
    "consultation_delivered",
    "consultation_answered",
    "extended",
    "fee_notified",
    "fee_paid",
    "reasons_asked",
    "reasons_given",
    "delayed",
    "withdrawn",
    "answered",
    "challenged",
    "challenge_answered",
)

# What the organ can no longer do once the case is over.
BEGINNINGS = frozenset(
    {
        "correction_asked",
        "consultation_sent",
        "extended",
        "fee_notified",
        "reasons_asked",
        "delayed",
    }
)


@dataclass(slots=True)
class _Gathered:
    """The acts of one history, sorted by what they are."""

    days: dict[str, date] = field(default_factory=dict)
    rows: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    consultations: dict[str, dict[str, Any]] = field(default_factory=dict)
    challenges: dict[str, dict[str, Any]] = field(default_factory=dict)


# The second of these cannot be, and says so with its own article.
TWICE = {
    "received": ErrorCode.RECEIVED_TWICE,
    "correction_asked": ErrorCode.CORRECTION_ASKED_TWICE,
    "correction_received": ErrorCode.CORRECTION_ASKED_TWICE,
    "extended": ErrorCode.EXTENDED_TWICE,
    "fee_notified": ErrorCode.FEE_NOTIFIED_TWICE,
    "fee_paid": ErrorCode.FEE_NOTIFIED_TWICE,
    "reasons_asked": ErrorCode.REASONS_ASKED_TWICE,
    "reasons_given": ErrorCode.REASONS_ASKED_TWICE,
    "delayed": ErrorCode.DELAYED_TWICE,
    "withdrawn": ErrorCode.WITHDRAWN_TWICE,
    "answered": ErrorCode.ANSWERED_TWICE,
}


def read_day(value: object, code: ErrorCode = ErrorCode.ACT_DAY_MISSING) -> date:
    """A day as `2026-11-23`, from 1949 to 2100. Raises ClockError with `code` for anything else."""
    if not isinstance(value, str) or DAY.fullmatch(value) is None:
        raise ClockError(code)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ClockError(code) from None
    if not 1949 <= day.year <= 2100:
        raise ClockError(ErrorCode.DAY_IMPLAUSIBLE)
    return day


def read_history(acts: object, *, today: date) -> Record:
    """The record that these acts make.

    Raises ClockError for a history that cannot be: an act unknown, without its day, done twice,
    done before what it follows, after `today`, or begun after the case was over.
    """
    if not isinstance(acts, list):
        raise ClockError(ErrorCode.HISTORY_UNREADABLE)
    gathered = _Gathered()
    for act in acts:
        _gather(gathered, act, today)
    _refuse_acts_after_the_end(gathered)
    return _record(gathered)


def _gather(gathered: _Gathered, act: object, today: date) -> None:
    if not isinstance(act, Mapping):
        raise ClockError(ErrorCode.HISTORY_UNREADABLE)
    name = act.get("act")
    if name not in ACTS:
        raise ClockError(ErrorCode.ACT_UNKNOWN)
    on = read_day(act.get("on"))
    if on > today:
        raise ClockError(ErrorCode.ACT_IN_THE_FUTURE)
    if name in TWICE:
        if name in gathered.days:
            raise ClockError(TWICE[name])
        gathered.days[name], gathered.rows[name] = on, act
    else:
        room = gathered.challenges if name.startswith("challenge") else gathered.consultations
        _gather_keyed(room, name, on, act)


def _gather_keyed(
    room: dict[str, dict[str, Any]], name: str, on: date, act: Mapping[str, Any]
) -> None:
    """Acts of which a case may have several: each thread of them has its own key."""
    key = act.get("key")
    if not isinstance(key, str) or not key:
        raise ClockError(ErrorCode.CONSULTATION_KEY_MISSING)
    thread = room.setdefault(key, {})
    if name in thread:
        is_begun_twice = name in ("consultation_sent", "challenged")
        raise ClockError(
            ErrorCode.CONSULTATION_SENT_TWICE
            if is_begun_twice
            else ErrorCode.CONSULTATION_RECORDED_TWICE
        )
    thread[name] = on
    for detail in ("kind", "until"):
        said = act.get(detail)
        if said is not None and thread.setdefault(detail, said) != said:
            raise ClockError(ErrorCode.CONSULTATION_KIND_UNKNOWN)


def _refuse_acts_after_the_end(gathered: _Gathered) -> None:
    ends = [gathered.days[name] for name in ("answered", "withdrawn") if name in gathered.days]
    if not ends:
        return
    if len(ends) > 1:
        raise ClockError(ErrorCode.ENDED_TWICE)
    # Who is asked to correct or to pay is not answered on the same day.
    asked = [gathered.days.get(name) for name in ("correction_asked", "fee_notified")]
    if any(on == ends[0] for on in asked):
        raise ClockError(ErrorCode.ACT_AFTER_THE_END)
    begun = [on for name, on in gathered.days.items() if name in BEGINNINGS]
    begun += [
        thread["consultation_sent"]
        for thread in gathered.consultations.values()
        if "consultation_sent" in thread
    ]
    if any(on > ends[0] for on in begun):
        raise ClockError(ErrorCode.ACT_AFTER_THE_END)


def _record(gathered: _Gathered) -> Record:
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
