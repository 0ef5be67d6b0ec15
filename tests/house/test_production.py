"""Production does not start with the demo's accounts, nor without what protects it."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from requests_flow.checks import keys_can_be_used, refuse_demo_accounts, refuse_wrong_keys
from requests_flow.settings.personal_data import derived_key
from requests_flow.units.models import User


@pytest.fixture
def demo_person(db):
    return User.objects.create_user(username="chenmin", password="known", is_demo=True)


def test_the_demo_may_have_its_people(demo_person, settings):
    settings.YISHEN_DEMO = True

    refuse_demo_accounts()


def test_production_may_not(demo_person, settings):
    settings.YISHEN_DEMO = False

    with pytest.raises(ImproperlyConfigured, match="demo"):
        refuse_demo_accounts()


def test_closed_demo_accounts_do_no_harm(demo_person, settings):
    settings.YISHEN_DEMO = False
    User.objects.filter(pk=demo_person.pk).update(is_active=False)

    refuse_demo_accounts()


GIVEN = {
    "YISHEN_SECRET_KEY": "k" * 60,
    "YISHEN_HOSTS": "example.gov.cn",
    "YISHEN_DATA_KEYS": derived_key("one", "data"),
    "YISHEN_INDEX_KEYS": derived_key("one", "index"),
}


@pytest.mark.parametrize("missing", GIVEN)
def test_production_says_what_it_lacks(missing):
    environment = {
        **os.environ,
        **GIVEN,
        "DJANGO_SETTINGS_MODULE": "requests_flow.settings.production",
    }
    del environment[missing]

    run = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert run.returncode != 0
    assert f"{missing} must be set" in run.stderr


def test_the_keys_of_the_tests_can_be_used():
    refuse_wrong_keys()

    assert keys_can_be_used(None) == []


@pytest.mark.parametrize(
    ("data", "index", "said"),
    [
        (["not base64"], [derived_key("one", "index")], "Key 1 of YISHEN_DATA_KEYS"),
        ([derived_key("one", "data"), "c2hvcnQ="], [derived_key("one", "index")], "Key 2 of"),
        ([], [derived_key("one", "index")], "YISHEN_DATA_KEYS holds no key"),
        ([derived_key("one", "data")], [], "YISHEN_INDEX_KEYS holds no key"),
        ([derived_key("one", "data")], [derived_key("one", "data")], "stands in"),
    ],
)
def test_keys_that_cannot_be_used_are_refused_without_being_told(settings, data, index, said):
    settings.YISHEN_DATA_KEYS, settings.YISHEN_INDEX_KEYS = data, index

    found = keys_can_be_used(None)
    assert [error.id for error in found] == ["yishen.E010"]
    assert said in found[0].msg
    assert not any(key and key in found[0].msg for key in (*data, *index))
    with pytest.raises(ImproperlyConfigured, match=said):
        refuse_wrong_keys()
