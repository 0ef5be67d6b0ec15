"""The page of the signature: what stands beside it, what is told as unusual, and on whose word."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from requests_flow import labels
from requests_flow.models import Case, Signature, SigningDelegation
from requests_flow.rules.unusual import Oddity
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit
from requests_flow.views.unusual_things import sheet_of, unusual_things
from tests import factories
from tests.factories import TODAY, at
from tests.requests_flow.delegated import delegated
from tests.requests_flow.handing_out import checked, secrecy_waits
from tests.requests_flow.views.test_leaving import as_, node_of, send, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def told(case: Case, *, on: date = TODAY) -> list[str]:
    with translation.override("en"):
        return [one.sentence for one in unusual_things(case, case.latest_draft, today=on)]


def test_every_oddity_has_its_sentence():
    assert set(labels.UNUSUAL) == set(Oddity)


def test_of_what_is_as_usual_nothing_is_told(office):
    assert told(factories.approved(office)) == []


def test_what_the_file_holds_is_told(office):
    case = factories.approved(office)
    late = case.due_on + timedelta(days=10)
    assert any("It is late by" in one for one in told(case, on=late))
    assert any("last day" in one for one in told(case, on=case.due_on))
    Unit.objects.filter(pk=office.unit.pk).update(kind="vertical")
    sheet = sheet_of(Case.objects.get(pk=case.pk), case.latest_draft, today=TODAY)
    assert sheet.changes or not sheet.has_remedy


def test_a_part_let_out_only_as_redacted_is_told(office):
    case = checked(office, secrecy_waits(office, "批复.txt"), "redacted")
    case = factories.approve(office, case, day=TODAY)
    assert "The secrecy check lets 4 of its parts out only as they were redacted." in told(case)


def test_like_requests_that_ended_otherwise_are_told(office):
    for _ in range(2):
        earlier = factories.delivered(office)
        Case.objects.filter(pk=earlier.pk).update(outcome_code="A2")
    case = factories.approved(office)
    assert any("2 of 2 with “Disclose”" in one for one in told(case))
    other = factories.approved(
        office, request_text="申请公开2019年绿化养护合同及付款凭证。", subject="绿化养护合同"
    )
    assert not any("like words" in one for one in told(other))


def test_opinion_number_and_letter_stand_beside_the_signature(office):
    case = factories.approved(office)
    page = as_(office.signatory).get(step_of(case)).content.decode()
    for words in (
        str(office.adviser),
        case.applicant.masked_name,
        reverse("case_draft", args=[case.pk, 1]),
        reverse("opinion_paper", args=[case.pk, 1]),
        f"{office.unit.number_prefix}",
    ):
        assert words in page


def test_the_reason_of_a_return_is_kept_when_something_else_is_wrong(office):
    case = factories.approved(office)
    response = send(as_(office.signatory), case, decision="", reason="理由写了一半")
    assert response.status_code == 422
    assert "理由写了一半" in response.content.decode()


# By delegation --------------------------------------------------------------------------------


def test_a_deputy_finds_it_on_the_desk_and_signs_with_one_form(office):
    deputy = factories.make_person(name="代签")
    case = factories.approved(office)
    delegated(office, deputy)
    client = as_(deputy)

    assert case.number in client.get(reverse("desk") + "?tab=free").content.decode()
    page = client.get(step_of(case)).content.decode()
    assert str(office.signatory) in page
    url = step_of(case)
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form.hidden_fields()}
    sent["decision"] = "sign"
    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent)  # the second click shows the first result

    assert again.status_code == 302
    assert Signature.objects.get().delegation.signatory == office.signatory
    assert node_of(case) == "issue"
    file = as_(office.clerk).get(case.get_absolute_url(), headers={"accept-language": "en"})
    assert "Signed by delegation" in file.content.decode()


def test_without_or_after_a_delegation_there_is_nothing(office):
    deputy = factories.make_person()
    case = factories.approved(office)
    url, client = step_of(case), as_(deputy)
    assert client.get(url).status_code == 404
    row = delegated(office, deputy)
    assert client.get(url).status_code == 200
    as_(office.signatory).post(reverse("delegation_end", args=[row.pk]))
    assert client.get(url).status_code == 404
    assert client.post(url, {"decision": "sign"}).status_code == 404
    assert client.get(reverse("case_draft", args=[case.pk, 1])).status_code == 404


def test_a_deputy_who_had_a_hand_is_told_so(office):
    deputy = factories.make_person(office.unit, Duty.HANDLE)
    delegated(office, deputy)
    case = factories.approved(office)
    Case.objects.filter(pk=case.pk).update(handler=deputy)
    response = send(as_(deputy), case, decision="sign")
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_a_deputys_desk_asks_the_same_for_many_as_for_few(office):
    deputy, counts = factories.make_person(), []
    delegated(office, deputy)
    client = as_(deputy)
    for many in (2, 6):
        while Case.objects.count() < many:
            factories.approved(office)
        client.get(reverse("desk") + "?tab=free")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("desk") + "?tab=free").content.decode()
        counts.append(len(queries))
        assert all(case.number in page for case in Case.objects.all())
    assert counts[0] == counts[1]


# The page of delegations ----------------------------------------------------------------------


def give(client, office, deputy, **change):
    url = reverse("delegations")
    form = client.get(url).context["form"]
    data = {
        "form_token": form["form_token"].value(),
        "unit": office.unit.pk,
        "deputy": deputy.pk,
        "valid_from": TODAY.isoformat(),
        "valid_until": (TODAY + timedelta(days=3)).isoformat(),
        "reason": "出差",
        **change,
    }
    return client.post(url, data), data


def test_a_signatory_gives_a_delegation_once_and_ends_it(office):
    deputy, client = factories.make_person(name="代签"), as_(office.signatory)

    response, data = give(client, office, deputy, outcomes=["D1a", "A2"])
    assert response.status_code == 302
    assert client.post(reverse("delegations"), data).status_code == 302
    row = SigningDelegation.objects.get()
    assert (row.deputy, row.outcomes) == (deputy, ["A2", "D1a"])
    page = client.get(reverse("delegations")).content.decode()
    assert "代签" in page
    assert "出差" in page
    assert client.post(reverse("delegation_end", args=[row.pk])).status_code == 302
    assert client.post(reverse("delegation_end", args=[row.pk])).status_code == 409
    row.refresh_from_db()
    assert row.ended_by == office.signatory
    assert str(row.deputy) in client.get(reverse("delegations")).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_until": "2026-11-01"}, "valid_until"),
        ({"valid_from": "2026-11-20"}, "valid_from"),
        ({"reason": " "}, "reason"),
        ({"valid_until": "morgen"}, "valid_until"),
        ({"outcomes": ["F1"]}, "outcomes"),
    ],
)
def test_what_cannot_be_given_is_said_beside_its_field(office, change, field):
    deputy = factories.make_person()
    response, _data = give(as_(office.signatory), office, deputy, **change)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not SigningDelegation.objects.exists()


def test_who_reviews_is_refused_beside_the_name(office):
    response, _data = give(as_(office.signatory), office, office.adviser)
    assert response.status_code == 422
    assert "deputy" in response.context["form"].errors


def test_others_find_nothing_and_a_deputy_only_reads_and_gives_it_back(office):
    deputy = factories.make_person()
    row = delegated(office, deputy)
    elsewhere = factories.Office("区民政局")
    for person in (office.clerk, elsewhere.clerk):
        assert as_(person).get(reverse("delegations")).status_code == 404
    for person in (office.clerk, elsewhere.signatory):
        assert as_(person).post(reverse("delegation_end", args=[row.pk])).status_code == 404
    client = as_(deputy)
    assert str(office.signatory) in client.get(reverse("delegations")).content.decode()
    assert client.post(reverse("delegations"), {}).status_code == 404
    assert client.post(reverse("delegation_end", args=[row.pk])).status_code == 302
