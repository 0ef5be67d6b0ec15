"""Who is away or gone keeps no case: the task comes back to those who may do it."""

import pytest

from requests_flow.actions import claiming, reviewing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Case
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.walking import open_task, take_step
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.Office()


def test_who_assigns_takes_a_task_back_from_somebody_away(office, client):
    case = factories.accepted(office)
    head = factories.make_person(office.unit, Duty.REVIEW)
    client.force_login(head)

    answer = client.post(f"/cases/{case.pk}/release/")

    assert answer.status_code == 302
    assert open_task(case).owner is None
    assert case.entries.last().data["taken_from"] == office.clerk.pk


def test_a_colleague_without_that_duty_does_not(office):
    case = factories.accepted(office)
    colleague = factories.make_person(office.unit, Duty.HANDLE)

    with pytest.raises(claiming.NotYours):
        claiming.release(Act(by=colleague, at=at()), case=case, task=open_task(case))
    assert open_task(case).owner == office.clerk


def test_a_reviewer_who_does_not_handle_gets_no_task_that_only_handlers_may_do(office):
    head = factories.make_person(office.unit, Duty.REVIEW)
    case = factories.open_case(office)
    act = Act(by=head, at=at())

    take_step(
        act,
        node=CaseFlow.review,
        case=case,
        perform=lambda case: reviewing.conclude_at_review(
            act, case=case, outcome_code="E1", note="信访"
        ),
    )

    task = open_task(case)
    assert task.flow_task is CaseFlow.handle
    assert task.owner is None


def test_a_draft_returned_after_its_author_left_waits_for_all_handlers(office):
    case = factories.drafted(office)
    for duty in factories.CLERK:
        access.dismiss(office.clerk, unit=office.unit, duty=duty)
    act = Act(by=office.adviser, at=at())
    draft = case.latest_draft

    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: factories.give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="依据不对"
        ),
    )

    assert open_task(Case.objects.get(pk=case.pk)).owner is None
