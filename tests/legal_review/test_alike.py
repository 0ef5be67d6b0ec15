"""Similar decisions: of the same outcome, in the units one reviews for, the nearest first."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from legal_review.views.alike import alike
from requests_flow.models import Case
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
DAY = factories.date(2026, 11, 9)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def answered(office, text: str) -> Case:
    return factories.delivered(office, day=DAY, request_text=text, subject=text[:10])


def test_the_nearest_words_come_first_with_their_reply(office):
    far = answered(office, "申请公开道路养护合同。")
    near = answered(office, "申请公开某地块征收补偿安置方案附图。")
    case = factories.drafted(office)

    found = alike(case, office.adviser, today=TODAY)
    assert [one.case for one in found] == [near, far]
    assert found[0].reply == near.reply
    assert found[0].percent > found[1].percent


def test_nothing_of_units_that_one_does_not_review_for(office):
    answered(factories.Office("区财政局"), "申请公开某地块征收补偿安置方案全文。")

    assert alike(factories.drafted(office), office.adviser, today=TODAY) == []


def test_neither_the_case_itself_nor_what_is_open_nor_another_outcome(office):
    case = factories.drafted(office)
    factories.drafted(office)
    Case.objects.filter(pk=answered(office, "申请公开附图。").pk).update(outcome_code="D1b")

    assert alike(case, office.adviser, today=TODAY) == []


def test_what_is_older_than_three_years_is_not_asked(office):
    answered(office, "申请公开某地块征收补偿安置方案附图。")
    case = factories.drafted(office)

    assert alike(case, office.adviser, today=factories.date(2030, 1, 2)) == []


def test_it_costs_the_same_for_more_cases_and_shows_five_at_most(office):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            alike(case, office.adviser, today=TODAY)
        return len(captured)

    case = factories.drafted(office)
    answered(office, "申请公开某地块征收补偿安置方案附图。")
    before = cost()
    for _ in range(5):
        answered(office, "申请公开某地块征收补偿安置方案附图。")

    assert cost() == before
    assert len(alike(case, office.adviser, today=TODAY)) == 5
