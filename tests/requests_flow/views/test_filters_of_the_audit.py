"""Each filter of the audit reads a page by an index, and pages follow each other without a gap."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from requests_flow.models import Entry
from requests_flow.units.duties import Duty
from requests_flow.views import audit
from requests_flow.views.forms.auditing import AuditFilter
from tests import factories
from tests.factories import at
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db
MANY = 4000
FILTERS = {
    "nothing": ({}, "entry_at"),
    "person": ({"who": "丁一"}, "entry_actor_at"),
    "act": ({"what": "identity_searched"}, "entry_verb_at"),
    "from": ({"since": "2026-10-01"}, "entry_at"),
    "until": ({"until": "2026-10-05"}, "entry_at"),
    "one day": ({"since": "2026-10-03", "until": "2026-10-03"}, "entry_at"),
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def log():
    """Entries of many people and many acts; one person and one act are rare."""
    people = [factories.make_person(name=f"甲{n}") for n in range(5)]
    rare = factories.make_person(name="丁一")
    begin = at() - timedelta(days=60)
    verbs = ("claimed", "drafted", "searched", "registered")
    Entry.objects.bulk_create(
        Entry(
            verb="identity_searched" if n % 100 == 7 else verbs[n % 4],
            actor=rare if n % 100 == 3 else people[n % 5],
            at=begin + timedelta(minutes=21 * n),
            previous=f"{n:064d}",
            hash=f"{n + 1:064d}",
        )
        for n in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if is_postgres():  # so few rows are sorted sooner than read in order
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def plan(wanted: dict[str, str], *, before: int | None = None) -> str:
    rows = audit.entries(AuditFilter(wanted))
    if before:
        rows = audit.Audit().after(rows, before)
    return rows[: audit.PAGE + 1].explain(
        **({"format": "json", "analyze": True} if is_postgres() else {})
    )


def read(said: str) -> int:
    """How many rows of the table PostgreSQL touched."""
    found = []

    def walk(node: dict) -> None:
        if node.get("Relation Name") == "requests_flow_entry":
            found.append(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        for each in node.get("Plans", ()):
            walk(each)

    walk(json.loads(said)[0]["Plan"])
    return int(max(found))


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_enters_an_index_that_is_in_the_order_of_the_list(name):
    wanted, index = FILTERS[name]
    middle = Entry.objects.order_by("-at", "-id").values_list("pk", flat=True)[MANY // 2]
    for said in (plan(wanted), plan(wanted, before=middle)):
        assert re.search(rf"\b{index}\b", said), said
        assert "USE TEMP B-TREE" not in said, "sorted by hand"
        if is_postgres():
            assert read(said) <= audit.PAGE + 2


@pytest.mark.usefixtures("log")
def test_pages_follow_each_other_without_a_gap_and_without_a_double():
    client = as_(factories.make_person(factories.make_unit("区政府"), Duty.AUDIT))
    # Three of the same second, and one that was written later about an earlier one.
    last = Entry.objects.order_by("-at").first()
    Entry.objects.bulk_create(
        Entry(verb="claimed", at=when, previous=f"{n:063d}a", hash=f"{n:063d}b")
        for n, when in enumerate([last.at] * 3 + [last.at - timedelta(days=3)])
    )
    seen, url = [], "/audit/?since=2026-11-10"
    while url:
        context = client.get(url).context
        seen += [line["entry"].pk for line in context["rows"]]
        url = context["next_url"] and f"/audit/{context['next_url']}"

    wanted = AuditFilter({"since": "2026-11-10"}).narrow(Entry.objects.order_by("-at", "-id"))
    assert seen == list(wanted.values_list("pk", flat=True))
    assert len(seen) > 3 * audit.PAGE


def test_a_key_that_is_none_shows_nothing():
    client = as_(factories.make_person(factories.make_unit("区政府"), Duty.AUDIT))
    assert client.get("/audit/?before=123456789").context["rows"] == []
