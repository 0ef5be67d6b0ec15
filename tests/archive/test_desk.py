"""What waits for the archive, the seal, and the check of what is kept: three answers, never two."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task

from archive.models import Dossier
from archive.rules.fixity import Verdict
from requests_flow.models import Case, vault
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    """Each test its own dossiers: they are never overwritten."""
    settings.DOSSIER_DIR = tmp_path / "dossiers"


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step_of(case: Case) -> str:
    task = Task.objects.get(process=case.process, status__in=["NEW", "ASSIGNED"])
    return reverse("flow:file_away:execute", args=[task.process_id, task.pk])


def seal(client: Client, case: Case):
    url = step_of(case)
    token = client.get(url).context["form"]["form_token"].value()
    return client.post(url, {"form_token": token})


def kept(client: Client):
    return client.get(reverse("archive_desk"), {"tab": "kept"}).context["kept"]


def folder_of(case: Case) -> Path:
    return Path(settings.DOSSIER_DIR) / Dossier.objects.get(case=case).folder


def test_a_delivered_case_waits_and_says_what_is_missing(office):
    case = factories.delivered(office)
    factories.issued(office)
    client = as_(office.clerk)

    rows = client.get(reverse("archive_desk")).context["rows"]
    assert [line["row"].case for line in rows] == [case]
    holdings = client.get(step_of(case)).context["holdings"]
    assert len(holdings.missing) == 3  # its result is not known yet
    assert holdings.may_be_sealed
    assert any(case.letters.get(is_reply=True).number in item for item in holdings.rows[0][1])


def test_the_seal_closes_the_case_and_the_check_passes(office):
    case = factories.delivered(office)
    client = as_(office.clerk)

    assert seal(client, case).url == reverse("archive_desk")
    assert Case.objects.get(pk=case.pk).is_archived
    assert client.get(reverse("archive_desk")).context["rows"] == []
    (row,) = kept(client)
    assert (row.dossier.case, row.verdict, row.problems) == (case, Verdict.GOOD, [])


def test_a_changed_file_does_not_pass(office):
    case = factories.delivered(office)
    client = as_(office.clerk)
    seal(client, case)
    letter = next((folder_of(case) / "data" / "letters").iterdir())
    letter.chmod(0o600)
    letter.write_bytes(b"another letter")

    (row,) = kept(client)
    assert row.verdict is Verdict.DAMAGED
    assert letter.name in row.problems[0]


def test_a_folder_that_is_gone_does_not_pass(office):
    case = factories.delivered(office)
    client = as_(office.clerk)
    seal(client, case)
    folder_of(case).rename(folder_of(case).with_name("elsewhere"))

    (row,) = kept(client)
    assert row.verdict is Verdict.DAMAGED


def test_what_lies_on_a_disk_that_is_away_is_neither_lost_nor_passed(office):
    case = factories.delivered(office)
    client = as_(office.clerk)
    seal(client, case)
    disk = Path(settings.DOSSIER_DIR)
    disk.rename(disk.with_name("away"))

    (row,) = kept(client)
    assert row.verdict is Verdict.COULD_NOT_CHECK
    assert row.problems


def test_a_damaged_letter_stops_the_seal_before_the_click(office):
    case = factories.delivered(office)
    stored = vault.folder.path_of(case.letters.get(is_reply=True).sha256)
    stored.chmod(0o600)
    stored.write_bytes(b"damaged")
    client = as_(office.clerk)

    assert not client.get(step_of(case)).context["holdings"].may_be_sealed
    assert seal(client, case).status_code == 422
    assert not Dossier.objects.exists()
    assert not Case.objects.get(pk=case.pk).is_archived


def test_strangers_and_others_see_nothing_of_it(office):
    case = factories.delivered(office)
    stranger = factories.Office("区财政局").clerk

    assert as_(stranger).get(step_of(case)).status_code == 404
    assert as_(stranger).get(reverse("archive_desk")).context["rows"] == []
    assert as_(office.signatory).get(reverse("archive_desk")).status_code == 404
    seal(as_(office.clerk), case)
    assert kept(as_(stranger)) == []
