"""Production does not start with the demo's accounts, nor without what protects it."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from requests_flow.checks import refuse_demo_accounts
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


@pytest.mark.parametrize("missing", ["YISHEN_SECRET_KEY", "YISHEN_HOSTS"])
def test_production_says_what_it_lacks(missing):
    given = {"YISHEN_SECRET_KEY": "k" * 60, "YISHEN_HOSTS": "example.gov.cn"}
    environment = {
        **os.environ,
        **given,
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
