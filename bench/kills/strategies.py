"""How a letter is numbered and kept: as the house does it, and as it should not be done.

The others are here to show that the tally finds faults where there are some. Each is put in place
of a part of the real action, in the worker alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Max

from requests_flow.actions import issuing
from requests_flow.models import Letter, vault


def _house() -> None:
    """Nothing is replaced."""


def _file_after_commit() -> None:
    """The file is written when its row is safe."""
    put = vault.put

    def put_later(data: bytes) -> str:
        transaction.on_commit(lambda: put(data))
        return hashlib.sha256(data).hexdigest()

    vault.put = put_later


def _max_plus_one() -> None:
    """The highest number so far, and one more; no counter's row is locked."""

    def next_number(*, series: str, year: int) -> int:
        rows = Letter.objects.filter(series=series, year=year)
        return (rows.aggregate(last=Max("sequence"))["last"] or 0) + 1

    issuing.next_number = next_number


def _sequence() -> None:
    """The database's own sequence, which takes nothing back."""

    def next_number(*, series: str, year: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('bench_kills')")
            return cursor.fetchone()[0]

    issuing.next_number = next_number


HOUSE = "house"
STRATEGIES: dict[str, Callable[[], None]] = {
    HOUSE: _house,
    "file-after-commit": _file_after_commit,
    "max-plus-one": _max_plus_one,
    "sequence": _sequence,
}


def loosen(strategy: str) -> None:
    """Take from this bench's database what would keep the fault from happening."""
    with connection.cursor() as cursor:
        if strategy == "max-plus-one":
            cursor.execute("ALTER TABLE requests_flow_letter DROP CONSTRAINT letter_number_once")
        if strategy == "sequence":
            cursor.execute("CREATE SEQUENCE bench_kills")
