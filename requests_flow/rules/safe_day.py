"""The last day on which a reply may be approved and still leave in time, and when a check is slow.

The law names the day the answer leaves and nothing before it. How long the house needs from the
approval to the post is its own affair: `Conventions.days_to_sign`, `days_to_seal`, `days_to_post`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from .conventions import Conventions
from .working_days import ONE_DAY, WorkingCalendar


def days_after_approval(conventions: Conventions) -> int:
    """Working days from the approval to the post."""
    return conventions.days_to_sign + conventions.days_to_seal + conventions.days_to_post


def last_safe_day(due: date, *, calendar: WorkingCalendar, needed: int) -> date:
    """The last working day after which `needed` working days remain, the due date among them."""
    return _back(due, needed, calendar=calendar)


def _back(day: date, n: int, *, calendar: WorkingCalendar) -> date:
    """The last working day with at least `n` working days later than it, up to `day`."""
    later = 0
    while later < n or not calendar.is_working_day(day):
        later += calendar.is_working_day(day)
        day -= ONE_DAY
    return day


class Slowness(IntEnum):
    """How slow a legal check is."""

    IN_TIME = 0
    SLOW = 1  # longer at the gate than the house gives it
    PRESSING = 2  # twice as long, or the last safe day is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The three days by which `today` judges every legal check; lists compare with them alone."""

    slow_from: date  # what came to the gate on this day or before is slow
    pressing_from: date  # the same for pressing
    unsafe_before: date  # what is due before this day has its last safe day behind it

    def slowness(self, *, came_on: date, due: date | None) -> Slowness:
        """How slow a check is that came to the gate on `came_on`; a clock at rest has no `due`."""
        if came_on <= self.pressing_from or (due is not None and due < self.unsafe_before):
            return Slowness.PRESSING
        return Slowness.SLOW if came_on <= self.slow_from else Slowness.IN_TIME


def pace_on(today: date, *, calendar: WorkingCalendar, conventions: Conventions) -> Pace:
    """The days for `today`. A check is slow once more than `days_to_review` working days passed."""

    def long_ago(n: int) -> date:
        day = today
        while calendar.count(day, today) <= n:
            day -= ONE_DAY
        return day

    first = today
    while not calendar.is_working_day(first):
        first += timedelta(days=1)
    return Pace(
        slow_from=long_ago(conventions.days_to_review),
        pressing_from=long_ago(2 * conventions.days_to_review),
        unsafe_before=calendar.add(first, days_after_approval(conventions)),
    )
