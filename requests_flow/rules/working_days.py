"""Which days count.

Monday to Friday, less the days the State Council takes off, plus the weekends it makes
people work. A year for which no arrangement is known is not covered: its weekdays are taken
to count, and a date that rests on it is provisional.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from .errors import ErrorCode, RuleError

ONE_DAY = timedelta(days=1)
SATURDAY = 5
REACHED_BACK = (12, 25)  # month and day; earlier ones no notice is known to have named
HOLIDAYS = Path(__file__).parent / "data" / "holidays"


class CalendarError(RuleError):
    """The calendar cannot be read, or contradicts itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """The holidays of one year, as the General Office of the State Council arranged them.

    Days of a neighbouring year may be named: the new year's holiday reaches back.
    """

    year: int
    source: str
    off: frozenset[date]
    worked: frozenset[date]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days on which the office is open."""

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int]

    def __post_init__(self) -> None:
        if self.off & self.worked:
            raise CalendarError(ErrorCode.CALENDAR_CONTRADICTS_ITSELF)

    def is_working_day(self, day: date) -> bool:
        """A weekend worked in exchange counts in full; a court counted so, see the tests."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def covers(self, year: int) -> bool:
        return year in self.years

    def covers_days(self, first: date, last: date) -> bool:
        """Whether no day from `first` to `last` lies in a year without an arrangement."""
        return all(self.covers(year) for year in range(first.year, last.year + 1))

    def may_still_change(self, day: date) -> bool:
        """Whether the notice of the next year, which is not known yet, may name this day too.

        The new year's holiday reaches back: that of 2019 began on 30 December 2018, and a Saturday
        before it was worked. The day counts as it stands; whether it is final is a doubt.
        """
        is_late = (day.month, day.day) >= REACHED_BACK
        return is_late and self.covers(day.year) and not self.covers(day.year + 1)

    def add(self, start: date, n: int) -> date:
        """Count forward; the day after `start` is day one.

        That the first day is left out: 民事诉讼法 art. 85, 民法典 art. 201.
        """
        if n < 0:
            raise CalendarError(ErrorCode.COUNT_BELOW_ZERO)
        day = start
        while n > 0:
            day += ONE_DAY
            n -= self.is_working_day(day)
        return day

    def count(self, after: date, until: date) -> int:
        """Working days later than `after`, up to `until`; negative if `until` is earlier."""
        if until < after:
            return -self.count(until, after)
        days = (after + ONE_DAY * n for n in range(1, (until - after).days + 1))
        return sum(self.is_working_day(day) for day in days)


def load_calendar(extra: Iterable[Arrangement] = ()) -> WorkingCalendar:
    """The years shipped with the program, and those the office has entered since.

    An arrangement entered by the office takes the place of the one shipped for that year:
    in January 2020 the State Council changed its own.
    """
    by_year = {arrangement.year: arrangement for arrangement in (*shipped_arrangements(), *extra)}
    return WorkingCalendar(
        off=frozenset().union(*(a.off for a in by_year.values())),
        worked=frozenset().union(*(a.worked for a in by_year.values())),
        years=frozenset(by_year),
    )


def read_arrangement(text: str) -> Arrangement:
    """Read one holiday file: `{"year", "source", "off": [...], "worked": [...]}`."""
    data = json.loads(text)
    return Arrangement(
        year=data["year"],
        source=data["source"],
        off=frozenset(map(date.fromisoformat, data["off"])),
        worked=frozenset(map(date.fromisoformat, data["worked"])),
    )


def shipped_arrangements() -> list[Arrangement]:
    """The years that came with the program."""
    return [
        read_arrangement(path.read_text(encoding="utf-8"))
        for path in sorted(HOLIDAYS.glob("*.json"))
    ]
