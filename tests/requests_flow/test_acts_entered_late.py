"""An act that is entered later than it happened, and moves a due date, says so in the file."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from requests_flow.actions import handling
from requests_flow.actions.act import Act
from requests_flow.actions.timekeeping import ClockContradicted
from requests_flow.models import Case, Consultation
from requests_flow.models.reading import read_case_clock
from requests_flow.views.case_view import story
from tests import factories
from tests.factories import at
from tests.requests_flow.calendar_house import fresh

pytestmark = pytest.mark.django_db
ENTERED = date(2026, 12, 10)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture
def case(office) -> Case:
    """Due on 30 November."""
    return factories.accepted(office)


def consult(office, case: Case, *, sent_on: date, on: date) -> Consultation:
    return handling.consult(
        Act(by=office.clerk, at=at(on)),
        case=case,
        kind="other_organ",
        name="甲局",
        question="意见",
        sent_on=sent_on,
    )


def answered(office, asked: Consultation, *, answered_on: date, on: date) -> None:
    handling.record_consultation(
        Act(by=office.clerk, at=at(on)),
        consultation=asked,
        delivered_on=asked.sent_on,
        answered_on=answered_on,
        opinion="同意",
    )


def told(case: Case, verb: str) -> dict:
    return case.entries.get(verb=verb).data


def words(case: Case) -> str:
    with translation.override("en"):
        return story(case, case.entries.order_by("-pk"))[0]["text"]


def test_a_letter_entered_after_the_due_date_says_what_it_moves(office, case):
    consult(office, case, sent_on=date(2026, 11, 5), on=ENTERED)

    due = read_case_clock(fresh(case), today=ENTERED).due
    data = told(case, "consulted")
    assert (data["old"], data["new"]) == ("2026-11-30", due.isoformat())
    assert (data["days_later"], data["was_late"]) == (35, True)
    assert words(case).endswith(
        f"; entered 35 days later: due on {due}, not 2026-11-30, overdue until then"
    )


def test_a_letter_entered_late_but_before_the_due_date_was_not_overdue(office, case):
    consult(office, case, sent_on=date(2026, 11, 5), on=date(2026, 11, 10))

    assert told(case, "consulted")["old"] == "2026-11-30"
    assert "overdue" not in words(case)


def test_a_letter_entered_on_its_day_says_nothing_of_it(office, case):
    consult(office, case, sent_on=date(2026, 11, 5), on=date(2026, 11, 5))

    assert "old" not in told(case, "consulted")
    assert "later" not in words(case)


def test_a_letter_that_moves_nothing_says_nothing(office, case):
    consult(office, case, sent_on=date(2026, 12, 1), on=ENTERED)  # it was due the day before

    assert "old" not in told(case, "consulted")


def test_an_answer_entered_late_says_what_it_moves(office, case):
    asked = consult(office, case, sent_on=date(2026, 11, 5), on=date(2026, 11, 5))
    day = date(2026, 11, 20)
    old = read_case_clock(fresh(case), today=day).due

    answered(office, asked, answered_on=date(2026, 11, 10), on=day)

    data = told(case, "consultation_recorded")
    new = read_case_clock(fresh(case), today=day).due
    assert (data["old"], data["new"], data["was_late"]) == (str(old), str(new), False)
    assert f"; entered 10 days later: due on {new}, not {old}" in words(case)


def test_a_clock_that_cannot_be_read_still_says_so(office, case):
    Case.objects.filter(pk=case.pk).update(received_on=date(2019, 5, 14))

    with pytest.raises(ClockContradicted):
        consult(office, fresh(case), sent_on=date(2026, 11, 5), on=ENTERED)
