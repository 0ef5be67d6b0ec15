"""The office enters a year's days off: two people, every case that moves says so, nothing else moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from requests_flow.actions import holidays
from requests_flow.actions.act import Act
from requests_flow.actions.recording import first_broken_entry
from requests_flow.models import Case, Entry, HolidayNotice, calendar_preview
from requests_flow.models.calendar_preview import preview
from requests_flow.models.reading import calendar, read_case_clock
from requests_flow.rules.clock import ClockError
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.working_days import load_calendar
from requests_flow.units.duties import Duty
from requests_flow.views.rearranged import rearranged
from tests import factories
from tests.factories import at
from tests.journeys.people import on
from tests.requests_flow.calendar_house import (
    ARRIVED,
    NEW_YEAR,
    SOURCE,
    TODAY,
    House,
    arrangement,
    changes,
    copies_are_fresh,
    days,
    fresh,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def in_english(data: dict) -> str:
    with translation.override("en"):
        return rearranged(data)


# What approval does ------------------------------------------------------------


def test_a_proposal_moves_nothing(house):
    case = factories.open_case(house.office, day=ARRIVED)

    notice = house.propose()

    assert notice.is_open
    assert not calendar().covers(2027)
    assert fresh(case).due_on == date(2027, 1, 4)
    assert changes(case) == []


def test_approval_moves_the_case_and_says_so(house):
    case = factories.open_case(house.office, day=ARRIVED)
    assert (case.due_on, case.is_due_provisional) == (date(2027, 1, 4), True)

    result = house.enter()

    case = fresh(case)
    assert (case.due_on, case.is_due_provisional) == (date(2027, 1, 5), False)
    assert changes(case) == [
        {
            "notice": HolidayNotice.objects.get().pk,
            "number": SOURCE,
            "year": 2027,
            "old": "2027-01-04",
            "new": "2027-01-05",
            "was_provisional": True,
            "is_provisional": False,
            "becomes_late": False,
        }
    ]
    assert [(move.case.pk, move.new_due) for move in result.moved] == [(case.pk, case.due_on)]
    assert (result.count, result.late, result.contradicted) == (1, (), ())


def test_a_provisional_date_may_become_firm_where_it_stands(house):
    case = factories.open_case(house.office, day=date(2026, 12, 4))
    due = case.due_on

    house.enter(arrangement(off=days("2027-05-01")))

    assert (fresh(case).due_on, fresh(case).is_due_provisional) == (due, False)
    assert changes(case)[0]["old"] == changes(case)[0]["new"] == due.isoformat()


def test_a_case_that_does_not_move_hears_nothing(house):
    case = factories.open_case(house.office, day=date(2026, 11, 2))
    before = case.entries.count()

    result = house.enter()

    assert result.count == 0
    assert case.entries.count() == before


def test_a_worked_sunday_of_the_december_before_makes_a_case_late(house):
    late = factories.open_case(house.office, day=ARRIVED)
    safe = factories.open_case(house.office, day=date(2026, 12, 10))
    today = late.due_on
    what = arrangement(off=days("2027-05-01"), worked=days("2026-12-26", "2026-12-27"))

    shown = preview(what, today=today)
    result = house.enter(what, day=today)

    assert fresh(late).clock_state == "late"
    assert [move.case.pk for move in result.late] == [late.pk]
    assert changes(late)[0]["becomes_late"]
    assert not changes(safe)[0]["becomes_late"]
    assert shown == result


def test_what_was_late_before_does_not_become_late(house):
    case = factories.open_case(house.office, day=ARRIVED)

    result = house.enter(day=date(2027, 1, 20))

    assert changes(case)
    assert result.late == ()


def test_a_preview_changes_nothing(house, django_assert_max_num_queries):
    for _ in range(4):
        factories.open_case(house.office, day=ARRIVED)
    entries = Entry.objects.count()

    with django_assert_max_num_queries(8) as asked:
        assert preview(arrangement(), today=TODAY).count == 4

    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert Entry.objects.count() == entries


def test_an_answered_case_that_is_not_archived_says_so_too(house):
    with on(date(2026, 12, 9)):
        case = factories.delivered(house.office, day=date(2026, 12, 9))

    result = house.enter(day=date(2026, 12, 10))

    assert result.moved == ()
    assert [move.case.pk for move in result.closed] == [case.pk]
    assert changes(case)[0]["is_provisional"] is False
    copies_are_fresh(date(2026, 12, 10))


def test_an_archived_case_is_left_alone(house):
    case = factories.archived(house.office, day=date(2026, 12, 9))
    before = case.due_on

    house.enter(day=date(2026, 12, 10))

    assert fresh(case).due_on == before
    assert changes(case) == []


def test_a_clock_that_contradicts_itself_stops_nothing_and_is_reported(house):
    broken = factories.open_case(house.office, day=ARRIVED)
    Case.objects.filter(pk=broken.pk).update(received_on=date(2029, 1, 1))
    case = factories.open_case(house.office, day=ARRIVED)

    result = house.enter()

    assert [one.case.pk for one in result.contradicted] == [broken.pk]
    assert result.contradicted[0].code is ErrorCode.RECEIVED_IN_THE_FUTURE
    assert not result.contradicted[0].is_new
    assert changes(broken) == []
    assert fresh(case).due_on == date(2027, 1, 5)
    assert Entry.objects.get(verb="calendar_approved").data["contradicted"] == [broken.pk]


def test_a_clock_that_contradicts_itself_by_the_new_days_says_so(house, monkeypatch):
    case = factories.open_case(house.office, day=ARRIVED)

    def read(case, *, today, days):
        if days.covers(2027):
            raise ClockError(ErrorCode.EXTENSION_TOO_LATE)
        return read_case_clock(case, today=today, days=days)

    monkeypatch.setattr(calendar_preview, "read_case_clock", read)

    result = house.enter()

    assert result.contradicted[0].is_new
    (told,) = changes(case)
    assert (told["old"], told["new"]) == ("2027-01-04", None)
    assert told["contradicts"] == ErrorCode.EXTENSION_TOO_LATE
    assert "contradicts itself; was due on 2027-01-04" in in_english(told)


def test_the_days_of_a_year_may_be_changed_again(house):
    case = factories.open_case(house.office, day=ARRIVED)
    house.enter()

    house.enter(arrangement(off=NEW_YEAR | days("2027-01-04"), source="国办发明电〔2027〕1号"))

    assert fresh(case).due_on == date(2027, 1, 6)
    assert [row["new"] for row in changes(case)] == ["2027-01-05", "2027-01-06"]


def test_a_shipped_year_may_be_changed_as_that_of_2020_was(house):
    case = factories.open_case(house.office, day=date(2026, 11, 2))
    shipped = load_calendar()
    of_2026 = {
        "off": frozenset(day for day in shipped.off if day.year == 2026),
        "worked": frozenset(day for day in shipped.worked if day.year == 2026),
    }
    of_2026["off"] |= days("2026-11-05")

    house.enter(arrangement(2026, **of_2026))

    assert fresh(case).due_on == shipped.add(date(2026, 11, 2), 21)


def test_the_chain_stays_whole(house):
    factories.open_case(house.office, day=ARRIVED)
    house.enter()
    assert first_broken_entry() is None
    verbs = Entry.objects.order_by("-id").values_list("verb", flat=True)[:3]
    assert list(verbs) == ["calendar_approved", "calendar_changed", "calendar_proposed"]


# Two people --------------------------------------------------------------------


def test_who_proposed_does_not_approve(house):
    notice = house.propose()

    with pytest.raises(holidays.NotTwoPeople):
        holidays.approve(Act(by=house.one, at=at(TODAY)), notice=notice)


def test_nobody_else_may(house):
    notice = house.propose()
    boss = factories.make_person()
    boss.is_superuser = True
    boss.save()
    below = factories.make_unit(parent=house.office.unit)
    for person in (boss, house.office.clerk, factories.make_person(below, Duty.KEEP_CALENDAR)):
        act = Act(by=person, at=at(TODAY))
        with pytest.raises(holidays.DutyMissing):
            holidays.propose(act, arrangement=arrangement(2026), origin="text", text="")
        with pytest.raises(holidays.DutyMissing):
            holidays.approve(act, notice=notice)
        with pytest.raises(holidays.DutyMissing):
            holidays.refuse(act, notice=notice, reason="不对")


def test_a_decision_is_made_once(house):
    notice = house.propose()
    house.approve(notice)

    with pytest.raises(holidays.AlreadyDecided):
        house.approve(notice)
    with pytest.raises(holidays.AlreadyDecided):
        holidays.refuse(Act(by=house.other, at=at(TODAY)), notice=notice, reason="晚了")


def test_who_proposed_may_take_it_back_and_try_again(house):
    notice = house.propose()
    act = Act(by=house.one, at=at(TODAY))
    with pytest.raises(holidays.ReasonMissing):
        holidays.refuse(act, notice=notice, reason=" ")

    holidays.refuse(act, notice=notice, reason="录错了")

    assert not calendar().covers(2027)
    assert Entry.objects.get(verb="calendar_refused").data["reason"] == "录错了"
    assert house.enter().count == 0
    assert calendar().covers(2027)


# What is not taken in ----------------------------------------------------------


def test_one_proposal_a_year_waits_at_a_time(house):
    house.propose()

    with pytest.raises(holidays.YearAlreadyProposed):
        house.propose(arrangement(off=days("2027-05-01")))


def test_what_is_known_is_not_taken_in_again(house):
    house.enter()

    with pytest.raises(holidays.NothingNew):
        house.propose()


@pytest.mark.parametrize(
    "what",
    [
        arrangement(off=frozenset()),
        arrangement(worked=days("2027-01-02")),
        arrangement(worked=days("2027-01-04")),
        arrangement(off=days("2028-01-01")),
        arrangement(source=""),
        # The shipped year of 2026 has this Sunday worked.
        arrangement(2026, off=days("2026-01-04"), worked=days("2026-01-04")),
    ],
)
def test_nonsense_is_not_taken_in(house, what):
    with pytest.raises(holidays.ArrangementWrong):
        house.propose(what)
    assert not HolidayNotice.objects.exists()


def test_a_year_may_not_contradict_its_neighbour(house):
    december = days("2027-12-31", "2027-01-01")
    house.enter(arrangement(off=december))
    later = date(2027, 11, 10)
    # 2027-12-26 is a Sunday; 2028 works it, and 2027 is then changed to have it off.
    house.enter(arrangement(2028, off=days("2028-01-01"), worked=days("2027-12-26")), day=later)

    with pytest.raises(holidays.ArrangementWrong):
        house.propose(arrangement(off=december | days("2027-12-26")), day=later)


def test_the_year_after_next_is_not_arranged_yet(house):
    with pytest.raises(holidays.YearTooFar):
        house.propose(arrangement(2028, off=days("2028-01-01")))


# Whatever the days are ---------------------------------------------------------

WINTER = [date(2026, 12, 1) + timedelta(n) for n in range(70)]
OFF = st.frozensets(st.sampled_from(WINTER), min_size=1, max_size=20)
WORKED = st.frozensets(st.sampled_from([day for day in WINTER if day.weekday() > 4]), max_size=8)


class AnyArrangement(TestCase):
    """Cases in different states, and any arrangement of the winter."""

    @given(off=OFF, worked=WORKED, late=st.integers(0, 60))
    @settings(max_examples=15, deadline=None)
    def test_after_approval_every_copy_is_fresh_and_every_move_is_told(self, off, worked, late):
        house = House()
        for day in (1, 7, 9):
            factories.open_case(house.office, day=date(2026, 12, day))
        today = date(2026, 12, 9) + timedelta(late)
        before = {case.pk: read_case_clock(case, today=today).due for case in Case.objects.all()}

        result = house.enter(arrangement(off=off, worked=worked - off), day=today)

        copies_are_fresh(today)
        told = {
            entry.case_id: entry.data["new"]
            for entry in Entry.objects.filter(verb="calendar_changed")
        }
        moved = {
            case.pk: case.due_on.isoformat()
            for case in Case.objects.all()
            if case.due_on != before[case.pk]
        }
        assert moved.items() <= told.items()
        assert set(told) == {move.case.pk for move in result.moved}
