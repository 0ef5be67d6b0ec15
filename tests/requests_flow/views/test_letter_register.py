"""The register shows every number of the unit's letters, the voided ones with their reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from requests_flow.models import Counter, VoidedLetter
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.journeys.people import on

pytestmark = pytest.mark.django_db
URL = "/letters/register/"


@pytest.fixture(autouse=True)
def this_year():
    with on(factories.TODAY):
        yield


@pytest.fixture
def office(client):
    house = factories.Office()
    client.force_login(house.clerk)
    return house


def void(letter, office, reason: str = "打印有误") -> None:
    VoidedLetter.objects.create(
        letter=letter, reason=reason, voided_by=office.clerk, voided_at=at()
    )


def test_every_letter_of_the_unit_stands_in_it(client, office):
    case = factories.issued(office)

    page = client.get(URL).content.decode()

    assert reverse("letter_register") == URL
    for letter in case.letters.all():
        assert letter.number in page
    assert case.applicant.name not in page


def test_a_voided_letter_keeps_its_number_and_says_why(client, office):
    reply = factories.issued(office).reply
    void(reply, office)

    page = client.get(URL).content.decode()

    assert f"<del>{reply.number}</del>" in page
    assert "打印有误" in page


def test_a_gap_is_said_aloud(client, office):
    reply = factories.issued(office).reply
    assert 'role="alert"' not in client.get(URL).content.decode()
    Counter.objects.filter(series=reply.series).update(last=reply.sequence + 1)

    page = client.get(URL).content.decode()

    assert 'role="alert"' in page


def test_filters_narrow_and_nonsense_does_not_break(client, office):
    case = factories.issued(office)
    reply, receipt = case.reply, case.letters.get(code="L01")

    page = client.get(URL, {"code": "L01"}).content.decode()
    assert receipt.number in page
    assert reply.number not in page

    assert reply.number in client.get(URL, {"q": reply.number}).content.decode()
    assert reply.number not in client.get(URL, {"year": "2025"}).content.decode()
    odd = {"unit": "x", "year": "-1", "code": "L99", "page": "zzz"}
    assert client.get(URL, odd).status_code == 200


def test_another_units_letters_are_not_in_it(client, office):
    foreign = factories.issued(factories.Office("区教育局")).reply

    page = client.get(URL, {"unit": foreign.case.unit_id}).content.decode()

    assert foreign.number not in page


def test_who_issues_no_letters_finds_nothing(client):
    house = factories.Office()
    client.force_login(factories.make_person(house.unit, Duty.HANDLE))

    assert client.get(URL).status_code == 404


def test_the_year_as_a_file_has_the_voided_ones_and_no_names(client, office):
    case = factories.issued(office)
    void(case.reply, office, reason="=1+1")

    text = client.get(URL, {"export": "csv"}).content.decode("utf-8-sig")

    assert case.reply is None
    assert '"\'=1+1"' in text
    assert case.applicant.name not in text
    assert text.count("\n") == 1 + case.letters.count()
