"""What is put on file beside the flow: facts, searches, files, consultations, extensions."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_flow.actions import extending
from requests_flow.actions.act import Act
from requests_flow.models import Case, Consultation, Extension, FactRecord, SearchRecord
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.requests_flow.views.doors import as_, errors, step

pytestmark = pytest.mark.django_db
SEARCH = {"form_token": "s", "places": "档案室", "keywords": "征收", "result": "无"}
FACT = {"form_token": "f", "fact": "what_exists", "text": "只有原始台账"}
ASKED = {
    "form_token": "c",
    "kind": "third_party",
    "name": "某公司",
    "question": "是否同意公开？",
    "sent_on": "2026-11-16",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def url_of(name: str, case: Case, *more: int) -> str:
    return reverse(name, args=[case.pk, *more])


@pytest.mark.parametrize(
    ("name", "sent", "model"),
    [("record_search", SEARCH, SearchRecord), ("record_fact", FACT, FactRecord)],
)
def test_it_is_on_file_once_and_leads_back_to_where_it_was_sent_from(office, name, sent, model):
    case = factories.accepted(office)
    client, back = as_(office.clerk), step(case, "handle")
    answers = [client.post(url_of(name, case), {**sent, "next": back}) for _ in range(2)]
    assert [answer.url for answer in answers] == [back, back]
    assert model.objects.filter(case=case).count() == 1
    page = client.get(back).content.decode()
    assert (sent.get("text") or sent["places"]) in page


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:x", ""])
def test_nobody_is_led_out_of_the_house(office, away):
    case = factories.accepted(office)
    answer = as_(office.clerk).post(url_of("record_search", case), {**SEARCH, "next": away})
    assert answer.url == case.get_absolute_url()


@pytest.mark.parametrize(
    ("name", "sent", "field"),
    [
        ("record_search", {**SEARCH, "places": " "}, "places"),
        ("record_search", {**SEARCH, "result": ""}, "result"),
        ("record_fact", {**FACT, "text": ""}, "text"),
        ("record_fact", {**FACT, "fact": "search_recorded"}, "fact"),
        ("consult", {**ASKED, "sent_on": "2026-11-24"}, "sent_on"),
        ("consult", {**ASKED, "sent_on": "2026-11-01"}, "sent_on"),
        ("consult", {**ASKED, "name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(office, name, sent, field):
    case = factories.accepted(office)
    response = as_(office.clerk).post(url_of(name, case), sent)
    assert set(errors(response)) == {field}
    kept = sent.get("question") or sent.get("keywords") or "what_exists"
    assert kept in response.content.decode()
    assert not SearchRecord.objects.exists()
    assert not FactRecord.objects.exists()
    assert not Consultation.objects.exists()


def test_files_are_kept_and_a_refused_one_takes_none(office):
    case = factories.accepted(office)
    client, url = as_(office.clerk), url_of("add_document", case)
    good = SimpleUploadedFile("批复.txt", "批复".encode())
    lie = SimpleUploadedFile("图.png", b"not a picture")
    sent = {"form_token": "d", "kind": "attachment"}
    assert "图.png" in errors(client.post(url, {**sent, "files": [good, lie]}))["files"]
    assert not case.documents.exists()
    assert set(errors(client.post(url, sent))) == {"files"}
    good.seek(0)
    client.post(url, {**sent, "files": [good]})
    assert [(row.name, row.kind) for row in case.documents.all()] == [("批复.txt", "attachment")]


def test_asking_stops_the_clock_and_the_answer_starts_it_again(office):
    case = factories.accepted(office)
    due = case.due_on
    client = as_(office.clerk)
    client.post(url_of("consult", case), ASKED)
    asked = Consultation.objects.get()
    case.refresh_from_db()
    assert case.clock_state == "paused"
    assert case.due_on > due
    url = url_of("record_consultation", case, asked.pk)
    came = {
        "form_token": "a",
        "delivered_on": "2026-11-17",
        "answered_on": "2026-11-18",
        "agrees": "false",
        "opinion": "涉及商业秘密",
    }
    client.post(url, came)
    asked.refresh_from_db()
    case.refresh_from_db()
    assert (asked.agrees, asked.opinion, case.clock_state) == (False, "涉及商业秘密", "running")
    shown = client.get(url).context["form"]
    assert shown["answered_on"].value() == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"answered_on": "2026-11-24"}, "answered_on"),
        ({"delivered_on": "2026-11-15"}, "delivered_on"),
        ({"opinion": "不同意"}, "answered_on"),
        ({}, "delivered_on"),
    ],
)
def test_an_answer_on_an_impossible_day_is_refused(office, sent, field):
    case = factories.accepted(office)
    client = as_(office.clerk)
    client.post(url_of("consult", case), ASKED)
    asked = Consultation.objects.get()
    response = client.post(
        url_of("record_consultation", case, asked.pk), {"form_token": "a", **sent}
    )
    assert set(errors(response)) == {field}
    asked.refresh_from_db()
    assert asked.answered_on is None


def test_a_consultation_of_another_case_is_not_there(office):
    mine, other = factories.accepted(office), factories.accepted(office)
    client = as_(office.clerk)
    client.post(url_of("consult", other), ASKED)
    foreign = url_of("record_consultation", mine, Consultation.objects.get().pk)
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, {"form_token": "a", "answered_on": "2026-11-18"}).status_code == 404


def test_the_answer_is_put_off_once_by_the_head_of_the_disclosure_office(office):
    case = factories.accepted(office)
    client, url = as_(office.clerk), url_of("extend", case)
    assert client.get(url).context["due_at_most"] == date(2026, 12, 28)
    assert set(errors(client.post(url, {"form_token": "e", "days": "21", "reason": "量大"}))) == {
        "days"
    }
    assert set(errors(client.post(url, {"form_token": "e", "days": "20", "reason": ""}))) == {
        "reason"
    }
    client.post(url, {"form_token": "e", "days": "20", "reason": "检索量大"})
    case.refresh_from_db()
    assert (case.due_on, case.letters.latest("id").code) == (date(2026, 12, 28), "L04")
    again = client.post(url, {"form_token": "e2", "days": "1", "reason": "再延"})
    assert again.status_code == 422
    assert Extension.objects.count() == 1
    for duty in (Duty.HANDLE, Duty.REVIEW, Duty.SIGN):
        assert as_(factories.make_person(office.unit, duty)).get(url).status_code == 404


def test_nobody_else_consents_whatever_way_they_come(office):
    case, reviewer = factories.accepted(office), factories.make_person(office.unit, Duty.REVIEW)
    act = Act(by=reviewer, at=factories.at())

    with pytest.raises(extending.ExtensionRefused):
        extending.extend(act, case=case, days=5, reason="量大")
    assert not Extension.objects.exists()


SIDE = ["record_fact", "record_search", "add_document", "consult", "extend"]


@pytest.mark.parametrize("name", SIDE)
def test_of_another_unit_s_case_nothing_is_there(office, name):
    case = factories.accepted(office)
    url = url_of(name, case)
    stranger, reader = factories.Office("区教育局").clerk, office.signatory
    for client in (as_(stranger), as_(reader)):
        assert client.get(url).status_code == 404
        assert client.post(url, {**SEARCH, **FACT, **ASKED}).status_code == 404
    assert as_(office.clerk).get(url).status_code == 200


@pytest.mark.parametrize("name", SIDE)
def test_where_the_case_has_moved_on_it_is_said_so(office, name):
    case = factories.signed(office)
    client, url = as_(office.clerk), url_of(name, case)
    assert client.get(url).status_code == 409
    assert client.post(url, {**SEARCH, **FACT, **ASKED}).status_code == 409
    assert case.searches.count() == 1
