"""What every test may lean on: the right database for its mark, and Debian's browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

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
