"""The last safe day, and when a legal check is slow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.conventions import (
    DEFAULTS,
    Conventions,
    ConventionsError,
    conventions_on,
    read_decided,
)
from requests_flow.rules.safe_day import (
    Slowness,
    days_after_approval,
    last_safe_day,
    pace_on,
)
from requests_flow.rules.working_days import load_calendar

CALENDAR = load_calendar()
DAYS = st.dates(date(2025, 1, 20), date(2026, 12, 20))


def test_three_working_days_for_signing_sealing_and_posting():
    assert days_after_approval(DEFAULTS) == 3


@pytest.mark.parametrize(
    ("due", "safe"),
    [
        (date(2026, 11, 27), date(2026, 11, 24)),  # a Friday: Tuesday
        (date(2026, 11, 25), date(2026, 11, 20)),  # over a weekend
        (date(2026, 10, 9), date(2026, 9, 29)),  # over the National Day holiday
        (date(2026, 11, 29), date(2026, 11, 24)),  # due on a Sunday: as if on the Friday before
    ],
)
def test_counted_back_in_working_days(due, safe):
    assert last_safe_day(due, calendar=CALENDAR, needed=3) == safe


@given(due=DAYS, needed=st.integers(0, 12))
def test_as_many_working_days_remain_and_one_day_later_too_few(due, needed):
    safe = last_safe_day(due, calendar=CALENDAR, needed=needed)

    assert CALENDAR.is_working_day(safe)
    assert CALENDAR.count(safe, due) >= needed
    assert CALENDAR.add(safe, needed) <= due
    later = CALENDAR.add(safe, 1)
    assert later > due or CALENDAR.count(later, due) < needed


@given(one=DAYS, other=DAYS, needed=st.integers(0, 12))
def test_the_order_of_due_dates_is_the_order_of_safe_days(one, other, needed):
    """The queue sorts by the one and shows the other."""
    first, second = sorted([one, other])
    safe = [last_safe_day(due, calendar=CALENDAR, needed=needed) for due in (first, second)]

    assert safe == sorted(safe)


@given(today=DAYS, due=DAYS, waited=st.integers(0, 40), needed=st.integers(0, 4))
def test_lists_and_single_cases_judge_alike(today, due, waited, needed):
    conventions = Conventions(days_to_sign=needed, days_to_seal=1, days_to_post=1)
    came_on = today - timedelta(days=waited)
    pace = pace_on(today, calendar=CALENDAR, conventions=conventions)
    safe = last_safe_day(due, calendar=CALENDAR, needed=needed + 2)
    n = CALENDAR.count(came_on, today)

    expected = Slowness.PRESSING if n > 6 or safe < today else Slowness(int(n > 3))
    assert pace.slowness(came_on=came_on, due=due) == expected
    is_in_list = came_on <= pace.slow_from or due < pace.unsafe_before
    assert is_in_list == (expected > Slowness.IN_TIME)


def test_a_clock_at_rest_presses_nobody():
    pace = pace_on(date(2026, 11, 23), calendar=CALENDAR, conventions=DEFAULTS)

    assert pace.slowness(came_on=date(2026, 11, 23), due=None) == Slowness.IN_TIME


def test_an_office_that_signs_and_posts_on_one_day_may_say_so():
    row = {"valid_from": "2026-01-01", "why": "会议纪要", "values": {"days_to_sign": 0}}
    decided = read_decided(row)

    assert conventions_on(date(2026, 2, 1), [decided]).days_to_sign == 0
    with pytest.raises(ConventionsError):
        read_decided({**row, "values": {"days_to_review": 0}})
