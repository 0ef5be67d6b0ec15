"""A code besides the password: whom it is asked of, and that no code opens twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_flow.actions import second_factors
from requests_flow.actions.act import Act
from requests_flow.models import ReviewGrant
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import SignInEvent, User
from tests import factories
from tests.factories import TODAY, at
from tests.requests_flow.at_the_door import KEY, enters, is_in, knocks, shown, with_phone
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db

SECOND = "/login/second/"
PAGE = "/account/second-factor/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=False) as travel:
        yield travel


@pytest.fixture
def person() -> User:
    return factories.make_person(name="田签")


@pytest.fixture
def office(settings) -> factories.Office:
    settings.YISHEN_SECOND_FACTOR = "duties"
    return factories.Office()


def gives(client: Client, code: str):
    return client.post(SECOND, {"code": code}, REMOTE_ADDR="192.0.2.10")


def test_the_password_alone_opens_nothing(person, client, clock):
    with_phone(person)
    clock.shift(60)

    assert enters(client, person, next="/calendar/")["Location"] == SECOND
    assert not is_in(client)
    assert client.get("/account/").status_code == 302

    answer = gives(client, shown())
    assert answer["Location"] == "/calendar/"
    assert is_in(client)


def test_a_code_opens_once(person, client, clock):
    with_phone(person)
    clock.shift(60)
    enters(client, person)
    assert gives(client, shown()).status_code == 302

    other = Client()
    enters(other, person)
    assert gives(other, shown()).status_code == 422
    assert not is_in(other)


def test_the_code_of_the_enrolment_opens_nothing(person, client):
    with_phone(person)
    enters(client, person)

    assert gives(client, shown()).status_code == 422


def test_a_recovery_code_opens_once_and_is_written_down(person, client):
    codes = with_phone(person)
    enters(client, person)
    assert gives(client, codes[0].upper().replace("-", " ")).status_code == 302
    assert second_factors.codes_left(person) == second_factors.CODES - 1
    assert SignInEvent.objects.filter(user=person, kind="recovered").count() == 1

    other = Client()
    enters(other, person)
    assert gives(other, codes[0]).status_code == 422


def test_recovery_codes_cannot_be_read_in_the_table(person):
    from django_otp.plugins.otp_static.models import StaticToken

    codes = {code.replace("-", "") for code in with_phone(person)}

    assert codes.isdisjoint(StaticToken.objects.values_list("token", flat=True))


def test_wrong_codes_lock_the_door_like_wrong_passwords(person, client, clock):
    with_phone(person)
    enters(client, person)
    for number in range(5):
        clock.shift(40)
        answer = gives(client, f"00000{number}")
    assert answer.status_code == 429
    assert knocks(client, person.username, "test").status_code == 429
    assert gives(client, shown()).status_code == 302, "the right password is forgotten as well"
    kinds = SignInEvent.objects.filter(user=person).values_list("kind", flat=True)
    assert sorted(kinds) == ["factor_added", "locked_out", *["wrong_code"] * 5]


def test_after_a_wrong_code_one_waits_and_that_counts_for_nothing(person, client, clock):
    with_phone(person)
    clock.shift(60)
    enters(client, person)
    assert gives(client, "000000").status_code == 422
    assert gives(client, shown()).status_code == 422
    clock.shift(2)
    assert gives(client, shown()).status_code == 302


def test_the_second_step_waits_five_minutes(person, client, clock):
    with_phone(person)
    enters(client, person)
    clock.shift(timedelta(minutes=6))

    assert gives(client, shown())["Location"] == "/login/"


@pytest.mark.parametrize("change", ["close", "password"])
def test_between_the_steps_the_account_may_be_closed(person, client, clock, change):
    with_phone(person)
    enters(client, person)
    if change == "close":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        person.set_password("another-one-9")
        person.save()
    clock.shift(60)

    assert gives(client, shown())["Location"] == "/login/"
    assert not is_in(client)


def test_in_production_a_signatory_sets_it_up_before_anything_else(office):
    client = as_(office.signatory)

    for url in ("/", "/delegations/", "/cases/1/", "/account/"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith(PAGE)
    assert client.post("/account/sessions/end/")["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    assert is_in(as_(office.clerk)), "of a clerk it is not asked"


@pytest.mark.parametrize("who", ["adviser", "signatory"])
def test_who_decides_what_leaves_is_asked(office, who):
    assert second_factors.is_needed(getattr(office, who))


@pytest.mark.parametrize("duty", [Duty.MANAGE_SYSTEM, Duty.MANAGE_ACCESS, Duty.AUDIT])
def test_administrators_are_asked(office, duty):
    assert second_factors.is_needed(factories.make_person(office.unit, duty))


def test_an_outside_adviser_is_asked(office):
    adviser = factories.make_person()
    assert not second_factors.is_needed(adviser)
    ReviewGrant.objects.create(
        case=factories.open_case(office),
        reviewer=adviser,
        firm="某所",
        valid_until=TODAY,
        granted_by=office.adviser,
        granted_on=TODAY,
        granted_at=at(),
    )

    assert second_factors.is_needed(adviser)


def test_who_becomes_signatory_is_asked_at_the_next_request(office):
    client = as_(office.clerk)
    assert is_in(client)
    access.dismiss(office.clerk, unit=office.unit, duty=Duty.HANDLE)
    access.appoint(office.clerk, unit=office.unit, duty=Duty.SIGN)

    assert client.get("/")["Location"].startswith(PAGE)


def test_all_or_nobody(office, settings):
    settings.YISHEN_SECOND_FACTOR = "all"
    assert not is_in(as_(office.clerk))
    settings.YISHEN_SECOND_FACTOR = "off"
    assert is_in(as_(office.signatory))


def test_setting_it_up_shows_the_codes_once_and_goes_on(office, clock):
    client = as_(office.signatory)
    page = client.get(PAGE + "?next=/delegations/").content.decode()
    assert "data:image/svg+xml" in page
    kept = client.session["key_being_set_up"]
    key = second_factors.taken_up(office.signatory, kept)
    assert second_factors.secret_of(office.signatory, key).words in page

    wrong = client.post(PAGE, {"code": "000000", "next": "/delegations/"})
    assert wrong.status_code == 422
    assert client.session["key_being_set_up"] == kept, "the phone has read it already"

    done = client.post(PAGE, {"code": shown(key=key), "next": "/delegations/"})
    codes = done.context["codes"]
    assert len(codes) == 10
    assert all(code in done.content.decode() for code in codes)
    assert 'href="/delegations/"' in done.content.decode()
    assert is_in(client)
    assert "key_being_set_up" not in client.session
    assert codes[0] not in client.get(PAGE).content.decode()


def test_it_cannot_be_set_up_twice(person):
    with_phone(person)

    with pytest.raises(second_factors.FactorThere):
        second_factors.add_factor(Act(by=person, at=at()), user=person, key=KEY, code=shown())


def test_a_session_without_code_does_not_replace_the_phone(office):
    with_phone(office.signatory)
    client = as_(office.signatory)

    assert client.get(PAGE)["Location"] == "/login/"
    assert "_auth_user_id" not in client.session


def test_later_the_password_is_asked_for_again(person, clock):
    client = as_(person)
    client.get(PAGE)
    clock.shift(timedelta(minutes=11))
    key = second_factors.taken_up(person, client.session["key_being_set_up"])

    assert client.post(PAGE, {"code": shown(key=key)}).status_code == 422
    assert client.post(PAGE, {"code": shown(key=key), "password": "test"}).status_code == 200


def test_new_codes_make_the_old_ones_worthless(person, clock):
    old = with_phone(person)
    client = as_(person)
    assert client.post(PAGE, {"password": "wrong", "deed": "codes"}).status_code == 422
    new = client.post(PAGE, {"password": "test", "deed": "codes"}).context["codes"]

    act = Act(by=person, at=at())
    assert second_factors.check_code(act, user=person, code=new[0]) == "recovered"
    with pytest.raises(second_factors.WrongCode):
        second_factors.check_code(act, user=person, code=old[0])


def test_removing_it_asks_for_the_password_and_ends_other_sessions(person):
    with_phone(person)
    client, other = as_(person), as_(person)
    assert is_in(other)
    answer = client.post(PAGE, {"password": "test", "deed": "remove"})

    assert answer["Location"] == "/account/"
    assert not second_factors.has_factor(person)
    assert is_in(client)
    assert not is_in(other)


def test_who_must_have_one_does_not_remove_it(office, clock):
    with_phone(office.signatory)
    clock.shift(60)
    client = Client()
    enters(client, office.signatory)
    gives(client, shown())

    answer = client.post(PAGE, {"password": "test", "deed": "remove"})
    assert answer.status_code == 422
    assert second_factors.has_factor(office.signatory)


def test_asking_costs_one_query_and_none_with_a_code(office, settings, clock):
    with_phone(office.signatory)
    clock.shift(60)
    verified, plain = Client(), as_(office.clerk)
    enters(verified, office.signatory)
    gives(verified, shown())
    costs = {}
    for policy in ("off", "duties"):
        settings.YISHEN_SECOND_FACTOR = policy
        for name, client in (("verified", verified), ("plain", plain)):
            client.get(reverse("specimens"))  # what is asked once for a process is asked now
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("specimens")).status_code == 200
            costs[policy, name] = len(asked)

    assert costs["duties", "verified"] == costs["off", "verified"]
    assert costs["duties", "plain"] == costs["off", "plain"] + 1
