"""Writes the chain of entries: who did what, to which case, when."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection, transaction

from requests_flow.models import Case, Entry
from requests_flow.units.duties import Duty

from .act import Act

GENESIS = "0" * 64
_CHAIN_LOCK = 711_2019  # any number that nothing else locks


def canonical(data: Any) -> bytes:
    """The one JSON form of `data`: sorted keys, no spaces, UTF-8. Dates as ISO."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    ).encode()


def digest_of(data: Any) -> str:
    """SHA-256 over the canonical JSON of `data`."""
    return hashlib.sha256(canonical(data)).hexdigest()


def entry_hash(entry: Any) -> str:
    """What `entry.hash` must be; `entry` is an Entry or a row with its columns."""
    return digest_of(
        {
            "previous": entry.previous,
            "case": entry.case_id,
            "verb": entry.verb,
            "actor": entry.actor_id,
            "duty": entry.duty,
            "at": entry.at.timestamp(),
            "on": entry.on and entry.on.isoformat(),
            "data": entry.data,
        }
    )


@transaction.atomic
def record(act: Act, *, case: Case | None, verb: str, duty: Duty | str = "", **data: Any) -> Entry:
    """Append an entry. Writers queue up: on PostgreSQL by a lock, on SQLite by IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = Entry.objects.order_by("-id").values_list("hash", flat=True).first()
    entry = Entry(
        case=case,
        verb=verb,
        actor=act.by,
        duty=str(duty),
        at=act.at,
        on=act.on,
        data=json.loads(canonical(data)),
        previous=last or GENESIS,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    return entry


def first_broken_entry() -> Entry | None:
    """The first entry that does not follow from the one before it, or None."""
    previous = GENESIS
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None
