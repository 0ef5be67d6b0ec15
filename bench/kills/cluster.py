"""A PostgreSQL of our own that may be crashed: made in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


class Cluster:
    """A server on a free port of this machine. As root it runs as `postgres`."""

    def __init__(self) -> None:
        self.binaries = _binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="yishen-kills-"))
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self.data = self.folder / "data"
        self.port = _free_port()
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()

    @property
    def url(self) -> str:
        """Where it listens, without the name of a database."""
        return f"postgres://postgres@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, or start it again; it recovers by itself."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = self.folder / "log"
        self._run("pg_ctl", "start", "-w", "-D", self.data, "-l", log, "-o", options)

    def crash(self) -> None:
        """Drop everything at once, as a power cut would the server, and start it again."""
        self._run("pg_ctl", "stop", "-w", "-D", self.data, "-m", "immediate")
        self.start()

    def close(self) -> None:
        """Stop it and leave nothing behind."""
        self._run("pg_ctl", "stop", "-w", "-D", self.data, "-m", "fast")
        shutil.rmtree(self.folder)

    def _run(self, command: str, *arguments: object) -> None:
        # Not by pipes: the server would inherit them, and we would wait for it for ever.
        with (self.folder / "said").open("wb") as said:
            done = subprocess.run(
                [str(self.binaries / command), *map(str, arguments)],
                user=self.user, cwd=self.folder, stdout=said, stderr=said,
            )  # fmt: skip
        if done.returncode:
            raise SystemExit((self.folder / "said").read_text(encoding="utf-8", errors="replace"))


def _binaries() -> Path:
    """Debian keeps them out of the path, a folder for each version."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found is None:
        raise SystemExit("There is no initdb here; --db-crash needs PostgreSQL's server programs.")
    return Path(found).parent


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]
