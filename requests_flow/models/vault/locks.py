"""Who puts a file of a bucket and who takes it away never meet. (Folders have their own lock.)"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from . import folder


@contextmanager
def wanted(digest: str) -> Iterator[None]:
    """Somebody puts these bytes: many may, and nobody takes them away.

    On PostgreSQL it lasts until the transaction that puts them ends, on all machines. On SQLite,
    which is one machine, while the block lasts.
    """
    if connection.vendor != "postgresql":
        with _one_machine(fcntl.LOCK_SH):
            yield
        return
    if not connection.in_atomic_block:
        with transaction.atomic(), wanted(digest):
            yield
        return
    _asked("SELECT pg_advisory_xact_lock_shared(%s)", digest)
    yield


@contextmanager
def unwanted(digest: str) -> Iterator[bool]:
    """Whether nobody puts these bytes, nor did in a transaction that is still open; so it stays."""
    if connection.vendor != "postgresql":
        with _one_machine(fcntl.LOCK_EX):
            yield True
        return
    if not _asked("SELECT pg_try_advisory_lock(%s)", digest):
        yield False
        return
    try:
        yield True
    finally:
        _asked("SELECT pg_advisory_unlock(%s)", digest)


@contextmanager
def _one_machine(how: int) -> Iterator[None]:
    Path(settings.VAULT_DIR).mkdir(parents=True, exist_ok=True)
    with folder.locked(how):
        yield


def _asked(sql: str, digest: str) -> bool:
    number = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        return bool(cursor.fetchone()[0])
