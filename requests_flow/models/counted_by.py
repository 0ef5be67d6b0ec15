"""By what a stored due date was counted: days off, text of the law and conventions, as one sign.

Where the sign of today differs, the data were replaced meanwhile, and the case must say so. Where it
does not, a clock that stands still moved by itself.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

from requests_flow.rules.conventions import Conventions
from requests_flow.rules.statute import Statute
from requests_flow.rules.working_days import WorkingCalendar

from .case import Case
from .reading import conventions_of, law, statute_of


def counted_by(case: Case, due: date | None, *, today: date, days: WorkingCalendar) -> str:
    """The sign of all that `due` was counted by, with the day itself in front.

    Of the calendar only what lies between the receipt and `due`: another year changes nothing.
    """
    texts = (law().statute_for(case.received_on), statute_of(case, today=today))
    sign = _sign(case.received_on, due, days, texts, conventions_of(case))
    return f"{due or ''} {sign}"


def is_counted_alike(case: Case, *, today: date, days: WorkingCalendar) -> bool:
    """Whether the stored sign is still that of today; what has none yet counts as alike."""
    stored = case.counted_by
    if stored is None:
        return True
    return stored == counted_by(case, day_counted(case), today=today, days=days)


def day_counted(case: Case) -> date | None:
    """The due date that the stored sign stands for: the last one counted by unchanged data."""
    if case.counted_by is None:
        return case.due_on
    text = case.counted_by.partition(" ")[0]
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=4096)
def _sign(
    first: date,
    last: date | None,
    days: WorkingCalendar,
    texts: tuple[Statute, ...],
    conventions: Conventions,
) -> str:
    until = last or first

    def between(some: frozenset[date]) -> list[date]:
        return sorted(day for day in some if first <= day <= until)

    calendar = (between(days.off), between(days.worked), days.covers_days(first, until))
    return hashlib.sha256(repr((texts, conventions, calendar)).encode()).hexdigest()[:32]
