"""The stored due date is a copy: it equals a fresh reading, and one command brings it up to date."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import translation

from requests_flow.actions import extending, handling, reviewing
from requests_flow.actions.act import Act
from requests_flow.actions.recording import first_broken_entry
from requests_flow.actions.timekeeping import copy_all_due
from requests_flow.models import Case, Entry, reading
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.working_days import Arrangement, load_calendar
from requests_flow.views.rearranged import rearranged
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db


def stored_and_read(today: date):
    for case in Case.objects.all():
        reading = read_case_clock(case, today=today)
        yield (case.due_on, case.is_due_provisional), (reading.due, reading.is_provisional)


def test_every_act_leaves_the_copy_fresh():
    office = factories.Office()
    day = date(2026, 11, 6)
    act = Act(by=office.clerk, at=at(day))
    factories.delivered(office)
    waiting = factories.open_case(office)
    reviewing.ask_correction(act, case=waiting, items="请明确年份")
    asked = factories.accepted(office)
    handling.consult(
        act, case=asked, kind="third_party", name="某公司", question="是否同意", sent_on=day
    )
    longer = factories.accepted(office)
    extending.extend(act, case=longer, days=20, reason="材料多")

    pairs = list(stored_and_read(day))

    assert len(pairs) == 4
    assert all(stored == read for stored, read in pairs)


def test_a_paused_clock_is_copied_anew():
    office = factories.Office()
    case = factories.accepted(office)
    act = Act(by=office.clerk, at=at(date(2026, 11, 3)))
    handling.consult(
        act,
        case=case,
        kind="other_organ",
        name="区某局",
        question="意见",
        sent_on=date(2026, 11, 3),
    )
    later = date(2026, 11, 20)

    assert copy_all_due(at=at(later)).moved == 1
    assert not Entry.objects.filter(verb="recounted").exists()

    assert all(stored == read for stored, read in stored_and_read(later))


def test_a_clock_that_moves_without_an_act_says_so_in_its_file(monkeypatch):
    """A release may bring the days off of another year; nobody here approved them."""
    office = factories.Office()
    moving = factories.open_case(office, day=date(2026, 12, 7))
    still = factories.open_case(office, day=date(2026, 11, 30))
    off = frozenset({date(2027, 1, 1)})
    brought = Arrangement(year=2027, source="x", off=off, worked=frozenset())
    monkeypatch.setattr(reading, "calendar", lambda: load_calendar([brought]))
    night = at(date(2026, 12, 20), hour=2)

    assert copy_all_due(at=night).moved == 1
    assert copy_all_due(at=night).moved == 0

    (entry,) = Entry.objects.filter(verb="recounted")
    assert (entry.case, entry.actor, entry.data["old"]) == (moving, None, "2027-01-04")
    assert entry.data["new"] == "2027-01-05"
    assert not entry.data["is_provisional"]
    assert first_broken_entry() is None
    with translation.override("en"):
        assert "due on 2027-01-05, not 2027-01-04, no longer provisional" in rearranged(entry.data)
    assert not still.entries.filter(verb="recounted").exists()


def test_a_day_that_passes_is_no_change():
    office = factories.Office()
    factories.open_case(office)

    assert copy_all_due(at=at(date(2026, 12, 31))).moved == 1  # it is late now

    assert Case.objects.get().clock_state == "late"
    assert not Entry.objects.filter(verb="recounted").exists()


def test_a_date_in_a_year_without_a_calendar_is_provisional():
    office = factories.Office()

    case = factories.open_case(office, day=date(2026, 12, 7))

    assert case.is_due_provisional
    assert case.due_on.year == 2027


def test_the_command_says_how_many_moved(capsys):
    call_command("copy_due_dates")

    assert "cases moved" in capsys.readouterr().out


@pytest.mark.parametrize("received", [date(2099, 1, 1), date(2019, 5, 14)])
def test_a_clock_that_cannot_be_read_keeps_no_other_from_its_copy(capsys, received):
    office = factories.Office()
    broken, case = factories.open_case(office), factories.open_case(office)
    Case.objects.filter(pk=broken.pk).update(received_on=received)
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 11, 3))

    call_command("copy_due_dates")

    said = capsys.readouterr()
    assert said.out == "1 cases moved.\n"
    assert broken.number in said.err
    assert case.number not in said.err
