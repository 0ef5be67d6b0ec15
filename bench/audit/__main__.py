"""`python -m bench.audit --rows 100000`: one line of JSON, rows a second of `verify_audit`.

In a database of its own: SQLite in a temporary folder, or on the server of `--server`.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=1000, help="rows between two anchors")
    parser.add_argument("--server", default="", help="postgres://user@host:port; empty: SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yishen-audit-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "requests_flow.settings.test"
        os.environ["DATABASE_URL"] = (
            f"{asked.server}/yishen_audit" if asked.server else f"sqlite:///{Path(folder)}/db"
        )
        measure(asked.rows, asked.every)


def measure(rows: int, every: int) -> None:
    """In a test database, which is dropped at the end."""
    import django

    django.setup()
    from django.db import connection

    old = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        started = time.perf_counter()
        anchors = fill(rows, every)
        filled = time.perf_counter() - started

        from requests_flow.actions.auditing import first_break

        started = time.perf_counter()
        broken = first_break(anchors)
        seconds = time.perf_counter() - started
        print(
            json.dumps(
                {
                    "vendor": connection.vendor,
                    "rows": rows,
                    "anchors": len(anchors),
                    "broken": broken is not None,
                    "seconds": round(seconds, 2),
                    "rows_per_second": round(rows / seconds),
                    "filled_in": round(filled, 1),
                }
            )
        )
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)


def fill(rows: int, every: int) -> list:
    """A chain as `record` would have written it, and its head after every so many."""
    from datetime import UTC, datetime, timedelta

    from requests_flow.actions.auditing import head
    from requests_flow.actions.recording import GENESIS, entry_hash
    from requests_flow.models import Entry

    begin, previous, anchors = datetime(2026, 1, 5, 1, tzinfo=UTC), GENESIS, []
    for first in range(0, rows, every):
        batch = []
        for number in range(first, min(first + every, rows)):
            at = begin + timedelta(minutes=number)
            entry = Entry(
                verb="opinion_approved",
                duty="units.review_in_law",
                at=at,
                on=at.date(),
                data={"draft": number, "digest": f"{number:064x}", "note": "逐页核对，未标密"},
                previous=previous,
            )
            entry.hash = previous = entry_hash(entry)
            batch.append(entry)
        Entry.objects.bulk_create(batch)
        anchors.append(head(at=at))
    return anchors


if __name__ == "__main__":
    main()
