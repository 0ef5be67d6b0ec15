"""The office that the bench fills: whole enough for every page, and the same for the same seed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.size.filling import fill
from bench.size.house import AlreadyFilled, House, Organ, Plan
from bench.size.lives import Life, Lives
from requests_flow.actions.indexing import index_again
from requests_flow.models import Case, CaseGrant, Entry
from requests_flow.units.models import User
from tests.house.test_guards import promised

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="COPY and session_replication_role are for the bench"
)

PAGES = {
    "fill-1-clerk-1": [
        *(f"/?tab={tab}" for tab in ("mine", "free", "waiting", "open", "closed")),
        *("/?q=征收", "/deliver/", "/deliver/?tab=sent", "/deliver/?tab=done"),
        *("/archive/", "/archive/?tab=kept", "/letters/register/"),
    ],
    "fill-1-adviser": ["/", "/legal/", "/legal/?tab=mine", "/legal/statistics/"],
    "fill-grantee": ["/?tab=open", "/?tab=closed"],
    "fill-overseer": ["/"],
}
# Whatever the size: see docs/performance.md.
MOST_OF_DESK, MOST_OF_CASE = 15, 25


def planned(**more: int) -> Plan:
    values = {"cases": 200, "open": 60, "organs": 2, "grants": 40, **more}
    return Plan(today=timezone.localdate(), **values)


def lives_of(seed: int) -> list[Life]:
    organ = Organ(
        pk=1, prefix="海测01公开", name="第1局", sections=(2,), clerks=(1, 2), handlers=((3, 2),),
        checker=4, adviser=5, signatory=6,
    )  # fmt: skip
    house = House(organs=[organ], grantee=7, overseer=8)
    plan = Plan(cases=300, open=60, seed=seed, today=date(2026, 11, 23))
    return [life for portion in Lives(plan, house, first=1).many(100) for life in portion]


def test_the_same_seed_gives_the_same_lives():
    assert lives_of(1) == lives_of(1)
    assert lives_of(1) != lives_of(2)


def test_as_many_are_open_as_was_said_and_everybody_was_answered_after_asking():
    lives = lives_of(1)

    assert sum(life.closed is None for life in lives) == 60
    assert all(life.closed is None or life.closed >= life.received for life in lives)
    assert len({life.number for life in lives}) == len(lives)


@pytest.fixture
def filled(db):
    fill(planned())


@pytest.mark.usefixtures("filled")
def test_every_list_and_every_kind_of_case_has_its_page():
    for name, urls in PAGES.items():
        client = Client()
        client.force_login(User.objects.get(username=name))
        for url in urls:
            assert client.get(url).status_code == 200, (name, url)
    clerk = User.objects.get(username="fill-1-clerk-1")
    client.force_login(clerk)
    one_of_each = {}
    for case in Case.objects.visible_to(clerk).prefetch_related("process__task_set"):
        last = max(case.process.task_set.all(), key=lambda task: task.pk)
        one_of_each[last.flow_task.name, case.closed_on is None] = case
    for at, case in one_of_each.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(case.get_absolute_url()).status_code == 200, at
        assert len(queries) <= MOST_OF_CASE, at
    assert len(one_of_each) >= 8


@pytest.mark.usefixtures("filled")
def test_the_desk_asks_no_more_than_was_promised():
    roles = "clerk-1", "adviser", "signatory", "checker", "handler-1"
    for name in ("fill-grantee", *(f"fill-1-{role}" for role in roles)):
        client = Client()
        client.force_login(User.objects.get(username=name))
        for tab in ("mine", "free", "waiting", "open", "closed"):
            client.get(f"/?tab={tab}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/?tab={tab}")
            asked = "\n".join(one["sql"][:150] for one in queries)
            assert len(queries) <= MOST_OF_DESK, (name, tab, asked)


@pytest.mark.usefixtures("filled")
def test_the_rows_agree_with_what_the_house_would_have_written():
    cases = Case.objects.select_related("correction").prefetch_related("letters")
    later = timezone.localdate() + timedelta(days=1)

    assert index_again(cases) == 0
    assert CaseGrant.objects.standing(later).count() == 40
    assert Case.objects.filter(archived_at=None, closed_on=None).count() == 60
    entries = list(Entry.objects.order_by("pk"))
    assert all(old.hash == new.previous for old, new in pairwise(entries))
    connection.check_constraints()


@pytest.mark.usefixtures("filled")
def test_the_guards_are_back():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert promised() <= {name for (name,) in cursor.fetchall()}


@pytest.mark.usefixtures("filled")
def test_a_database_is_filled_once():
    with pytest.raises(AlreadyFilled):
        fill(planned())
