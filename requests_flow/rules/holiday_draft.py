"""What a reader of holidays understood, and what in it the person must look at.

Nothing here is put right in silence: what contradicts itself is named, and a person decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from . import holiday_checks
from .errors import ErrorCode
from .holiday_names import HolidayName, runs_of, stretches_of
from .working_days import ONE_DAY, SATURDAY, Arrangement, CalendarError

DECEMBER = 12
LONGEST = 31  # days; no holiday has lasted longer, and a mistyped month makes one that does
WEEKDAYS = "一二三四五六日"
YEAR_OF_THE_REVISION = 2025
# 全国年节及纪念日放假办法 art. 2: the days off that the law gives in a year.
STATUTORY_DAYS = 11
STATUTORY_DAYS_SINCE_REVISION = 13


class HolidayError(CalendarError):
    """What was handed in cannot be read as holidays; `line` and `what` say where."""

    def __init__(self, code: ErrorCode, *, line: int | None = None, what: str = "") -> None:
        super().__init__(code)
        self.line = line
        self.what = what


class DoubtCode(StrEnum):
    """What a person must look at before a reading may be proposed."""

    WEEKDAY_DIFFERS = "weekday_differs"
    COUNT_DIFFERS = "count_differs"
    NAMED_TWICE = "named_twice"
    NOT_NAMED = "not_named"
    NOT_UNDERSTOOD = "not_understood"
    WORKED_IS_A_WEEKDAY = "worked_is_a_weekday"
    YEAR_TAKEN_FROM_BEFORE = "year_taken_from_before"
    NUMBER_MISSING = "number_missing"
    NUMBER_OF_ANOTHER_YEAR = "number_of_another_year"
    DAYS_DO_NOT_BALANCE = "days_do_not_balance"
    EVENT_LEFT_OUT = "event_left_out"
    EVENT_UNCLEAR = "event_unclear"
    OFF_WITHOUT_HOLIDAY = "off_without_holiday"


_ABOUT_THE_WHOLE = frozenset(
    {
        DoubtCode.NOT_NAMED,
        DoubtCode.DAYS_DO_NOT_BALANCE,
        DoubtCode.OFF_WITHOUT_HOLIDAY,
        *holiday_checks.Doubt,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to look at: what it is about, what is printed, and what was found."""

    code: DoubtCode | holiday_checks.Doubt
    about: str = ""
    printed: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One holiday as it was named, with its days off and the weekends worked for it."""

    name: str
    off: tuple[date, ...]
    worked: tuple[date, ...] = ()

    @property
    def runs(self) -> tuple[tuple[date, date], ...]:
        """The days off as stretches: first and last day of each."""
        return runs_of(self.off)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An arrangement as it was understood, before anybody has proposed it."""

    arrangement: Arrangement
    holidays: tuple[Holiday, ...]
    doubts: tuple[Doubt, ...]


def plausible(year: int) -> int:
    """`year`, if notices were or will be made for it; a slip must not reach the calendar's end."""
    if not holiday_checks.FIRST_YEAR - 1 <= year <= holiday_checks.LAST_YEAR:
        raise HolidayError(ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE, what=str(year))
    return year


def say(day: date) -> str:
    """A day as the notice prints it; the year is said apart."""
    return f"{day.month}月{day.day}日"


def say_weekday(day: date) -> str:
    """The weekday as the notice prints it."""
    return f"周{WEEKDAYS[day.weekday()]}"


def days_from(first: date, last: date) -> tuple[date, ...]:
    """Every day from `first` to `last`, both included."""
    if not timedelta(0) <= last - first < timedelta(days=LONGEST):
        raise HolidayError(
            ErrorCode.HOLIDAY_STRETCH_IMPOSSIBLE,
            what=f"{first.isoformat()} – {last.isoformat()}",
        )
    return tuple(first + ONE_DAY * n for n in range((last - first).days + 1))


def draft_of(
    year: int, source: str, holidays: Iterable[Holiday], doubts: Iterable[Doubt] = ()
) -> Draft:
    """Put the holidays together, and look at the whole.

    Raises HolidayError if there is none, if a day lies in another year, or is off and worked.
    """
    plausible(year)
    named = tuple(holidays)
    off = frozenset(day for holiday in named for day in holiday.off)
    worked = frozenset(day for holiday in named for day in holiday.worked)
    if not off:
        raise HolidayError(ErrorCode.HOLIDAYS_NOT_FOUND)
    for day in sorted(off | worked):
        if not _is_near(day, year):
            raise HolidayError(ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR, what=day.isoformat())
        if day in off and day in worked:
            raise HolidayError(ErrorCode.CALENDAR_CONTRADICTS_ITSELF, what=day.isoformat())
    # A weekday counts anyway; the arrangement names weekends only.
    weekdays = sorted(day for day in worked if day.weekday() < SATURDAY)
    arrangement = Arrangement(year=year, source=source, off=off, worked=worked - set(weekdays))
    odd = (
        Doubt(code=DoubtCode.WORKED_IS_A_WEEKDAY, about=say(day), found=say_weekday(day))
        for day in weekdays
    )
    return Draft(
        arrangement=arrangement,
        holidays=named,
        doubts=(*doubts, *odd, *_doubts_about(arrangement)),
    )


def changing(present: Arrangement, change: Draft) -> Draft:
    """A notice that changes single holidays of a year, put into the arrangement it changes.

    For the days that it names the later notice speaks; all others stay.
    """
    off, worked = change.arrangement.off, change.arrangement.worked
    whole = Arrangement(
        year=present.year,
        source="、".join(filter(None, (present.source, change.arrangement.source))),
        off=(present.off | off) - worked,
        worked=(present.worked - off) | worked,
    )
    kept = (doubt for doubt in change.doubts if doubt.code not in _ABOUT_THE_WHOLE)
    return Draft(arrangement=whole, holidays=change.holidays, doubts=(*kept, *_doubts_about(whole)))


def _is_near(day: date, year: int) -> bool:
    """In the year, or in the December before: the new year's holiday reaches back."""
    return day.year == year or (day.year == year - 1 and day.month == DECEMBER)


def _doubts_about(arrangement: Arrangement) -> Iterator[Doubt]:
    for code in holiday_checks.doubts_about(arrangement):
        yield Doubt(code=code)
    yield from _balance(arrangement)
    for stretch in stretches_of(arrangement):
        days = sorted(day for day in arrangement.off if stretch.first <= day <= stretch.last)
        weekdays = [day for day in days if day.weekday() < SATURDAY]
        if stretch.name is HolidayName.OTHER and weekdays:
            said = "、".join(f"{say(day)}（{say_weekday(day)}）" for day in weekdays)
            yield Doubt(code=DoubtCode.OFF_WITHOUT_HOLIDAY, about=said)


def _balance(arrangement: Arrangement) -> Iterator[Doubt]:
    """Days given must be those of the law: the rest is exchanged for weekends (art. 6, 7)."""
    is_revised = arrangement.year >= YEAR_OF_THE_REVISION
    by_law = STATUTORY_DAYS_SINCE_REVISION if is_revised else STATUTORY_DAYS
    given = sum(day.weekday() < SATURDAY for day in arrangement.off)
    taken = len(arrangement.worked)
    if given - taken != by_law:
        yield Doubt(
            code=DoubtCode.DAYS_DO_NOT_BALANCE,
            about=f"{given} − {taken}",
            printed=str(by_law),
            found=str(given - taken),
        )
