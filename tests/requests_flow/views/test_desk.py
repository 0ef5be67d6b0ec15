"""The desk shows what waits for whom, to nobody else, with a fixed number of queries."""

from __future__ import annotations

import csv
import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from viewflow.workflow.models import Task

from requests_flow.models import Case, Entry
from requests_flow.units.duties import Duty
from requests_flow.views.export import safe
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def counts(client: Client, **query) -> dict[str, int]:
    tabs = client.get(reverse("desk"), query).context["tabs"]
    return dict(
        zip(("mine", "free", "waiting", "open", "closed"), (t["count"] for t in tabs), strict=True)
    )


def numbers(client: Client, **query) -> list[str]:
    return [row.case.number for row in client.get(reverse("desk"), query).context["rows"]]


def test_a_new_case_waits_to_be_taken_and_then_is_mine(office):
    case = factories.open_case(office)
    client = as_(office.clerk)
    assert counts(client) == {"mine": 0, "free": 1, "waiting": 0, "open": 1, "closed": 0}

    response = client.post(reverse("claim", args=[case.pk]))

    task = Task.objects.get(process=case.process, status="ASSIGNED")
    assert task.owner == office.clerk
    assert response.url == reverse("flow:review:execute", args=[case.process_id, task.pk])
    assert counts(client) == {"mine": 1, "free": 0, "waiting": 0, "open": 1, "closed": 0}
    assert Entry.objects.filter(case=case, verb="claimed", actor=office.clerk).exists()


def test_the_second_colleague_is_told_that_it_is_taken(office):
    case = factories.open_case(office)
    as_(office.clerk).post(reverse("claim", args=[case.pk]))
    other = factories.make_person(office.unit, Duty.REVIEW)

    assert as_(other).post(reverse("claim", args=[case.pk])).status_code == 409
    assert Task.objects.get(process=case.process, status="ASSIGNED").owner == office.clerk


def test_nobody_takes_a_step_that_is_not_their_duty(office):
    case = factories.open_case(office)
    response = as_(office.signatory).post(reverse("claim", args=[case.pk]))

    assert response.status_code == 404
    assert Task.objects.filter(process=case.process, status="NEW").exists()


def test_what_was_taken_is_given_back_by_who_has_it_and_not_by_a_colleague(office):
    case = factories.open_case(office)
    client = as_(office.clerk)
    client.post(reverse("claim", args=[case.pk]))
    colleague = factories.make_person(office.unit, Duty.HANDLE, Duty.SIGN)

    assert as_(colleague).post(reverse("release", args=[case.pk])).status_code == 409
    assert client.post(reverse("release", args=[case.pk])).status_code == 302
    assert counts(client)["free"] == 1


def test_a_handed_in_reply_waits_with_others(office):
    factories.drafted(office)

    assert counts(as_(office.clerk))["waiting"] == 1
    assert counts(as_(office.adviser))["free"] == 1
    assert counts(as_(office.signatory)) == {
        "mine": 0,
        "free": 0,
        "waiting": 0,
        "open": 1,
        "closed": 0,
    }


def test_a_stranger_sees_no_case_and_counts_none(office):
    case = factories.open_case(office)
    client = as_(factories.Office("区财政局").clerk)

    assert set(counts(client).values()) == {0}
    page = client.get(reverse("desk"), {"tab": "open", "q": case.number}).content.decode()
    assert case.subject not in page
    assert client.post(reverse("claim", args=[case.pk])).status_code == 404


def test_the_applicant_is_masked_and_found_by_the_whole_name_only(office):
    case = factories.open_case(office, name="欧阳三丰")
    client = as_(office.clerk)

    page = client.get(reverse("desk"), {"tab": "open"}).content.decode()
    assert "欧阳三丰" not in page
    assert "欧**丰" in page
    assert numbers(client, q="欧阳三丰") == [case.number]
    assert numbers(client, q="欧阳") == []


def test_filters_narrow_and_stay_in_the_links(office):
    first = factories.open_case(office)
    second = factories.accepted(office)
    client = as_(office.clerk)

    assert numbers(client, tab="open", stage="review") == [first.number]
    assert numbers(client, tab="open", stage="handle") == [second.number]
    assert numbers(client, tab="open", kind="company") == []
    assert numbers(client, tab="open", due_to="2026-11-01") == []
    assert len(numbers(client, tab="open", due_from="2026-11-01", channel="counter")) == 2
    assert numbers(client, tab="open", stage="no-such-stage", outcome="'") != []
    response = client.get(reverse("desk"), {"tab": "open", "stage": "review"})
    assert "stage=review" in response.context["tabs"][4]["url"]
    assert "stage=review" in response.context["csv_url"]


def test_rows_go_by_due_date_and_what_has_none_is_last(office):
    late = factories.open_case(office, day=factories.date(2026, 9, 1))
    early = factories.open_case(office, day=factories.date(2026, 11, 20))
    Case.objects.filter(pk=early.pk).update(due_on=None)
    middle = factories.open_case(office, day=factories.date(2026, 11, 10))

    assert numbers(as_(office.clerk), tab="open") == [late.number, middle.number, early.number]


def test_pages_follow_each_other_and_lead_back(office, monkeypatch):
    monkeypatch.setattr("requests_flow.views.desk.PAGE", 2)
    cases = [factories.open_case(office, day=factories.date(2026, 11, n)) for n in (2, 3, 4, 5, 6)]
    client, seen, url = as_(office.clerk), [], f"{reverse('desk')}?tab=open"
    pages = []
    while url:
        context = client.get(f"{reverse('desk')}{url.removeprefix(reverse('desk'))}").context
        pages.append([row.case.number for row in context["rows"]])
        seen += pages[-1]
        last, url = context, context["next_url"]

    assert seen == [case.number for case in cases]
    back = client.get(f"{reverse('desk')}{last['previous_url']}").context
    assert [row.case.number for row in back["rows"]] == pages[-2]


def test_the_number_of_queries_does_not_grow(office):
    client = as_(office.clerk)

    def cost(tab: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("desk"), {"tab": tab}).status_code == 200
        return len(captured)

    tabs = ("mine", "free", "waiting", "open", "closed")

    factories.open_case(office)
    factories.accepted(office)
    factories.drafted(office)
    factories.delivered(office)
    few = [cost(tab) for tab in tabs]
    for _ in range(22):
        factories.open_case(office)
    for _ in range(3):
        factories.accepted(office)
    factories.drafted(office)
    factories.delivered(office)
    assert [cost(tab) for tab in tabs] == few
    assert max(few) <= 16


def test_the_csv_holds_the_filtered_list_as_text(office):
    factories.open_case(office, subject='=HYPERLINK("http://x")', name="张三丰")
    client = as_(office.clerk)
    response = client.get(reverse("desk"), {"tab": "open", "export": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert len(rows) == 2
    assert rows[1][5] == '\'=HYPERLINK("http://x")'
    assert rows[1][6] == "张*丰"


def test_the_xlsx_holds_no_formula(office):
    factories.open_case(office, subject="=1+1")
    response = as_(office.clerk).get(reverse("desk"), {"tab": "open", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.content)).active

    cell = sheet["F2"]
    assert cell.value == "'=1+1"
    assert {c.data_type for c in sheet[2]} <= {"s", "n", "inlineStr"}
    assert not [c for c in sheet[2] if c.data_type == "f"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "  =1", "＝1"])
def test_what_looks_like_a_formula_gets_a_sign_before_it(text):
    assert safe(text).startswith("'")


def test_plain_words_stay_as_they_are():
    assert safe("海发公开 2026-0001") == "海发公开 2026-0001"
    assert safe(None) == ""
