"""A sealed dossier lies in folders or in a bucket, and is checked alike in both."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from viewflow.workflow.models import Task

from archive.actions import sealing
from archive.actions.sealing import seal
from archive.models import Dossier
from archive.packages import shelf
from archive.rules.fixity import Reason, Verdict, verdict
from requests_flow.actions.act import Act
from requests_flow.actions.keeping import NotKept
from requests_flow.models import vault
from tests import factories
from tests.factories import TODAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.Office()


def sealed(office) -> Dossier:
    return seal(Act(by=office.clerk, at=at(TODAY)), case=factories.delivered(office))


def looked_at(dossier: Dossier):
    return shelf.examined(dossier.folder, manifest_sha256=dossier.manifest_sha256)


def reasons(dossier: Dossier) -> dict[str, Reason]:
    return {one.path: one.reason for one in looked_at(dossier) if one.verdict is not Verdict.GOOD}


def fetch(dossier: Dossier, into: Path) -> str:
    said = io.StringIO()
    call_command("fetch_dossier", dossier.case.number, str(into), stdout=said)
    return said.getvalue()


def checked_with_sha256sum(folder: Path, *lists: str) -> None:
    for name in lists:
        subprocess.run(["sha256sum", "-c", "--quiet", "--strict", name], cwd=folder, check=True)


def test_what_was_sealed_is_whole_and_can_be_fetched(any_store, office, tmp_path):
    dossier = sealed(office)
    assert verdict(looked_at(dossier)) is Verdict.GOOD

    assert "good" in fetch(dossier, tmp_path / "out")
    folder = tmp_path / "out" / dossier.folder
    checked_with_sha256sum(folder, "manifest-sha256.txt", "tagmanifest-sha256.txt")
    files = [path for path in (folder / "data").rglob("*") if path.is_file()]
    assert len(files) == dossier.files
    assert sum(path.stat().st_size for path in files) == dossier.payload_bytes
    with pytest.raises(CommandError, match="there already"):
        fetch(dossier, tmp_path / "out")


def test_a_dossier_in_a_bucket_needs_none_of_us_to_be_checked(s3, office, tmp_path):
    """Copy the prefix with any tool, and `sha256sum -c` passes."""
    dossier = sealed(office)
    start = f"dossiers/{dossier.folder}/"
    for key in s3.names():
        if key.startswith(start):
            path = tmp_path / key.removeprefix(start)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(s3.bytes(key))
    checked_with_sha256sum(tmp_path, "manifest-sha256.txt", "tagmanifest-sha256.txt")
    assert dossier.folder.endswith(dossier.manifest_sha256[:12])


class TestInABucket:
    """What somebody with the bucket's key can do to it is found."""

    def test_a_changed_file(self, s3, office, tmp_path):
        dossier = sealed(office)
        key = next(key for key in s3.names() if "/data/letters/" in key)
        s3.write(key, b"another letter")
        assert list(reasons(dossier).values()) == [Reason.CHANGED]
        with pytest.raises(CommandError, match="not as it was sealed") as failed:
            fetch(dossier, tmp_path / "out")
        assert failed.value.returncode == 1

    def test_a_file_that_is_gone(self, s3, office):
        dossier = sealed(office)
        s3.lose(next(key for key in s3.names() if "/data/letters/" in key))
        assert list(reasons(dossier).values()) == [Reason.MISSING]

    def test_an_object_that_was_added_whatever_its_name(self, s3, office, tmp_path):
        dossier = sealed(office)
        added = ["data/new.txt", "../outside", "data//x", "a\\b", "data", "x" * 300]
        for path in added:
            s3.write(f"dossiers/{dossier.folder}/{path}", b"added")
        assert reasons(dossier) == dict.fromkeys(added, Reason.EXTRA)
        with pytest.raises(CommandError):
            fetch(dossier, tmp_path / "out")
        assert not (tmp_path / "outside").exists()
        assert not (tmp_path / "out" / "outside").exists()

    def test_a_sign_of_a_folder_is_no_file(self, s3, office):
        dossier = sealed(office)
        s3.write(f"dossiers/{dossier.folder}/data/", b"")
        assert reasons(dossier) == {}

    def test_all_of_it_gone(self, s3, office, tmp_path):
        dossier = sealed(office)
        for key in s3.names():
            if key.startswith("dossiers/"):
                s3.lose(key)
        assert reasons(dossier) == {".": Reason.MISSING}
        with pytest.raises(CommandError, match="no dossier"):
            fetch(dossier, tmp_path / "out")

    def test_a_server_that_is_away_has_lost_nothing(self, s3, office, tmp_path):
        dossier = sealed(office)
        s3.fault = "500"
        assert verdict(looked_at(dossier)) is Verdict.COULD_NOT_CHECK
        with pytest.raises(CommandError) as failed:
            fetch(dossier, tmp_path / "out")
        assert failed.value.returncode == 2
        assert not (tmp_path / "out").exists()

    def test_a_server_that_is_away_is_asked_once_a_page(self, s3, office):
        pairs = [(one.folder, one.manifest_sha256) for one in (sealed(office), sealed(office))]
        assert [verdict(found) for found in shelf.each_examined(pairs)] == [Verdict.GOOD] * 2
        s3.fault = "500"
        s3.asked.clear()
        answers = [verdict(found) for found in shelf.each_examined(pairs)]
        assert answers == [Verdict.COULD_NOT_CHECK] * 2
        assert len(s3.asked) == 2  # the second try of the first

    def test_the_step_says_so_and_stays(self, s3, office):
        case, client = factories.delivered(office), Client()
        client.force_login(office.clerk)
        task = Task.objects.get(process=case.process, status__in=["NEW", "ASSIGNED"])
        url = reverse("flow:file_away:execute", args=[task.process_id, task.pk])
        token = client.get(url).context["form"]["form_token"].value()
        s3.fault, s3.only = "500", ("PUT",)
        with translation.override("en"):
            answer = client.post(url, {"form_token": token}, headers={"accept-language": "en"})
        assert answer.status_code == 422
        assert "does not answer, so nothing was done" in answer.content.decode()
        assert not Dossier.objects.exists()
        s3.fault = ""
        assert client.post(url, {"form_token": token}).status_code == 302
        (row,) = client.get(reverse("archive_desk"), {"tab": "kept"}).context["kept"]
        assert row.verdict is Verdict.GOOD

    def test_what_cannot_be_kept_is_not_sealed_and_can_be_later(self, s3, office):
        case = factories.delivered(office)
        act = Act(by=office.clerk, at=at(TODAY))
        s3.fault, s3.only = "lost", ("PUT",)
        with pytest.raises(NotKept):
            seal(act, case=case)
        assert not Dossier.objects.exists()
        s3.fault = ""
        assert verdict(looked_at(seal(act, case=case))) is Verdict.GOOD


def test_a_crash_before_the_row_leaves_nothing_in_the_way(any_store, office):
    class Killed(BaseException):
        """As a kill does, it goes past everything."""

    def killed(*_, **__):
        raise Killed

    case = factories.delivered(office)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "record", killed)
        with pytest.raises(Killed):
            seal(Act(by=office.clerk, at=at(TODAY)), case=case)
    dossier = seal(Act(by=office.clerk, at=at(TODAY, 11)), case=case)
    assert verdict(looked_at(dossier)) is Verdict.GOOD


def test_there_is_no_dossier_of_that_number(tmp_path):
    with pytest.raises(CommandError, match="no sealed dossier"):
        call_command("fetch_dossier", "nobody's", str(tmp_path))


class TestMovingHouse:
    """`move_store`: everything goes over, is compared, and nothing changes where it came from."""

    def move(self, to: str) -> str:
        said = io.StringIO()
        call_command("move_store", "--to", to, stdout=said)
        return said.getvalue()

    @pytest.fixture(autouse=True)
    def folders(self, s3, settings, tmp_path):
        settings.VAULT_DIR, settings.DOSSIER_DIR = tmp_path / "vault", tmp_path / "dossiers"
        settings.YISHEN_STORE = ""

    def tree(self, settings) -> dict[Path, tuple[int, bytes]]:
        tops = (settings.VAULT_DIR, settings.DOSSIER_DIR)
        paths = [path for top in tops for path in top.rglob("*") if path.is_file()]
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}

    def test_there_and_back(self, s3, office, settings, tmp_path):
        dossier = sealed(office)
        before = self.tree(settings)
        assert "copied" in self.move("s3")
        assert self.tree(settings) == before
        assert "1 dossiers: 1 there already" in self.move("s3")

        settings.YISHEN_STORE = "s3"
        assert verdict(looked_at(dossier)) is Verdict.GOOD
        assert vault.read(dossier.case.reply.leaving_sha256).startswith(b"%PDF")
        call_command("check_letters")
        settings.VAULT_DIR, settings.DOSSIER_DIR = tmp_path / "v2", tmp_path / "d2"
        self.move("file")
        settings.YISHEN_STORE = "file"
        assert verdict(looked_at(dossier)) is Verdict.GOOD
        assert {path.name: both[1] for path, both in self.tree(settings).items()} == {
            path.name: both[1] for path, both in before.items() if path.name != ".lock"
        } | {".lock": b""}

    def test_it_goes_on_where_it_stopped(self, s3, settings):
        for number in range(4):
            vault.put(bytes([number]))
        s3.fault, s3.only = "500", ("PUT",)
        with pytest.raises(CommandError, match="Run it again") as failed:
            self.move("s3")
        assert failed.value.returncode == 2
        s3.fault = ""
        assert "4 files: 4 copied" in self.move("s3")
        vault.put(b"came meanwhile")
        assert "5 files: 1 copied, 4 there already" in self.move("s3")

    def test_what_is_not_whole_is_named_and_not_copied(self, s3, settings):
        digest = vault.put(b"letter")
        vault.put(b"other")
        vault.folder.path_of(digest).write_bytes(b"lettex")
        said = io.StringIO()
        with pytest.raises(CommandError, match="Not everything"):
            call_command("move_store", "--to", "s3", stdout=said)
        assert f"not whole\t{digest}" in said.getvalue()
        assert "1 copied, 1 not whole" in said.getvalue()

    def test_what_was_altered_over_there_is_put_again(self, s3, settings):
        digest = vault.put(b"letter")
        self.move("s3")
        s3.write(f"vault/{digest[:2]}/{digest}", b"lettex")
        assert "1 copied" in self.move("s3")
        assert vault.store("s3").read(digest) == b"letter"

    def test_a_bucket_that_is_not_set_up_is_told_first(self, settings):
        settings.YISHEN_S3_BUCKET = ""
        with pytest.raises(CommandError, match="YISHEN_S3_BUCKET is not set"):
            self.move("s3")
