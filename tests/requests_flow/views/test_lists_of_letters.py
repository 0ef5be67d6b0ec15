"""Lists of letters page by page: none is left out or shown twice, whatever shares a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from archive.actions.sealing import seal
from requests_flow.actions.act import Act
from requests_flow.models import Case, Letter
from requests_flow.models.register import series_names
from requests_flow.units.duties import Duty
from requests_flow.views import deliver_tabs, letter_register
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import on
from tests.printing import print_quickly
from tests.requests_flow.parted import restricted

pytestmark = pytest.mark.django_db
REGISTER, ARRIVED = "/letters/register/", "/deliver/?tab=done"


@pytest.fixture(autouse=True)
def this_year(monkeypatch):
    print_quickly(monkeypatch)
    monkeypatch.setattr(letter_register, "PAGE", 2)
    monkeypatch.setattr(deliver_tabs, "PAGE", 2)
    with on(TODAY):
        yield


@pytest.fixture
def office(client):
    house = factories.Office()
    client.force_login(house.clerk)
    return house


def pages(client: Client, url: str, *, word: str = "next_url") -> Iterator[list[Letter]]:
    """From `url` on, following the links of that name."""
    here = url.partition("?")[0]
    while url:
        context = client.get(url).context
        yield [row["letter"] for row in context["rows"]]
        url = context[word] and here + context[word]


def last_url(client: Client, url: str) -> str:
    here = url.partition("?")[0]
    while following := client.get(url).context["next_url"]:
        url = here + following
    return url


def in_order(letters: list[Letter]) -> list[Letter]:
    return sorted(letters, key=lambda one: (one.dated_on, one.pk), reverse=True)


@pytest.mark.parametrize("few", [0, 40])
def test_the_register_goes_through_all_series_and_back(client, office, monkeypatch, few):
    monkeypatch.setattr(letter_register, "FEW_SERIES", few)  # 0: the year as a whole
    for day in (date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 9)):
        factories.issued(office, day=day)
    factories.issued(factories.Office("区教育局"))
    ours = in_order(list(Letter.objects.filter(case__unit=office.unit)))

    forth = [one for page in pages(client, REGISTER) for one in page]
    back = list(pages(client, last_url(client, REGISTER), word="previous_url"))

    assert len(ours) == 6
    assert forth == ours
    assert [one for page in reversed(back) for one in page] == ours


def test_a_unit_keeps_the_letters_of_its_former_prefix(client, office):
    old = factories.issued(office).reply
    office.unit.number_prefix = "区改公开"
    office.unit.save()

    shown = [one for page in pages(client, REGISTER) for one in page]

    assert old in shown
    assert series_names([factories.make_unit("区教育局")], year=2026) == [
        f"{old.series.partition(':')[0]}:L01",
        old.series,
    ]


def test_a_letter_of_a_restricted_case_is_not_in_the_register(client, office):
    case, other = factories.issued(office), factories.issued(office)
    restricted(office, case)
    client.force_login(factories.make_person(office.unit, Duty.DELIVER))

    shown = [one.case_id for page in pages(client, REGISTER) for one in page]

    assert set(shown) == {other.pk}


def arrived(office: factories.Office, day: date = date(2026, 11, 18)) -> Case:
    return factories.resulted(office, kind="delivered", day=day)


def test_what_arrived_on_one_day_is_gone_through_and_back(client, office):
    cases = [arrived(office) for _ in range(4)]
    seal(Act(by=office.clerk, at=at()), case=cases[1])
    replies = [case.reply for case in reversed(cases)]

    forth = list(pages(client, ARRIVED))
    back = list(pages(client, last_url(client, ARRIVED), word="previous_url"))

    assert forth == [replies[:2], replies[2:]]
    assert back == [replies[2:], replies[:2]]


@pytest.mark.parametrize(("days", "is_there"), [(30, True), (31, False)])
@pytest.mark.parametrize("is_archived", [True, False])
def test_what_arrived_stands_there_for_thirty_days(client, office, days, is_there, is_archived):
    case = arrived(office)
    if is_archived:  # on the very day: the earliest that there is
        with on(date(2026, 11, 18)):
            seal(Act(by=office.clerk, at=timezone.now()), case=case)
    with on(date(2026, 11, 18) + timedelta(days=days)):
        client.force_login(office.clerk)
        context = client.get(ARRIVED).context

    assert [row["letter"] for row in context["rows"]] == ([case.reply] if is_there else [])
    assert [tab["count"] for tab in context["tabs"]] == [0, 0, 0, int(is_there)]
