"""Two administrators at the same moment: one of the two is first, and nothing clashes afterwards."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from legal_review.actions import granting
from requests_flow.actions import appointing, claiming, delegating, departing
from requests_flow.actions.act import Act
from requests_flow.models import Case
from requests_flow.units import access
from requests_flow.units.appointments import Appointment
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import at
from tests.postgres.threads import at_once
from tests.printing import print_quickly
from tests.requests_flow.administrators import House, by, post
from tests.requests_flow.delegated import delegated

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = range(4)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=True):
        yield


def one_first(house: House, person: User, first: Duty, second: Duty) -> None:
    def appoint(duty: Duty):
        unit = house.top if duty == Duty.AUDIT else house.office.unit
        return lambda: appointing.appoint(by(house.security), post=post(person, unit, duty))

    said = at_once([appoint(first), appoint(second)])

    refused = [one for one in said if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [appointing.MayNotMeet], said
    assert Appointment.objects.filter(user=person, ended_at=None).count() == 1
    assert access.all_clashes() == []


@pytest.mark.parametrize("round_", ROUNDS)
def test_of_two_duties_that_may_not_meet_one_is_given(round_: int) -> None:
    house = House()
    one_first(house, factories.make_person(), Duty.REVIEW_IN_LAW, Duty.HANDLE)
    one_first(house, factories.make_person(), Duty.AUDIT, Duty.SIGN)


@pytest.mark.parametrize("round_", ROUNDS)
def test_the_same_duty_at_once_is_given_once(round_: int) -> None:
    house, person = House(), factories.make_person()

    def appoint():
        return appointing.appoint(by(house.security), post=post(person, house.office.unit))

    said = at_once([appoint, appoint, appoint])

    refused = [type(one) for one in said if isinstance(one, Exception)]
    assert refused == [appointing.AppointedAlready] * 2, said
    assert Appointment.objects.filter(user=person).count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_appointed_and_closed_at_once_leaves_nothing_standing(round_: int) -> None:
    house, person = House(), factories.make_person()

    said = at_once(
        [
            lambda: appointing.appoint(by(house.security), post=post(person, house.office.unit)),
            lambda: departing.leave(by(house.system), user=person, reason="调离"),
        ]
    )

    assert not isinstance(said[1], Exception), said
    assert not isinstance(said[0], Exception) or isinstance(said[0], appointing.PersonGone), said
    assert not User.objects.get(pk=person.pk).is_active
    assert not Appointment.objects.filter(user=person, ended_at=None).exists()


@pytest.mark.parametrize("round_", ROUNDS)
@pytest.mark.parametrize("how", ["closed", "dismissed"])
def test_who_takes_a_step_while_they_leave_keeps_none(round_: int, how: str) -> None:
    house = House()
    office, cases = house.office, [factories.open_case(house.office) for _ in range(3)]
    held = open_task(cases[0])
    held.flow_task.activation_class(held).assign(office.clerk)

    def take(case: Case):
        def claim() -> str:
            task = open_task(case)
            act = Act(by=User.objects.get(pk=office.clerk.pk), at=at())
            try:
                with task.flow_task.flow_class.lock(task.process_id):
                    claiming.claim(act, case=case, task=task)
            except claiming.DutyOver:
                return "refused"
            return "taken"

        return claim

    def end() -> str:
        if how == "closed":
            departing.leave(by(house.system), user=office.clerk, reason="调离")
        else:
            appointing.dismiss(
                by(house.security), user=office.clerk, unit=office.unit, duty=Duty.REVIEW,
                reason="轮岗",
            )  # fmt: skip
        return "ended"

    said = at_once([take(cases[1]), end, take(cases[2])])

    assert said[1] == "ended", said
    assert {said[0], said[2]} <= {"taken", "refused"}, said
    assert open_task(cases[0]).owner is None
    for case in cases[1:]:  # taken in the same moment: left behind, and anybody's
        task = open_task(case)
        assert task.owner is None or claiming.is_left_behind(task)


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_close_the_same_account(round_: int) -> None:
    house, person = House(), factories.make_person()
    other = factories.make_person(house.top, Duty.MANAGE_SYSTEM)

    said = at_once(
        [
            lambda: departing.leave(by(house.system), user=person, reason="调离"),
            lambda: departing.leave(by(other), user=person, reason="调离"),
        ]
    )

    assert sum(isinstance(one, Exception) for one in said) == 1, said


def slowly(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Half a second between what is asked of the person and what is written."""
    really = getattr(module, name)

    def late(*args: Any) -> Any:
        time.sleep(0.5)
        return really(*args)

    monkeypatch.setattr(module, name, late)


@pytest.mark.parametrize("how", ["let in", "signs for another"])
def test_who_becomes_an_administrator_is_not_let_in_at_the_same_moment(monkeypatch, how) -> None:
    print_quickly(monkeypatch)
    house, person = House(), factories.make_person()
    office, case = house.office, factories.drafted(house.office)
    admission = granting.Admission(
        reviewer=person, firm="某所", valid_until=factories.TODAY + timedelta(days=7)
    )
    slowly(monkeypatch, granting, "_end_expired")
    slowly(monkeypatch, delegating, "_refuse_given")
    let_in = {
        "let in": lambda: granting.grant_review(by(office.adviser), case=case, admission=admission),
        "signs for another": lambda: delegated(office, person),
    }

    def appoint() -> Any:
        time.sleep(0.2)
        appointing.appoint(by(house.security), post=post(person, house.top, Duty.AUDIT))

    said = at_once([let_in[how], appoint])

    assert isinstance(said[1], appointing.MayNotMeet), said
    assert not isinstance(said[0], Exception), said
    assert not access.duties_held(person)
