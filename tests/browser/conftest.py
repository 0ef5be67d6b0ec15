"""A real server on a database of its own, for as long as the browser's tests run."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAY = "from tests.browser.stage import lay; lay()"


@dataclass(frozen=True)
class Server:
    """Where it answers, and what lies in it."""

    url: str
    stage: dict[str, Any]

    def person(self, office: str, role: str) -> str:
        """The user name; every password is `test`."""
        return self.stage["people"][office][role]


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def environment_of(folder: Path) -> dict[str, str]:
    fonts = os.environ.get("YISHEN_FONT_DIR", str(ROOT / "var" / "fonts"))
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'browser.sqlite3'}",
        "YISHEN_VAR_DIR": str(folder),
        "YISHEN_FONT_DIR": fonts,
    }


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of a real installation, two threads, with the cases of `stage`."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "static").mkdir()
    environment = environment_of(folder)
    manage(environment, "migrate", "--verbosity", "0")
    said = re.search(r"^STAGE (.+)$", manage(environment, "shell", "-c", LAY), re.MULTILINE)
    assert said
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "requests_flow.wsgi:application"]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4"]
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--no-control-socket", "--log-level", "warning"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + 60
            while not answers(f"{url}/login/"):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
            yield Server(url, json.loads(said[1]))
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in log.read_text(), log.read_text()
