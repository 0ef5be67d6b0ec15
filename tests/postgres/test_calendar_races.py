"""The calendar changes once, whoever approves, and no due date is counted past it."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from requests_flow.actions import extending, holidays
from requests_flow.actions.act import Act
from requests_flow.actions.recording import first_broken_entry
from requests_flow.actions.timekeeping import copy_all_due
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Entry, HolidayNotice
from requests_flow.models.calendar_preview import Preview
from requests_flow.models.reading import calendar
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.postgres.threads import at_once
from tests.requests_flow.calendar_house import (
    ARRIVED,
    NEW_YEAR,
    TODAY,
    House,
    arrangement,
    changes,
    copies_are_fresh,
    days,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 6


@pytest.fixture
def house() -> House:
    return House()


def keepers(house: House) -> list[Act]:
    people = [factories.make_person(house.office.unit, Duty.KEEP_CALENDAR) for _ in range(MANY)]
    return [Act(by=person, at=at(TODAY)) for person in people]


def sorts(results) -> dict[type, int]:
    """How many results there are of each kind."""
    return {kind: sum(type(one) is kind for one in results) for kind in {type(r) for r in results}}


def test_many_approve_at_once_and_one_does(house):
    cases = [factories.open_case(house.office, day=ARRIVED) for _ in range(3)]
    notice = house.propose()

    results = at_once([partial(holidays.approve, act, notice=notice) for act in keepers(house)])

    assert sorts(results) == {Preview: 1, holidays.AlreadyDecided: MANY - 1}
    assert [len(changes(case)) for case in cases] == [1, 1, 1]
    assert Entry.objects.filter(verb="calendar_approved").count() == 1
    copies_are_fresh(TODAY)


def test_who_approves_and_who_refuses_do_not_both_win(house):
    notice = house.propose()
    acts = keepers(house)
    approving = [partial(holidays.approve, act, notice=notice) for act in acts[::2]]
    refusing = [partial(holidays.refuse, act, notice=notice, reason="不对") for act in acts[1::2]]

    results = at_once([*approving, *refusing])

    assert sum(type(one) is holidays.AlreadyDecided for one in results) == MANY - 1
    decided = HolidayNotice.objects.get().decision
    assert calendar().covers(2027) == (decided == "approved")


def test_many_propose_one_year_at_once_and_one_does(house):
    results = at_once(
        [
            partial(holidays.propose, act, arrangement=arrangement(), origin="text", text="")
            for act in keepers(house)
        ]
    )

    assert sorts(results) == {HolidayNotice: 1, holidays.YearAlreadyProposed: MANY - 1}


def test_two_years_that_contradict_are_not_both_approved(house):
    later = date(2027, 11, 10)
    one = house.propose(arrangement(off=NEW_YEAR | days("2027-12-26")), day=later)
    other = house.propose(
        arrangement(2028, off=days("2028-01-01"), worked=days("2027-12-26")), day=later
    )
    act = Act(by=house.other, at=at(later))

    results = at_once([partial(holidays.approve, act, notice=notice) for notice in (one, other)])

    assert sorts(results) == {Preview: 1, holidays.ArrangementWrong: 1}
    assert calendar()  # and can be read


@pytest.mark.parametrize("turn", range(3))
def test_no_due_date_is_counted_past_the_change(house, turn):
    """Registrations and extensions run against the approval: each copy is fresh in the end."""
    cases = [factories.accepted(house.office, day=date(2026, 12, 1)) for _ in range(3)]
    notice = house.propose()
    clerk = Act(by=house.office.clerk, at=at(TODAY))

    def extend(case: Case) -> None:
        with CaseFlow.lock(case.process_id):  # as every page does
            extending.extend(clerk, case=case, days=10, reason="材料多")

    results = at_once(
        [
            partial(factories.open_case, house.office, day=ARRIVED),
            partial(extend, cases[0]),
            partial(holidays.approve, Act(by=house.other, at=at(TODAY)), notice=notice),
            partial(extend, cases[1]),
            partial(factories.open_case, house.office, day=ARRIVED),
            partial(extend, cases[2]),
        ]
    )

    assert [one for one in results if isinstance(one, Exception)] == []
    copies_are_fresh(TODAY)
    assert not Case.objects.filter(is_due_provisional=True).exists()
    assert first_broken_entry() is None


def test_the_night_and_the_day_do_not_wait_for_each_other(house):
    """The copies of the night, steps on the same cases, and the approval, all at once."""
    cases = [factories.accepted(house.office, day=date(2026, 12, 1)) for _ in range(3)]
    Case.objects.update(due_on=date(2026, 12, 1))  # so that the night has something to write
    notice = house.propose()
    clerk = Act(by=house.office.clerk, at=at(TODAY))

    def extend(case: Case) -> None:
        with CaseFlow.lock(case.process_id):
            extending.extend(clerk, case=case, days=10, reason="材料多")

    results = at_once(
        [
            partial(copy_all_due, at=at(TODAY)),
            *(partial(extend, case) for case in cases),
            partial(copy_all_due, at=at(TODAY)),
            partial(holidays.approve, Act(by=house.other, at=at(TODAY)), notice=notice),
        ]
    )

    assert [one for one in results if isinstance(one, Exception)] == []
    copies_are_fresh(TODAY)
    assert first_broken_entry() is None


def test_another_connection_sees_the_days_at_once(house):
    house.enter()

    seen = at_once([lambda: calendar().covers(2027)] * 2)

    assert seen == [True, True]
