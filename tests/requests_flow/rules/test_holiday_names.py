"""What a stretch of days off is called."""

from datetime import date, timedelta

import pytest

from requests_flow.rules.holiday_names import HolidayName, stretches_of
from requests_flow.rules.holiday_notice import read_notice
from requests_flow.rules.working_days import Arrangement, shipped_arrangements

from .printed_notices import NOTICES

PRINTED = {
    "元旦": HolidayName.NEW_YEAR,
    "春节": HolidayName.SPRING,
    "清明节": HolidayName.QINGMING,
    "劳动节": HolidayName.LABOUR,
    "端午节": HolidayName.DRAGON_BOAT,
    "中秋节": HolidayName.MID_AUTUMN,
    "国庆节": HolidayName.NATIONAL,
    "国庆节、中秋节": HolidayName.NATIONAL_AND_MID_AUTUMN,
    "中秋节、国庆节": HolidayName.NATIONAL_AND_MID_AUTUMN,
}


@pytest.mark.parametrize("year", NOTICES)
def test_the_names_are_those_of_the_notice(year):
    draft = read_notice(NOTICES[year])
    printed = [(PRINTED[holiday.name], *holiday.runs[0]) for holiday in draft.holidays]

    found = [(s.name, s.first, s.last) for s in stretches_of(draft.arrangement)]

    assert found == printed


@pytest.mark.parametrize("arrangement", shipped_arrangements(), ids=lambda a: str(a.year))
def test_every_year_shipped_has_all_its_holidays(arrangement):
    stretches = stretches_of(arrangement)
    names = {s.name for s in stretches}

    assert HolidayName.OTHER not in names
    assert sum(s.days for s in stretches) == len(arrangement.off)
    both = {HolidayName.NATIONAL, HolidayName.MID_AUTUMN}
    assert HolidayName.NATIONAL_AND_MID_AUTUMN in names or both <= names
    assert len(names) in (6, 7)


def test_a_day_for_an_occasion_has_no_name_here():
    days = frozenset({date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 5)})
    arrangement = Arrangement(
        year=2015, source="国办发明电〔2015〕1号", off=days, worked=frozenset()
    )

    (stretch,) = stretches_of(arrangement)

    assert (stretch.name, stretch.days) == (HolidayName.OTHER, 3)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2027, 4, 1), date(2027, 4, 3), HolidayName.OTHER),
        (date(2027, 4, 2), date(2027, 4, 4), HolidayName.QINGMING),
        (date(2027, 4, 6), date(2027, 4, 8), HolidayName.QINGMING),
        (date(2027, 4, 7), date(2027, 4, 8), HolidayName.OTHER),
        (date(2026, 12, 31), date(2026, 12, 31), HolidayName.NEW_YEAR),
    ],
)
def test_a_stretch_is_named_after_any_of_its_days(first, last, name):
    days = frozenset(first + timedelta(n) for n in range((last - first).days + 1))

    (stretch,) = stretches_of(Arrangement(year=2027, source="", off=days, worked=frozenset()))

    assert (stretch.name, stretch.first, stretch.last) == (name, first, last)
