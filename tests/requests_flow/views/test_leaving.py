"""The secrecy check, the signature, the number and the way out, as people take them."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task

from requests_flow.models import Case, Counter, Dispatch, Letter, Signature
from requests_flow.units import access
from requests_flow.units.duties import Duty
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


def node_of(case: Case) -> str:
    return Task.objects.get(process=case.process, status__in=["NEW", "ASSIGNED"]).flow_task.name


def send(client: Client, case: Case, **data):
    """Open the step, fill it in, send it with the token and the digest that it showed."""
    url = step_of(case)
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    form = response.context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    if "pieces" in form.fields:
        data.setdefault("pieces", [tick for tick, _name in form.fields["pieces"].choices])
    return client.post(url, {**hidden, **data})


def test_the_signatory_sees_what_leaves_to_whom_and_the_opinion(office):
    case = factories.approved(office)
    page = as_(office.signatory).get(step_of(case)).content.decode()

    for words in (case.applicant.masked_name, "卢律", reverse("case_draft", args=[case.pk, 1])):
        assert words in page
    assert case.latest_draft.digest in page


def test_a_signed_reply_goes_to_be_numbered(office):
    case = factories.approved(office)
    response = send(as_(office.signatory), case, decision="sign")

    assert response.status_code == 302
    assert Signature.objects.get(draft__case=case).signed_by == office.signatory
    assert node_of(case) == "issue"


def test_a_return_says_why_and_goes_back_to_the_writer(office):
    case = factories.approved(office)
    client = as_(office.signatory)

    assert send(client, case, decision="return", reason=" ").status_code == 422
    assert node_of(case) == "sign"
    assert send(client, case, decision="return", reason="理由不充分").status_code == 302
    assert node_of(case) == "compose"
    assert not Signature.objects.exists()
    assert "理由不充分" in as_(office.clerk).get(case.get_absolute_url()).content.decode()


def test_a_signature_is_for_what_was_looked_at(office):
    case = factories.approved(office)
    response = send(as_(office.signatory), case, decision="sign", seen_digest="0" * 64)

    assert response.status_code == 422
    assert not Signature.objects.exists()


def test_who_wrote_it_does_not_sign_it(office):
    case = factories.approved(office)
    access.appoint(office.clerk, unit=office.unit, duty=Duty.SIGN)
    response = send(as_(office.clerk), case, decision="sign")

    assert response.status_code == 422
    assert node_of(case) == "sign"


def test_nobody_without_the_duty_opens_the_step(office):
    case = factories.approved(office)

    assert as_(office.clerk).get(step_of(case)).status_code == 404
    assert as_(factories.Office("区财政局").signatory).get(step_of(case)).status_code == 404


def test_the_number_on_the_screen_is_the_number_on_the_letter(office):
    case = factories.signed(office)
    client = as_(office.clerk)
    likely = client.get(step_of(case)).context["likely_number"]
    response = send(client, case)

    letter = Letter.objects.get(case=case, is_reply=True)
    assert response.status_code == 302
    assert letter.number == likely
    assert node_of(case) == "deliver"


def test_looking_at_the_number_takes_none(office):
    case = factories.signed(office)
    for _ in range(3):
        as_(office.clerk).get(step_of(case))

    assert not Counter.objects.filter(series=f"{office.unit.number_prefix}:reply").exists()


def test_the_second_click_issues_nothing_and_shows_the_first_result(office):
    case = factories.signed(office)
    client, url = as_(office.clerk), step_of(case)
    hidden = {
        field.html_name: field.value() for field in client.get(url).context["form"].hidden_fields()
    }
    first, second = client.post(url, hidden), client.post(url, hidden)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Letter.objects.filter(case=case, is_reply=True).count() == 1


def test_a_letter_by_post_needs_its_number(office):
    case = factories.issued(office)
    client, data = as_(office.clerk), {"method": "post", "sent_on": "2026-11-23"}

    refused = send(client, case, **data)
    assert refused.status_code == 422
    assert "tracking_number" in refused.context["form"].errors
    assert send(client, case, **data, tracking_number="EX123456785CN").status_code == 302
    assert str(Dispatch.objects.get().sent_on) == "2026-11-23"
    assert Case.objects.get(pk=case.pk).closed_on == Dispatch.objects.get().sent_on
    assert node_of(case) == "file_away"


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-05"])
def test_nothing_leaves_tomorrow_or_before_its_date(office, day):
    case = factories.issued(office)
    signed = {"method": "hand", "sent_on": day, "received_by": "本人"}
    response = send(as_(office.clerk), case, **signed)

    assert response.status_code == 422
    assert "sent_on" in response.context["form"].errors
    assert not Dispatch.objects.exists()


def test_the_queue_holds_what_waits_to_leave_and_nothing_else(office):
    signed, issued = factories.signed(office), factories.issued(office)
    factories.delivered(office)
    factories.approved(office)
    response = as_(office.clerk).get(reverse("deliver_queue"))

    rows = {line["row"].case: line for line in response.context["rows"]}
    assert set(rows) == {signed, issued}
    assert rows[issued]["letter"].number in response.content.decode()
    assert rows[signed]["letter"] is None


def test_the_queue_is_not_there_for_others(office):
    factories.issued(office)
    stranger = factories.Office("区财政局")

    assert as_(office.adviser).get(reverse("deliver_queue")).status_code == 404
    assert as_(stranger.clerk).get(reverse("deliver_queue")).context["rows"] == []
