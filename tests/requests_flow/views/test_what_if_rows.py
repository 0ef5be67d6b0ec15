"""What if: only what a case can still come to is offered."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from requests_flow.rules.what_if import Step
from requests_flow.views import what_if
from tests import factories
from tests.factories import at
from tests.requests_flow.views.doors import as_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]
ASKING = ["Ask a third party", "Ask a co-maker", "Ask another organ"]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def steps_of(office, case) -> list[str]:
    page = as_(office.clerk).get(reverse("case_ledger", args=[case.pk]), HTTP_ACCEPT_LANGUAGE="en")
    return [str(row.step) for row in page.context["what_if"].rows]


def test_a_correction_is_offered_at_the_review_only(office):
    correct = "Ask the applicant for a correction"

    assert correct in steps_of(office, factories.open_case(office, day=date(2026, 11, 16)))
    assert correct not in steps_of(office, factories.accepted(office, day=date(2026, 11, 16)))


def test_while_it_is_handled_others_may_be_asked_and_it_may_be_put_off(office):
    case = factories.accepted(office, day=date(2026, 11, 16))

    assert steps_of(office, case) == ["Answer", *ASKING, "Put off the answer"]


def test_once_it_is_checked_only_the_answer_is_left(office):
    assert steps_of(office, factories.drafted(office, day=date(2026, 11, 20))) == ["Answer"]


def test_a_fee_is_not_offered_while_none_can_be_entered(office):
    assert "Ask for a fee" not in steps_of(office, factories.open_case(office))


def test_every_step_but_the_answer_says_where_it_is_taken():
    assert set(what_if.AHEAD_AT) == set(Step) - {Step.ANSWER}
