"""Every way a case may end."""

import pytest

from requests_flow.rules.catalogue import (
    OUTCOMES,
    CatalogueError,
    Fact,
    Group,
    Remedy,
    needs,
    outcome,
)
from requests_flow.rules.errors import ErrorCode

# The 21 leaf rows of section three of the yearly report (国办公开办函〔2021〕30号).
REPORT_ROWS = {
    "三（一）",
    "三（二）",
    *(f"三（三）{n}" for n in range(1, 9)),
    *(f"三（四）{n}" for n in range(1, 4)),
    *(f"三（五）{n}" for n in range(1, 6)),
    *(f"三（六）{n}" for n in range(1, 4)),
}


def test_the_rows_stand_in_the_order_of_the_report():
    expected = "A1 A2 A3 B C1 C2 C3 C4 C5 C6 C7 C8 D1a D1b D2 D3 E1 E2 E3 E4 E5 F1 F2 F3"

    assert list(OUTCOMES) == expected.split()


def test_every_row_of_the_report_can_be_reached():
    assert {row.report_row for row in OUTCOMES.values()} == REPORT_ROWS


def test_every_fact_is_needed_somewhere_and_every_row_needs_one():
    assert needs(OUTCOMES.values()) == frozenset(Fact)
    assert all(row.needs for row in OUTCOMES.values())


def test_whatever_is_handed_out_is_checked_for_secrets():
    provides = {code for code, row in OUTCOMES.items() if row.provides}

    assert provides == {"A2", "A3", "B"}
    assert all(Fact.SECRECY_CHECKED in OUTCOMES[code].needs for code in provides)


def test_what_may_be_withheld_needs_a_look_for_a_rule_that_orders_disclosure():
    need_it = {
        code for code, row in OUTCOMES.items() if Fact.NO_RULE_ORDERS_DISCLOSURE in row.needs
    }

    assert need_it == {"C5", "C6", "C7"}


def test_what_is_withheld_under_articles_14_to_16_goes_to_review_first():
    withheld = {code for code, row in OUTCOMES.items() if row.withholds}
    first = {code for code, row in OUTCOMES.items() if row.remedy is Remedy.REVIEW_FIRST}

    assert withheld == {"B", "C1", "C2", "C3", "C4", "C5", "C6", "C7"}
    assert first == withheld - {"B"}
    assert OUTCOMES["B"].remedy is Remedy.SPLIT


@pytest.mark.parametrize(
    ("code", "basis", "letter"),
    [
        ("A1", "第三十六条第（一）项", "L10"),
        ("B", "第三十六条第（二）项、第（三）项、第三十七条", "L11"),
        ("C4", "第十五条、第三十二条、第三十六条第（三）项", "L12"),
        ("C5", "第十六条第一款、第三十六条第（三）项", "L12"),
        ("C6", "第十六条第二款、第三十六条第（三）项", "L12"),
        ("C8", "第三十六条第（七）项", "L13"),
        ("D1a", "第三十六条第（四）项", "L14"),
        ("D1b", "第十条、第三十六条第（五）项", "L15"),
        ("D2", "第三十八条", "L16"),
        ("E1", "第三十九条第一款", "L17"),
        ("E2", "第三十六条第（六）项", "L18"),
        ("E4", "第三十五条", "L19"),
        ("F1", "第三十条", "L21"),
    ],
)
def test_basis_and_letter(code, basis, letter):
    row = outcome(code)

    assert row.basis == f"《中华人民共和国政府信息公开条例》{basis}"
    assert row.letter == letter


def test_an_unpaid_fee_rests_on_the_fee_rules_too():
    assert outcome("F2").basis.endswith("《政府信息公开信息处理费管理办法》第六条")


def test_only_closing_notes_are_closing_notes():
    assert {row.code for row in OUTCOMES.values() if row.is_closing_note} == {"F1", "F2", "F3"}


def test_groups_follow_the_code():
    assert {row.group for row in OUTCOMES.values()} == set(Group)
    assert OUTCOMES["D1a"].group is Group.UNAVAILABLE


def test_a_part_needs_its_own_facts_and_those_of_its_ground():
    together = needs([outcome("B"), outcome("C4")])

    assert {Fact.REDACTIONS_LISTED, Fact.THIRD_PARTY_ASKED, Fact.SECRECY_CHECKED} <= together


def test_the_law_knows_no_other_way():
    with pytest.raises(CatalogueError) as refusal:
        outcome("Z9")

    assert refusal.value.code is ErrorCode.UNKNOWN_OUTCOME
