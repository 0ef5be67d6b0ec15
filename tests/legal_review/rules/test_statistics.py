"""Sums, shares and medians are right at their edges."""

from __future__ import annotations

from collections import Counter
from statistics import median as plain_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_review.rules.statistics import Figures, mean, median, percent, quantile, together

VALUES = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@given(VALUES)
def test_the_median_of_what_was_counted_is_that_of_the_list(values):
    assert median(Counter(values)) == plain_median(values)


@given(VALUES, st.integers(1, 100))
def test_a_quantile_is_the_least_value_that_so_many_reach(values, share):
    found = quantile(Counter(values), share)

    assert sum(value <= found for value in values) * 100 >= share * len(values)
    assert sum(value < found for value in values) * 100 < share * len(values)


@pytest.mark.parametrize(("n", "p90"), [(1, 1), (9, 9), (10, 9), (11, 10), (20, 18), (30, 27)])
def test_nine_in_ten_is_by_the_nearest_rank(n, p90):
    assert quantile(Counter(range(1, n + 1)), 90) == p90


def test_of_nothing_there_is_no_number():
    nothing: Counter[int] = Counter()

    assert (median(nothing), quantile(nothing, 90), mean(nothing), percent(0, 0)) == (None,) * 4


def test_a_value_that_never_came_is_none_of_them():
    assert quantile(Counter({1: 0, 5: 1}), 1) == 5


@pytest.mark.parametrize(("part", "share"), [(0, 0), (1, 13), (4, 50), (8, 100)])
def test_a_share_is_in_whole_per_cent(part, share):
    assert percent(part, 8) == share


def test_units_are_added_up_column_by_column():
    one = Figures(drafts=3, first=2, rounds=Counter({1: 1, 2: 1}), points=Counter(law=2))
    two = Figures(drafts=4, taken=1, rounds=Counter({4: 1}), points=Counter(law=1, remedy=3))

    whole = together([one, two])

    assert (whole.drafts, whole.first, whole.taken, whole.cases) == (7, 2, 1, 3)
    assert [whole.cases_with(n) for n in (1, 2, 3)] == [1, 1, 1]
    assert whole.kinds == [("law", 3), ("remedy", 3)]
    assert (one.drafts, one.points) == (3, Counter(law=2)), "the parts are as they were"


def test_the_sum_of_no_unit_is_nothing():
    assert together([]) == Figures()
