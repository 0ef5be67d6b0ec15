"""Which days count."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.working_days import (
    Arrangement,
    CalendarError,
    WorkingCalendar,
    load_calendar,
    read_arrangement,
)

CALENDAR = load_calendar()
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))

# Received on, and the 7th, 15th, 20th and 40th working day after it.
VECTORS = [
    (date(2025, 1, 20), "2025-02-05", "2025-02-14", "2025-02-21", "2025-03-21"),
    (date(2025, 9, 26), "2025-10-13", "2025-10-23", "2025-10-30", "2025-11-27"),
    (date(2025, 12, 31), "2026-01-12", "2026-01-22", "2026-01-29", "2026-03-04"),
    (date(2026, 2, 10), "2026-02-26", "2026-03-09", "2026-03-16", "2026-04-14"),
    (date(2026, 2, 13), "2026-03-02", "2026-03-12", "2026-03-19", "2026-04-17"),
    (date(2026, 2, 15), "2026-03-03", "2026-03-13", "2026-03-20", "2026-04-20"),
    (date(2026, 4, 30), "2026-05-13", "2026-05-25", "2026-06-01", "2026-06-30"),
    (date(2026, 6, 18), "2026-06-30", "2026-07-10", "2026-07-17", "2026-08-14"),
    (date(2026, 9, 18), "2026-09-29", "2026-10-15", "2026-10-22", "2026-11-19"),
    (date(2026, 9, 20), "2026-09-30", "2026-10-16", "2026-10-23", "2026-11-20"),
    (date(2026, 9, 24), "2026-10-12", "2026-10-22", "2026-10-29", "2026-11-26"),
    (date(2026, 9, 30), "2026-10-15", "2026-10-27", "2026-11-03", "2026-12-01"),
]


@pytest.mark.parametrize(("start", "seven", "fifteen", "twenty", "forty"), VECTORS)
def test_counting_forward(start, seven, fifteen, twenty, forty):
    found = [CALENDAR.add(start, n).isoformat() for n in (7, 15, 20, 40)]

    assert found == [seven, fifteen, twenty, forty]


def test_the_first_days_of_the_last_covered_month():
    start = date(2026, 11, 23)

    assert [CALENDAR.add(start, n) for n in (7, 15, 20)] == [
        date(2026, 12, 2),
        date(2026, 12, 14),
        date(2026, 12, 21),
    ]


@pytest.mark.parametrize("year", [2025, 2026])
def test_working_days_of_a_year(year):
    assert CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) == 248


def test_working_days_of_each_month_of_2026():
    firsts = [date(2026, month, 1) for month in range(1, 13)] + [date(2027, 1, 1)]
    eves = [first - timedelta(1) for first in firsts]

    counts = [CALENDAR.count(a, b) for a, b in pairwise(eves)]

    assert counts == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


def test_every_year_from_2019_to_2026_is_covered_and_2027_is_not():
    assert CALENDAR.years == frozenset(range(2019, 2027))
    assert not CALENDAR.covers(2027)
    assert CALENDAR.covers_days(date(2025, 12, 1), date(2026, 12, 31))
    assert not CALENDAR.covers_days(date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "may_change"),
    [
        ("2026-12-24", False),
        ("2026-12-25", True),
        ("2026-12-31", True),
        ("2026-11-30", False),
        ("2025-12-31", False),  # the next year is known
        ("2027-12-31", False),  # not known itself, and so provisional anyway
    ],
)
def test_the_last_days_of_the_last_year_known_may_still_change(day, may_change):
    assert CALENDAR.may_still_change(date.fromisoformat(day)) is may_change


def test_what_may_still_change_counts_as_it_stands():
    assert CALENDAR.covers_days(date(2026, 12, 1), date(2026, 12, 31))


def test_days_off_and_days_worked_are_what_their_names_say():
    assert all(day.weekday() >= 5 for day in CALENDAR.worked)
    assert not any(CALENDAR.is_working_day(day) for day in CALENDAR.off)
    assert all(CALENDAR.is_working_day(day) for day in CALENDAR.worked)


def test_what_the_office_enters_takes_the_place_of_what_was_shipped():
    only_new_year = Arrangement(
        year=2026, source="试", off=frozenset({date(2026, 1, 1)}), worked=frozenset()
    )

    calendar = load_calendar([only_new_year])

    assert calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 1, 1))


def test_an_arrangement_for_a_new_year_covers_it():
    coming = Arrangement(
        year=2027, source="试", off=frozenset({date(2027, 1, 1)}), worked=frozenset()
    )

    assert load_calendar([coming]).covers(2027)


def test_a_holiday_file_is_read():
    text = '{"year": 2027, "source": "国办", "off": ["2027-01-01"], "worked": ["2027-01-03"]}'

    arrangement = read_arrangement(text)

    assert arrangement == Arrangement(
        year=2027,
        source="国办",
        off=frozenset({date(2027, 1, 1)}),
        worked=frozenset({date(2027, 1, 3)}),
    )


def test_a_day_cannot_be_both_off_and_worked():
    day = frozenset({date(2026, 1, 4)})

    with pytest.raises(CalendarError) as refusal:
        WorkingCalendar(off=day, worked=day, years=frozenset({2026}))

    assert refusal.value.code is ErrorCode.CALENDAR_CONTRADICTS_ITSELF


def test_nobody_counts_below_zero():
    with pytest.raises(CalendarError) as refusal:
        CALENDAR.add(date(2026, 1, 1), -1)

    assert refusal.value.code is ErrorCode.COUNT_BELOW_ZERO


def test_counting_backwards_is_negative():
    assert CALENDAR.count(date(2026, 11, 23), date(2026, 11, 20)) == -1
    assert CALENDAR.count(date(2026, 11, 23), date(2026, 11, 23)) == 0


@given(start=DAYS, n=st.integers(0, 80))
def test_counting_there_gives_the_number_that_led_there(start, n):
    assert CALENDAR.count(start, CALENDAR.add(start, n)) == n


@given(start=DAYS, n=st.integers(0, 60), holidays=st.frozensets(DAYS, max_size=20))
def test_a_new_holiday_never_makes_a_date_earlier(start, n, holidays):
    more = WorkingCalendar(
        off=CALENDAR.off | holidays, worked=CALENDAR.worked - holidays, years=CALENDAR.years
    )

    assert more.add(start, n) >= CALENDAR.add(start, n)
