"""The acts of a history, sorted by what they are; `history` builds the record from them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .acts import ClockError
from .errors import ErrorCode

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
class Gathered:
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


def gather(gathered: Gathered, act: object, today: date) -> None:
    """Put one act where it belongs. Raises ClockError for one that cannot be."""
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
            raise ClockError(ErrorCode.DETAILS_DIFFER)


def refuse_acts_after_the_end(gathered: Gathered) -> None:
    """Raise ClockError for what was begun once the case was over."""
    ends = [gathered.days[name] for name in ("answered", "withdrawn") if name in gathered.days]
    if not ends:
        return
    if len(ends) > 1:
        raise ClockError(ErrorCode.ENDED_TWICE)
    # Who is asked to correct or to pay, and has not, is not answered on that very day.
    for asked, came in (("correction_asked", "correction_received"), ("fee_notified", "fee_paid")):
        on = gathered.days.get(asked)
        if on is not None and on == gathered.days.get("answered") != gathered.days.get(came):
            raise ClockError(ErrorCode.ACT_AFTER_THE_END)
    begun = [on for name, on in gathered.days.items() if name in BEGINNINGS]
    begun += [
        thread["consultation_sent"]
        for thread in gathered.consultations.values()
        if "consultation_sent" in thread
    ]
    if any(on > ends[0] for on in begun):
        raise ClockError(ErrorCode.ACT_AFTER_THE_END)
