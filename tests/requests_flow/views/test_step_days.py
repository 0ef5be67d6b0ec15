"""Until when the next step is to be done: on the page of the case and in the lists, with its marks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from requests_flow.actions import handling
from requests_flow.actions.act import Act
from requests_flow.models import Case
from requests_flow.models.clockwork import Correction
from requests_flow.models.reading import calendar
from requests_flow.views.clock_words import clock_of
from requests_flow.views.step_days import StepDay, step_day
from tests import factories
from tests.factories import at
from tests.journeys.people import on, words_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 9)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def day_of(case: Case, step: str, *, today: date = MONDAY) -> StepDay | None:
    case = Case.objects.get(pk=case.pk)
    reading, _chip = clock_of(case, today=today)
    with CaptureQueriesContext(connection) as captured:
        days = calendar()
    before = len(captured)
    with CaptureQueriesContext(connection) as captured:
        found = step_day(case, step, reading, today=today, days=days)
    assert len(captured) <= before
    return found


def read(person, url: str, *, today: date = MONDAY) -> str:
    with on(today):
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        return words_of(client.get(url))


def test_the_page_of_the_case_says_it_to_whoever_looks(office):
    case = factories.drafted(office)  # received on 4 November, due on 2 December

    day = day_of(case, "review_in_law")
    assert (day.on, day.is_over, day.is_provisional) == (date(2026, 11, 27), False, False)
    for person in (office.adviser, office.clerk):  # who may take it, and who reads where it lies
        assert "To be done by Nov. 27, 2026." in read(person, case.get_absolute_url())


def test_the_desk_says_it_beside_the_step(office):
    factories.drafted(office)

    assert "by 11-27" in read(office.clerk, "/?tab=open")


def test_a_day_that_is_over_is_told_as_such(office):
    case = factories.drafted(office)

    page = read(office.adviser, case.get_absolute_url(), today=date(2026, 11, 30))

    assert "It was to be done by Nov. 27, 2026." in page


def test_a_day_that_may_still_move_says_so(office):
    late = factories.accepted(office, day=date(2026, 12, 10))
    asking = factories.accepted(office, day=date(2026, 11, 2))
    act = Act(by=office.clerk, at=at(date(2026, 11, 4)))
    handling.consult(
        act,
        case=asking,
        kind="other_organ",
        name="甲局",
        question="意见",
        sent_on=date(2026, 11, 4),
    )

    with translation.override("en"):
        assert "(provisional)" in day_of(late, "compose", today=date(2026, 12, 11)).words
        assert "at the earliest" in day_of(asking, "compose").words
        assert "earliest" not in day_of(asking, "review").words  # it does not hang on the answer


def test_after_a_correction_the_days_begin_anew(office):
    case = factories.open_case(office, day=date(2026, 10, 26))
    first = day_of(case, "review")
    case = Case.objects.get(pk=case.pk)
    case.correction = Correction(received_on=date(2026, 11, 6), period_ends_on=MONDAY)
    second = step_day(case, "review", None, today=MONDAY, days=calendar())

    assert (first.on, second.on) == (date(2026, 11, 4), date(2026, 11, 17))


def test_nothing_is_said_while_the_clock_rests(office):
    case = Case.objects.get(pk=factories.open_case(office).pk)

    assert step_day(case, "compose", None, today=MONDAY, days=calendar()) is None
