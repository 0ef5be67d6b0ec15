"""Reviewing, waiting for a correction, assigning: through the browser's door."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from viewflow.workflow.models import Task

from requests_flow.models import Case, Correction, Document
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.requests_flow.views.doors import as_, errors, node_of, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def test_the_review_accepts_and_the_case_is_to_be_assigned(office):
    case = factories.open_case(office)
    client = as_(office.clerk)
    page = client.get(step(case, "review"))
    assert case.request_text in page.content.decode()
    client.post(step(case, "review"), {"form_token": "a", "result": "accept", "note": "清楚"})
    case.refresh_from_db()
    assert (case.review_note, node_of(case)) == ("清楚", "assign")


def test_a_correction_is_asked_with_everything_it_names(office):
    case = factories.open_case(office, day=date(2026, 11, 20))
    client, sent = as_(office.clerk), {"form_token": "a", "result": "correct", "period_days": "10"}
    assert set(errors(client.post(step(case, "review"), sent))) == {"items"}
    client.post(step(case, "review"), {**sent, "items": "请写明文件名称"})
    correction = Correction.objects.get()
    assert (correction.items, correction.period_days) == ("请写明文件名称", 10)
    assert node_of(case) == "await_correction"


def test_after_seven_working_days_no_correction_can_be_asked(office):
    case = factories.open_case(office, day=date(2026, 11, 2))
    client = as_(office.clerk)
    page = client.get(step(case, "review")).content.decode()
    assert "2026-11-11" in page
    sent = {"form_token": "a", "result": "correct", "items": "名称", "period_days": "10"}
    assert "2026-11-11" in errors(client.post(step(case, "review"), sent))["result"]
    assert not Correction.objects.exists()
    assert node_of(case) == "review"


@pytest.mark.parametrize(("outcome", "fact"), [("D1b", "right_organ"), ("E1", "content_analysed")])
def test_the_review_answers_at_once_and_its_ground_is_on_file(office, outcome, fact):
    case = factories.open_case(office)
    client, sent = as_(office.clerk), {"form_token": "a", "result": outcome}
    assert set(errors(client.post(step(case, "review"), sent))) == {"reason"}
    client.post(step(case, "review"), {**sent, "reason": "由区住建局制作，电话略"})
    case.refresh_from_db()
    assert (case.outcome_code, case.fact_records.get().fact) == (outcome, fact)
    page = client.get(step(case, "handle"))
    assert page.context["chosen"] == outcome


def test_who_does_not_handle_cannot_answer_at_once_and_is_told_why(office):
    reviewer = factories.make_person(office.unit, Duty.REVIEW)
    case = factories.open_case(office)
    sent = {"form_token": "a", "result": "E1", "reason": "信访"}
    found = errors(as_(reviewer).post(step(case, "review"), sent))
    assert set(found) == {"result"}
    # nothing closes the choice for the next person's form
    sent["form_token"] = "b"
    assert as_(office.clerk).post(step(case, "review"), sent).status_code == 302


def awaiting(office, *, day: date = date(2026, 11, 20)) -> Case:
    case = factories.open_case(office, day=day)
    with time_machine.travel(at(day), tick=False):
        as_(office.clerk).post(
            step(case, "review"),
            {
                "form_token": f"ask-{case.pk}",
                "result": "correct",
                "items": "名称",
                "period_days": "10",
            },
        )
    return case


def test_the_correction_comes_in_and_goes_to_review_with_a_new_clock(office):
    case = awaiting(office)
    client = as_(office.clerk)
    sent = {"form_token": "b", "result": "received", "received_on": "2026-11-23", "text": "某批复"}
    paper = SimpleUploadedFile("补正.txt", "某批复".encode())
    client.post(step(case, "await_correction"), {**sent, "files": paper})
    case.refresh_from_db()
    assert (node_of(case), case.due_on) == ("review", date(2026, 12, 21))
    assert case.documents.get().kind == Document.Kind.CORRECTION
    assert "某批复" in client.get(step(case, "review")).content.decode()


@pytest.mark.parametrize("day", ["2026-11-19", "2026-11-24", "", "gestern"])
def test_a_correction_on_an_impossible_day_is_refused_beside_the_day(office, day):
    case = awaiting(office)
    sent = {"form_token": "b", "result": "received", "received_on": day, "text": "某批复"}
    response = as_(office.clerk).post(step(case, "await_correction"), sent)
    assert set(errors(response)) == {"received_on"}
    assert "某批复" in response.content.decode()
    assert Correction.objects.get().received_on is None


def test_the_period_cannot_be_ended_while_it_runs(office):
    case = awaiting(office)
    client = as_(office.clerk)
    page = client.get(step(case, "await_correction")).content.decode()
    assert "2026-12-04" in page
    sent = {"form_token": "b", "result": "lapsed", "proof": "EMS 1"}
    assert "2026-12-04" in errors(client.post(step(case, "await_correction"), sent))["result"]


def test_the_period_ended_without_a_correction_and_the_case_is_closed(office):
    case = awaiting(office, day=date(2026, 11, 2))
    client, sent = as_(office.clerk), {"form_token": "b", "result": "lapsed"}
    assert set(errors(client.post(step(case, "await_correction"), sent))) == {
        "proof",
        "served_on",
    }
    client.post(
        step(case, "await_correction"), {**sent, "served_on": "2026-11-03", "proof": "EMS 1"}
    )
    case.refresh_from_db()
    assert (case.outcome_code, case.closed_on) == ("F1", date(2026, 11, 23))
    assert node_of(case) == "file_away"


def at_assign(office) -> Case:
    case = factories.open_case(office)
    as_(office.clerk).post(
        step(case, "review"), {"form_token": f"ok-{case.pk}", "result": "accept"}
    )
    return case


def test_a_case_goes_to_a_section_and_a_person_in_it(office):
    case = at_assign(office)
    section = factories.make_section(office.unit, "环资科")
    handler = factories.make_person(section, Duty.HANDLE)
    sent = {
        "form_token": "c",
        "section": section.pk,
        "handler": handler.pk,
        "internal_due_on": "2026-11-27",
    }
    as_(office.clerk).post(step(case, "assign"), sent)
    case.refresh_from_db()
    assert (case.section, case.handler, case.internal_due_on) == (
        section,
        handler,
        date(2026, 11, 27),
    )
    assert as_(handler).get(step(case, "handle")).status_code == 200


def test_who_does_not_handle_there_is_not_offered_and_not_taken(office):
    case = at_assign(office)
    here, there = (factories.make_section(office.unit, name) for name in ("环资科", "投资科"))
    theirs = factories.make_person(there, Duty.HANDLE)
    client = as_(office.clerk)
    offered = client.get(step(case, "assign")).context["form"].fields["handler"].queryset
    assert set(offered) == {office.clerk, theirs}
    stranger = {"form_token": "c", "handler": office.signatory.pk}
    assert set(errors(client.post(step(case, "assign"), stranger))) == {"handler"}
    misplaced = {"form_token": "d", "section": here.pk, "handler": theirs.pk}
    assert set(errors(client.post(step(case, "assign"), misplaced))) == {"handler"}


@pytest.mark.parametrize("day", ["2026-11-22", "2026-12-31"])
def test_an_internal_date_lies_between_today_and_the_due_date(office, day):
    case = at_assign(office)
    sent = {"form_token": "c", "internal_due_on": day}
    response = as_(office.clerk).post(step(case, "assign"), sent)
    assert set(errors(response)) == {"internal_due_on"}
    assert node_of(case) == "assign"


@pytest.mark.parametrize("node", ["review", "assign"])
def test_a_step_sent_twice_is_done_once(office, node):
    case = factories.open_case(office) if node == "review" else at_assign(office)
    client, url = as_(office.clerk), step(case, node)
    sent = {"form_token": "e", "result": "accept"}
    answers = [client.post(url, sent) for _ in range(2)]
    assert {answer.url for answer in answers} == {case.get_absolute_url()}
    assert Task.objects.filter(process=case.process_id, status__in=["NEW", "ASSIGNED"]).count() == 1


def test_steps_of_another_unit_are_not_there(office):
    case = factories.open_case(office)
    stranger = as_(factories.Office("区教育局").clerk)
    assert stranger.get(step(case, "review")).status_code == 404
    sent = {"form_token": "x", "result": "accept"}
    assert stranger.post(step(case, "review"), sent).status_code == 404
    assert node_of(case) == "review"
