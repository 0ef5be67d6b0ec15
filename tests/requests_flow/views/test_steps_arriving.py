"""Registering, reviewing, correcting, assigning: through the browser's door."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.factories import at
from viewflow.workflow.models import Task

from requests_flow.models import Case, Correction, Document, Letter
from requests_flow.units.duties import Duty
from requests_flow.views.step import OnceMixin

pytestmark = pytest.mark.django_db
REGISTER = "/cases/step/register/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def application(office, **more) -> dict:
    values = {
        "form_token": "token-1",
        "channel": "counter",
        "submitted_on": "2026-11-20",
        "unit": office.unit.pk,
        "kind": "natural_person",
        "name": "李娟",
        "subject": "某路停车泊位批复",
        "request_text": "申请公开某路停车泊位的批复。",
        **more,
    }
    return {name: value for name, value in values.items() if value is not None}


def errors(response) -> dict[str, str]:
    assert response.status_code == 422
    return {name: "".join(rows) for name, rows in response.context["form"].errors.items()}


def step(case: Case, node: str) -> str:
    task = Task.objects.filter(process=case.process_id, status__in=["NEW", "ASSIGNED"]).latest("id")
    assert task.flow_task.name == node
    return reverse(f"flow:{node}:execute", args=[case.process_id, task.pk])


def node_of(case: Case) -> str:
    task = Task.objects.filter(process=case.process_id, status__in=["NEW", "ASSIGNED"]).latest("id")
    return task.flow_task.name


def test_an_application_becomes_a_case_with_its_receipt_and_waits_for_review(office):
    response = as_(office.clerk).post(REGISTER, application(office))
    case = Case.objects.get()
    assert response.url == case.get_absolute_url()
    assert (case.received_on, case.applicant.name) == (date(2026, 11, 20), "李娟")
    assert case.letters.get().code == "L01"
    assert node_of(case) == "review"


def test_the_form_offers_only_the_units_that_the_person_registers_for(office):
    other = factories.make_unit("区教育局")
    form = as_(office.clerk).get(REGISTER).context["form"]
    assert [unit.pk for unit in form.fields["unit"].queryset] == [office.unit.pk]
    assert form["unit"].value() == office.unit.pk
    found = errors(as_(office.clerk).post(REGISTER, application(office, unit=other.pk)))
    assert set(found) == {"unit"}


def test_whoever_registers_for_no_unit_finds_no_form(office):
    assert as_(office.adviser).get(REGISTER).status_code == 404
    assert as_(office.adviser).post(REGISTER, application(office)).status_code == 404
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "article"),
    [
        ({"submitted_on": "2026-11-24"}, "submitted_on", ""),
        ({"submitted_on": None}, "submitted_on", "第三十一条"),
        ({"channel": "pigeon"}, "channel", "31"),
        ({"channel": "registered_post"}, "signed_on", "第三十一条"),
        ({"channel": "online"}, "confirmed_on", "第三十一条"),
        ({"subject": "  "}, "subject", "29"),
        ({"request_text": ""}, "request_text", "29"),
        ({"name": ""}, "name", "29"),
    ],
)
def test_what_is_missing_or_impossible_is_said_beside_its_field(office, typed, field, article):
    response = as_(office.clerk).post(REGISTER, application(office, **typed, phone="0574-1"))
    found = errors(response)
    assert set(found) == {field}
    assert article in found[field]
    assert 'value="0574-1"' in response.content.decode()  # what was typed is kept
    assert not Case.objects.exists()
    assert not Task.objects.exists()


def test_days_of_another_channel_do_not_count(office):
    sent = application(office, channel="registered_post", signed_on="2026-11-19")
    as_(office.clerk).post(REGISTER, sent)
    case = Case.objects.get()
    assert (case.received_on, case.submitted_on) == (date(2026, 11, 19), None)


def test_the_dates_are_worked_out_without_registering(office):
    client = as_(office.clerk)
    sent = {"work_out": "1", "channel": "counter", "submitted_on": "2026-11-20", "name": "李娟"}
    page = client.post(REGISTER, sent)
    assert page.context["derived"]["due_on"] == date(2026, 12, 18)
    assert 'value="李娟"' in page.content.decode()
    part = client.post(REGISTER, sent, headers={"X-Part": "work_out"}).content.decode()
    assert "2026年12月18日" in part
    assert "<html" not in part
    assert not Case.objects.exists()


def test_a_second_click_shows_the_first_case(office):
    client = as_(office.clerk)
    first = client.post(REGISTER, application(office))
    second = client.post(REGISTER, application(office))
    assert first.url == second.url
    assert Case.objects.count() == Letter.objects.count() == 1


def test_the_loser_of_a_race_gets_the_first_case_and_leaves_no_trace(office, monkeypatch):
    client = as_(office.clerk)
    first = client.post(REGISTER, application(office))
    real, asked = OnceMixin.first_result, []

    def late(view):
        asked.append(view)
        return None if len(asked) == 1 else real(view)

    monkeypatch.setattr(OnceMixin, "first_result", late)
    second = client.post(REGISTER, application(office, subject="另一件", request_text="另一件"))
    assert second.url == first.url
    assert Case.objects.count() == Task.objects.filter(flow_task_type="HUMAN_START").count() == 1


def test_another_conflict_in_the_database_is_not_taken_for_a_second_click(office, monkeypatch):
    def broken(*args, **kwargs):
        raise IntegrityError("something else")

    monkeypatch.setattr("requests_flow.actions.registering.register_case", broken)
    with pytest.raises(IntegrityError, match="something else"):
        as_(office.clerk).post(REGISTER, application(office))


def test_originals_are_kept_with_the_case(office):
    files = [
        SimpleUploadedFile("申请.txt", "申请公开某路停车泊位的批复。".encode()),
        SimpleUploadedFile("信封.txt", "某市某路".encode()),
    ]
    as_(office.clerk).post(REGISTER, application(office, originals=files))
    kept = Case.objects.get().documents.all()
    assert [(row.name, row.kind) for row in kept] == [
        ("申请.txt", "application"),
        ("信封.txt", "application"),
    ]


def test_a_refused_file_registers_nothing_and_keeps_the_form(office):
    lie = SimpleUploadedFile("scan.pdf", b"MZ\x90\x00 not a PDF")
    response = as_(office.clerk).post(REGISTER, application(office, originals=lie))
    assert "scan.pdf" in errors(response)["originals"]
    assert "申请公开某路停车泊位的批复" in response.content.decode()
    assert not Case.objects.exists()
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_named(office, settings):
    settings.YISHEN_UPLOAD_LIMIT = 10
    large = SimpleUploadedFile("大.txt", b"more than ten bytes")
    found = errors(as_(office.clerk).post(REGISTER, application(office, originals=large)))
    assert "大.txt" in found["originals"]


def test_the_same_request_again_is_shown_and_registered_nevertheless(office):
    earlier = factories.open_case(office, name="李娟", request_text="申请公开 某路停车泊位的批复")
    client = as_(office.clerk)
    response = client.post(REGISTER, application(office))
    assert "nevertheless" in errors(response)
    assert earlier.number in response.content.decode()
    assert Case.objects.count() == 1
    client.post(REGISTER, application(office, nevertheless="on"))
    assert Case.objects.count() == 2


def test_many_requests_of_a_month_are_shown_but_those_of_other_units_are_not(office):
    elsewhere = factories.Office("区教育局")
    hidden = factories.open_case(elsewhere, name="李娟")
    for number in range(5):
        factories.open_case(office, name="李娟", subject=f"事项{number}", request_text=str(number))
    response = as_(office.clerk).post(REGISTER, application(office))
    assert "nevertheless" in errors(response)
    assert response.context["earlier"].count_this_month == 5
    assert hidden.number not in response.content.decode()


def test_another_applicant_meets_no_warning(office):
    factories.open_case(
        office, name="李娟", identity_number="1", request_text="申请公开某路停车泊位的批复"
    )
    namesake = application(office, identity_number="2")
    assert as_(office.clerk).post(REGISTER, namesake).status_code == 302


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
    assert "30" in errors(client.post(step(case, "review"), sent))["items"]
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
    assert set(errors(client.post(step(case, "await_correction"), sent))) == {"proof"}
    client.post(step(case, "await_correction"), {**sent, "proof": "EMS 1，11月3日签收"})
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
