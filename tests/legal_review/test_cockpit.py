"""The queue of the legal advisers, and the page on which they give their opinion."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from viewflow.workflow.models import Task

from legal_review.models import Opinion
from requests_flow.actions import drafting
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Case
from requests_flow.units.duties import Duty
from requests_flow.views.walking import take_step
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step_of(case: Case) -> str:
    task = Task.objects.get(process=case.process, status__in=["NEW", "ASSIGNED"])
    return reverse(f"flow:{task.flow_task.name}:execute", args=[task.process_id, task.pk])


def send(client: Client, case: Case, **data):
    url = step_of(case)
    response = client.get(url)
    form = response.context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    return client.post(url, {**hidden, **data})


def second_version(office, case: Case) -> Case:
    """The reply came back and was written anew."""
    act = Act(by=office.clerk, at=factories.at())
    wording = drafting.Wording(fields={**factories.D1A_FIELDS, "search_scope": "档案馆"})
    take_step(
        act,
        node=CaseFlow.compose,
        case=case,
        perform=lambda case: drafting.hand_in_draft(act, case=case, wording=wording),
    )
    return Case.objects.get(pk=case.pk)


def test_everything_that_bears_on_the_draft_is_on_the_page(office):
    case = factories.drafted(office)
    response = as_(office.adviser).get(step_of(case))
    page = response.content.decode()

    for words in (
        case.request_text,
        "综合档案系统",
        "第三十六条第（四）项",
        case.latest_draft.digest,
        reverse("case_draft", args=[case.pk, 1]),
        reverse("case_ledger", args=[case.pk]),
    ):
        assert words in page
    assert response.context["cockpit"].is_remedy_in_letter
    assert response.context["cockpit"].since is None


def test_agreeing_opens_the_gate_and_goes_back_to_the_queue(office):
    case = factories.drafted(office)
    response = send(as_(office.adviser), case, verdict="approved", checklist=["authority", "basis"])

    assert response.url == reverse("legal_queue")
    opinion = Opinion.objects.get(draft__case=case)
    assert opinion.is_approval
    ticked = {code for code, said in opinion.checklist.items() if said["is_ticked"]}
    assert ticked == {"authority", "basis"}
    assert opinion.checklist["fact_search_recorded"]["finding"] == "found"
    assert "/sign/" in step_of(case)


def test_a_return_says_what_is_wrong(office):
    case = factories.drafted(office)
    client = as_(office.adviser)

    refused = send(client, case, verdict="returned", comments=" ")
    assert refused.status_code == 422
    assert "comments" in refused.context["form"].errors
    assert not Opinion.objects.exists()
    assert send(client, case, verdict="returned", comments="检索范围不全").status_code == 302
    assert "/compose/" in step_of(case)


def test_the_next_version_shows_what_changed_and_what_was_said(office):
    case = factories.drafted(office)
    send(as_(office.adviser), case, verdict="returned", comments="检索范围不全")
    case = second_version(office, case)
    response = as_(office.adviser).get(step_of(case))

    cockpit, page = response.context["cockpit"], response.content.decode()
    assert cockpit.since.opinion.draft.version == 1
    assert cockpit.since.differences.count == 1
    assert "<ins>档案馆</ins>" in page
    assert "<del>综合档案系统、业务科室</del>" in page
    assert reverse("compare", args=[case.pk]) + "?old=1&amp;new=2" in page
    assert [opinion.draft.version for opinion in cockpit.opinions] == [1]
    assert "检索范围不全" in page


def test_what_changed_counts_from_the_last_opinion_and_names_one_s_own(office):
    """A version that nobody judged in law is not what the reviewer knows."""
    case = factories.drafted(office)
    other = factories.make_person(office.unit, Duty.REVIEW_IN_LAW)
    send(as_(office.adviser), case, verdict="returned", comments="检索范围不全")
    case = second_version(office, case)
    send(as_(other), case, verdict="returned", comments="还是不全")
    case = second_version(office, case)

    since = as_(other).get(step_of(case)).context["cockpit"].since
    assert (since.opinion.draft.version, since.differences.count) == (2, 0)
    assert since.own_opinion is None
    since = as_(office.adviser).get(step_of(case)).context["cockpit"].since
    assert (since.opinion.draft.version, since.own_opinion.draft.version) == (2, 1)
    assert since.own_url.endswith("?old=1&new=3")


def test_an_opinion_is_on_what_was_seen(office):
    case = factories.drafted(office)
    response = send(as_(office.adviser), case, verdict="approved", seen_digest="0" * 64)

    assert response.status_code == 422
    assert not Opinion.objects.exists()


def test_who_had_a_hand_in_it_gets_a_sentence_and_no_form(office):
    case = factories.drafted(office)
    factories.by_hand(office.clerk, unit=office.unit, duty=Duty.REVIEW_IN_LAW)
    response = as_(office.clerk).get(step_of(case))

    assert response.context["conflict"]
    assert 'name="verdict"' not in response.content.decode()
    assert send(as_(office.clerk), case, verdict="approved").status_code == 422
    assert not Opinion.objects.exists()


def test_there_is_no_third_verdict(office):
    case = factories.drafted(office)

    assert send(as_(office.adviser), case, verdict="approved_with_changes").status_code == 422
    assert not Opinion.objects.exists()


def test_the_queue_goes_by_due_date_and_knows_the_round(office):
    later = factories.drafted(office, day=factories.date(2026, 11, 10))
    sooner = factories.drafted(office, day=factories.date(2026, 11, 4))
    factories.approved(office)
    factories.searched(office)
    send(as_(office.adviser), later, verdict="returned", comments="检索范围不全")
    second_version(office, later)
    rows = as_(office.adviser).get(reverse("legal_queue")).context["rows"]

    assert [line.row.case for line in rows] == [sooner, later]
    assert [line.round for line in rows] == [1, 2]
    assert [line.age for line in rows] == [19, 0]


def test_the_queue_costs_the_same_for_more_cases(office):
    client = as_(office.adviser)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("legal_queue"))
        return len(captured)

    factories.drafted(office)
    before = cost()
    for _ in range(5):
        factories.drafted(office)
    assert cost() == before


def test_advisers_see_no_draft_of_units_that_they_do_not_review_for(office):
    case = factories.drafted(office)
    other = factories.Office("区财政局")

    assert as_(other.adviser).get(reverse("legal_queue")).context["rows"] == []
    assert as_(other.adviser).get(step_of(case)).status_code == 404
    assert as_(office.clerk).get(reverse("legal_queue")).status_code == 404


def test_before_a_draft_is_handed_in_the_adviser_sees_nothing(office):
    case = factories.searched(office)

    assert as_(office.adviser).get(case.get_absolute_url()).status_code == 404
