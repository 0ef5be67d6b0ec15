"""Files that nothing names go after a day; what any row names stays for ever."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from requests_flow.actions import sweeping
from requests_flow.actions.act import Act
from requests_flow.actions.recording import first_broken_entry, record
from requests_flow.models import Document, Draft, Entry, Letter, vault
from tests import factories
from tests.factories import TODAY, at

HOUSES = ("requests_flow", "units", "legal_review", "archive")
# Fields that look like digests or could hide one, and name no file of the vault.
NAMES_NO_FILE = {
    "archive.Dossier.manifest_sha256": "of a file that lies beside the dossier, not in the vault",
    "legal_review.Amendment.changed": "names of fields",
    "legal_review.Amendment.digest": "of the letter as data",
    "legal_review.Amendment.fields": "the words of the reviewer",
    "legal_review.Opinion.amended_digest": "of the amended draft as data",
    "legal_review.Opinion.checklist": "what was looked at",
    "legal_review.Opinion.digest": "of the draft as data",
    "requests_flow.Dispatch.envelope_digest": "of what was checked, as data",
    "requests_flow.Draft.context": "the words of the letter",
    "requests_flow.Draft.digest": "of the draft as data",
    "requests_flow.Draft.fields": "the words of the caseworker",
    "requests_flow.Draft.phrases": "keys and versions",
    "requests_flow.Entry.hash": "of the entry",
    "requests_flow.Entry.previous": "of the entry before it",
    "requests_flow.FormToken.token": "a random number",
    "requests_flow.HolidayNotice.off": "days",
    "requests_flow.HolidayNotice.worked": "days",
    "requests_flow.Letter.content_digest": "of the draft as data",
    "requests_flow.Letter.context": "the words of the letter",
    "requests_flow.Seal.certificate_sha256": "of the certificate",
    "requests_flow.Supersession.changes": "what differs, as words",
    "requests_flow.SigningDelegation.outcomes": "codes of outcomes",
    "requests_flow.SecrecyCheck.digest": "of the draft as data",
    "requests_flow.Signature.digest": "of the draft as data",
    "units.SignInEvent.name_digest": "of a name that somebody typed",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAULT_DIR = tmp_path / "vault"


@pytest.fixture
def act():
    return Act(by=None, at=at())


def put(data, *, hours=30):
    """A file that was put so many hours before."""
    digest = vault.put(data)
    moment = (at() - timedelta(hours=hours)).timestamp()
    os.utime(vault.folder.path_of(digest), (moment, moment))
    return digest


def fields_that_could_name_files():
    for model in apps.get_models():
        if model._meta.app_label not in HOUSES or model._meta.proxy:
            continue
        for field in model._meta.get_fields():
            is_text = isinstance(field, models.CharField) and (
                field.max_length == 64 or "sha256" in field.name or "digest" in field.name
            )
            if is_text or isinstance(field, models.JSONField | models.FileField):
                yield f"{model._meta.label}.{field.name}"


def test_no_column_that_could_name_a_file_is_forgotten():
    found = set(fields_that_could_name_files())

    assert found - set(sweeping.NAMED_IN) - set(NAMES_NO_FILE) == set()
    assert set(sweeping.NAMED_IN) - found == set()
    assert not set(sweeping.NAMED_IN) & set(NAMES_NO_FILE)


@pytest.mark.django_db
@pytest.mark.parametrize("label", sweeping.NAMED_IN)
def test_every_such_column_can_be_asked(label):
    model, field = sweeping._column(label)
    assert sweeping.digests_named(["0" * 64]) == set()
    assert field.model is model


@pytest.mark.django_db
def test_what_nothing_names_goes_after_a_day(act):
    gone, young = put(b"orphan"), put(b"young", hours=23)
    died = vault.folder.path_of(gone).parent / ".put-xyz"
    died.write_bytes(b"half")
    os.utime(died, ((at() - timedelta(hours=30)).timestamp(),) * 2)

    assert {one.path for one in sweeping.orphans(act)} == {vault.folder.path_of(gone), died}
    assert vault.read(gone) == b"orphan"  # looking changes nothing
    assert Entry.objects.count() == 0

    assert {one.digest for one in sweeping.sweep_vault(act)} == {gone, ".put-xyz"}
    assert not died.exists()
    with pytest.raises(vault.Damaged):
        vault.read(gone)
    assert vault.read(young) == b"young"
    entry = Entry.objects.get()
    assert (entry.verb, sorted(entry.data["files"])) == ("vault_swept", [".put-xyz", gone[:16]])
    assert first_broken_entry() is None


@pytest.mark.django_db
def test_the_book_of_what_went_does_not_keep_the_same_bytes_for_ever(act):
    put(b"orphan")
    sweeping.sweep_vault(act)
    put(b"orphan")
    assert len(sweeping.sweep_vault(act)) == 1


@pytest.mark.django_db
def test_the_files_of_a_case_stay(act):
    office = factories.Office()
    case = factories.issued(office)
    letter = case.letters.get(is_reply=True)
    document = Document.objects.create(
        case=case, kind=Document.Kind.EVIDENCE, name="a.pdf", media_type="application/pdf",
        size=8, sha256=put(b"evidence"), added_by=office.clerk, added_at=at(),
    )  # fmt: skip
    named_in_an_entry = put(b"of an entry")
    record(act, case=case, verb="x", deep=[{"sha256": named_in_an_entry}])
    for one in Letter.objects.all():
        put(vault.read(one.sha256))

    assert sweeping.sweep_vault(act) == []
    for digest in (letter.sha256, document.sha256, named_in_an_entry):
        assert vault.read(digest)


@pytest.mark.django_db
def test_an_attachment_that_only_a_draft_names_stays(act):
    digest, other = put(b"attachment"), put(b"nobody's")
    case = factories.drafted(factories.Office())
    draft = case.latest_draft
    values = {
        field.attname: getattr(draft, field.attname)
        for field in Draft._meta.concrete_fields
        if not field.primary_key
    }
    Draft.objects.create(
        **values
        | {
            "version": 2,
            "hands_out": True,
            "attachments": [{"name": "a", "sha256": digest, "pages": 1}],
        }
    )
    assert [one.digest for one in sweeping.orphans(act)] == [other]


@pytest.mark.django_db
def test_a_file_put_again_while_the_rows_are_asked_stays(act, monkeypatch):
    digest = put(b"letter")
    real = sweeping.digests_named

    def while_somebody_writes(wanted):
        answer = real(wanted)
        vault.put(b"letter")  # its row is not committed yet
        return answer

    monkeypatch.setattr(sweeping, "digests_named", while_somebody_writes)
    assert sweeping.sweep_vault(act) == []
    assert vault.read(digest) == b"letter"
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_the_command_lists_and_deletes_only_when_told():
    digest = vault.put(b"orphan")
    moment = (at(TODAY) - timedelta(days=4000)).timestamp()
    os.utime(vault.folder.path_of(digest), (moment, moment))

    said = io.StringIO()
    call_command("sweep_vault", stdout=said)
    assert digest in said.getvalue()
    assert "1 files that nothing names, to delete with --delete" in said.getvalue()
    assert vault.read(digest) == b"orphan"

    said = io.StringIO()
    call_command("sweep_vault", "--delete", stdout=said)
    assert "1 files that nothing names, deleted" in said.getvalue()
    with pytest.raises(vault.Damaged):
        vault.read(digest)
