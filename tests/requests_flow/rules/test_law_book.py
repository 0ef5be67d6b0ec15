"""The rows of the law: which holds on a day, and what a file of them must say."""

import json
from datetime import date, timedelta

import pytest

from requests_flow.rules.conventions import DEFAULTS, Conventions, conventions_on, read_decided
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.law_book import LawBookError, load_law_book
from requests_flow.rules.statute import (
    LAW,
    NUMBERS,
    REGULATION_711,
    StatuteError,
    read_statute,
    statute_on,
)

CHANGE = date(2027, 7, 1)
EVE = CHANGE - timedelta(days=1)


def amended(**changes):
    """The regulation as it stands, with 25 days from 1 July 2027 on: invented."""
    row = json.loads((LAW / "regulation-711.json").read_text(encoding="utf-8"))
    row["name"] = "2027"
    row["valid_from"] = CHANGE.isoformat()
    row["numbers"]["days_to_answer"]["value"] = 25
    return {**row, **changes}


def decided(**values):
    return {"kind": "conventions", "valid_from": "2026-11-01", "why": "minutes", "values": values}


@pytest.fixture
def file(tmp_path):
    """Put a row on file in a folder of the office."""
    names = iter("abcdef")

    def write(row):
        text = row if isinstance(row, str) else json.dumps(row)
        (tmp_path / f"{next(names)}.json").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_regulation_says_its_numbers_and_where_they_stand():
    law = REGULATION_711

    assert law.name == "中华人民共和国政府信息公开条例"
    assert (law.valid_from, law.valid_until, law.governs_pending) == (
        date(2019, 5, 15),
        None,
        False,
    )
    assert [getattr(law, number) for number in NUMBERS] == [20, 20, 7, 15, 15, 20]
    assert law.articles["days_to_ask_correction"] == "条例第三十条"
    assert set(law.articles) == set(NUMBERS)


def test_both_ends_of_an_interval_are_days_of_force():
    statute = read_statute(amended(valid_until="2027-12-31"))

    assert [
        statute.is_in_force(day) for day in (EVE, CHANGE, date(2027, 12, 31), date(2028, 1, 1))
    ] == [False, True, True, False]


def test_a_transition_takes_over_what_is_pending_from_its_first_day_on():
    taking = read_statute(amended(governs_pending=True))
    leaving = read_statute(amended())

    def governing(as_of, statute, received_on=EVE):
        return statute_on(received_on, as_of=as_of, statutes=(statute, REGULATION_711))

    assert governing(EVE, taking) is REGULATION_711
    assert governing(CHANGE, taking) is taking
    assert governing(None, taking) is REGULATION_711
    assert governing(CHANGE, leaving) is REGULATION_711
    assert governing(CHANGE, leaving, received_on=CHANGE) is leaving


def test_a_case_is_governed_by_each_text_of_the_office_from_its_own_day_on(file):
    taking = load_law_book(file(amended(kind="statute", governs_pending=True)))
    governing = taking.governing(EVE)

    assert (governing.on(EVE).name, governing.on(EVE).days_to_answer) == (REGULATION_711.name, 20)
    assert (governing.on(CHANGE).name, governing.on(CHANGE).days_to_answer) == ("2027", 25)
    assert load_law_book().governing(EVE).on(CHANGE).days_to_answer == 20


def test_what_was_decided_is_read_row_by_row():
    row = read_decided(decided(days_to_correct=15, does_payment_restart=False))

    assert row.why == "minutes"
    assert conventions_on(date(2026, 10, 31), [row]) == DEFAULTS
    assert conventions_on(date(2026, 11, 1), [row]) == Conventions(
        days_to_correct=15, does_payment_restart=False
    )


def test_the_later_decision_prevails_whatever_its_file_is_called(file):
    file({**decided(days_to_correct=12), "valid_from": "2026-12-01"})
    folder = file(decided(days_to_correct=15))

    assert load_law_book(folder).conventions_on(date(2027, 1, 1)).days_to_correct == 12


def test_the_later_of_two_texts_in_force_prevails(file):
    book = load_law_book(file(amended()))

    assert book.statute_for(EVE) == REGULATION_711
    assert book.statute_for(CHANGE).name == "2027"


def test_a_text_that_ended_rules_no_more(file):
    book = load_law_book(file(amended(valid_until="2027-12-31")))

    assert book.statute_for(date(2027, 12, 31)).days_to_answer == 25
    assert book.statute_for(date(2028, 1, 1)) == REGULATION_711


def test_before_the_regulation_there_is_no_text():
    with pytest.raises(StatuteError) as refusal:
        load_law_book().statute_for(date(2019, 5, 14))

    assert refusal.value.code is ErrorCode.NO_STATUTE_IN_FORCE


def without(row, number):
    return {**row, "numbers": {k: v for k, v in row["numbers"].items() if k != number}}


def with_number(row, **entry):
    return {**row, "numbers": {**row["numbers"], "days_to_answer": entry}}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("no json", ErrorCode.LAW_FILE_UNREADABLE),
        ("[]", ErrorCode.LAW_FILE_UNREADABLE),
        ({"kind": "poem"}, ErrorCode.LAW_FILE_UNREADABLE),
        ({}, ErrorCode.LAW_FILE_UNREADABLE),
        (amended(valid_from="soon"), ErrorCode.LAW_FILE_UNREADABLE),
        (amended(valid_until="soon"), ErrorCode.LAW_FILE_UNREADABLE),
        (amended(numbers=[]), ErrorCode.STATUTE_INCOMPLETE),
        (with_number(amended(), value=1), ErrorCode.STATUTE_INCOMPLETE),
        (without(amended(), "days_to_extend"), ErrorCode.STATUTE_INCOMPLETE),
        (with_number(amended(), value=0, article="x"), ErrorCode.STATUTE_INCOMPLETE),
        (with_number(amended(), value=True, article="x"), ErrorCode.STATUTE_INCOMPLETE),
        (with_number(amended(), value=25, article=""), ErrorCode.STATUTE_INCOMPLETE),
        (with_number(amended(), value="25", article="x"), ErrorCode.STATUTE_INCOMPLETE),
        (decided(), ErrorCode.CONVENTION_UNKNOWN),
        (decided(days_to_correkt=15), ErrorCode.CONVENTION_UNKNOWN),
        (decided(days_to_correct=True), ErrorCode.CONVENTION_UNKNOWN),
        (decided(days_to_correct=0), ErrorCode.CONVENTION_UNKNOWN),
        (decided(does_payment_restart=0), ErrorCode.CONVENTION_UNKNOWN),
        ({**decided(days_to_correct=15), "why": ""}, ErrorCode.CONVENTION_UNKNOWN),
    ],
)
def test_a_row_that_cannot_be_read_is_named(file, row, code):
    folder = file(row)

    with pytest.raises(LawBookError) as refusal:
        load_law_book(folder)

    assert (refusal.value.file, refusal.value.code) == ("a.json", code)
    assert str(refusal.value).startswith("a.json: ")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LawBookError, match="nowhere"):
        load_law_book(tmp_path / "nowhere")
