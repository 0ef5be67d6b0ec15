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
from requests_flow.models import Case, Part, SigningDelegation
from requests_flow.rules.catalogue import Fact
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from tests import factories
from tests.factories import at
from tests.journeys.people import on
from tests.printing import print_quickly
from tests.requests_flow.delegated import delegated
from tests.requests_flow.parted import asked as question_in
from tests.requests_flow.parted import by, given

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 12


def came_back(office: factories.Office) -> Case:
    return factories.resulted(office, kind="returned", reason="查无此人")


def arrived(office: factories.Office) -> Case:
    return factories.resulted(office, kind="delivered")


def noticed(office: factories.Office) -> Case:
    """A case with a notice that waits to be sent."""
    case = factories.accepted(office)
    act, fields = Act(by=office.clerk, at=at()), {"items": "请写明地块。", "period_days": 15}
    issuing.issue_notice(act, case=case, code="L02", fields=fields)
    return case


LISTS = {
    "desk, for me": ("clerk", "desk", "?tab=mine", factories.accepted),
    "desk, to be taken": ("clerk", "desk", "?tab=free", factories.open_case),
    "desk, with others": ("clerk", "desk", "?tab=waiting", factories.drafted),
    "desk, all open": ("clerk", "desk", "?tab=open", factories.open_case),
    "desk, closed": ("clerk", "desk", "?tab=closed", factories.delivered),
    "desk, searched": ("clerk", "desk", "?q=征收", factories.open_case),
    "desk, as a file": ("clerk", "desk", "?tab=open&export=csv", factories.open_case),
    "legal queue": ("adviser", "legal_queue", "", factories.drafted),
    "legal queue, my turn": ("adviser", "legal_queue", "?tab=mine", factories.drafted),
    "legal statistics": ("adviser", "legal_statistics", "?show=reviewed", factories.approved),
    "deliver queue": ("clerk", "deliver_queue", "", factories.signed),
    "deliver queue, printed": ("clerk", "deliver_queue", "?pick=all", factories.issued),
    "register of letters": ("clerk", "letter_register", "", factories.issued),
    "notices to send": ("clerk", "deliver_queue", "", noticed),
    "letters on their way": ("clerk", "deliver_queue", "?tab=sent", factories.delivered),
    "letters that came back": ("clerk", "deliver_queue", "?tab=returned", came_back),
    "letters that arrived": ("clerk", "deliver_queue", "?tab=done", arrived),
    "archive, to do": ("clerk", "archive_desk", "", factories.delivered),
    "archive, kept": ("clerk", "archive_desk", "?tab=kept", factories.archived),
}


@pytest.fixture(autouse=True)
def quick_letters(monkeypatch):
    """What is printed does not matter here, and printing takes most of the time."""
    print_quickly(monkeypatch)


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


def shared(office: factories.Office, person: User) -> Case:
    """A case in which somebody is asked a question."""
    case = factories.accepted(office)
    question = question_in(office, case)
    given(by(office.clerk), case, person, Part.CONSULTED, consultation=question)
    return case


def test_the_lists_of_parts_and_of_oversight_ask_the_same_for_many_as_for_few():
    office, helper = factories.Office(), factories.make_person()
    overseer = factories.make_person(office.unit, Duty.OVERSEE)
    with on(factories.TODAY):
        for user, route in ((helper, "my_parts"), (overseer, "oversight")):
            client, counts = Client(), []
            client.force_login(user)
            for wanted in (FEW, MANY):
                while Case.objects.count() < wanted:
                    shared(office, helper)
                client.get(reverse(route))
                count, body = asked(client, reverse(route))
                counts.append(count)
                assert all(case.number in body for case in Case.objects.all()), route
            assert counts[0] == counts[1], (route, counts)
            assert counts[0] <= 15, (route, counts)


def test_who_sees_a_case_asks_the_same_for_many_people_as_for_few():
    office, counts = factories.Office(), []
    case = factories.accepted(office)
    client, url = Client(), reverse("case_people", args=[case.pk])
    client.force_login(office.clerk)
    with on(factories.TODAY):
        for _ in range(2):
            for _ in range(FEW):
                factories.make_person(office.unit, Duty.READ)
                given(by(office.clerk), case, factories.make_person(), Part.CO_HANDLER)
            client.get(url)
            counts.append(asked(client, url)[0])

    assert counts[0] == counts[1], counts


def test_the_page_of_delegations_asks_the_same_for_many_as_for_few():
    office, counts = factories.Office(), []
    client = Client()
    client.force_login(office.signatory)
    with on(factories.TODAY):
        for wanted in (FEW, MANY):
            while SigningDelegation.objects.count() < wanted:
                delegated(office, factories.make_person())
            client.get(reverse("delegations"))
            counts.append(asked(client, reverse("delegations"))[0])

    assert counts[0] == counts[1], counts


@pytest.mark.parametrize(
    ("duty", "route"),
    [
        (Duty.MANAGE_SYSTEM, "people"),
        (Duty.MANAGE_SYSTEM, "units"),
        (Duty.AUDIT, "audit"),
        (Duty.AUDIT, "audit_doors"),
    ],
)
def test_the_lists_of_administrators_ask_the_same_for_many_as_for_few(duty, route):
    top, counts = factories.make_unit(), []
    client = Client()
    client.force_login(factories.make_person(top, duty))
    with on(factories.TODAY):
        for wanted in (FEW, MANY):
            while User.objects.count() < wanted * 3:
                office = factories.Office()
                factories.accepted(office)
                Client().post("/login/", {"username": office.clerk.username, "password": "x"})
            client.get(reverse(route))
            counts.append(asked(client, reverse(route))[0])

    assert counts[0] == counts[1], counts
