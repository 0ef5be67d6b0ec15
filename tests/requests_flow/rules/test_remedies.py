"""What may be done against an answer."""

from dataclasses import replace
from datetime import date

import pytest

from requests_flow.rules.catalogue import OUTCOMES, Remedy
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.remedies import (
    OrganKind,
    RemedyError,
    remedy_on,
    remedy_text,
    review_organs,
)

DISTRICT, CITY = "宁波市海曙区人民政府", "宁波市人民政府"
NOW = date(2026, 11, 23)


def text(code, **changes):
    given = {
        "kind": OrganKind.DEPARTMENT,
        "unit_name": "宁波市海曙区发展和改革局",
        "review_organs": (DISTRICT,),
        "court": "宁波市海曙区人民法院",
        "on": NOW,
    }
    return remedy_text(OUTCOMES[code], **{**given, **changes})


@pytest.mark.parametrize(
    ("kind", "organs"),
    [
        (OrganKind.GOVERNMENT, (CITY,)),
        (OrganKind.DEPARTMENT, (DISTRICT,)),
        (OrganKind.TOWN, (DISTRICT,)),
        (OrganKind.STREET, (DISTRICT,)),
        (OrganKind.AUTHORISED, (DISTRICT,)),
        (OrganKind.MUNICIPAL_BRANCH, (CITY, DISTRICT)),
        (OrganKind.JUSTICE_BUREAU, (DISTRICT, "宁波市司法局")),
        (OrganKind.VERTICAL, ()),
    ],
)
def test_who_reviews(kind, organs):
    assert review_organs(kind, DISTRICT, CITY) == organs


REFUSED = {"C1", "C2", "C3", "C4", "C5", "C6", "C7"}


@pytest.mark.parametrize("code", list(OUTCOMES))
@pytest.mark.parametrize("on", [date(2024, 1, 1), date(2025, 5, 31), date(2025, 6, 1), NOW])
def test_the_way_since_2024(code, on):
    expected = {**dict.fromkeys(REFUSED, Remedy.REVIEW_FIRST), "B": Remedy.SPLIT}

    assert remedy_on(OUTCOMES[code], on) is expected.get(code, Remedy.EITHER)


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_before_2024_nobody_had_to_go_to_review_first(code):
    every_doubt = Conventions(is_special_rule_review_first=True, was_unavailable_review_first=True)

    assert remedy_on(OUTCOMES[code], date(2023, 12, 31), every_doubt) is Remedy.EITHER


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_today_the_row_says_the_same_as_the_matrix(code):
    assert OUTCOMES[code].remedy is remedy_on(OUTCOMES[code], NOW)


@pytest.mark.parametrize(
    ("conventions", "code", "on", "remedy"),
    [
        (Conventions(is_special_rule_review_first=True), "C8", NOW, Remedy.REVIEW_FIRST),
        (Conventions(is_partial_refusal_review_first=False), "B", NOW, Remedy.EITHER),
        (
            Conventions(was_unavailable_review_first=True),
            "D1a",
            date(2025, 5, 31),
            Remedy.REVIEW_FIRST,
        ),
        (Conventions(was_unavailable_review_first=True), "D1a", NOW, Remedy.EITHER),
        (
            Conventions(was_unavailable_review_first=True),
            "E1",
            date(2025, 5, 31),
            Remedy.EITHER,
        ),
    ],
)
def test_where_the_law_is_doubtful_the_house_decides(conventions, code, on, remedy):
    assert remedy_on(OUTCOMES[code], on, conventions) is remedy


def test_a_refusal_says_review_first():
    sentence = text("C1")

    assert f"60日内先向{DISTRICT}申请行政复议" in sentence
    assert "15日内" in sentence
    assert "6个月" not in sentence


def test_other_answers_leave_the_choice():
    sentence = text("D1a")

    assert f"60日内向{DISTRICT}申请行政复议" in sentence
    assert "6个月内直接向宁波市海曙区人民法院提起行政诉讼" in sentence
    assert "先向" not in sentence


def test_a_part_answer_says_both():
    sentence = text("B")

    assert "不予公开的部分，应当" in sentence
    assert "先向" in sentence
    assert "不符合申请内容，可以" in sentence
    assert "6个月" in sentence


def test_where_the_law_gives_two_reviewers_both_are_named():
    sentence = text(
        "A2",
        kind=OrganKind.JUSTICE_BUREAU,
        unit_name="宁波市海曙区司法局",
        review_organs=review_organs(OrganKind.JUSTICE_BUREAU, DISTRICT, CITY),
    )

    assert f"{DISTRICT}或者宁波市司法局申请行政复议" in sentence


@pytest.mark.parametrize("code", ["A1", "B", "C1"])
def test_a_letter_that_leaves_online_says_where_to_apply_online(code):
    assert "https://xzfy.example.cn" in text(
        code, online_url="https://xzfy.example.cn", is_sent_online=True
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"review_organs": ()}, ErrorCode.REVIEW_ORGAN_MISSING),
        ({"unit_name": DISTRICT}, ErrorCode.REVIEW_ORGAN_IS_ITSELF),
        ({"review_organs": (DISTRICT, CITY)}, ErrorCode.TOO_MANY_REVIEW_ORGANS),
        ({"court": ""}, ErrorCode.COURT_MISSING),
        ({"is_sent_online": True}, ErrorCode.ONLINE_ADDRESS_MISSING),
    ],
)
def test_a_wrong_sentence_is_not_printed(changes, code):
    with pytest.raises(RemedyError) as refusal:
        text("C1", **changes)

    assert refusal.value.code is code
    assert refusal.value.article


def test_a_line_led_from_above_names_its_own_reviewer():
    assert "浙江省税务局" in text("A2", kind=OrganKind.VERTICAL, review_organs=("浙江省税务局",))


def test_where_there_is_no_remedy_nothing_is_printed():
    nothing = replace(OUTCOMES["F3"], remedy=Remedy.NONE)

    assert (
        remedy_text(nothing, kind=OrganKind.TOWN, unit_name="", review_organs=(), court="", on=NOW)
        == ""
    )
