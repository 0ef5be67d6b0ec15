"""The overseer's list of looks, and the search by a whole identity number."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from requests_flow.actions.act import Act
from requests_flow.actions.revealing import reveal
from requests_flow.models import Applicant, Entry
from requests_flow.units.duties import Duty
from tests import factories

pytestmark = pytest.mark.django_db
NUMBER = "33020319851224321X"
LOOKS, FIND = "/looks/", "/search/number/"


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


def look(office, case, times: int = 1) -> None:
    act = Act(by=office.clerk, at=factories.at())
    for _ in range(times):
        reveal(act, case=case, purpose="verify", reason="核对来电人所称的号码")


def test_an_overseer_sees_who_looked_and_who_looked_often(office, settings):
    settings.YISHEN_UNMASK_NOTICE = 2
    overseer = factories.make_person(office.unit, Duty.OVERSEE)
    case = factories.open_case(office, identity_number=NUMBER)
    look(office, case, times=2)
    context = as_(overseer).get(LOOKS).context
    assert (len(context["rows"]), context["often"]) == (2, [])

    look(office, case)
    response = as_(overseer).get(LOOKS)
    (one,) = response.context["often"]
    assert (one["who"], one["count"], one["cases"]) == (office.clerk, 3, 1)
    page = response.content.decode()
    assert case.number in page
    for told in (case.applicant.name, NUMBER, case.subject, "核对来电人所称的号码"):
        assert told not in page


def test_what_is_not_overseen_is_not_on_the_list(office):
    other = factories.Office("区财政局")
    look(other, factories.open_case(other))
    overseer = factories.make_person(office.unit, Duty.OVERSEE)

    assert as_(overseer).get(LOOKS).context["rows"] == []


def test_the_auditor_sees_all_of_them_and_no_way_into_a_case(office):
    case = factories.open_case(office)
    look(office, case)
    auditor = factories.make_person(office.unit, Duty.AUDIT)
    response = as_(auditor).get(LOOKS)

    assert len(response.context["rows"]) == 1
    assert case.get_absolute_url() not in response.content.decode()


def test_others_do_not_find_the_list(office):
    assert as_(office.clerk).get(LOOKS).status_code == 404


@pytest.mark.parametrize(
    "typed", [NUMBER, NUMBER.lower(), "３３０２０３１９８５１２２４３２１Ｘ", f" {NUMBER} "]
)
def test_a_whole_number_finds_every_application_of_the_person(office, typed, monkeypatch):
    one = factories.open_case(office, identity_number=NUMBER)
    two = factories.open_case(office, identity_number=NUMBER.lower(), name="张三峰")
    factories.open_case(office, identity_number="330203198512243210")
    monkeypatch.setattr(Applicant, "identity_number", property(lambda self: pytest.fail("opened")))
    response = as_(office.clerk).post(FIND, {"number": typed})

    assert {row.case.pk for row in response.context["rows"]} == {one.pk, two.pk}
    assert typed.strip() not in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    entry = Entry.objects.get(verb="identity_searched")
    assert (entry.actor, entry.data) == (office.clerk, {"found": 2})


@pytest.mark.parametrize("typed", ["", "33020", "３３０", "----------"])
def test_a_part_of_a_number_is_refused(office, typed):
    response = as_(office.clerk).post(FIND, {"number": typed})

    assert response.status_code == 422
    assert not Entry.objects.filter(verb="identity_searched").exists()


def test_nobody_finds_a_case_whose_applicant_they_may_not_know(office):
    factories.open_case(office, identity_number=NUMBER)
    stranger = factories.Office("区财政局").clerk
    overseer = factories.make_person(office.unit, Duty.OVERSEE)

    for person in (stranger, overseer):
        assert as_(person).post(FIND, {"number": NUMBER}).context["rows"] == []
    assert Client().post(FIND, {"number": NUMBER}).status_code == 302


def test_the_number_is_never_taken_from_an_address(office):
    factories.open_case(office, identity_number=NUMBER)
    response = as_(office.clerk).get(FIND, {"number": NUMBER})

    assert "rows" not in response.context
