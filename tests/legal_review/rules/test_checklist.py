"""The checklist follows from the outcome; the program says what it can tell, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from legal_review.rules.checklist import Check, File, Finding, checklist, personal_data
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.facts import Fact

WRITTEN = [code for code, row in OUTCOMES.items() if not row.is_closing_note]


def file_for(code: str, **more) -> File:
    outcome = OUTCOMES[code]
    values = {
        "outcome": outcome,
        "facts": outcome.needs,
        "text": f"根据{outcome.basis}的规定",
        "written": "综合档案系统",
        "enclosed": 1,
        "hands_out": outcome.provides,
        "is_late": False,
        "is_secrecy_passed": True,
        "is_third_party_heard": None,
        "is_remedy_right": True,
    }
    return File(**{**values, **more})


def found(file: File) -> dict[str, Finding]:
    return {line.code: line.finding for line in checklist(file)}


@pytest.mark.parametrize("code", WRITTEN)
def test_every_line_has_its_article_and_no_code_twice(code):
    lines = checklist(file_for(code))

    assert all(line.article for line in lines)
    assert len({line.code for line in lines}) == len(lines)
    assert {"authority", "outcome", "basis", "time", "personal", "remedies"} <= {
        line.code for line in lines
    }


@pytest.mark.parametrize("code", WRITTEN)
def test_every_fact_that_the_outcome_needs_has_its_line(code):
    lines = {line.fact: line for line in checklist(file_for(code, facts=frozenset()))}
    wanted = OUTCOMES[code].needs - {Fact.SECRECY_CHECKED, Fact.THIRD_PARTY_ASKED}

    assert set(lines) - {None} == wanted
    assert all(lines[fact].is_missing for fact in wanted)


@pytest.mark.parametrize("code", WRITTEN)
def test_nothing_is_missing_where_all_is_in_order(code):
    file = file_for(code)
    if Fact.THIRD_PARTY_ASKED in file.outcome.needs:
        file = replace(file, is_third_party_heard=True)

    assert Finding.MISSING not in found(file).values()


def test_what_is_not_so_is_missing():
    file = file_for("D1a", text="没有依据", is_late=True, is_remedy_right=False)

    lines = found(file)
    for check in (Check.BASIS, Check.TIME, Check.REMEDIES):
        assert lines[check] is Finding.MISSING


def test_what_nobody_knows_is_left_to_people():
    lines = found(file_for("D1a", is_late=None, is_remedy_right=None))

    for check in (Check.TIME, Check.REMEDIES, Check.PERSONAL, Check.ANSWERED):
        assert lines[check] is Finding.CANNOT_TELL


def test_secrecy_and_what_is_enclosed_are_lines_where_something_is_handed_out():
    assert Check.SECRECY not in found(file_for("D1a"))
    lines = found(file_for("A2", is_secrecy_passed=None, enclosed=0))
    assert lines[Check.SECRECY] is Finding.MISSING
    assert lines[Check.ENCLOSED] is Finding.CANNOT_TELL  # it may be read on the spot (art. 40)


def test_a_third_party_is_heard_where_the_outcome_or_the_case_has_one():
    assert Check.THIRD_PARTY not in found(file_for("C5"))
    assert found(file_for("C4"))[Check.THIRD_PARTY] is Finding.MISSING
    assert found(file_for("C4", is_third_party_heard=True))[Check.THIRD_PARTY] is Finding.FOUND
    assert found(file_for("A2", is_third_party_heard=False))[Check.THIRD_PARTY] is Finding.MISSING


def test_the_ground_of_what_is_kept_back_in_part_brings_its_own_needs_and_article():
    file = file_for("B", ground="C4", facts=OUTCOMES["B"].needs)
    lines = {line.code: line for line in checklist(file)}

    assert lines["fact_own_assessment"].is_missing
    assert lines[Check.THIRD_PARTY].is_missing
    assert lines[Check.BASIS].article.startswith("第十五条、第三十二条")
    assert lines[Check.BASIS].is_missing  # the letter does not name them


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("身份证33020319800101001X的", ["33020319800101001X"]),
        ("电话13800001234。", ["13800001234"]),
        ("联系电话0574-87654321", []),
        ("共1234567890123456789件", []),
        ("海政公开〔2026〕1号", []),
    ],
)
def test_numbers_of_people_are_seen_and_those_of_offices_are_not(text, numbers):
    assert personal_data(text) == numbers
    finding = found(file_for("D1a", written=text))[Check.PERSONAL]
    assert (finding is Finding.MISSING) == bool(numbers)
