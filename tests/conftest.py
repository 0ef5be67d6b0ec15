"""What every test may lean on: the right database for its mark, and Debian's browser."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

    from requests_flow.letters.press import Printed, Sheet

# What is right is right on a slow machine too: no property fails for the time it took.
properties.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to call a run on SQLite a run on PostgreSQL; make the folder of static files."""
    from django.conf import settings
    from django.db import connection

    wanted = os.environ.get("YISHEN_TEST_VENDOR")
    if settings.configured and wanted and connection.vendor != wanted:
        raise pytest.UsageError(f"The tests should run on {wanted}, not on {connection.vendor}.")
    if settings.configured:
        # Whitenoise warns if it is missing, and a warning is an error here.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of locks and races say nothing on SQLite; `make test-postgres` runs them."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return
    elsewhere = pytest.mark.skip(reason="on PostgreSQL only: make test-postgres")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(elsewhere)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests of races empty the tables behind them, which our guards against TRUNCATE forbid.

    tests/postgres/test_nothing_is_emptied.py puts them in force again and tries.
    """
    with django_db_blocker.unblock():
        let_tables_be_emptied()


def let_tables_be_emptied() -> None:
    """Put the guards against TRUNCATE out of force, which every migration puts in force again."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE %s",
            [r"%\_keeps\_truncate"],
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")


# What was printed in this process: the folder of the fonts and the sheet -> the letter.
_PRINTED: dict[tuple[Path, Sheet], Printed] = {}


@pytest.fixture(autouse=True)
def same_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offices and people are numbered anew in each test, so that its letters have the same words."""
    if factories := sys.modules.get("tests.factories"):
        monkeypatch.setattr(factories, "_serial", itertools.count(1))


@pytest.fixture(autouse=True)
def printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sheet is printed once in a process. What comes out is the real printer's.

    Tests of the printing itself put nothing in its place: tests/requests_flow/letters/conftest.py.
    """
    from requests_flow.letters import engine
    from requests_flow.letters.fonts import font_dir

    really = engine.print_here

    def remembered(sheet: Sheet) -> Printed:
        key = (font_dir(), sheet)
        if key not in _PRINTED:
            _PRINTED[key] = really(sheet)
        return _PRINTED[key]

    monkeypatch.setattr(engine, "print_here", remembered)


@pytest.fixture
def printed_anew(printed_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every letter is printed: for tests that compare what is printed twice."""
    from requests_flow.letters import engine, press

    monkeypatch.setattr(engine, "print_here", press.print_here)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop lives in this thread, and Django then takes every query for an async one.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, once for all tests."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("There is no chromium here; `make test` installs it.")
    started = playwright.chromium.launch(
        executable_path=chromium,
        args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],  # root in a container
    )
    yield started
    started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window without a past: nobody is signed in."""
    opened = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def _one_s3_server() -> Iterator[Any]:
    from tests.s3_server import Server

    server = Server()
    yield server
    server.close()


@pytest.fixture
def s3(_one_s3_server: Any, settings: Any) -> Any:
    """An empty bucket on a server of the tests' own, and the settings that make it the store."""
    from tests.s3_server import BUCKET

    _one_s3_server.clear()
    settings.YISHEN_STORE = "s3"
    settings.YISHEN_S3_ENDPOINT = _one_s3_server.endpoint
    settings.YISHEN_S3_BUCKET = BUCKET
    settings.YISHEN_S3_KEY, settings.YISHEN_S3_SECRET = "key", "secret"
    return _one_s3_server


@pytest.fixture(params=["file", "s3"])
def any_store(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Any:
    """Each test twice: in folders, and in a bucket. The server, or None."""
    settings.VAULT_DIR, settings.DOSSIER_DIR = tmp_path / "vault", tmp_path / "dossiers"
    return request.getfixturevalue("s3") if request.param == "s3" else None
