"""What a store of files promises, held by both: folders and a bucket."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from requests_flow.actions import documents, issuing, sweeping
from requests_flow.actions.act import Act
from requests_flow.actions.keeping import NotKept
from requests_flow.models import Document, Entry, Letter, vault
from tests import factories
from tests.factories import at

LONG_AGO = datetime(2026, 11, 20, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 22, tzinfo=UTC)


class Hands:
    """Whoever reaches into a store behind the house's back."""

    def __init__(self, server) -> None:
        self.server = server

    def where(self, digest: str) -> str:
        return f"vault/{digest[:2]}/{digest}"

    def age(self, digest: str, moment: datetime = LONG_AGO) -> str:
        if self.server:
            self.server.age(self.where(digest), moment)
        else:
            os.utime(vault.folder.path_of(digest), (moment.timestamp(),) * 2)
        return digest

    def alter(self, digest: str, data: bytes) -> None:
        self.write(self.where(digest), data)

    def lose(self, digest: str) -> None:
        if self.server:
            self.server.lose(self.where(digest))
        else:
            vault.folder.path_of(digest).unlink()

    def write(self, key: str, data: bytes) -> None:
        if self.server:
            self.server.write(key, data)
        else:
            path = vault.folder.path_of("00").parents[1] / key.removeprefix("vault/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


@pytest.fixture
def hands(any_store) -> Hands:
    return Hands(any_store)


class TestBothStores:
    """The port. What only folders have stands in test_vault.py, what only a bucket in test_bucket.py."""

    def test_what_is_put_is_read_and_kept_once(self, hands):
        digest = vault.put(b"letter")
        assert vault.put(b"letter") == digest
        assert vault.read(digest) == b"letter"
        assert list(vault.store().digests()) == [digest]

    def test_nothing_at_all_can_be_kept_too(self, hands):
        assert vault.read(vault.put(b"")) == b""

    @pytest.mark.parametrize("damage", [b"", b"lett", b"lettex"])
    def test_what_was_altered_is_damaged_until_it_is_put_again(self, hands, damage):
        digest = vault.put(b"letter")
        hands.alter(digest, damage)
        with pytest.raises(vault.Damaged, match=digest):
            vault.read(digest)
        assert vault.put(b"letter") == digest
        assert vault.read(digest) == b"letter"

    def test_what_is_gone_is_damaged(self, hands):
        digest = vault.put(b"letter")
        hands.lose(digest)
        with pytest.raises(vault.Damaged, match=digest):
            vault.read(digest)

    def test_only_what_is_old_and_ours_is_found(self, hands):
        old, _young = hands.age(vault.put(b"old")), vault.put(b"young")
        for stranger in ("vault/00/notes.txt", f"vault/00/{'f' * 64}"):
            hands.write(stranger, b"")
        (found,) = vault.files_put_before(YESTERDAY)
        assert (found.digest, found.size, found.put_at) == (old, 3, LONG_AGO)

    def test_what_is_put_again_is_young_and_stays(self, hands):
        hands.age(vault.put(b"letter"))
        (found,) = vault.files_put_before(YESTERDAY)
        digest = vault.put(b"letter")  # a row with it is about to be committed

        assert vault.files_put_before(YESTERDAY) == []
        assert not vault.remove(found, put_before=YESTERDAY)
        assert vault.read(digest) == b"letter"

    def test_what_is_removed_is_gone_once(self, hands):
        digest = hands.age(vault.put(b"letter"))
        (found,) = vault.files_put_before(YESTERDAY)
        assert vault.remove(found, put_before=YESTERDAY)
        assert not vault.remove(found, put_before=YESTERDAY)
        with pytest.raises(vault.Damaged):
            vault.read(digest)


@pytest.mark.django_db
class TestTheHouseOnBoth:
    """Actions and commands that lean on the port."""

    def test_a_crash_between_the_file_and_its_row_leaves_what_the_sweep_takes(self, hands):
        class Killed(BaseException):
            """As a kill does, it goes past everything."""

        office, act = factories.Office(), Act(by=None, at=at())
        case = factories.drafted(office)
        kept = vault.put(b"of nobody")

        def killed(*_, **__):
            raise Killed

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(documents, "record", killed)
            with pytest.raises(Killed):
                keep(case, office, b"new words")
        assert not Document.objects.filter(name="new.txt").exists()

        left = {*vault.store().digests()} - sweeping.digests_named(vault.store().digests())
        assert len(left) == 2
        for digest in vault.store().digests():
            hands.age(digest, at() - timedelta(hours=30))
        gone = sweeping.sweep_vault(act)

        assert {one.digest for one in gone} == left > {kept}
        assert sweeping.digests_named(vault.store().digests()) == {*vault.store().digests()}
        assert Entry.objects.filter(verb="vault_swept").count() == 1

    def test_letters_and_seals_are_looked_at(self, hands):
        letter = factories.issued(factories.Office()).reply
        said = io.StringIO()
        call_command("check_letters", stdout=said)
        call_command("verify_seals", stdout=said)
        assert "whole; 0 series with a gap" in said.getvalue()

        hands.lose(letter.sha256)
        with pytest.raises(CommandError) as failed:
            call_command("check_letters", stdout=said)
        assert failed.value.returncode == 1
        assert letter.number in said.getvalue()

    def test_the_command_tells_what_nothing_names(self, hands):
        digest = hands.age(vault.put(b"orphan"), at() - timedelta(days=4000))
        said = io.StringIO()
        call_command("sweep_vault", "--delete", stdout=said)
        assert digest in said.getvalue()
        assert "1 files that nothing names, deleted" in said.getvalue()


def keep(case, office, data):
    kind = Document.Kind.EVIDENCE
    act = Act(by=office.clerk, at=at())
    return documents.keep_document(act, case=case, kind=kind, data=data, name="new.txt")


@pytest.mark.django_db
class TestTheStoreIsAway:
    """No row without its file; nothing is called missing that nobody could look for."""

    @pytest.mark.parametrize("fault", ["500", "lost"])
    def test_a_file_that_is_not_kept_has_no_row_and_a_sentence(self, s3, fault):
        office = factories.Office()
        case = factories.drafted(office)
        before = Document.objects.count(), Entry.objects.count()
        s3.fault = fault

        with pytest.raises(NotKept) as refused:
            keep(case, office, b"plain words")
        assert str(refused.value)
        assert (Document.objects.count(), Entry.objects.count()) == before
        s3.fault = ""
        assert keep(case, office, b"plain words").sha256

    def test_a_letter_that_is_not_kept_is_not_issued_and_costs_no_number(self, s3):
        office = factories.Office()
        case = factories.signed(office)
        letters = Letter.objects.count()
        s3.fault, s3.only = "500", ("PUT",)

        with pytest.raises(issuing.engine.LetterStopped):
            issuing.issue_reply(Act(by=office.clerk, at=at()), case=case)
        assert Letter.objects.count() == letters
        s3.fault = ""
        letter = issuing.issue_reply(Act(by=office.clerk, at=at()), case=case)
        assert letter.sequence == 1
        assert vault.read(letter.sha256)

    def test_a_receipt_that_is_not_kept_does_not_stop_the_application(self, s3):
        s3.fault, s3.only = "500", ("PUT",)
        case = factories.open_case(factories.Office())
        assert not case.letters.exists()
        assert case.entries.filter(verb="letter_stopped").exists()

    def test_commands_stop_and_call_nothing_missing(self, s3, capsys):
        factories.issued(factories.Office())
        s3.fault = "500"
        for name in ("check_letters", "sweep_vault"):
            with pytest.raises((CommandError, vault.Unreachable)) as failed:
                call_command(name)
            assert getattr(failed.value, "returncode", 2) == 2
        assert "missing" not in capsys.readouterr().out

    def test_a_sweep_that_fails_on_the_way_says_what_is_gone(self, s3, monkeypatch):
        act = Act(by=None, at=at())
        for data in (b"1", b"2", b"3"):
            s3.age(f"vault/{(digest := vault.put(data))[:2]}/{digest}", LONG_AGO)
        real, calls = vault.remove, []

        def remove(found, **named):
            calls.append(found)
            s3.fault = "500" if len(calls) == 2 else ""
            return real(found, **named)

        monkeypatch.setattr(vault, "remove", remove)
        assert len(sweeping.sweep_vault(act)) == 1
        assert len(Entry.objects.get(verb="vault_swept").data["files"]) == 1


def test_an_unknown_store_is_refused(settings):
    settings.YISHEN_STORE = "tape"
    with pytest.raises(ImproperlyConfigured, match="tape"):
        vault.put(b"letter")


def test_what_speaks_s3_is_not_loaded_where_files_lie_in_folders():
    code = "import django, sys; django.setup(); sys.exit('boto3' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0
