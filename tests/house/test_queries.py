"""A longer list asks the database no more often than a short one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_flow.actions import handling, issuing
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.models import Case
from requests_flow.rules.catalogue import Fact
from tests import factories
from tests.factories import at
from tests.journeys.people import on

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 12

LISTS = {
    "desk, for me": ("clerk", "desk", "?tab=mine", factories.accepted),
    "desk, to be taken": ("clerk", "desk", "?tab=free", factories.open_case),
    "desk, with others": ("clerk", "desk", "?tab=waiting", factories.drafted),
    "desk, all open": ("clerk", "desk", "?tab=open", factories.open_case),
    "desk, closed": ("clerk", "desk", "?tab=closed", factories.delivered),
    "desk, searched": ("clerk", "desk", "?q=征收", factories.open_case),
    "desk, as a file": ("clerk", "desk", "?tab=open&export=csv", factories.open_case),
    "legal queue": ("adviser", "legal_queue", "", factories.drafted),
    "deliver queue": ("clerk", "deliver_queue", "", factories.signed),
    "archive, to do": ("clerk", "archive_desk", "", factories.delivered),
    "archive, kept": ("clerk", "archive_desk", "?tab=kept", factories.archived),
}


@pytest.fixture(autouse=True)
def quick_letters(monkeypatch):
    """What is printed does not matter here, and printing takes most of the time."""
    from requests_flow.letters import engine

    printed = {}
    render = engine.render

    def once(code, context):
        if code not in printed:
            printed[code] = render(code, context)
        return printed[code]

    monkeypatch.setattr(engine, "render", once)


def asked(client: Client, url: str) -> tuple[int, str]:
    """How many queries the page takes, and what it shows."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200
    body = b"".join(response) if response.streaming else response.content
    return len(queries), body.decode(errors="replace")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_for_many_rows_as_for_few(name):
    who, route, query, stage = LISTS[name]
    office = factories.Office()
    client = Client()
    client.force_login(getattr(office, who))
    counts = {}

    with on(factories.TODAY):
        for wanted in (FEW, MANY):
            while Case.objects.count() < wanted:
                stage(office)
            client.get(reverse(route) + query)  # what is asked once for a process is asked now
            counts[wanted], body = asked(client, reverse(route) + query)
            for case in Case.objects.all():
                assert case.number in body

    assert counts[MANY] == counts[FEW], counts


def test_a_case_page_asks_the_same_for_a_long_story_as_for_a_short_one():
    office = factories.Office()
    case = factories.accepted(office)
    client = Client()
    client.force_login(office.clerk)
    act = Act(by=office.clerk, at=at(date(2026, 11, 4)))

    def more() -> None:
        handling.record_fact(act, case=case, fact=Fact.PUBLISHED_AT, text="某网页")
        handling.record_search(act, case=case, places="库房", keywords="补偿", result="无")
        handling.consult(
            act, case=case, kind="other_organ", name="区档案局", question="有无", sent_on=act.on
        )
        keep_document(act, case=case, kind="found", data="某批复".encode(), name="批复.txt")
        issuing.issue_notice(
            act, case=case, code="L02", fields={"items": "请写明地块。", "period_days": 15}
        )

    with on(factories.TODAY):
        counts = []
        for rounds in (FEW, MANY):
            for _ in range(rounds):
                more()
            client.get(case.get_absolute_url())
            counts.append(asked(client, case.get_absolute_url())[0])

    assert counts[0] == counts[1], counts
