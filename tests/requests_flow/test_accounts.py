"""Accounts are closed, opened again and given a new way in: by whom, with what entry, in time."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from requests_flow.actions import accounts, second_factors
from requests_flow.actions.act import Act
from requests_flow.models import Entry
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from tests import factories
from tests.factories import at
from tests.requests_flow.at_the_door import enters, is_in, knocks, with_phone
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=False) as travel:
        yield travel


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture
def keeper(office) -> User:
    return factories.make_person(office.unit, Duty.MANAGE_SYSTEM)


@pytest.fixture
def act(keeper) -> Act:
    return Act(by=keeper, at=at())


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


DEEDS = {
    "close": lambda act, user: accounts.close_account(act, user=user, reason="调离"),
    "reopen": lambda act, user: accounts.reopen_account(act, user=user, reason="调回"),
    "end": lambda act, user: accounts.end_sessions(act, user=user),
    "password": lambda act, user: accounts.give_password(act, user=user),
    "factor": lambda act, user: accounts.reset_second_factor(act, user=user, reason="当面核对"),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["clerk", "signatory", Duty.MANAGE_ACCESS, Duty.AUDIT, "super"])
def test_only_the_system_administrator_keeps_accounts(office, deed, who):
    if isinstance(who, Duty):
        person = factories.make_person(office.unit, who)
    else:
        person = getattr(office, who, None) or factories.make_person()
    if who == "super":
        User.objects.filter(pk=person.pk).update(is_superuser=True)

    with pytest.raises(accounts.NotAccountKeeper):
        DEEDS[deed](Act(by=fresh(person), at=at()), office.checker)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_each_leaves_one_entry_without_a_case(office, act, deed):
    if deed == "reopen":
        User.objects.filter(pk=office.clerk.pk).update(is_active=False)
    DEEDS[deed](act, office.clerk)

    entry = Entry.objects.get()
    assert (entry.case, entry.actor, entry.data["user"]) == (None, act.by, office.clerk.pk)


def test_closing_needs_a_reason_and_happens_once(office, act):
    with pytest.raises(accounts.ReasonMissing):
        accounts.close_account(act, user=office.clerk, reason="  ")
    assert fresh(office.clerk).is_active
    DEEDS["close"](act, office.clerk)
    with pytest.raises(accounts.AlreadyClosed):
        DEEDS["close"](act, office.clerk)
    assert not fresh(office.clerk).is_active


def test_nobody_closes_or_opens_their_own(keeper, act):
    for deed in ("close", "reopen"):
        with pytest.raises(accounts.OwnAccount):
            DEEDS[deed](act, keeper)


def test_an_account_opened_again_gets_a_password_that_opens_its_own_change(office, act, settings):
    settings.YISHEN_PASSWORD_FIRST = True
    DEEDS["close"](act, office.clerk)
    with pytest.raises(accounts.AlreadyOpen):
        DEEDS["reopen"](act, office.checker)
    password = DEEDS["reopen"](act, office.clerk)

    client = Client()
    assert knocks(client, office.clerk.username, "test").status_code == 422
    assert knocks(client, office.clerk.username, password).status_code == 302
    assert client.get("/")["Location"] == "/account/password/?next=%2F"
    new = {"old_password": password, "new_password1": "chuan-Hao-7", "new_password2": "chuan-Hao-7"}
    assert client.post("/account/password/", {**new, "next": "/"})["Location"] == "/"
    assert is_in(client)


def test_a_given_password_dies_in_seven_days(office, act, clock):
    password = DEEDS["password"](act, office.clerk)
    clock.shift(8 * 86400)

    assert knocks(Client(), office.clerk.username, password).status_code == 422


def test_a_given_password_lifts_the_lock_and_ends_what_is_open(office, act):
    client = as_(office.clerk)
    for _time in range(6):
        knocks(Client(), office.clerk.username, "wrong")
    password = DEEDS["password"](act, office.clerk)

    assert not is_in(client)
    assert knocks(Client(), office.clerk.username, password).status_code == 302


def test_a_given_password_is_no_door_round_the_second_factor(office, act, clock):
    with_phone(office.signatory)
    password = DEEDS["password"](act, office.signatory)

    answer = knocks(Client(), office.signatory.username, password)
    assert answer["Location"] == "/login/second/"


def test_a_lost_phone_is_forgotten_with_its_codes(office, act):
    codes = with_phone(office.signatory)
    client = as_(office.signatory)

    assert DEEDS["factor"](act, office.signatory)
    assert not DEEDS["factor"](act, office.signatory), "there is none any more"
    assert not is_in(client)
    with pytest.raises(second_factors.WrongCode):
        second_factors.check_code(
            Act(by=office.signatory, at=at()), user=office.signatory, code=codes[0]
        )


def test_no_password_stands_in_an_entry(office, act):
    password = DEEDS["password"](act, office.clerk)

    assert password not in str(list(Entry.objects.values()))


def test_ending_sessions_leaves_the_account_open(office, act):
    client = as_(office.clerk)
    assert DEEDS["end"](act, office.clerk) == 1
    assert not is_in(client)

    enters(client, office.clerk)
    assert is_in(client)
