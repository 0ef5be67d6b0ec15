"""A year's days off in the database: written once, decided once, and seen by every process."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from requests_flow.actions import holidays
from requests_flow.actions.act import Act
from requests_flow.models import HolidayNotice
from requests_flow.models.reading import calendar
from tests.factories import at
from tests.requests_flow.calendar_house import TODAY, House, arrangement, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


# What the database refuses -----------------------------------------------------


def by_hand(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


BY_HAND = [
    "DELETE FROM requests_flow_holidaynotice",
    "UPDATE requests_flow_holidaynotice SET off = '[\"2027-01-01\"]'",
    "UPDATE requests_flow_holidaynotice SET year = 2026",
    "UPDATE requests_flow_holidaynotice SET source = 'x'",
    "UPDATE requests_flow_holidaynotice SET text = 'x'",
    "UPDATE requests_flow_holidaynotice SET proposed_by_id = decided_by_id",
    "UPDATE requests_flow_holidaynotice SET decision = 'approved'",
    "UPDATE requests_flow_holidaynotice SET decision = 'approved', decided_by_id = proposed_by_id, "
    "decided_at = proposed_at",
    "UPDATE requests_flow_holidaynotice SET decision = 'refused', decided_by_id = proposed_by_id, "
    "decided_at = proposed_at",
    "UPDATE requests_flow_holidaynotice SET decided_by_id = proposed_by_id",
    "UPDATE requests_flow_holidaynotice SET decision = 'odd'",
]


@pytest.mark.parametrize("sql", BY_HAND)
def test_the_database_refuses_what_a_hand_does_to_a_proposal(house, sql):
    house.propose()
    with pytest.raises(IntegrityError):
        by_hand(sql)


@pytest.mark.parametrize("sql", BY_HAND)
@pytest.mark.parametrize("decision", ["approved", "refused"])
def test_the_database_refuses_whatever_is_done_after_the_decision(house, sql, decision):
    notice = house.propose()
    if decision == "approved":
        house.approve(notice)
    else:
        holidays.refuse(Act(by=house.other, at=at(TODAY)), notice=notice, reason="不对")
    with pytest.raises(IntegrityError):
        by_hand(sql)
    with pytest.raises(IntegrityError):
        by_hand("UPDATE requests_flow_holidaynotice SET decision = '', decided_by_id = NULL")


def test_no_row_begins_as_approved(house):
    house.propose()
    row = HolidayNotice.objects.get()
    row.pk, row.year, row.decision = None, 2026, "approved"
    row.decided_by, row.decided_at = house.other, at(TODAY)
    with pytest.raises(IntegrityError, match="begin as a proposal"), transaction.atomic():
        row.save(force_insert=True)


# Who sees the new days ---------------------------------------------------------


def test_another_calendar_in_the_same_process_is_seen_at_once(house):
    """Two rows approved after each other, and one whose transaction came to nothing."""
    assert not calendar().covers(2027)
    with transaction.atomic():
        house.enter()
        assert calendar().covers(2027)
        transaction.set_rollback(True)
    assert not calendar().covers(2027)

    house.enter(arrangement(off=days("2027-05-01")))

    assert calendar().is_working_day(date(2027, 1, 1))


def test_without_its_table_the_shipped_years_count(monkeypatch):
    code = (
        "import django; django.setup(); from requests_flow.models.reading import calendar; "
        "from requests_flow.rules.working_days import load_calendar; "
        "assert calendar() == load_calendar()"
    )
    monkeypatch.setenv("DATABASE_URL", "sqlite://:memory:")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "requests_flow.settings.test")
    subprocess.run([sys.executable, "-c", code], check=True)
