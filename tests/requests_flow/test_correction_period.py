"""Until when the applicant may correct: counted by the calendar of now, and marked while it may move."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from requests_flow.actions import reviewing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Correction
from requests_flow.models.calendar_preview import preview
from requests_flow.models.reading import correction_ends_on, read_case_clock
from requests_flow.rules.clock import Deadline
from requests_flow.views.rearranged import rearranged
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at
from tests.journeys.people import Person, on
from tests.requests_flow.calendar_house import House, arrangement, changes, fresh

pytestmark = pytest.mark.django_db
ASKED, LATER = date(2026, 12, 22), date(2026, 12, 23)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def asked(house) -> Case:
    """Ten working days from 22 December: 5 January, if New Year's Day were worked."""
    case = factories.open_case(house.office, day=date(2026, 12, 21))
    act = Act(by=house.office.clerk, at=at(ASKED))

    def ask(case: Case) -> None:
        reviewing.ask_correction(act, case=case, items="年份", period_days=10)

    take_step(act, node=CaseFlow.review, case=case, perform=ask)
    return fresh(case)


def period(case: Case, *, today: date) -> tuple[date, bool]:
    rows = read_case_clock(fresh(case), today=today).deadlines
    (row,) = [row for row in rows if row.code is Deadline.CORRECTION_PERIOD]
    return row.due, row.is_provisional


def page(house: House, case: Case) -> str:
    clerk = Person(house.office.clerk)
    with on(date(2026, 12, 24)):
        return clerk.reads(clerk.step_of(fresh(case), "await_correction"))


def test_a_new_calendar_recounts_it(house, asked):
    assert period(asked, today=LATER) == (date(2027, 1, 5), True)

    house.enter(day=LATER)

    assert period(asked, today=LATER) == (date(2027, 1, 6), False)
    assert "2027-01-06" in page(house, asked)


def test_it_is_never_shown_as_final_while_it_may_move(house, asked):
    assert "until 2027-01-05 (provisional)" in page(house, asked)
    assert "Jan. 5, 2027 (art. 30). provisional: the holidays" in page(house, asked)

    house.enter(day=LATER)

    assert "(provisional)" not in page(house, asked)


def test_once_it_is_over_the_day_that_was_kept_stays(house, asked):
    Correction.objects.update(received_on=LATER)

    house.enter(day=LATER)

    assert correction_ends_on(fresh(asked).correction) == date(2027, 1, 5)


def test_it_runs_from_the_day_the_notice_was_served(asked):
    Correction.objects.update(served_on=date(2026, 12, 24))

    assert correction_ends_on(fresh(asked).correction) == date(2027, 1, 7)


def test_an_approval_tells_that_it_moves(house, asked):
    shown = preview(arrangement(), today=LATER)
    house.enter(day=LATER)

    (data,) = changes(asked)
    assert (data["old"], data["new"], data["is_correction"]) == ("2027-01-05", "2027-01-06", True)
    assert [(one.old_due, one.new_due, one.is_correction) for one in shown.moved] == [
        (date(2027, 1, 5), date(2027, 1, 6), True)
    ]
    assert fresh(asked).due_on is None
    with translation.override("en"):
        said = rearranged(data)
    assert said.endswith("may correct until 2027-01-06, not 2027-01-05, no longer provisional")


def test_an_approval_tells_nothing_of_a_period_that_is_over(house, asked):
    Correction.objects.update(received_on=LATER)
    Case.objects.update(due_on=date(2027, 1, 20))

    house.enter(day=LATER)

    assert "is_correction" not in changes(asked)[0]


def test_an_approval_tells_nothing_to_a_case_that_was_given_up(house, asked):
    Case.objects.update(closed_on=LATER, outcome_code="F1")

    house.enter(day=LATER)

    assert changes(asked) == []
