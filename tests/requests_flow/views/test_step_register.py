"""Registering through the browser's door: every channel, wrong day, wrong file, second click."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from viewflow.workflow.models import Task

from requests_flow.models import Case, Document, Letter
from requests_flow.views.step import OnceMixin
from tests import factories
from tests.factories import at
from tests.requests_flow.views.doors import REGISTER, as_, errors, node_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


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
        ({"channel": "pigeon"}, "channel", "31|三十一"),
        ({"channel": "registered_post"}, "signed_on", "第三十一条"),
        ({"channel": "online"}, "confirmed_on", "第三十一条"),
        ({"subject": "  "}, "subject", "29|二十九"),
        ({"request_text": ""}, "request_text", "29|二十九"),
        ({"name": ""}, "name", "29|二十九"),
    ],
)
def test_what_is_missing_or_impossible_is_said_beside_its_field(office, typed, field, article):
    response = as_(office.clerk).post(REGISTER, application(office, **typed, phone="0574-1"))
    found = errors(response)
    assert set(found) == {field}
    assert re.search(article, found[field])
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


def test_a_late_confirmation_shows_the_strict_date_and_is_called_open_to_attack(office):
    sent = {
        "work_out": "1",
        "channel": "online",
        "submitted_on": "2026-11-16",
        "confirmed_on": "2026-11-20",
    }
    page = as_(office.clerk).post(REGISTER, sent, headers={"X-Part": "work_out"})
    shown = page.content.decode()
    assert "2026年12月18日" in shown  # 20 working days from the confirmation
    assert "2026年11月16日" in shown
    assert "2026年12月14日" in shown  # and from the day it came
    assert "is-late" in shown

    punctual = {**sent, "confirmed_on": "2026-11-17"}
    page = as_(office.clerk).post(REGISTER, punctual, headers={"X-Part": "work_out"})
    assert "2026年12月14日" in page.content.decode()
    assert "is-late" not in page.content.decode()


def test_a_letter_to_somebody_else_of_the_house_keeps_all_its_days(office):
    sent = application(
        office,
        channel="ordinary_post",
        submitted_on=None,
        posted_on="2026-11-12",
        signed_on="2026-11-16",
        reached_office_on="2026-11-17",
        called_on="2026-11-17",
        confirmed_on="2026-11-19",
    )
    as_(office.clerk).post(REGISTER, sent)
    case = Case.objects.get()
    assert (case.submitted_on, case.signed_on) == (date(2026, 11, 12), date(2026, 11, 16))
    assert (case.reached_office_on, case.called_on) == (date(2026, 11, 17), date(2026, 11, 17))
    assert (case.received_on, case.strict_received_on) == (date(2026, 11, 19), date(2026, 11, 16))
    assert "207号" in case.receipt_basis


def test_a_letter_without_the_day_it_came_is_not_registered(office):
    sent = application(
        office,
        channel="ordinary_post",
        submitted_on=None,
        posted_on="2026-11-02",
        confirmed_on="2026-11-09",
    )
    response = as_(office.clerk).post(REGISTER, sent)
    assert set(errors(response)) == {"signed_on"}
    assert not Case.objects.exists()


def test_what_was_spoken_is_registered_with_article_29(office):
    as_(office.clerk).post(REGISTER, application(office, is_oral="on"))
    case = Case.objects.get()
    assert case.is_oral
    assert "第二十九条第一款" in case.receipt_basis


def test_a_postmark_that_lies_ahead_is_said_beside_the_postmark(office):
    sent = application(
        office, channel="registered_post", signed_on="2026-11-19", posted_on="2026-12-01"
    )
    assert set(errors(as_(office.clerk).post(REGISTER, sent))) == {"posted_on"}


def test_where_the_house_moves_a_day_of_rest_the_strict_date_is_shown_beside(
    office, settings, tmp_path
):
    (tmp_path / "decided.json").write_text(
        '{"kind": "conventions", "valid_from": "2026-01-01", "why": "某法院判决",'
        ' "values": {"is_rest_day_receipt_moved": true}}',
        encoding="utf-8",
    )
    settings.YISHEN_LAW_DIR = str(tmp_path)
    sent = {"work_out": "1", "channel": "counter", "submitted_on": "2026-11-22"}  # a Sunday
    derived = as_(office.clerk).post(REGISTER, sent).context["derived"]
    assert derived["receipt"].received_on == date(2026, 11, 22)
    assert (derived["due_on"], derived["strict_due_on"]) == (date(2026, 12, 21), date(2026, 12, 18))
