"""What a signatory is told because it is not as usual; each with its article."""

from dataclasses import replace

import pytest

from requests_flow.rules.unusual import ARTICLES, GRAVE, Oddity, Sheet, unusual

USUAL = Sheet(outcome="D1a", days_left=7)


def names(**change):
    return [one.oddity.value for one in unusual(replace(USUAL, **change))]


def test_nothing_is_said_of_what_is_as_usual():
    assert unusual(USUAL) == ()


@pytest.mark.parametrize(
    ("change", "oddity", "told"),
    [
        ({"is_late": True, "days_left": -3}, "late", {"n": 3}),
        ({"days_left": 0}, "last_day", {}),
        ({"is_readable": False, "days_left": None}, "clock_unreadable", {}),
        ({"is_provisional": True}, "provisional", {}),
        ({"extended_by": 20}, "extended", {"n": 20}),
        ({"urgent_because": "今天开庭"}, "urgent", {"reason": "今天开庭"}),
        (
            {"outcome": "A3", "objectors": ("甲公司",)},
            "against_third_party",
            {"names": ("甲公司",)},
        ),
        ({"alike": ("A2", "A2", "D1a")}, "unlike_others", {"all": 3, "n": 2, "outcome": "A2"}),
        ({"round": 2}, "rounds", {"n": 2}),
        ({"remark": "请核对日期"}, "remark", {"remark": "请核对日期"}),
        ({"is_amended": True, "remark": "修改后同意"}, "amended", {}),
        ({"redacted": 2}, "redacted", {"n": 2}),
        ({"changes": ("template",)}, "changed", {"parts": ("template",)}),
        ({"is_law_changed": True}, "law_changed", {}),
        ({"has_remedy": False}, "no_remedy", {}),
    ],
)
def test_each_oddity_is_found_alone(change, oddity, told):
    (one,) = unusual(replace(USUAL, **change))
    assert (one.oddity.value, one.told) == (oddity, told)
    assert one.article == ARTICLES[one.oddity]


def test_every_oddity_has_its_article():
    assert set(ARTICLES) == set(Oddity)


@pytest.mark.parametrize(
    "change",
    [
        {"objectors": ("甲公司",)},  # it refuses: the third party has its will
        {"alike": ("A2", "D1a")},  # as many like this one
        {"alike": ("D1a",)},
        {"days_left": None},  # the applicant has to move
        {"round": 1},
    ],
)
def test_what_is_as_usual_after_all(change):
    assert names(**change) == []


def test_the_last_day_is_not_named_beside_its_overrun():
    assert names(is_late=True, days_left=0) == ["late"]


def test_the_grave_stands_first():
    found = unusual(
        replace(USUAL, round=3, extended_by=5, is_late=True, days_left=-1, has_remedy=False)
    )
    grave = [one.is_grave for one in found]
    assert grave == sorted(grave, reverse=True)
    assert {one.oddity for one in found} & GRAVE == {Oddity.LATE, Oddity.NO_REMEDY}
