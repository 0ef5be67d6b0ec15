"""Statistics of the legal check: what is counted, for whom, and that nobody is named."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_review.actions.amending import Grounds, approve_amended
from legal_review.actions.opining import give_opinion
from legal_review.actions.pointing import Answer, Remark, answer_points
from legal_review.actions.taking_over import take_over
from legal_review.models import Opinion, Point
from requests_flow.actions import signing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import Case
from requests_flow.units.duties import Duty
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db

LAW = Remark(kind=Point.Kind.LAW, text="应当引用第三十六条第四项。")
REMEDY = Remark(kind=Point.Kind.REMEDY, text="应当先复议。")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    print_quickly(monkeypatch)
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def looks(user, query: str = "", status: int = 200):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    response = client.get(reverse("legal_statistics") + query)
    assert response.status_code == status
    return response


def line(user, query: str = "") -> dict:
    """The figures of the only unit there is."""
    (row,) = looks(user, query).context["units"]
    return {
        name: cell["n"] if isinstance(cell, dict) and "kind" not in cell else cell
        for name, cell in row["cells"].items()
    }


def judged(office, case: Case, *, day: date, points=(), amended: str = "") -> Case:
    """The adviser returns it, or agrees in other words."""
    act, draft = Act(by=office.adviser, at=at(day)), case.latest_draft

    def perform(case: Case) -> Opinion:
        if not amended:
            return give_opinion(
                act, draft=draft, verdict="returned", seen_digest=draft.digest,
                comments="请改。", points=points,
            )  # fmt: skip
        return approve_amended(
            act, draft=draft, seen_digest=draft.digest,
            fields={"search_scope": amended}, grounds=Grounds(points=points),
        )  # fmt: skip

    take_step(act, node=CaseFlow.review_in_law, case=case, perform=perform)
    return Case.objects.get(pk=case.pk)


def next_version(office, case: Case, *, day: date) -> Case:
    """The drafter follows every point of the last opinion."""
    points = list(case.latest_draft.opinion.points.values_list("pk", flat=True))
    case = factories.hand_in(office, case, day=day)
    answers = {key: Answer(is_followed=True) for key in points}
    answer_points(Act(by=office.clerk, at=at(day)), draft=case.latest_draft, answers=answers)
    return case


def of_two_rounds(office) -> Case:
    """Handed in on Wednesday the 4th, returned on Friday; the second version approved on Tuesday."""
    case = judged(office, factories.drafted(office), day=date(2026, 11, 6), points=[LAW, REMEDY])
    case = next_version(office, case, day=date(2026, 11, 9))
    return factories.approve(office, case, day=date(2026, 11, 10))


def test_rounds_days_and_first_approvals(office):
    of_two_rounds(office)
    factories.approved(office)  # handed in on the 4th, approved on the 5th

    found = line(office.adviser)

    assert (found["reviewed"], found["cases"], found["mean"]) == (3, 2, "1.5")
    assert (found["rounds_1"], found["rounds_2"], found["rounds_3"]) == (1, 1, 0)
    assert (found["median"], found["p90"]) == ("1", 2), "2, 1 and 1 working days"
    assert (found["first"], found["first_approved"], found["share"]) == (2, 1, "50%")


def test_days_of_rest_are_no_days_at_the_gate(office):
    case = factories.drafted(office, day=date(2026, 9, 30))
    factories.approve(office, case, day=date(2026, 10, 8))

    assert line(office.adviser)["p90"] == 1, "1 to 7 October are days off"


def test_an_opinion_counts_in_the_period_it_was_given_in(office):
    of_two_rounds(office)

    until_friday = line(office.adviser, "?since=2026-11-01&until=2026-11-06")
    since_then = line(office.adviser, "?since=2026-11-07&until=2026-11-30")

    assert (until_friday["reviewed"], until_friday["rounds_1"]) == (1, 1)
    assert (since_then["reviewed"], since_then["rounds_2"], since_then["first"]) == (1, 1, 0)
    assert since_then["share"] == "—", "nothing was reviewed for the first time"
    assert looks(office.adviser, "?year=2025").context["units"] == []


def test_amendments_are_taken_over_declined_or_wait(office):
    day = date(2026, 11, 6)
    for _ in range(3):
        judged(office, factories.drafted(office), day=day, amended="库房", points=[LAW])
    taken, declined, _waits = Case.objects.order_by("pk")
    act = Act(by=office.clerk, at=at(day))
    take_step(
        act, node=CaseFlow.take_over, case=taken, perform=lambda case: take_over(act, case=case)
    )
    from legal_review.actions.taking_over import decline

    take_step(
        act, node=CaseFlow.take_over, case=declined, perform=lambda case: decline(act, case=case)
    )
    next_version(office, Case.objects.get(pk=declined.pk), day=day)

    found = line(office.adviser)

    assert (found["amended"], found["taken"], found["declined"]) == (3, 1, 1)
    assert Opinion.objects.exclude(carries=None).count() == 1
    assert found["reviewed"] == 3, "what was carried over was not reviewed again"
    assert found["first_approved"] == 0
    page = looks(office.adviser, "?show=taken").context["behind"]
    assert [case.pk for case in page["rows"]] == [taken.pk]


def test_returns_at_the_signature(office):
    case, act = factories.approved(office), Act(by=office.signatory, at=at())
    take_step(
        act,
        node=CaseFlow.sign,
        case=case,
        perform=lambda case: signing.return_unsigned(
            act, draft=case.latest_draft, reason="语气不妥。"
        ),
    )

    assert line(office.adviser)["unsigned"] == 1
    assert line(office.adviser, "?since=2026-11-01&until=2026-11-20")["unsigned"] == 0


def test_defects_with_their_share_outcomes_and_last_cases(office):
    day = date(2026, 11, 6)
    cases = [
        judged(office, factories.drafted(office), day=day, points=points)
        for points in ([LAW, LAW, REMEDY], [LAW], [LAW], [LAW])
    ]

    first, second = looks(office.adviser).context["kinds"]

    assert (str(first["name"]), first["n"], first["share"]) == ("wrong or missing article", 5, 83)
    assert first["cases"]["n"] == 4
    assert [one["code"] for one in first["outcomes"]] == ["D1a"]
    assert [one["case_pk"] for one in first["examples"]] == [case.pk for case in cases[:0:-1]]
    assert [one["case_pk"] for one in second["examples"]] == [cases[0].pk]
    page = looks(office.adviser, "?show=kind_remedy")
    assert [case.pk for case in page.context["behind"]["rows"]] == [cases[0].pk]
    assert case_links(page, cases[0])


def case_links(page, case: Case) -> bool:
    return f'href="{case.get_absolute_url()}"' in page.content.decode()


SHOWN = [
    "reviewed", "first", "first_approved", "rounds_1", "rounds_2", "rounds_3",
    "amended", "taken", "declined", "unsigned", *(f"kind_{kind}" for kind in Point.Kind.values),
]  # fmt: skip


@pytest.mark.parametrize("show", SHOWN)
def test_every_number_leads_to_its_cases(office, show):
    case = of_two_rounds(office)

    page = looks(office.adviser, f"?show={show}")
    cells = page.context["units"][0]["cells"] | {"kind_law": {"n": 1}, "kind_remedy": {"n": 1}}
    rows = page.context["behind"]["rows"]

    assert {one.pk for one in rows} == ({case.pk} if cells.get(show, {"n": 0})["n"] else set())


def test_who_reviews_counts_what_they_review_and_a_head_their_own_unit(office):
    other = factories.Office("区民政局")
    other.unit.legal_unit = office.unit
    other.unit.save()
    for one in (office, other):
        case = judged(office, factories.drafted(one), day=date(2026, 11, 6), points=[LAW])
        assert case.legal_unit == office.unit

    def units(user) -> list:
        return [row["unit"] for row in looks(user).context["units"]]

    assert set(units(office.adviser)) == {office.unit, other.unit}
    assert units(other.clerk) == [other.unit]
    assert units(office.clerk) == [office.unit]
    assert looks(other.adviser).context["units"] == [], "others review for it"
    narrowed = looks(office.adviser, f"?unit={other.unit.pk}").context
    assert [row["unit"] for row in narrowed["units"]] == [other.unit]
    assert narrowed["kinds"][0]["n"] == 1


def test_of_another_unit_there_is_no_number_and_no_case(office):
    of_two_rounds(office)
    stranger = factories.Office("区民政局")

    page = looks(stranger.adviser, "?show=reviewed")
    assert page.context["units"] == []
    refused = looks(stranger.adviser, f"?unit={office.unit.pk}", status=422)
    nowhere = looks(stranger.adviser, "?unit=987654", status=422)
    assert refused.context["form"].errors == nowhere.context["form"].errors
    assert office.unit.short_name not in refused.content.decode()


@pytest.mark.parametrize("duty", [Duty.HANDLE, Duty.SIGN, Duty.CHECK_SECRECY, Duty.READ])
def test_for_others_there_is_no_such_page(office, duty):
    looks(factories.make_person(office.unit, duty), status=404)


def test_nobody_is_named(office):
    of_two_rounds(office)

    for query in ("", "?show=reviewed", "?export=csv"):
        body = looks(office.adviser, query).content.decode()
        main = re.sub(r"<header.*?</header>", "", body, flags=re.DOTALL)
        assert not [name for name in ("陈敏", "卢律", "田签", "张三丰") if name in main]
    assert "Nobody who drafts or reviews is named" in looks(office.adviser).content.decode()


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("?since=2026-11-07&until=2026-11-06", "until", "lies before the first"),
        ("?since=2027-01-01", "until", "lies before the first"),
        ("?until=2026-11-06", "since", "from which day on"),
        ("?since=tomorrow", "since", "valid date"),
        ("?year=1911", "year", "valid choice"),
    ],
)
def test_a_period_that_cannot_be_is_told_beside_its_field(office, query, field, words):
    page = looks(office.adviser, query, status=422)

    assert words in page.context["form"].errors[field][0]
    assert words in page.content.decode()


@pytest.mark.parametrize(
    "query", ["?show=nothing", "?show=kind_x", "?show=reviewed&page=x", "?a=%00"]
)
def test_an_address_nobody_gave_out_is_no_fault(office, query):
    of_two_rounds(office)

    looks(office.adviser, query)


def test_without_an_opinion_it_says_what_will_stand_there(office):
    assert "No opinion in this period" in looks(office.adviser).content.decode()


def test_the_file_has_a_line_for_each_unit_and_no_formula(office):
    office.unit.name = "=HYPERLINK(1)"
    office.unit.short_name = "=1+1"
    office.unit.save()
    of_two_rounds(office)

    response = looks(office.adviser, "?export=csv")
    header, row = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))

    assert response["Content-Type"].startswith("text/csv")
    assert row[0].startswith("'=")
    assert dict(zip(header, row, strict=True))["remedies"] == "1"
    assert dict(zip(header, row, strict=True))["Drafts reviewed"] == "2"


@pytest.mark.parametrize("query", ["", "?show=reviewed", "?show=kind_law", "?export=csv"])
def test_it_costs_the_same_for_many_units_and_cases(office, query):
    def cost() -> int:
        client = Client()
        client.force_login(office.adviser)
        client.get(reverse("legal_statistics") + query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("legal_statistics") + query).status_code == 200
        return len(queries)

    of_two_rounds(office)
    before = cost()
    for name in ("区民政局", "区教育局"):
        other = factories.Office(name)
        other.unit.legal_unit = office.unit
        other.unit.save()
        other.adviser = office.adviser
        for _ in range(3):
            of_two_rounds(other)

    assert cost() == before


def test_the_queue_leads_there(office):
    client = Client()
    client.force_login(office.adviser)

    assert reverse("legal_statistics") in client.get(reverse("legal_queue")).content.decode()


def test_who_heads_without_reviewing_finds_them_at_the_top_of_every_page(office):
    def menu(person) -> str:
        client = Client()
        client.force_login(person)
        return client.get(reverse("desk")).content.decode()

    head = factories.make_person(office.unit, Duty.REVIEW)

    assert reverse("legal_statistics") in menu(head)
    assert reverse("legal_statistics") not in menu(office.adviser), "on the queue, and not twice"
    assert reverse("legal_statistics") not in menu(office.signatory)
