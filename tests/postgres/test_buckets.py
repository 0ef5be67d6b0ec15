"""Who puts a file into a bucket and who takes it away never meet, on however many machines."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from requests_flow.models import vault
from requests_flow.models.vault import bucket, objects
from tests.postgres.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LONG_AGO = datetime(2026, 11, 20, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 22, tzinfo=UTC)


def old(s3, digest: str) -> vault.Stored:
    s3.age(objects.key_of(digest), LONG_AGO)
    (found,) = vault.files_put_before(YESTERDAY)
    return found


def test_what_was_put_in_an_open_transaction_is_not_removed_however_old(s3):
    with transaction.atomic():
        found = old(s3, vault.put(b"letter"))
        (answer,) = at_once([partial(vault.remove, found, put_before=YESTERDAY)])
        assert answer is False
        assert vault.read(found.digest) == b"letter"
        transaction.set_rollback(True)
    assert vault.remove(found, put_before=YESTERDAY)


def test_a_connection_that_dies_holds_nothing(s3):
    """As of a process that was killed between the file and the commit."""
    put, died = threading.Event(), threading.Event()
    process: list[int] = []

    def writer() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            process.append(cursor.fetchone()[0])
            vault.put(b"letter")
            put.set()
            died.wait(10)
            cursor.execute("SELECT 1")

    def killer() -> bool:
        put.wait(10)
        found = old(s3, next(iter(objects.digests())))
        assert not vault.remove(found, put_before=YESTERDAY)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process[0]])
        died.set()
        return vault.remove(found, put_before=YESTERDAY)

    _, removed = at_once([writer, killer])
    assert removed is True


def test_without_any_margin_of_age_the_lock_alone_holds(s3):
    """Four put and read the same bytes while one takes them away as fast as it can."""
    tomorrow, over = timezone.now() + timedelta(days=1), threading.Event()
    digest = vault.put(b"letter")
    lost: list[int] = []

    def writer() -> None:
        for number in range(12):
            with transaction.atomic():
                vault.put(b"letter")
                try:
                    vault.read(digest)
                except vault.Damaged:
                    lost.append(number)

    def sweeper() -> int:
        gone = 0
        while not over.is_set():
            for found in vault.files_put_before(tomorrow):
                gone += vault.remove(found, put_before=tomorrow)
        return gone

    def writers() -> list:
        try:
            return at_once([writer] * 4)
        finally:
            over.set()

    results, gone = at_once([writers, sweeper])
    assert results == [None] * 4
    assert lost == []
    assert gone > 0


def test_the_same_test_finds_a_store_without_the_lock(s3, monkeypatch):
    """So that a nought above means something: what comes between look and deletion is lost."""
    digest = vault.put(b"letter")
    found, real = old(s3, digest), bucket.delete

    def late(seen: bucket.Found) -> None:
        bucket.put(seen.key, b"letter")  # past `vault.put`, so past the lock
        real(seen)

    monkeypatch.setattr(bucket, "delete", late)
    assert vault.remove(found, put_before=YESTERDAY)
    with pytest.raises(vault.Damaged):
        vault.read(digest)
