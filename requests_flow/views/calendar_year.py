"""Lays a year out as twelve months, and two arrangements of it side by side."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from requests_flow.models.holiday import approved_arrangements
from requests_flow.rules.working_days import (
    ONE_DAY,
    SATURDAY,
    Arrangement,
    WorkingCalendar,
    shipped_arrangements,
)

COUNTED, WORKED, HOLIDAY, WEEKEND = "counted", "worked", "holiday", "weekend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day, or the blank before the first and after the last of a month."""

    day: date | None
    kind: str = "blank"
    is_today: bool = False

    @property
    def css(self) -> str:
        """The classes of the cell."""
        return f"{self.kind} today" if self.is_today else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in weeks from Monday, and how many of its days count."""

    first: date
    weeks: list[list[Cell]]
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A day that counts under one calendar and not under the other."""

    day: date
    before: str
    after: str

    @property
    def is_gained(self) -> bool:
        """Whether it becomes a working day."""
        return self.after in (COUNTED, WORKED)


@cache
def _shipped() -> tuple[Arrangement, ...]:
    return tuple(shipped_arrangements())


def arrangements_in_force() -> dict[int, Arrangement]:
    """The arrangement by which each year is counted today, whether shipped or approved."""
    return {one.year: one for one in (*_shipped(), *approved_arrangements())}


def kind_of(day: date, days: WorkingCalendar) -> str:
    """What the day is: worked in exchange, off by the notice, a weekend, or simply a working day."""
    if day in days.worked:
        return WORKED
    if day in days.off:
        return HOLIDAY
    return WEEKEND if day.weekday() >= SATURDAY else COUNTED


def months_of(year: int, days: WorkingCalendar, *, today: date) -> list[Month]:
    """The twelve months of `year`."""
    return [_month(date(year, number, 1), days, today) for number in range(1, 13)]


def _month(first: date, days: WorkingCalendar, today: date) -> Month:
    weeks = [
        [
            Cell(day=day, kind=kind_of(day, days), is_today=day == today)
            if day.month == first.month
            else Cell(day=None)
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    counted = sum(cell.kind in (COUNTED, WORKED) for week in weeks for cell in week)
    return Month(first=first, weeks=weeks, working_days=counted)


def differences(
    year: int, before: WorkingCalendar, after: WorkingCalendar
) -> tuple[Difference, ...]:
    """The days from the December before `year` to its end that count otherwise than before."""
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first) // ONE_DAY + 1))
    return tuple(
        Difference(day=day, before=kind_of(day, before), after=kind_of(day, after))
        for day in days
        if before.is_working_day(day) is not after.is_working_day(day)
    )
