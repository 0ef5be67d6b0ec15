"""What an arrangement of days off must be, before anybody counts by it.

Whoever reads a notice (from a file, or from its pasted text) asks `check_arrangement` first.
"""

from datetime import date
from enum import StrEnum

from .errors import ErrorCode
from .working_days import SATURDAY, Arrangement, CalendarError

FIRST_YEAR = 2008  # the first arrangement under today's scheme of make-up days
LAST_YEAR = 2100
# The longest arrangement so far had 33 days off and 8 worked; more is a slip of the file.
MOST_OFF = 60
MOST_WORKED = 20


class Doubt(StrEnum):
    """What a person should look at; it may be right."""

    STATUTORY_DAY_MISSING = "statutory_day_missing"
    NO_DAY_WORKED = "no_day_worked"
    FEW_DAYS_OFF = "few_days_off"


def check_arrangement(arrangement: Arrangement) -> None:
    """Raise CalendarError if no State Council notice could have said this."""
    off, worked, year = arrangement.off, arrangement.worked, arrangement.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError(ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE)
    if not arrangement.source.strip():
        raise CalendarError(ErrorCode.CALENDAR_SOURCE_MISSING)
    if not off:
        raise CalendarError(ErrorCode.CALENDAR_HAS_NO_DAYS)
    if off & worked:
        raise CalendarError(ErrorCode.CALENDAR_CONTRADICTS_ITSELF)
    if any(day.weekday() < SATURDAY for day in worked):
        raise CalendarError(ErrorCode.CALENDAR_WORKED_DAY_IS_WEEKDAY)
    # The new year's holiday reaches back into December; nothing reaches further.
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    if any(not first <= day <= last for day in off | worked):
        raise CalendarError(ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR)
    if len(off) > MOST_OFF or len(worked) > MOST_WORKED:
        raise CalendarError(ErrorCode.CALENDAR_HAS_TOO_MANY_DAYS)


def statutory_days(year: int) -> frozenset[date]:
    """The days off by the solar calendar (全国年节及纪念日放假办法 art. 2); the others move."""
    days = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, n) for n in (1, 2, 3))}
    return frozenset(days | ({date(year, 5, 2)} if year >= 2025 else set()))


def doubts_about(arrangement: Arrangement) -> tuple[Doubt, ...]:
    """What looks like a slip, most serious first.

    An arrangement takes the place of all that was known of its year. A notice that only changes
    one holiday must therefore be entered together with the days it leaves alone.
    """
    found = []
    if not statutory_days(arrangement.year) <= arrangement.off:
        found.append(Doubt.STATUTORY_DAY_MISSING)
    if len(arrangement.off) < 20:
        found.append(Doubt.FEW_DAYS_OFF)
    if not arrangement.worked:
        found.append(Doubt.NO_DAY_WORKED)
    return tuple(found)
