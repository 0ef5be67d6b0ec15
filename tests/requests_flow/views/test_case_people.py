"""Who sees a case, by name, why, and who could on a day gone by; and the forms that change it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from requests_flow.actions import parts, restricting
from requests_flow.models import Case, CaseGrant, Part, ReviewGrant, Sight
from requests_flow.models.seeing import Instant, seers, ways_to
from requests_flow.units import access
from requests_flow.units.appointments import Terms
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.views.case_why import SENTENCES
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import on
from tests.requests_flow.delegated import delegated
from tests.requests_flow.parted import WEEK, browser, by, given, restricted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


@pytest.fixture
def office():
    return factories.Office()


def world(office: factories.Office) -> Case:
    """A case that waits for its signature, with somebody on every way to it."""
    case = factories.approved(office)
    section = factories.make_section(office.unit)
    Case.objects.filter(pk=case.pk).update(section=section)
    case.refresh_from_db()
    factories.make_person(section, Duty.HANDLE, name="科员")
    above = factories.make_unit("区政府")
    type(above).objects.filter(pk=office.unit.pk).update(parent=above)
    factories.make_person(above, Duty.OVERSEE, name="督员")
    helper = factories.make_person(name="助员")
    given(by(office.clerk), case, helper, Part.CO_HANDLER)
    case.consultations.create(
        kind="other_organ", name="某馆", question="有无？", sent_on=TODAY, recorded_by=office.clerk
    )
    other, question = factories.Office("区档案局"), case.consultations.get()
    given(by(office.clerk), case, other.unit, Part.CONSULTED, consultation=question)
    given(by(office.clerk), case, factories.make_person(), Part.CONSULTED, consultation=question)
    ReviewGrant.objects.create(
        case=case,
        reviewer=factories.make_person(name="外律"),
        firm="某所",
        valid_until=WEEK,
        granted_by=office.adviser,
        granted_on=TODAY,
        granted_at=at(),
    )
    delegated(office, factories.make_person(name="副签"))
    gone = factories.make_person(office.unit, Duty.READ)
    gone.is_active = False
    gone.save()
    factories.make_person(factories.make_unit(), Duty.READ, Duty.SIGN)
    return Case.objects.get(pk=case.pk)


def test_who_is_listed_is_who_the_ways_let_in_and_everybody_else_is_not(office):
    case = world(office)
    now = Instant(at=timezone.now(), on=TODAY)
    listed = {(one.person.pk, one.way, one.sight) for one in seers(case, now)}
    led = {
        (person.pk, way.name, way.sight)
        for person in User.objects.all()
        for way in ways_to(person, case)
    }

    assert {(pk, sight) for pk, _way, sight in listed} == {(pk, sight) for pk, _way, sight in led}
    assert led <= listed
    assert {way for _pk, way, _sight in led} == set(SENTENCES)
    past = Instant(at=timezone.now(), on=TODAY, is_now=False)
    kept = {(one.person.pk, one.way, one.sight) for one in seers(case, past)}
    gone = {(pk, way, sight) for pk, way, sight in kept - listed}
    assert {User.objects.get(pk=pk).is_active for pk, _way, _sight in gone} == {False}


def page(client: Client, case: Case, query: str = "") -> str:
    response = client.get(f"/cases/{case.pk}/people/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_is_listed_by_name_with_the_reason(office):
    case = world(office)
    body = page(browser(office.clerk), case)
    for name in ("科员", "督员", "助员", "外律", "副签", "区档案局", "协助查找", "某所"):
        assert name in body, name


def test_why_somebody_sees_it_and_why_not(office):
    case = world(office)
    client = browser(office.clerk)

    def why(person: User) -> str:
        return page(client, case, f"?person={person.pk}")

    assert "Helps to handle it" in why(User.objects.get(full_name="助员"))
    assert "Outside adviser of 某所" in why(User.objects.get(full_name="外律"))
    assert "Signs for 田签" in why(User.objects.get(full_name="副签"))
    stranger = factories.make_person(name="路人")
    assert "路人 sees nothing of it" in why(stranger)
    assert "Holds no duty that leads to this case" in why(stranger)
    stranger.is_active = False
    stranger.save()
    assert "The account is closed" in why(stranger)
    root = factories.make_person()
    root.is_superuser = True
    root.save()
    assert "shows no case" in why(root)

    restricted(office, case)
    assert "they are not named on it" in why(office.checker)
    assert "Without the restriction they would see it" in why(office.checker)
    assert "They are named on the restricted case" in why(office.clerk)


def test_who_could_see_it_on_a_day_gone_by(office):
    with on(date(2026, 11, 2)):
        case = factories.accepted(office)
        once = factories.make_person(name="昔员")
        terms = Terms(at=at(date(2026, 11, 3)))
        access.appoint(once, unit=office.unit, duty=Duty.READ, terms=terms)
    with on(date(2026, 11, 10)):
        access.dismiss(once, unit=office.unit, duty=Duty.READ)
    helper = factories.make_person(name="昔助")
    with on(date(2026, 11, 12)):
        act = by(office.clerk, day=date(2026, 11, 12))
        grant = given(act, case, helper, Part.CO_HANDLER, valid_until=WEEK)
    parts.end_part(by(office.clerk), grant=grant)
    client = browser(office.clerk)

    def could(person: User, day: str) -> bool:
        body = page(client, case, f"?person={person.pk}&on={day}")
        assert f"{person} sees" in body
        return f"{person} sees nothing" not in body

    assert [could(once, f"2026-11-{day:02}") for day in (2, 3, 9, 10)] == [False, True, True, False]
    assert [could(helper, f"2026-11-{day}") for day in (11, 12, 22)] == [False, True, True]
    assert "昔员" not in page(client, case).split("<table")[1]
    assert "Appointments are kept from" in page(client, case, "?on=2026-11-09")
    assert "The case was registered on" in page(client, case, "?on=2020-03-03")
    assert "has not come yet" in page(client, case, "?on=2030-03-03")
    for nonsense in ("?on=x", "?person=x", "?on=2026-13-01&time=99", "?person=99999999"):
        page(client, case, nonsense)


def test_a_restriction_has_a_history_too(office):
    with on(date(2026, 11, 2)):
        case = factories.accepted(office)
        terms, reader = Terms(at=at(date(2026, 11, 2))), factories.make_person()
        access.appoint(reader, unit=office.unit, duty=Duty.READ, terms=terms)
    with on(date(2026, 11, 9)):
        act = by(office.clerk, day=date(2026, 11, 9))
        restricting.restrict(act, case=case, kind="other", reason="当事人")
    with on(date(2026, 11, 16)):
        act = by(office.clerk, day=date(2026, 11, 16))
        restricting.lift(act, case=case, reason="已结案")
    client = browser(office.clerk)
    found = [
        "sees nothing of it" in page(client, case, f"?person={reader.pk}&on=2026-11-{day:02}")
        for day in (8, 10, 15, 16)
    ]
    assert found == [False, True, True, False]


def test_who_is_let_in_to_the_case_is_not_told_who_else_sees_it(office):
    case = world(office)
    for name in ("外律", "副签", "助员", "督员"):
        client = browser(User.objects.get(full_name=name))
        assert client.get(f"/cases/{case.pk}/people/").status_code == 404
        assert (
            f"/cases/{case.pk}/people/" not in client.get(case.get_absolute_url()).content.decode()
        )


def test_a_part_is_given_and_ended_on_the_page(office):
    case, helper = factories.accepted(office), factories.make_person(name="助员")
    client, here = browser(office.clerk), f"/cases/{case.pk}/people/"
    form = {"form_token": "t1", "part": "co_handler", "person": helper.pk, "reason": "查卷"}

    refused = client.post(f"{here}give/", form)
    assert refused.status_code == 422
    assert "Say until which day" in refused.content.decode()
    form["valid_until"] = WEEK.isoformat()
    assert client.post(f"{here}give/", form)["Location"] == here
    assert client.post(f"{here}give/", form)["Location"] == here  # the second click
    assert CaseGrant.objects.filter(case=case).count() == 1
    again = client.post(f"{here}give/", {**form, "form_token": "t2"})
    assert again.status_code == 422
    assert "stands already" in again.content.decode()

    grant = CaseGrant.objects.get(case=case)
    end = f"{here}parts/{grant.pk}/end/"
    assert browser(office.checker).post(end).status_code == 404
    assert client.get(end).status_code == 405
    assert client.post(end).status_code == 302
    assert client.post(end).status_code == 409
    assert not Case.objects.visible_to(helper, Sight.CLOCK).exists()


def test_the_person_gives_their_part_back(office):
    case, helper = factories.accepted(office), factories.make_person()
    grant = given(by(office.clerk), case, helper, Part.CO_HANDLER)
    answer = browser(helper).post(f"/cases/{case.pk}/people/parts/{grant.pk}/end/")
    assert answer["Location"] == "/"
    assert browser(helper).get(case.get_absolute_url()).status_code == 404


def test_a_case_is_restricted_and_opened_again_on_the_page(office):
    case = factories.accepted(office)
    client, here = browser(office.clerk), f"/cases/{case.pk}/people/"
    assert browser(office.checker).get(f"{here}restrict/").status_code == 404
    form = {"form_token": "r1", "kind": "litigation", "reason": "已起诉"}

    assert client.post(f"{here}restrict/", {**form, "reason": ""}).status_code == 422
    assert client.post(f"{here}restrict/", form)["Location"] == here
    assert "Restricted by 陈敏" in page(client, case)
    assert browser(office.checker).get(here).status_code == 404
    lifted = client.post(f"{here}lift/", {"form_token": "r2", "reason": "已判决"})
    assert lifted["Location"] == here
    assert browser(office.checker).get(here).status_code == 200


def test_a_unit_of_the_house_is_asked_in_one_go(office):
    case, other = factories.accepted(office), factories.Office("区档案局")
    client, url = browser(office.clerk), f"/cases/{case.pk}/record/consultation/"
    form = {
        "form_token": "c1", "kind": "other_organ", "unit": other.unit.pk, "name": "",
        "question": "有无该批复？", "sent_on": TODAY.isoformat(),
    }  # fmt: skip

    assert client.post(url, form).status_code == 422
    assert client.post(url, {**form, "kind": "third_party"}).status_code == 422
    form["valid_until"] = (TODAY + timedelta(days=5)).isoformat()
    assert client.post(url, form).status_code == 302

    assert case.consultations.get().name == other.unit.name
    assert "有无该批复？" in browser(other.clerk).get("/parts/").content.decode()
    assert "/parts/" in browser(other.clerk).get("/").content.decode()
    assert 'href="/parts/"' not in browser(office.clerk).get("/").content.decode()
