"""Guessing passwords ends soon, tells nothing, and locks nobody else out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from requests_flow.units.attempts import TRIES
from requests_flow.units.models import SignInEvent, User
from tests import factories
from tests.factories import at
from tests.requests_flow.at_the_door import HOME, OFFICE, enters, knocks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=False) as travel:
        yield travel


@pytest.fixture
def clerk() -> User:
    return factories.make_person(name="陈敏")


def without_tokens(response) -> str:
    page = response.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r'(name="username" value=")[^"]*"', "", page)


def fails(user: User, times: int, *, where: str = OFFICE):
    return [knocks(Client(), user.username, "wrong", at=where) for _time in range(times)][-1]


def test_a_wrong_name_and_a_wrong_password_look_alike(clerk, client):
    clerk_of_before = factories.make_person()
    User.objects.filter(pk=clerk_of_before.pk).update(is_active=False)

    answers = [
        knocks(client, clerk.username, "wrong"),
        knocks(client, "nobodyatall", "wrong"),
        knocks(client, clerk_of_before.username, "test"),
        knocks(client, clerk_of_before.username, "wrong"),
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert len({without_tokens(answer) for answer in answers}) == 1


def test_a_wrong_name_costs_as_much_work_as_a_wrong_password(clerk, client, monkeypatch):
    worked = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: worked.append(1) or encode(self, password, salt),
    )
    counts = []
    for name in (clerk.username, "nobodyatall"):
        worked.clear()
        knocks(client, name, "wrong")
        counts.append(len(worked))

    assert counts[0] == counts[1] > 0


def test_the_fifth_failure_locks_and_says_so(clerk, client):
    assert fails(clerk, 4).status_code == 422
    locked = fails(clerk, 1)

    assert locked.status_code == 429
    assert "30" in locked.content.decode()
    assert knocks(client, clerk.username, "test").status_code == 429, "the right one does not help"


def test_a_name_that_nobody_has_is_locked_alike(clerk, client):
    for _time in range(5):
        answer = knocks(client, "nobodyatall", "wrong")

    assert answer.status_code == 429
    assert without_tokens(answer) == without_tokens(fails(clerk, 5))


def test_the_office_behind_the_same_address_stays_open(clerk, client):
    colleague = factories.make_person()
    fails(clerk, 6)

    enters(client, colleague)


def test_the_account_stays_open_elsewhere(clerk, client):
    fails(clerk, 6, where=HOME)

    enters(client, clerk, at=OFFICE)


def test_thirty_minutes_are_thirty_minutes(clerk, client, clock):
    fails(clerk, 5)
    clock.shift(timedelta(minutes=20))
    assert fails(clerk, 1).status_code == 429
    clock.shift(timedelta(minutes=11))

    enters(client, clerk)


def test_getting_in_forgets_the_failures_before(clerk, client):
    for _round in range(3):
        fails(clerk, 4)
        enters(client, clerk)


def test_how_a_name_is_typed_makes_no_difference(clerk, client):
    for name in (clerk.username.upper(), f" {clerk.username}", clerk.username.title()) * 2:
        answer = knocks(client, name, "wrong")

    assert answer.status_code == 429


def test_only_proxies_of_ours_say_where_somebody_is(clerk, settings):
    settings.YISHEN_PROXIES = 1
    for number in range(5):
        answer = Client().post(
            "/login/",
            {"username": clerk.username, "password": "wrong"},
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, {HOME}",
        )
    assert answer.status_code == 429, "what stands to the left is invented by who asks"

    assert set(SignInEvent.objects.values_list("address", flat=True)) == {HOME}


def test_without_a_proxy_the_header_is_not_believed(clerk):
    for number in range(5):
        answer = Client().post(
            "/login/",
            {"username": clerk.username, "password": "wrong"},
            REMOTE_ADDR=OFFICE,
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}",
        )

    assert answer.status_code == 429


def test_what_was_typed_as_a_name_is_kept_nowhere(client):
    typed = "MyBankPassword!9"
    for _time in range(6):
        knocks(client, typed, "wrong-and-secret")

    rows = [str(row) for row in AccessAttempt.objects.values()]
    rows += [str(row) for row in SignInEvent.objects.values()]
    assert rows
    assert not any(typed in row or "wrong-and-secret" in row for row in rows)


def test_the_way_in_leads_to_our_own_pages_only(clerk, client):
    for url in (
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
    ):
        assert enters(client, clerk, next=url)["Location"] == "/"
    assert enters(client, clerk, next="/calendar/")["Location"] == "/calendar/"


def test_what_happens_at_the_door_is_written_down_once(clerk, client):
    fails(clerk, 9)
    knocks(client, "nobodyatall", "wrong")
    enters(client, clerk, at=HOME)
    client.post("/logout/", REMOTE_ADDR=HOME)

    kinds = list(SignInEvent.objects.order_by("id").values_list("kind", "user", "address"))
    assert kinds == [
        *[("refused", clerk.pk, OFFICE)] * 5,
        ("locked_out", clerk.pk, OFFICE),
        ("refused", None, OFFICE),
        ("signed_in", clerk.pk, HOME),
        ("signed_out", clerk.pk, HOME),
    ]
    unknown = SignInEvent.objects.get(kind="refused", user=None)
    assert len(unknown.name_digest) == 64
    assert unknown.kept_until - timezone.localdate() == timedelta(days=400)


@pytest.mark.parametrize("times", [1, 4])
def test_a_failure_beside_a_right_password_is_counted_anew(clerk, monkeypatch, times):
    """The row is there for the insert and gone for the second look: somebody got in meanwhile."""
    real, met = AxesDatabaseHandler.user_login_failed, []

    def gone(handler, *args, **kwargs):
        if len(met) < times:
            met.append(1)
            raise IntegrityError("duplicate key")
        return real(handler, *args, **kwargs)

    monkeypatch.setattr(AxesDatabaseHandler, "user_login_failed", gone)

    assert knocks(Client(), clerk.username, "wrong").status_code == 422
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_a_database_that_refuses_every_time_is_not_asked_for_ever(clerk, monkeypatch):
    asked = []

    def refuses(handler, *args, **kwargs):
        asked.append(1)
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(AxesDatabaseHandler, "user_login_failed", refuses)

    with pytest.raises(IntegrityError):
        knocks(Client(), clerk.username, "wrong")
    assert len(asked) == TRIES
