"""The keys of phones: sealed in every table, bound to their owner, brought under a new key."""

from __future__ import annotations

import importlib
import io
from base64 import b32encode, b64encode
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from requests_flow.actions import second_factors
from requests_flow.actions.act import Act
from requests_flow.models import Applicant, Entry, Phone, at_rest
from requests_flow.models.phone import opened_key, sealed_key
from requests_flow.settings.personal_data import derived_key
from requests_flow.units.models import Session, User
from tests import factories
from tests.factories import at
from tests.house.test_canary import cells, holding
from tests.requests_flow.at_the_door import KEY, is_in, shown, with_phone
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db

OLD, NEW = derived_key("old", "data"), derived_key("new", "data")
MIGRATION = importlib.import_module("requests_flow.migrations.0021_keys_of_phones")
PAGE = "/account/second-factor/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=False) as travel:
        yield travel


@pytest.fixture
def person() -> User:
    return factories.make_person(name="田签")


def forms_of(key: str) -> list[str]:
    """Everything that a key is written as."""
    raw = bytes.fromhex(key)
    return [key, key.upper(), b32encode(raw).decode(), b64encode(raw).decode(), repr(raw)]


def everything_kept() -> dict:
    """Every column of every table, and what the sessions say when they are decoded."""
    decoded = [repr(session.get_decoded()) for session in Session.objects.all()]
    return {**cells(), ("units_session", "decoded"): "\n".join(decoded)}


def answer(person: User, code: str):
    return second_factors.check_code(Act(by=person, at=at()), user=person, code=code)


def test_no_key_stands_in_any_table_in_clear_not_even_while_it_is_set_up(person, clock):
    client = as_(person)
    client.get(PAGE)
    key = second_factors.taken_up(person, client.session["key_being_set_up"])
    assert len(key) == 40
    for form in forms_of(key):
        assert holding(form, everything_kept()) == set()

    assert client.post(PAGE, {"code": shown(key=key)}).status_code == 200
    assert Phone.objects.get(user=person).bin_key == bytes.fromhex(key)
    for form in forms_of(key):
        assert holding(form, everything_kept()) == set()


def test_a_sealed_key_opens_for_its_owner_only(person, clock):
    """Whoever can write into the table cannot give their own phone to the signatory."""
    thief = factories.make_person(name="贾偷")
    with_phone(thief)
    with_phone(person)
    TOTPDevice.objects.filter(user=person).update(key=Phone.objects.get(user=thief).key)
    clock.shift(60)

    with pytest.raises(second_factors.PhoneUnreadable):
        answer(person, shown())
    with pytest.raises(at_rest.Unreadable):
        opened_key(Phone.objects.get(user=person).key, owner=person.pk)


def test_a_sealed_key_is_no_number_and_fits_its_column():
    sealed = sealed_key(KEY, owner=7)

    assert len(sealed) <= TOTPDevice._meta.get_field("key").max_length
    assert sealed != sealed_key(KEY, owner=7)
    with pytest.raises(at_rest.Unreadable):
        at_rest.unseal(sealed)


def test_the_database_refuses_a_key_in_clear(person):
    with pytest.raises(DatabaseError, match="kept sealed"), transaction.atomic():
        TOTPDevice.objects.create(user=person, key=KEY)
    with_phone(person)
    with pytest.raises(DatabaseError, match="kept sealed"), transaction.atomic():
        TOTPDevice.objects.filter(user=person).update(key=KEY)


def test_rotating_brings_phones_under_the_new_key_and_they_still_open(person, settings, clock):
    settings.YISHEN_DATA_KEYS = [OLD]
    with_phone(person)
    Applicant.objects.create(name="李四", kind="natural_person", identity_number="E12345678")
    settings.YISHEN_DATA_KEYS = [NEW, OLD]
    out = io.StringIO()
    call_command("rotate_data_keys", stdout=out)
    assert "2 rows sealed anew" in out.getvalue()
    assert f"key {at_rest.name_of(at_rest._decoded(NEW))}: 2 rows" in out.getvalue()
    assert Entry.objects.get(verb="data_keys_rotated").data["rows"] == 2

    settings.YISHEN_DATA_KEYS = [NEW]
    clock.shift(60)
    assert answer(person, shown()) == "signed_in"
    call_command("rotate_data_keys", stdout=out)
    assert Entry.objects.filter(verb="data_keys_rotated").count() == 1, "there was nothing to do"


def test_a_key_taken_out_too_early_is_told_and_recovery_codes_still_open(person, settings, clock):
    settings.YISHEN_DATA_KEYS = [OLD]
    codes = with_phone(person)
    settings.YISHEN_DATA_KEYS = [NEW]
    with pytest.raises(CommandError, match="1 rows are sealed with keys that are not in the ring"):
        call_command("rotate_data_keys", stdout=io.StringIO())
    clock.shift(60)

    client = as_(person)
    client.logout()
    client.post("/login/", {"username": person.username, "password": "test"})
    refused = client.post("/login/second/", {"code": shown()})
    assert refused.status_code == 422
    assert not is_in(client)
    assert client.post("/login/second/", {"code": codes[0]}).status_code == 302
    assert is_in(client)


def test_the_migration_seals_what_is_there_and_can_be_taken_back(person, clock):
    with_phone(person)
    with connection.cursor() as cursor:
        # As an editor of tables would be; that of SQLite does not open inside a test's transaction.
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        MIGRATION.backwards(apps, editor)
        assert TOTPDevice.objects.get(user=person).key == KEY
        MIGRATION.forwards(apps, editor)
    assert KEY not in TOTPDevice.objects.get(user=person).key
    clock.shift(60)

    assert answer(person, shown()) == "signed_in"
