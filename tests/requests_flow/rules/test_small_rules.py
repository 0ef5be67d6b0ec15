"""Numbers, masks, retention, the statute, and what the room may not import."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from requests_flow.rules import errors
from requests_flow.rules.applicants import (
    ApplicantKind,
    mask_identity,
    mask_name,
    mask_phone,
)
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.numbering import (
    PATTERNS,
    NumberingError,
    Pattern,
    case_number,
    chinese_date,
    letter_number,
    pattern_on,
)
from requests_flow.rules.retention import (
    APPROVAL,
    PROPOSALS,
    SCHEDULES,
    Retention,
    propose_retention,
    schedule_on,
)
from requests_flow.rules.statute import REGULATION_711, StatuteError, statute_on

ROOM = Path(errors.__file__).parent


def test_numbers_as_letters_print_them():
    assert letter_number("海政公开", 2026, 1) == "海政公开〔2026〕1号"
    assert case_number("海发公开", 2026, 191) == "海发公开 2026-0191"
    assert case_number("海发公开", 2026, 12345) == "海发公开 2026-12345"
    assert chinese_date(date(2026, 1, 3)) == "2026年1月3日"
    assert [letter_number("甲", year, 1) for year in (1949, 9999)] == [
        "甲〔1949〕1号",
        "甲〔9999〕1号",
    ]


OFFICE = Pattern(
    valid_from=date(2028, 1, 1), letter="{prefix}告字（{year}）{seq}", case="{seq}", basis="某通知"
)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2019, 5, 15), "海政公开〔2028〕7号"),
        (date(2027, 12, 31), "海政公开〔2028〕7号"),
        (date(2028, 1, 1), "海政公开告字（2028）7"),
    ],
)
def test_a_new_pattern_is_a_new_row_and_changes_no_old_number(day, number):
    pattern = pattern_on(day, (OFFICE, *PATTERNS))

    assert pattern.letter.format(prefix="海政公开", year=2028, seq=7) == number
    assert pattern_on(day) is PATTERNS[-1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((" ", 2026, 1), ErrorCode.NUMBER_PREFIX_MISSING),
        (("海政公开", 26, 1), ErrorCode.NUMBER_YEAR_IMPLAUSIBLE),
        (("海政公开", 1948, 1), ErrorCode.NUMBER_YEAR_IMPLAUSIBLE),
        (("海政公开", 10_000, 1), ErrorCode.NUMBER_YEAR_IMPLAUSIBLE),
        (("海政公开", 2026, 0), ErrorCode.NUMBER_NOT_COUNTED_FROM_ONE),
    ],
)
@pytest.mark.parametrize("number", [letter_number, case_number])
def test_a_number_no_register_could_hold(number, arguments, code):
    with pytest.raises(NumberingError) as refusal:
        number(*arguments)

    assert refusal.value.code is code


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张*丰"),
        ("张三", "张*"),
        ("欧阳娜娜", "欧**娜"),
        ("张", "*"),
        (" 张三 ", "张*"),
        ("", ""),
    ],
)
def test_names_of_people_are_masked(name, masked):
    assert mask_name(name) == masked


def test_organisations_keep_their_names():
    assert mask_name(" 宁波某公司 ", ApplicantKind.COMPANY) == "宁波某公司"


@pytest.mark.parametrize(
    ("number", "masked"),
    [("330203199001011234", "330203********1234"), ("E12345678", "E********"), ("", "")],
)
def test_identity_numbers_are_masked(number, masked):
    assert mask_identity(number) == masked


@pytest.mark.parametrize(("number", "masked"), [("13800001234", "138****1234"), ("87654", "8****")])
def test_telephone_numbers_are_masked(number, masked):
    assert mask_phone(number) == masked


def test_every_outcome_has_a_retention_and_a_reason():
    assert set(PROPOSALS) == set(OUTCOMES)
    assert all(proposal.reason for proposal in PROPOSALS.values())


@pytest.mark.parametrize(
    ("code", "retention"), [("C1", "Y"), ("A3", "Y"), ("A2", "D30"), ("D1a", "D30"), ("E2", "D10")]
)
def test_retention(code, retention):
    assert propose_retention(code).retention == retention


def test_a_case_that_went_to_court_is_kept_for_ever():
    assert propose_retention("E2", is_contested=True).retention is Retention.PERMANENT


def test_an_approved_table_is_a_new_row_and_changes_no_older_case():
    approved = replace(
        SCHEDULES[0],
        valid_from=date(2027, 1, 1),
        proposals=dict.fromkeys(OUTCOMES, PROPOSALS["C1"]),
        basis="海档批〔2026〕1号",
    )

    for day, retention in ((date(2026, 12, 31), "D10"), (date(2027, 1, 1), "Y")):
        schedule = schedule_on(day, (approved, *SCHEDULES))
        assert schedule.proposals["E2"].retention == retention
    assert schedule_on(date(2027, 1, 1)).basis == APPROVAL


@pytest.mark.parametrize("on", [None, date(2019, 5, 15), date(2026, 11, 23)])
@pytest.mark.parametrize("code", list(OUTCOMES))
def test_with_one_table_the_day_makes_no_difference(code, on):
    assert propose_retention(code, on=on) is PROPOSALS[code]


def test_the_statute_of_the_day():
    assert statute_on(date(2019, 5, 15)) is REGULATION_711
    assert statute_on(date(2026, 11, 23)) is REGULATION_711
    with pytest.raises(StatuteError) as refusal:
        statute_on(date(2019, 5, 14))
    assert refusal.value.code is ErrorCode.NO_STATUTE_IN_FORCE


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_refusal_is_raised_somewhere(code):
    sources = [path.read_text() for path in ROOM.glob("*.py") if path.name != "errors.py"]

    assert any(f"ErrorCode.{code.name}" in source for source in sources)


@pytest.mark.parametrize("code", list(ErrorCode))
def test_a_refusal_says_its_code_and_its_article(code):
    refusal = errors.RuleError(code)

    assert str(refusal) == code.value
    assert refusal.article == errors.ARTICLES.get(code, "")


IMPORT = """
import sys, time
start = time.process_time()
from requests_flow.rules import catalogue, clock, numbering, receipt, remedies, retention
from requests_flow.rules.working_days import load_calendar
load_calendar()
took = time.process_time() - start
assert not {"django", "viewflow", "guardian"} & set(sys.modules), "not pure"
print(took)
"""


def test_the_room_stands_without_django_and_opens_at_once():
    """In processor time, the best of several: what else the machine does is no fault of ours."""
    root = ROOM.parents[1]

    took = [
        float(
            subprocess.run(
                [sys.executable, "-c", IMPORT], cwd=root, capture_output=True, check=True
            ).stdout
        )
        for _ in range(5)
    ]

    assert 0 < min(took) < 0.2
