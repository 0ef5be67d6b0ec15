"""What only a bucket has: a server that fails, versions, strangers, two at one moment."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from requests_flow.models import vault
from requests_flow.models.vault import bucket, checks, objects
from requests_flow.models.vault.place import place
from tests import factories

LONG_AGO = datetime(2026, 11, 20, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAULT_DIR = tmp_path / "vault"


def old(s3, data=b"letter") -> vault.Stored:
    digest = vault.put(data)
    s3.age(objects.key_of(digest), LONG_AGO)
    (found,) = vault.files_put_before(YESTERDAY)
    return found


def test_the_server_can_tell_whether_it_got_what_was_sent(s3):
    """It refuses what differs from the signed digest, and so do the tests' own."""
    vault.put(b"letter")
    assert [method for method, _path in s3.asked] == ["PUT"]


def test_a_file_is_an_object_under_its_digest(s3):
    digest = vault.put(b"letter")
    assert s3.names() == [f"vault/{digest[:2]}/{digest}"]
    assert vault.store() is objects


@pytest.mark.parametrize("fault", ["500", "cut"])
def test_a_server_at_fault_says_nothing_about_the_file(s3, fault):
    digest = vault.put(b"letter")
    s3.fault = fault
    with pytest.raises(vault.Unreachable):
        vault.read(digest)
    with pytest.raises(vault.Unreachable):
        vault.put(b"letter")
    with pytest.raises(vault.Unreachable):
        bucket.look(objects.key_of(digest))
    s3.fault = ""
    assert vault.read(digest) == b"letter"


def test_a_slow_server_is_given_up(s3, settings):
    settings.YISHEN_S3_TIMEOUT = 0.2
    s3.fault = "slow"
    try:
        with pytest.raises(vault.Unreachable, match="ReadTimeout"):
            vault.put(b"letter")
    finally:
        s3.release.set()


def test_a_server_that_is_not_there_is_no_loss(s3, settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        settings.YISHEN_S3_ENDPOINT = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(vault.Unreachable):
            vault.read("0" * 64)


def test_a_bucket_that_is_not_there_is_no_loss(s3):
    s3.clear(with_bucket=False)
    for ask in (lambda: vault.read("0" * 64), lambda: vault.put(b""), lambda: [*objects.digests()]):
        with pytest.raises(vault.Unreachable, match="NoSuchBucket"):
            ask()


def test_what_went_wrong_is_told_without_key_and_address(s3):
    s3.fault = "500"
    with pytest.raises(vault.Unreachable) as failed:
        vault.put(b"letter")
    assert "secret" not in repr(failed.value) + repr(place())


class TestTwoAtOneMoment:
    """Whoever removes never takes what somebody has just put."""

    def test_with_versions_what_comes_between_look_and_deletion_stays(self, s3, monkeypatch):
        s3.keep_versions()
        found = old(s3)
        real = bucket.delete

        def late(seen):
            bucket.put(seen.key, b"letter")  # as if no lock held
            real(seen)

        monkeypatch.setattr(bucket, "delete", late)
        assert not vault.remove(found, put_before=YESTERDAY)
        assert vault.read(found.digest) == b"letter"

    def test_with_versions_all_the_old_ones_go(self, s3):
        s3.keep_versions()
        vault.put(b"letter")
        found = old(s3)
        assert vault.remove(found, put_before=YESTERDAY)
        assert bucket.look(str(found.path)) is None
        assert not s3.versions(str(found.path))

    @pytest.mark.django_db
    def test_whoever_puts_waits_for_whoever_removes(self, s3, monkeypatch):
        """On SQLite, a lock of the machine; tests/postgres/test_buckets.py tries PostgreSQL's."""
        from django.db import connection

        if connection.vendor == "postgresql":
            pytest.skip("its lock is in the database")
        found, real, threads = old(s3), bucket.delete, []

        def slow(seen):
            threads.append(threading.Thread(target=vault.put, args=[b"letter"]))
            threads[0].start()
            threads[0].join(0.2)
            assert threads[0].is_alive()
            real(seen)

        monkeypatch.setattr(bucket, "delete", slow)
        assert vault.remove(found, put_before=YESTERDAY)
        threads[0].join(10)
        assert vault.read(found.digest) == b"letter"


class TestWhatTheChecksSay:
    """`manage.py check`, and with `--deploy` the bucket itself."""

    def ids(self):
        return [one.id for one in checks.the_bucket_can_be_used(None)]

    def test_a_private_bucket_with_versions_is_well(self, s3):
        s3.keep_versions()
        assert checks.the_store_is_set_up(None) == []
        assert self.ids() == []
        assert s3.names() == []  # what was tried is gone

    def test_without_versions_it_is_told(self, s3):
        assert self.ids() == ["yishen.W007"]

    def test_an_open_bucket_is_an_error(self, s3):
        s3.keep_versions()
        s3.is_public = True
        said = checks.the_bucket_can_be_used(None)
        assert {one.id for one in said} == {"yishen.E013"}
        assert "Anybody may list the bucket." in {one.msg for one in said}

    def test_a_bucket_that_cannot_be_used_is_an_error(self, s3):
        s3.clear(with_bucket=False)
        assert self.ids() == ["yishen.E012"]

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("YISHEN_S3_BUCKET", "", "YISHEN_S3_BUCKET is not set."),
            ("YISHEN_S3_SECRET", "", "YISHEN_S3_SECRET is not set."),
            ("YISHEN_S3_ENDPOINT", "http://files.example.gov.cn", "not https"),
            ("YISHEN_S3_ENDPOINT", "files.example.gov.cn", "no address"),
            ("YISHEN_S3_STYLE", "both", "path or virtual"),
            ("YISHEN_S3_CA", "nowhere.pem", "not a file"),
            ("YISHEN_S3_TIMEOUT", 0, "between"),
            ("YISHEN_STORE", "tape", "tape"),
        ],
    )
    def test_wrong_settings_are_told_one_by_one(self, s3, settings, name, value, said):
        setattr(settings, name, value)
        (error,) = checks.the_store_is_set_up(None)
        assert error.id == "yishen.E011"
        assert said in error.msg
        assert self.ids() == []

    def test_folders_need_none_of_it(self, settings):
        assert checks.the_store_is_set_up(None) == checks.the_bucket_can_be_used(None) == []


@pytest.mark.parametrize(
    ("style", "address"),
    [("path", "https://obs.example.cn/yishen/k"), ("virtual", "https://yishen.obs.example.cn/k")],
)
def test_both_ways_of_naming_a_bucket(s3, settings, style, address):
    settings.YISHEN_S3_ENDPOINT, settings.YISHEN_S3_STYLE = "https://obs.example.cn", style
    signed = bucket._client().generate_presigned_url(
        "get_object", Params={"Bucket": "yishen", "Key": "k"}
    )
    assert signed.split("?")[0] == address


class TestAnAuthorityOfTheOfficesOwn:
    """The certificate of the server is looked at, always."""

    @pytest.fixture
    def authority(self, s3, settings, tmp_path):
        path = tmp_path / "ca.pem"
        with s3.behind_tls(path) as endpoint:
            settings.YISHEN_S3_ENDPOINT = endpoint
            yield path

    def test_it_is_trusted_where_it_is_named(self, settings, authority):
        settings.YISHEN_S3_CA = str(authority)
        assert vault.read(vault.put(b"letter")) == b"letter"

    def test_and_nowhere_else(self, authority):
        with pytest.raises(vault.Unreachable, match="SSL"):
            vault.put(b"letter")


@pytest.mark.django_db
class TestOnScreen:
    """A sentence, never a crash; what was typed is kept."""

    def test_a_file_that_cannot_be_had_now_is_not_called_missing(self, s3):
        office = factories.Office()
        letter = factories.issued(office).reply
        client, url = Client(), reverse("case_letter", args=[letter.case_id, letter.pk])
        client.force_login(office.clerk)
        assert client.get(url).content.startswith(b"%PDF")

        s3.fault = "500"
        answer = client.get(url)
        assert answer.status_code == 503
        assert "几分钟" in answer.content.decode() or "few minutes" in answer.content.decode()

        s3.fault = ""
        s3.write(objects.key_of(letter.sha256), b"altered")
        assert client.get(url).status_code == 409
