"""Sessions end: unused, after the longest time, at closing an account, at changing a password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from requests_flow.actions import accounts
from requests_flow.actions.act import Act
from requests_flow.actions.sign_ins import note
from requests_flow.units.models import Session, SignInEvent, User
from requests_flow.views.specimens import Specimens
from tests import factories
from tests.factories import at
from tests.requests_flow.at_the_door import HOME, OFFICE, enters, is_in, knocks
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=False) as travel:
        yield travel


@pytest.fixture
def person() -> User:
    return factories.make_person(name="陈敏")


def test_a_session_says_whose_it_is(person, client):
    client.get("/login/")
    enters(client, person)
    client.get("/")
    Client().get("/login/")

    mine = Session.objects.get(user=person)
    assert mine.pk == client.session.session_key
    assert (mine.address, mine.began_at, mine.seen_at) == (OFFICE, at(), at())


def test_signing_in_begins_a_session_of_its_own(person, client):
    enters(client, person)
    before = client.session.session_key
    enters(client, person)

    assert client.session.session_key != before
    assert list(Session.objects.values_list("pk", flat=True)) == [client.session.session_key]


def test_it_ends_when_nobody_uses_it(person, settings, clock):
    settings.YISHEN_IDLE_MINUTES = 30
    client = Client()
    enters(client, person)
    for _pause in range(3):
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
    clock.shift(timedelta(minutes=31))

    answer = client.get("/calendar/", headers={"accept-language": "en"})
    assert answer["Location"] == "/login/?next=/calendar/"
    assert "_auth_user_id" not in client.session
    assert not Session.objects.filter(user=person).exists()
    assert SignInEvent.objects.filter(user=person, kind="timed_out").count() == 1
    page = client.get(answer["Location"], headers={"accept-language": "en"})
    assert "You were signed out after a time." in page.content.decode()


def test_it_ends_after_eight_hours_however_much_it_is_used(person, settings, clock):
    settings.SESSION_COOKIE_AGE = 30 * 86400  # even if the cookie and the row lived on
    client = as_(person)
    for _hour in range(8):
        assert is_in(client)
        clock.shift(timedelta(hours=1))
    assert is_in(client)
    clock.shift(timedelta(minutes=1))

    assert not is_in(client)


def test_use_is_written_once_a_minute(person, clock):
    client = as_(person)
    url = reverse("specimens")
    client.get(url)

    def written() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return sum("units_session" in row["sql"] for row in asked if "UPDATE" in row["sql"])

    assert written() == 0
    clock.shift(61)
    assert written() == 1
    assert written() == 0


def test_limits_cost_no_query(person, settings):
    client, url, counts = as_(person), reverse("specimens"), []
    client.get(url)
    for idle in (0, 30):
        settings.YISHEN_IDLE_MINUTES = idle
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_closed_account_is_out_in_the_same_second(person):
    clients = [as_(person), as_(person)]
    assert all(is_in(client) for client in clients)

    ended = accounts.close_account(Act(by=None, at=at()), user=person, reason="调离")

    assert ended == 2
    assert not Session.objects.filter(user=person).exists()
    assert not any(is_in(client) for client in clients)


def test_a_session_that_was_ended_does_not_write_itself_back(person):
    client = as_(person)
    session = client.session
    assert session["_auth_user_id"], "a request is being answered"
    Session.objects.filter(user=person).delete()
    session["seen_at"] = 1

    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_a_request_that_is_overtaken_by_the_closing_shows_nothing(person, monkeypatch):
    client = as_(person)

    def closed_meanwhile(view, request, *args, **kwargs):
        accounts.close_account(Act(by=None, at=at()), user=person, reason="调离")
        request.session["typed"] = "something"
        return HttpResponse("what only people of this house read")

    monkeypatch.setattr(Specimens, "get", closed_meanwhile)
    answer = client.get(reverse("specimens"))

    assert answer.status_code == 404
    assert "people of this house" not in answer.content.decode()
    assert not Session.objects.exists()


def test_even_a_row_put_back_by_hand_opens_nothing(person):
    client = as_(person)
    row = Session.objects.get(user=person)
    accounts.close_account(Act(by=None, at=at()), user=person, reason="调离")
    Session(row.pk, row.session_data, row.expire_date).save(force_insert=True)

    assert not is_in(client)


def test_one_session_at_a_time_where_the_office_wants_it(person, settings):
    one, other = Client(), Client()
    enters(one, person)
    enters(other, person)
    assert is_in(one)
    settings.YISHEN_ONE_SESSION = True
    third = Client()
    enters(third, person)

    assert [is_in(client) for client in (one, other, third)] == [False, False, True]


def test_one_ends_what_is_open_elsewhere(person):
    here, elsewhere, stranger = as_(person), Client(), as_(factories.make_person())
    enters(elsewhere, person, at=HOME)
    page = here.get("/account/").content.decode()
    assert HOME in page
    assert here.post("/account/sessions/end/")["Location"] == "/account/"

    assert [is_in(client) for client in (here, elsewhere, stranger)] == [True, False, True]


def test_a_super_user_has_no_door_outside_the_demo(person, settings, client):
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    inside = as_(person)
    assert is_in(inside), "in the demo"
    settings.YISHEN_DEMO = False

    assert not is_in(inside)
    assert knocks(client, person.username, "test").status_code == 422


def event(person: User, *, days_ago: int) -> SignInEvent:
    """As if it had happened then; the database's own clock is the real one."""
    real = timezone.now()
    act = Act(by=person, at=real - timedelta(days=days_ago))
    return note(act, kind=SignInEvent.Kind.SIGNED_IN, user=person)


def test_events_are_appended_and_kept(person, clock):
    clock.move_to(at())
    kept = event(person, days_ago=0)

    for change in (
        lambda: SignInEvent.objects.filter(pk=kept.pk).update(kind="signed_out"),
        lambda: SignInEvent.objects.filter(pk=kept.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_events_whose_time_is_over_are_cleared(person, capsys):
    gone, kept = event(person, days_ago=401), event(person, days_ago=399)
    as_(person)
    Session.objects.update(expire_date=at() - timedelta(days=1))
    call_command("clear_sign_ins")

    assert "1 events" in capsys.readouterr().out
    assert list(SignInEvent.objects.values_list("pk", flat=True)) == [kept.pk]
    assert gone.pk != kept.pk
    assert not Session.objects.exists()
