"""What a password must be is said beforehand, asked of everybody, and asked again when it is old."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from requests_flow.actions import passwords
from requests_flow.actions.act import Act
from requests_flow.units.models import PasswordAge, User
from requests_flow.units.sign_in_limits import LIMITS, wrong_settings
from tests import factories
from tests.factories import at
from tests.requests_flow.at_the_door import enters, is_in, knocks
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db

PAGE = "/account/password/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=False) as travel:
        yield travel


@pytest.fixture
def person() -> User:
    return factories.make_person(name="陈敏")


@pytest.fixture
def strict(settings) -> None:
    """As in production."""
    settings.YISHEN_PASSWORD_CLASSES = 3
    settings.YISHEN_PASSWORD_DAYS = 90
    settings.YISHEN_PASSWORD_FIRST = True


def changes(client: Client, new: str, *, old: str = "test", again: str | None = None):
    data = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(PAGE, data)


@pytest.mark.parametrize(
    "password",
    [
        "Ab3-xyz",  # seven
        "onlysmallletters",
        "SmallAndCapitals",
        "small-and-hyphens",
        "Person1!",  # the name
        "Password1!",  # the first that everybody tries
        "Yishen2026!",
        "Admin@123",
    ],
)
def test_weak_passwords_are_refused(person, strict, password):
    person.username = "person1"

    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize(
    "password", ["chuan-Hao-7", "汉字 und Abc1", "Z" + "a7-" * 30, "correct Horse 7 battery"]
)
def test_good_passwords_are_taken_whatever_they_are_made_of(person, strict, password):
    validate_password(password, person)


def test_without_classes_a_sentence_will_do(person):
    validate_password("wo ba mi ma wang le", person)


def test_the_rules_stand_on_the_page_before_one_types(person, strict):
    page = as_(person).get(PAGE, headers={"accept-language": "en"}).content.decode()

    assert "At least 8 characters." in page
    assert "At least 3 of these kinds" in page


def test_changing_it_ends_what_is_open_elsewhere_and_not_here(person):
    client, other = as_(person), as_(person)
    assert is_in(other)
    assert changes(client, "chuan-Hao-7")["Location"] == "/account/"

    assert is_in(client)
    assert not is_in(other)
    assert PasswordAge.objects.get(user=person).changed_at == at()


@pytest.mark.parametrize(
    ("new", "old", "again"),
    [
        ("chuan-Hao-7", "wrong", None),
        ("chuan-Hao-7", "test", "chuan-Hao-8"),
        ("short", "test", None),
    ],
)
def test_a_wrong_form_changes_nothing(person, new, old, again):
    assert changes(as_(person), new, old=old, again=again).status_code == 422
    assert User.objects.get(pk=person.pk).check_password("test")


def test_the_same_password_is_no_change(person, strict):
    act = Act(by=person, at=at())
    passwords.change_password(act, user=person, password="chuan-Hao-7")

    assert changes(as_(person), "chuan-Hao-7", old="chuan-Hao-7").status_code == 422


def test_guessing_the_old_password_from_inside_locks_the_door(person):
    client = as_(person)
    for _time in range(5):
        answer = changes(client, "chuan-Hao-7", old="wrong")
    assert answer.status_code == 422

    assert knocks(Client(), person.username, "test", at="127.0.0.1").status_code == 429


def test_an_old_password_is_changed_before_anything_else(person, strict, clock):
    passwords.change_password(Act(by=person, at=at()), user=person, password="test")
    clock.shift(timedelta(days=89))
    client = Client()
    enters(client, person)
    assert is_in(client)
    clock.shift(timedelta(days=2))
    client = Client()
    enters(client, person, next="/calendar/")

    assert client.get("/calendar/")["Location"] == f"{PAGE}?next=%2Fcalendar%2F"
    assert client.post("/account/sessions/end/")["Location"] == PAGE
    assert changes(client, "chuan-Hao-7").status_code == 302
    assert is_in(client)


def test_a_password_that_somebody_else_chose_is_changed_first(person, strict):
    client = Client()
    enters(client, person)

    assert client.get("/")["Location"].startswith(PAGE)


def test_a_random_password_passes_the_strictest_office(person, strict, settings):
    settings.YISHEN_PASSWORD_LENGTH, settings.YISHEN_PASSWORD_CLASSES = 24, 4
    password = passwords.set_random_password(Act(by=None, at=at()), user=person)

    validate_password(password, person)
    assert len(password) == 24


def test_next_leads_to_our_own_pages_only(person):
    data = {"old_password": "test", "new_password1": "chuan-Hao-7", "new_password2": "chuan-Hao-7"}
    answer = as_(person).post(PAGE, {**data, "next": "//evil.example/"})

    assert answer["Location"] == "/account/"


# What an office may set ----------------------------------------------------------


def test_the_settings_of_the_tests_are_within_the_limits():
    assert wrong_settings() == []


@pytest.mark.parametrize("name", LIMITS)
def test_a_setting_beyond_its_limit_stops_the_start(settings, name):
    setattr(settings, name, LIMITS[name][0] - 1)

    assert [said for said in wrong_settings() if said.startswith(name)]
    with pytest.raises(SystemCheckError, match=r"yishen\.E009"):
        call_command("check")


def test_logs_are_kept_for_six_months_at_least(settings):
    settings.YISHEN_SIGN_IN_DAYS = 180

    assert "184" in wrong_settings()[0]


def test_a_super_user_is_an_error_before_a_deployment(person, settings):
    from requests_flow.checks import nobody_is_above_the_duties

    assert nobody_is_above_the_duties(None) == []
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    assert [error.id for error in nobody_is_above_the_duties(None)] == ["yishen.E008"]
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert nobody_is_above_the_duties(None) == []


def test_doing_without_a_second_factor_is_said(settings):
    from requests_flow.checks import a_password_is_not_all

    assert [one.id for one in a_password_is_not_all(None)] == ["yishen.W006"]
    settings.YISHEN_SECOND_FACTOR = "duties"
    assert a_password_is_not_all(None) == []
