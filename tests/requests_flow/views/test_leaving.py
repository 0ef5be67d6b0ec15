"""The secrecy check, the signature, the number and the way out, as people take them."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task

from requests_flow.actions import drafting, handling
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.letters.drafting import DRAFT_FIELDS
from requests_flow.models import Case, Counter, Delivery, Letter, Signature
from requests_flow.rules.catalogue import Fact
from requests_flow.units import access
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


def node_of(case: Case) -> str:
    return Task.objects.get(process=case.process, status__in=["NEW", "ASSIGNED"]).flow_task.name


def send(client: Client, case: Case, **data):
    """Open the step, fill it in, send it with the token and the digest that it showed."""
    url = step_of(case)
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    form = response.context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    return client.post(url, {**hidden, **data})


def test_the_signatory_sees_what_leaves_to_whom_and_the_opinion(office):
    case = factories.approved(office)
    page = as_(office.signatory).get(step_of(case)).content.decode()

    for words in (case.applicant.name, "卢律", reverse("case_draft", args=[case.pk, 1])):
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
    assert send(client, case, **data, tracking_number="EX1").status_code == 302
    assert str(Delivery.objects.get().sent_on) == "2026-11-23"
    assert Case.objects.get(pk=case.pk).closed_on == Delivery.objects.get().sent_on
    assert node_of(case) == "file_away"


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-05"])
def test_nothing_leaves_tomorrow_or_before_its_date(office, day):
    case = factories.issued(office)
    response = send(as_(office.clerk), case, method="hand", sent_on=day)

    assert response.status_code == 422
    assert "sent_on" in response.context["form"].errors
    assert not Delivery.objects.exists()


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


def secrecy_waits(office) -> Case:
    """A case at the secrecy check: its reply hands something out (A2)."""
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=factories.at())
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION):
        handling.record_fact(act, case=case, fact=fact, text="方案一份，纸质邮寄")
    take_step(
        act,
        node=CaseFlow.handle,
        case=case,
        perform=lambda case: handling.choose_outcome(act, case=case, outcome_code="A2"),
    )
    fields = dict.fromkeys(names_of("A2"), "某地块征收补偿安置方案")
    wording = drafting.Wording(fields=fields)
    take_step(
        act,
        node=CaseFlow.compose,
        case=case,
        perform=lambda case: drafting.hand_in_draft(act, case=case, wording=wording),
    )
    return Case.objects.get(pk=case.pk)


def names_of(code: str) -> list[str]:
    return [field.name for field in DRAFT_FIELDS[code]]


@pytest.mark.parametrize(("verdict", "node"), [("yes", "review_in_law"), ("no", "compose")])
def test_the_secrecy_check_lets_through_or_sends_back(office, verdict, node):
    case = secrecy_waits(office)
    response = send(as_(office.checker), case, verdict=verdict, note="逐页核对，未标密")

    assert response.status_code == 302
    assert case.latest_draft.secrecy_check.passes is (verdict == "yes")
    assert node_of(case) == node


def test_the_secrecy_check_has_grounds(office):
    case = secrecy_waits(office)
    response = send(as_(office.checker), case, verdict="yes", note=" ")

    assert response.status_code == 422
    assert node_of(case) == "check_secrecy"
