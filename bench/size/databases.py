"""Databases of our own: `bench_size_<cases>` on a server, or files in a folder that is gone afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg


class Database:
    """A worker on its own database. `server`: postgres://user@host:port, or "" for SQLite in `folder`."""

    def __init__(self, cases: int, *, server: str, folder: Path) -> None:
        self.cases, self.server = cases, server
        self.name = f"bench_size_{cases}"
        self.url = f"{server}/{self.name}" if server else f"sqlite:///{folder / self.name}.sqlite3"
        self.facts: dict[str, Any] = {}

    def start(self, *, open_: int, seed: int) -> None:
        """Make it where it is not there yet, fill it, and open every page once."""
        if self.server:
            self._administer(
                f"CREATE DATABASE \"{self.name}\" TEMPLATE template0 ENCODING 'UTF8'",
                unless=f"SELECT 1 FROM pg_database WHERE datname = '{self.name}'",  # noqa: S608
            )
        words = ["--cases", str(self.cases), "--open", str(open_), "--seed", str(seed)]
        settings = os.environ.get("DJANGO_SETTINGS_MODULE", "requests_flow.settings.test")
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bench.size.worker", *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": settings},
        )  # fmt: skip
        self.facts = self._read()

    def ask(self, words: str) -> Any:
        """The worker's answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()
        return self._read()

    def stop(self, *, is_kept: bool) -> None:
        """End the worker; drop the database unless it is kept."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
        if self.server and not is_kept:
            self._administer(f'DROP DATABASE "{self.name}"')

    def _read(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"The worker of {self.name} ended; what it said stands above.")
        return json.loads(line)

    def _administer(self, statement: str, *, unless: str = "") -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            if unless and connection.execute(unless).fetchone():
                return
            connection.execute(statement)
