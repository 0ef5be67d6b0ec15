"""What no State Council notice could have said is refused before anybody counts by it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.holiday_checks import (
    Doubt,
    check_arrangement,
    doubts_about,
    statutory_days,
)
from requests_flow.rules.holiday_draft import LONGEST, HolidayError, days_from
from requests_flow.rules.working_days import (
    HOLIDAYS,
    Arrangement,
    CalendarError,
    load_calendar,
    read_arrangement,
)

SHIPPED = [
    read_arrangement(path.read_text(encoding="utf-8")) for path in sorted(HOLIDAYS.glob("*.json"))
]


def arrangement(**more) -> Arrangement:
    facts = {
        "year": 2027,
        "source": "国办发明电〔2026〕8号",
        "off": frozenset(statutory_days(2027)),
        "worked": frozenset({date(2027, 1, 3)}),
    }
    return Arrangement(**{**facts, **more})


@pytest.mark.parametrize("real", SHIPPED, ids=lambda real: str(real.year))
def test_every_real_arrangement_passes(real):
    check_arrangement(real)
    assert Doubt.STATUTORY_DAY_MISSING not in doubts_about(real)


def test_an_arrangement_as_it_should_be_passes():
    check_arrangement(arrangement())
    assert doubts_about(arrangement()) == (Doubt.FEW_DAYS_OFF,)


NONSENSE = [
    ({"year": 2007}, ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE),
    ({"year": 2101}, ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE),
    ({"source": " "}, ErrorCode.CALENDAR_SOURCE_MISSING),
    ({"off": frozenset()}, ErrorCode.CALENDAR_HAS_NO_DAYS),
    ({"off": frozenset({date(2027, 1, 3)})}, ErrorCode.CALENDAR_CONTRADICTS_ITSELF),
    ({"worked": frozenset({date(2027, 1, 4)})}, ErrorCode.CALENDAR_WORKED_DAY_IS_WEEKDAY),
    ({"worked": frozenset({date(2027, 1, 8)})}, ErrorCode.CALENDAR_WORKED_DAY_IS_WEEKDAY),
    ({"off": frozenset({date(2026, 11, 30)})}, ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR),
    ({"off": frozenset({date(2028, 1, 1)})}, ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR),
    ({"worked": frozenset({date(2028, 1, 1)})}, ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR),
    (
        {"off": frozenset(date(2027, month, day) for month in (2, 3, 4) for day in range(1, 29))},
        ErrorCode.CALENDAR_HAS_TOO_MANY_DAYS,
    ),
    (
        {
            "worked": frozenset(
                day for n in range(90) if (day := date(2027, 1, 1) + timedelta(n)).weekday() >= 5
            )
        },
        ErrorCode.CALENDAR_HAS_TOO_MANY_DAYS,
    ),
]


@pytest.mark.parametrize(("change", "code"), NONSENSE)
def test_nonsense_is_refused(change, code):
    with pytest.raises(CalendarError) as refusal:
        check_arrangement(arrangement(**change))
    assert refusal.value.code is code


@pytest.mark.parametrize("year", [2008, 2100])
def test_the_first_year_and_the_last_may_be_entered(year):
    check_arrangement(
        arrangement(year=year, off=frozenset(statutory_days(year)), worked=frozenset())
    )


def test_as_many_days_as_any_notice_could_give_may_be_entered():
    first = date(2027, 3, 1)
    weekends = [day for n in range(90) if (day := first + timedelta(n)).weekday() >= 5]
    off = frozenset(date(2027, 6, 1) + timedelta(n) for n in range(60))

    full = {"off": off, "worked": frozenset(weekends[:20])}

    check_arrangement(arrangement(**full))
    for more in ({"off": off | {date(2027, 8, 1)}}, {"worked": frozenset(weekends[:21])}):
        with pytest.raises(CalendarError) as refusal:
            check_arrangement(arrangement(**{**full, **more}))
        assert refusal.value.code is ErrorCode.CALENDAR_HAS_TOO_MANY_DAYS


@pytest.mark.parametrize(("days", "is_few"), [(19, True), (20, False)])
def test_fewer_than_twenty_days_off_look_like_a_slip(days, is_few):
    moved = [date(2027, 2, 1) + timedelta(n) for n in range(days - len(statutory_days(2027)))]
    off = frozenset({*statutory_days(2027), *moved})

    assert (Doubt.FEW_DAYS_OFF in doubts_about(arrangement(off=off))) is is_few


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 12, 31), date(2027, 12, 31)])
def test_the_december_before_may_be_named(day):
    check_arrangement(arrangement(off=frozenset({day})))


def test_an_amendment_entered_alone_looks_like_a_slip():
    alone = arrangement(off=frozenset({date(2027, 2, 5)}), worked=frozenset())
    assert doubts_about(alone) == (
        Doubt.STATUTORY_DAY_MISSING,
        Doubt.FEW_DAYS_OFF,
        Doubt.NO_DAY_WORKED,
    )


def test_the_second_of_may_is_a_day_off_since_2025():
    assert date(2024, 5, 2) not in statutory_days(2024)
    assert date(2025, 5, 2) in statutory_days(2025)


@pytest.mark.parametrize("year", [2019, 2024, 2025, 2027])
def test_the_days_of_the_law_are_those_of_the_solar_year(year):
    """全国年节及纪念日放假办法 art. 2: the new year, labour day, the national day."""
    months_and_days = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)} | (
        {(5, 2)} if year >= 2025 else set()
    )

    assert {(day.month, day.day) for day in statutory_days(year)} == months_and_days


def test_a_stretch_is_as_long_as_one_may_be():
    first = date(2027, 2, 1)
    longest = days_from(first, first + timedelta(LONGEST - 1))

    assert (longest[0], len(longest), len(set(longest))) == (first, LONGEST, LONGEST)
    for last in (first + timedelta(LONGEST), first - timedelta(1)):
        with pytest.raises(HolidayError) as refusal:
            days_from(first, last)
        assert refusal.value.code is ErrorCode.HOLIDAY_STRETCH_IMPOSSIBLE
        assert refusal.value.what == f"2027-02-01 – {last}"


def test_the_years_shipped_do_not_overlap():
    for one, other in pairwise(SHIPPED):
        assert not (one.off & other.worked) | (one.worked & other.off)
    assert load_calendar(SHIPPED) == load_calendar()
