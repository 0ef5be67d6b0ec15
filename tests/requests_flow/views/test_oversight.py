"""督办: counts by unit and the list by the clock, for who oversees, also from a unit above."""

from __future__ import annotations

from datetime import date

import pytest

from requests_flow.models import Case
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit
from requests_flow.views import oversight
from tests import factories
from tests.factories import TODAY
from tests.journeys.people import on
from tests.requests_flow.parted import asked, browser, restricted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


def lines(client, query: str = "") -> dict[str, tuple[int, int, int]]:
    page = client.get(f"/oversight/{query}")
    assert page.status_code == 200
    return {str(one.unit): (one.open, one.soon, one.late) for one in page.context["lines"]}


def test_counts_and_lists_go_by_the_clock_and_leave_out_what_is_withheld(monkeypatch):
    monkeypatch.setattr(oversight, "PAGE", 2)
    one, other, above = (
        factories.Office("区甲局"),
        factories.Office("区乙局"),
        factories.make_unit(),
    )
    Unit.objects.filter(pk__in=(one.unit.pk, other.unit.pk)).update(parent=above)
    late = factories.accepted(one, day=date(2026, 10, 12))
    soon = factories.accepted(one, day=date(2026, 10, 27))
    waits = factories.accepted(one, day=date(2026, 10, 27))
    asked(one, waits, sent_on=date(2026, 10, 28))
    fine, hidden = factories.accepted(other), factories.accepted(other)
    factories.delivered(other)  # answered: open no more
    restricted(other, hidden)
    client = browser(factories.make_person(above, Duty.OVERSEE))

    counted = lines(client)
    assert counted == {"区甲局": (3, 1, 1), "区乙局": (1 + open_after_answer(), 0, 0)}
    listed = {
        state: [row.case.number for row in client.get(f"/oversight/?state={state}").context["rows"]]
        for state in ("late", "soon")
    }
    assert listed == {"late": [late.number], "soon": [soon.number]}
    only = client.get(f"/oversight/?unit={other.unit.pk}").content.decode()
    assert fine.number in only
    assert hidden.number not in only

    first = client.get("/oversight/")
    second = client.get("/oversight/" + first.context["next_url"])
    seen = [row.case.number for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 4


def open_after_answer() -> int:
    """Whether a case whose reply left is still open until it is filed away."""
    return Case.objects.filter(answered_on__isnull=False, closed_on=None).count()


def test_who_oversees_nothing_has_no_such_page():
    office = factories.Office()
    client = browser(office.clerk)
    assert client.get("/oversight/").status_code == 404
    assert 'href="/oversight/"' not in client.get("/").content.decode()
    overseer = browser(factories.make_person(office.unit, Duty.OVERSEE))
    assert 'href="/oversight/"' in overseer.get("/").content.decode()


def test_nonsense_in_the_address_narrows_nothing():
    office = factories.Office()
    case = factories.accepted(office)
    client = browser(factories.make_person(office.unit, Duty.OVERSEE))
    for query in ("?unit=x&state=y", "?page=zz", "?unit=987654", "?page=-2026-11-30_1"):
        assert client.get(f"/oversight/{query}").status_code == 200
    assert case.number in client.get("/oversight/?unit=x").content.decode()
