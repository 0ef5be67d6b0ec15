"""What a stretch of days off is called, by where it stands in the year.

An arrangement holds days and no names. The lunar holidays stay within a few weeks of the solar
year, so the place tells them apart; what stands nowhere of these has no name here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .working_days import ONE_DAY, Arrangement


class HolidayName(StrEnum):
    """The holidays of 全国年节及纪念日放假办法 art. 2, and two that may fall together."""

    NEW_YEAR = "new_year"
    SPRING = "spring"
    QINGMING = "qingming"
    LABOUR = "labour"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL = "national"
    NATIONAL_AND_MID_AUTUMN = "national_and_mid_autumn"
    OTHER = "other"


# A day of the stretch lies between these two (month, day), both included. In this order.
_WHERE: tuple[tuple[HolidayName, tuple[int, int], tuple[int, int]], ...] = (
    (HolidayName.NEW_YEAR, (1, 1), (1, 3)),
    (HolidayName.SPRING, (1, 20), (2, 28)),
    (HolidayName.QINGMING, (4, 4), (4, 6)),
    (HolidayName.LABOUR, (5, 1), (5, 3)),
    (HolidayName.DRAGON_BOAT, (5, 27), (6, 27)),
    (HolidayName.NATIONAL, (10, 1), (10, 3)),
    (HolidayName.MID_AUTUMN, (9, 7), (10, 9)),
    (HolidayName.NEW_YEAR, (12, 28), (12, 31)),  # of the next year: it reaches back
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days off without a gap."""

    name: HolidayName
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


def runs_of(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Days without a gap between them, as first and last."""
    runs: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][1] == ONE_DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)


def stretches_of(arrangement: Arrangement) -> tuple[Stretch, ...]:
    """The days off of a year as stretches with names, in order.

    For which of them a weekend is worked, the days alone do not tell.
    """
    runs = runs_of(arrangement.off)
    names = [_name_of(*run) for run in runs]
    if HolidayName.MID_AUTUMN not in names:
        joint = {HolidayName.NATIONAL: HolidayName.NATIONAL_AND_MID_AUTUMN}
        names = [joint.get(name, name) for name in names]
    return tuple(
        Stretch(name=name, first=first, last=last)
        for name, (first, last) in zip(names, runs, strict=True)
    )


def _name_of(first: date, last: date) -> HolidayName:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for name, begins, ends in _WHERE:
        if any(begins <= (day.month, day.day) <= ends for day in days):
            return name
    return HolidayName.OTHER
