"""What is wrong with the settings of sealing is said by `manage.py check`, not by the first letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from requests_flow import checks
from tests import factories
from tests.requests_flow.letters.seals.conftest import SECRET
from tests.requests_flow.sealed_office import give_key


def said(found) -> dict[str, str]:
    return {one.id: one.msg for one in found}


def test_paper_needs_nothing(settings):
    assert checks.sealing_is_set_up(None) == []


WRONG = {
    "wax": ({"YISHEN_SEALER": "wax"}, "paper, pades, remote"),
    "no folder": ({"YISHEN_SEALER": "pades", "YISHEN_SEAL_DIR": "nowhere"}, "no folder"),
    "no address": ({"YISHEN_SEALER": "remote"}, "https"),
    "open": (
        {"YISHEN_SEALER": "remote", "YISHEN_SEAL_URL": "http://seals.example.gov.cn"},
        "https",
    ),
    "no token": (
        {
            "YISHEN_SEALER": "remote",
            "YISHEN_SEAL_URL": "https://seals.example.gov.cn",
            "YISHEN_SEAL_TOKEN": "",
        },
        "YISHEN_SEAL_TOKEN",
    ),
    "too patient": ({"YISHEN_SEAL_TIMEOUT": 60.0}, "15 seconds"),
    "never": ({"YISHEN_SEAL_TIMEOUT": 0.0}, "15 seconds"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_an_error(settings, name):
    changed, words = WRONG[name]
    settings.YISHEN_SEAL_TOKEN = "a token"
    for key, value in changed.items():
        setattr(settings, key, value)
    assert words in said(checks.sealing_is_set_up(None))["yishen.E005"]


@pytest.mark.parametrize("url", ["https://seals.example.gov.cn/v1", "http://127.0.0.1:8800"])
def test_a_service_far_or_near_is_fine(settings, url):
    settings.YISHEN_SEALER, settings.YISHEN_SEAL_URL = "remote", url
    settings.YISHEN_SEAL_TOKEN = "a token"
    assert checks.sealing_is_set_up(None) == []


def test_a_key_that_others_may_read_is_named(key):
    key.chmod(0o640)
    assert key.name in said(checks.sealing_is_set_up(None))["yishen.W004"]
    key.chmod(0o600)
    assert checks.sealing_is_set_up(None) == []


@pytest.fixture
def office(db) -> factories.Office:
    return factories.Office()


def test_a_key_that_can_be_used_is_fine(office, tmp_path, settings):
    give_key(tmp_path, settings, office)
    assert checks.seals_can_be_used(None) == []


def test_production_names_the_certificates_of_the_demo(office, tmp_path, settings):
    give_key(tmp_path, settings, office)
    settings.YISHEN_DEMO = False
    assert "one of the demo" in said(checks.seals_can_be_used(None))["yishen.E006"]


def test_a_key_that_cannot_be_opened_is_named(office, tmp_path, settings):
    give_key(tmp_path, settings, office)
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    assert office.unit.code in said(checks.seals_can_be_used(None))["yishen.E006"]


def test_a_key_of_no_unit_is_named(office, tmp_path, settings):
    authority = give_key(tmp_path, settings)
    (tmp_path / "unti-1.p12").write_bytes(authority.give(office.unit.name, SECRET))
    assert "'unti-1'" in said(checks.seals_can_be_used(None))["yishen.E006"]


def test_a_certificate_that_runs_out_soon_is_named(office, tmp_path, settings):
    from django.utils import timezone

    authority = give_key(tmp_path, settings)
    ends = timezone.now() + timedelta(days=20)
    p12 = authority.give(office.unit.name, SECRET, ends=ends)
    (tmp_path / f"{office.unit.code}.p12").write_bytes(p12)
    found = said(checks.seals_can_be_used(None))
    assert "runs out on" in found["yishen.W005"]
    assert "yishen.E006" not in found


def test_a_token_is_not_asked(office, tmp_path, settings):
    """It counts wrong PINs, and locks itself."""
    give_key(tmp_path, settings)
    (tmp_path / f"{office.unit.code}.pkcs11").write_text("{}")
    assert checks.seals_can_be_used(None) == []
