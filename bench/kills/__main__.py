"""`python -m bench.kills`: one line of JSON; ends with 1 if something was lost.

With another strategy than the house's it is the other way round: it ends with 1 if nothing was,
since then the tally would be blind.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cluster import Cluster

SERVER = "postgres://postgres@127.0.0.1:5432"
STRATEGIES = ("house", "file-after-commit", "max-plus-one", "sequence")


def options() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--strategy", choices=STRATEGIES, default="house")
    parser.add_argument("--db-crash", type=int, default=0, help="on a server of its own")
    parser.add_argument("--spread", type=float, default=0, help="ms; 0: as long as a letter takes")
    parser.add_argument("--aimed", type=float, default=0.5, help="share of kills at a chosen step")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--server", default=SERVER, help="postgres://user@host:port")
    return parser.parse_args()


def main() -> int:
    """Make a database, prepare, kill, count, drop the database."""
    asked = options()
    cluster = None
    if asked.db_crash:
        from .cluster import Cluster

        cluster = Cluster()
    server = cluster.url if cluster else asked.server
    name = f"bench_kills_{os.getpid()}"
    try:
        _sql(server, f"CREATE DATABASE {name}")
        try:
            return _run(asked, f"{server}/{name}", cluster)
        finally:
            _sql(server, f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        if cluster:
            cluster.close()


def _sql(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _run(asked: argparse.Namespace, url: str, cluster: Cluster | None) -> int:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "requests_flow.settings.test"
    os.environ["DATABASE_URL"] = url
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="yishen-kills-") as folder:
        settings.VAULT_DIR = Path(folder) / "vault"
        figures = _killed(asked, Path(folder) / "acks", cluster)
    connections.close_all()
    print(json.dumps(figures, ensure_ascii=False))
    return int(bool(figures["faults"]) is (asked.strategy == "house"))


def _killed(asked: argparse.Namespace, acks: Path, cluster: Cluster | None) -> dict:
    from . import tally
    from .killer import Killer, Plan
    from .office import open_desk
    from .rehearsal import seconds_a_letter
    from .strategies import loosen

    desk = open_desk(3 * asked.kills + 20, acks.parent / "keys")
    spread = asked.spread / 1000 or seconds_a_letter(desk, asked.workers)
    loosen(asked.strategy)
    plan = Plan(
        kills=asked.kills, workers=asked.workers, strategy=asked.strategy, spread=spread,
        aimed_share=asked.aimed, crash=cluster.crash if cluster else None,
        crashes=asked.db_crash, seconds=asked.seconds, seed=asked.seed,
    )  # fmt: skip
    started = time.monotonic()
    done = Killer(plan, desk, acks).run()
    seconds = time.monotonic() - started
    figures = tally.count(desk, acks)
    return {
        "strategy": asked.strategy, "kills": done.kills, "aimed": done.aimed,
        "db_crashes": done.crashes, "workers_failed": done.failed, **figures,
        "faults": tally.faults(figures), "killed_after": dict(done.steps),
        "spread_ms": round(spread * 1000), "workers": asked.workers, "seconds": round(seconds),
        "kills_left_over": max(0, asked.kills - done.kills),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
