"""Several at the door at the same moment: a code opens once, a door that closes stays closed."""

from __future__ import annotations

import pytest
import time_machine
from axes.utils import reset
from django.test import Client

from requests_flow.actions import accounts, second_factors
from requests_flow.actions.act import Act
from requests_flow.units.models import Session, SignInEvent, User
from tests import factories
from tests.factories import at
from tests.postgres.threads import at_once, statuses
from tests.requests_flow.at_the_door import enters, is_in, knocks, shown, with_phone

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 6


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=True) as travel:
        yield travel


@pytest.mark.parametrize("kind", ["phone", "recovery"])
def test_a_code_opens_for_one(clock, kind):
    person = factories.make_person()
    codes = with_phone(person)
    clock.shift(60)
    code = shown() if kind == "phone" else codes[0]
    clients = [Client() for _one in range(MANY)]
    for client in clients:
        enters(client, person)

    answers = at_once(
        [lambda client=client: client.post("/login/second/", {"code": code}) for client in clients]
    )

    assert statuses(answers)[302] == 1
    assert sum(is_in(client) for client in clients) == 1


def test_many_guesses_at_once_lock_as_well():
    person = factories.make_person()
    at_once([lambda: knocks(Client(), person.username, "wrong") for _one in range(2 * MANY)])

    assert knocks(Client(), person.username, "test").status_code == 429


def test_wrong_and_right_passwords_at_once_are_all_answered():
    """A right one takes the row of the failures away while the wrong ones make it."""
    person = factories.make_person()
    given = ["wrong", "test"] * MANY

    for _round in range(4):
        answers = at_once(
            [lambda given=one: knocks(Client(), person.username, given) for one in given]
        )
        assert set(statuses(answers)) <= {302, 422, 429}


@pytest.mark.parametrize("round_", range(3))
def test_closing_and_signing_in_at_once_leaves_nobody_in(round_: int) -> None:
    person, clients = factories.make_person(), [Client() for _one in range(MANY)]

    def close() -> int:
        return accounts.close_account(Act(by=None, at=at()), user=person, reason="调离")

    ended, *answers = at_once(
        [
            close,
            *(lambda client=client: knocks(client, person.username, "test") for client in clients),
        ]
    )

    assert isinstance(ended, int), ended
    assert set(statuses(answers)) <= {302, 404, 422, 429}
    assert not any(is_in(client) for client in clients)
    assert not User.objects.get(pk=person.pk).is_active


def test_whatever_meets_at_the_door_at_once_is_answered():
    """Codes of the phone and of the paper, new codes, a factor taken away, sessions ended, pages read."""
    person = factories.make_person()
    act = Act(by=person, at=at())

    def anew() -> object:
        second_factors.remove_factor(act, user=person)
        return with_phone(person)

    for _round in range(4):
        second_factors.remove_factor(act, user=person)
        codes = with_phone(person)
        clients = [Client(raise_request_exception=False) for _one in range(MANY)]
        for client in clients:
            knocks(client, person.username, "test")
        given = [shown(steps=1), "000000", codes[0], codes[1], codes[1], "nonsense"]

        def gives(client: Client, code: str) -> object:
            client.post("/login/second/", {"code": code})
            return client.get("/account/")

        answers = at_once(
            [
                *(lambda one=one: gives(*one) for one in zip(clients, given, strict=True)),
                lambda: second_factors.make_codes(act, user=person),
                lambda: second_factors.make_codes(act, user=person),
                anew,
                lambda: accounts.end_sessions(Act(by=None, at=at()), user=person),
                lambda: knocks(Client(raise_request_exception=False), person.username, "wrong"),
                lambda: knocks(Client(raise_request_exception=False), person.username, "test"),
            ]
        )
        wrong = [one for one in answers if isinstance(one, Exception)]
        assert wrong == []
        assert {one.status_code for one in answers if hasattr(one, "status_code")} <= {
            200, 302, 400, 404, 422, 429
        }  # fmt: skip
        reset()


def test_of_two_that_begin_at_once_one_session_is_left(settings):
    settings.YISHEN_ONE_SESSION = True
    person = factories.make_person()
    clients = [Client(raise_request_exception=False) for _one in range(MANY)]
    at_once([lambda client=client: knocks(client, person.username, "test") for client in clients])

    assert sum(is_in(client) for client in clients) == 1
    assert Session.objects.filter(user=person).count() == 1
    assert SignInEvent.objects.filter(user=person, kind="signed_in").count() == MANY
