"""How long pages take, warm, through Django's own client in this process; and what they ask for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from requests_flow.models import Case, Sight
from requests_flow.units.models import User
from requests_flow.views.hands import tabs_of
from requests_flow.views.worklist import counted, counts_of

from . import pages, rivals
from .pages import ADVISER, PEOPLE, Asked

Figures = dict[str, Any]


def get(client: Client, url: str) -> str:
    """The page; raises where there is none."""
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url}: {response.status_code}")
    return response.content.decode()


class Measured:
    """Every page of everybody on one database, each opened before it is measured."""

    def __init__(self) -> None:
        names = {**PEOPLE, "adviser": ADVISER}
        self.clients = {label: pages.signed_in(name) for label, name in names.items()}
        self.asked = [page for label in PEOPLE for page in pages.pages_of(label)]
        self.facts: dict[str, Figures] = {}
        for page in self.asked:
            self.facts[page.key] = self._facts(page)
        self.jobs = _jobs(self.asked, self.clients)

    def _facts(self, page: Asked) -> Figures:
        """How many queries and rows, and which query was the slowest; warm afterwards."""
        client = self.clients[page.who]
        body = get(client, page.url)
        get(client, page.url)
        with CaptureQueriesContext(connection) as queries:
            get(client, page.url)
        slowest = max(queries, key=lambda one: float(one["time"]))
        rows = max(0, body.count("<tr") - 1) if page.is_queue else len(pages.keys_on(body))
        facts = {"queries": len(queries), "rows": rows, "most": page.most, "url": page.url}
        return {**facts, "slowest": slowest["sql"]}

    def turn(self) -> dict[str, float]:
        """Each page once: milliseconds."""
        return {name: _milliseconds(work) for name, work in self.jobs.items()}

    def rivals(self, grants: int) -> dict[str, Figures]:
        """What the shelf offers, on the same data."""
        return rivals.measured(User.objects.get(username=PEOPLE["grants"]), grants=grants)


def _jobs(asked: list[Asked], clients: dict[str, Client]) -> dict[str, Callable[[], object]]:
    """Each page, with its bare mate right behind it; and the counts alone."""
    jobs: dict[str, Callable[[], object]] = {}
    for page in asked:
        client = clients[page.who]
        jobs[page.key] = lambda client=client, url=page.url: get(client, url)
        keys = pages.keys_on(get(client, page.url)) if page.is_desk else []
        if keys:
            url = "/bare/?keys=" + ",".join(map(str, keys))
            jobs[f"{page.key} (bare)"] = lambda client=client, url=url: _bare(client, url)
    for label, username in PEOPLE.items():
        user = User.objects.get(username=username)
        jobs[f"{label}: counts of the tabs"] = lambda user=user: counts(user)
    return jobs


def _bare(client: Client, url: str) -> str:
    with override_settings(ROOT_URLCONF="bench.size.bare"):
        return get(client, url)


def counts(user: User) -> None:
    """What the desk counts for its tabs."""
    counts_of(Case.objects.visible_to(user, Sight.APPLICATION), tabs_of(user))
    ranges = Case.objects.ranges_visible_to(user, Sight.APPLICATION, is_sorted=False)
    counted([rows.exclude(closed_on=None) for rows in ranges])


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def circumstances() -> Figures:
    """What the figures were taken under."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()"
        )
        version = cursor.fetchone()[0]
    return {
        "database": f"{connection.vendor} {version}"[:40], "cases": Case.objects.count(),
        "load": round(os.getloadavg()[0], 1), "processors": os.cpu_count(),
    }  # fmt: skip
