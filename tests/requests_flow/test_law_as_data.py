"""The law is data: an amendment, or a doubt decided, is a file; no program changes."""

import json
from datetime import date, timedelta

import pytest
from django.core.checks import run_checks

from requests_flow.models.reading import calendar, conventions_of, law, read_case_clock, statute_of
from requests_flow.rules.law_book import LawBookError
from requests_flow.rules.statute import LAW
from tests.factories import Office, open_case

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
def file(tmp_path, settings):
    """Put a row on file in the office's own folder, which the program then reads."""
    settings.YISHEN_LAW_DIR = str(tmp_path)
    names = iter("abcdef")

    def write(row):
        text = row if isinstance(row, str) else json.dumps(row)
        (tmp_path / f"{next(names)}.json").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.django_db
@pytest.mark.parametrize(("received_on", "days"), [(EVE, 20), (CHANGE, 25)])
def test_an_amendment_rules_the_cases_received_since(file, received_on, days):
    file(amended())
    case = open_case(Office(), day=received_on)

    assert case.due_on == calendar().add(received_on, days)
    assert statute_of(case, today=received_on).days_to_answer == days


@pytest.mark.django_db
def test_a_transition_may_take_over_what_is_pending(file):
    file(amended(governs_pending=True))
    case = open_case(Office(), day=EVE)

    before = read_case_clock(case, today=EVE)
    after = read_case_clock(case, today=CHANGE)

    assert (before.days_counted, after.days_counted) == (20, 25)
    assert after.due == calendar().add(EVE, 25)


@pytest.mark.django_db
def test_a_transition_leaves_what_was_answered(file):
    file(amended(governs_pending=True))
    case = open_case(Office(), day=EVE - timedelta(days=10))
    case.answered_on = EVE

    assert read_case_clock(case, today=date(2027, 12, 1)).days_counted == 20


@pytest.mark.django_db
def test_a_doubt_decided_holds_from_its_day_on(file):
    file(decided(days_to_correct=15))
    book = law()

    assert book.conventions_on(date(2026, 10, 31)).days_to_correct == 10
    assert book.conventions_on(date(2026, 11, 1)).days_to_correct == 15
    assert conventions_of(open_case(Office(), day=date(2026, 11, 2))).days_to_correct == 15


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_stops_the_start(file):
    file("no json")

    with pytest.raises(LawBookError, match=r"a\.json"):
        law()
    assert [error.id for error in run_checks() if error.id == "yishen.E004"]
