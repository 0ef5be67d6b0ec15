"""Whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.rotation import InPool, next_in_turn

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
POOLS = st.lists(
    st.builds(InPool, key=st.integers(1, 9), open=st.integers(0, 5), last_at=st.none() | MOMENTS),
    unique_by=lambda one: one.key,
    max_size=8,
)


def at(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def test_the_fewest_open_then_the_longest_without():
    pool = [
        InPool(key=1, open=1, last_at=at(1)),
        InPool(key=2, open=0, last_at=at(20)),
        InPool(key=3, open=0, last_at=at(10)),
    ]

    assert next_in_turn(pool, barred=()) == 3
    assert next_in_turn(pool, barred={3}) == 2
    assert next_in_turn([*pool, InPool(key=4, open=0)], barred=()) == 4
    assert next_in_turn(pool, barred={1, 2, 3}) is None


@given(pool=POOLS, barred=st.sets(st.integers(1, 9)))
def test_never_somebody_barred_and_nobody_has_less_to_do(pool, barred):
    key = next_in_turn(pool, barred=barred)
    free = {one.key: one for one in pool if one.key not in barred}

    assert (key is None) == (not free)
    assert key is None or free[key].open == min(one.open for one in free.values())


@given(pool=POOLS, n=st.integers(0, 40))
def test_in_the_long_run_everybody_has_as_many(pool, n):
    have = {one.key: 0 for one in pool}
    for _ in range(n):
        now = [InPool(key=one.key, open=have[one.key], last_at=one.last_at) for one in pool]
        key = next_in_turn(now, barred=())
        if key is not None:
            have[key] += 1

    assert not have or max(have.values()) - min(have.values()) <= 1
