"""Duties are given and taken by the security administrator, with days and a reason; never one's own."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from requests_flow.actions import appointing, people
from requests_flow.models import CaseGrant, Entry, Part
from requests_flow.units import access
from requests_flow.units.appointments import Appointment
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Unit
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY, at
from tests.requests_flow.administrators import House, appoint, by, post
from tests.requests_flow.delegated import delegated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def house():
    return House()


def test_a_duty_holds_from_its_first_day_to_its_last_and_says_who_gave_it(house):
    newcomer = factories.make_person()
    begins, until = TODAY + timedelta(days=2), TODAY + timedelta(days=9)

    row = appoint(house, newcomer, begins=begins, until=until, reason=" 借调 ")

    assert (row.given_by, row.given_at, row.reason) == (house.security, at(), "借调")
    for day, holds in (
        (TODAY, False),
        (begins, True),
        (until, True),
        (until + timedelta(1), False),
    ):
        with time_machine.travel(at(day), tick=False):
            assert access.may(newcomer, Duty.HANDLE, house.office.unit) is holds, day
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor, entry.case) == ("appointed", house.security, None)
    assert entry.data["valid_until"] == until.isoformat()


@pytest.mark.parametrize("who", ["system", "auditor", "clerk"])
def test_only_the_security_administrator_gives_and_takes(house, who):
    person = house.office.clerk if who == "clerk" else getattr(house, who)
    newcomer, unit = factories.make_person(), house.office.unit

    with pytest.raises(people.NotAdministrator):
        appointing.appoint(by(person), post=post(newcomer, unit))
    with pytest.raises(people.NotAdministrator):
        appointing.dismiss(
            by(person), user=house.office.signatory, unit=unit, duty=Duty.SIGN, reason="轮岗"
        )
    assert access.may(house.office.signatory, Duty.SIGN, unit)


def test_nobody_gives_or_takes_a_duty_of_their_own(house):
    with pytest.raises(appointing.OwnDuties):
        appoint(house, house.security, Duty.HANDLE)
    with pytest.raises(appointing.OwnDuties):
        appointing.dismiss(
            by(house.security),
            user=house.security,
            unit=house.top,
            duty=Duty.MANAGE_ACCESS,
            reason="轮岗",
        )


@pytest.mark.parametrize("duty", sorted(ADMINISTRATION))
def test_no_administrator_gets_another_duty(house, duty):
    duty = Duty(duty)
    holders = {
        Duty.MANAGE_SYSTEM: house.system,
        Duty.MANAGE_ACCESS: factories.make_person(house.top, Duty.MANAGE_ACCESS),
        Duty.AUDIT: house.auditor,
    }
    for other in sorted(set(Duty) - {duty}):
        with pytest.raises(appointing.MayNotMeet, match=r"分立|kept apart"):
            appoint(house, holders[duty], Duty(other), unit=house.top)


def test_who_works_on_cases_becomes_no_administrator(house):
    with pytest.raises(appointing.MayNotMeet):
        appoint(house, house.office.clerk, Duty.AUDIT, unit=house.top)


def test_who_has_a_part_in_a_case_or_signs_for_somebody_becomes_no_administrator(house):
    helper, deputy = factories.make_person(), factories.make_person()
    CaseGrant.objects.create(
        case=factories.open_case(house.office),
        person=helper,
        part=Part.CO_HANDLER,
        valid_from=TODAY,
        valid_until=TODAY,
        reason="协办",
        granted_by=house.office.clerk,
        granted_at=at(),
    )
    delegated(house.office, deputy)

    for person in (helper, deputy):
        with pytest.raises(appointing.MayNotMeet):
            appoint(house, person, Duty.AUDIT, unit=house.top)


def test_the_database_keeps_administrators_apart_too(house):
    for person, duty in ((house.auditor, "handle_cases"), (house.office.clerk, "manage_access")):
        with pytest.raises(DatabaseError, match="kept apart"), transaction.atomic():
            Appointment.objects.create(
                user=person, unit=house.office.unit, duty=duty, given_at=at()
            )


@pytest.mark.parametrize(
    "change", [{"given_at": at(TODAY - timedelta(9))}, {"duty": "sign_replies"}, {"reason": "x"}]
)
def test_the_database_changes_no_history(house, change):
    row = appoint(house, factories.make_person())

    with pytest.raises(DatabaseError, match="ended"), transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Appointment.objects.filter(pk=row.pk)._raw_delete("default")


def test_administrators_sit_at_the_top(house):
    with pytest.raises(appointing.NotAtTheTop):
        appoint(house, factories.make_person(), Duty.AUDIT)
    below = factories.make_person(house.office.unit, Duty.MANAGE_ACCESS)
    assert not people.administers(below, Duty.MANAGE_ACCESS)


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        ({"begins": TODAY - timedelta(1)}, appointing.Backdated),
        ({"until": TODAY - timedelta(1)}, appointing.EndsBeforeItBegins),
        (
            {"begins": TODAY + timedelta(3), "until": TODAY + timedelta(2)},
            appointing.EndsBeforeItBegins,
        ),
        ({"reason": "  "}, appointing.ReasonMissing),
    ],
)
def test_days_and_reason_are_asked_for(house, days, refusal):
    with pytest.raises(refusal):
        appoint(house, factories.make_person(), **days)


def test_the_same_duty_twice_is_refused_with_a_sentence(house):
    newcomer = factories.make_person()
    appoint(house, newcomer)

    with pytest.raises(appointing.AppointedAlready):
        appoint(house, newcomer)
    with pytest.raises(appointing.AppointedAlready):
        appoint(house, newcomer, until=TODAY)
    assert Appointment.objects.filter(user=newcomer).count() == 1


def test_nobody_is_appointed_whose_account_is_closed_or_to_a_unit_that_is(house):
    gone = factories.make_person()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(appointing.PersonGone):
        appoint(house, gone)
    Unit.objects.filter(pk=house.office.unit.pk).update(closed_on=TODAY)
    house.office.unit.refresh_from_db()
    with pytest.raises(appointing.UnitClosed):
        appoint(house, factories.make_person())
    assert appoint(house, factories.make_person(), Duty.READ)  # its old cases


def test_who_is_dismissed_leaves_the_steps_of_that_duty(house):
    office = house.office
    mine, other = factories.accepted(office), factories.open_case(office)
    waits = open_task(other)
    waits.flow_task.activation_class(waits).assign(office.clerk)

    freed = appointing.dismiss(
        by(house.security), user=office.clerk, unit=office.unit, duty=Duty.HANDLE, reason="轮岗"
    )

    assert freed == 1
    assert open_task(mine).owner is None
    assert open_task(other).owner == office.clerk  # another duty, which stands
    entry = Entry.objects.filter(verb="dismissed").get()
    assert (entry.data["reason"], entry.data["tasks"]) == ("轮岗", 1)
    with pytest.raises(appointing.NotAppointed):
        appointing.dismiss(
            by(house.security), user=office.clerk, unit=office.unit, duty=Duty.HANDLE, reason="再"
        )


def test_what_was_signed_for_a_signatory_who_is_dismissed_waits_for_others(house):
    office, deputy = house.office, factories.make_person()
    case = factories.approved(office)
    delegated(office, deputy)
    task = open_task(case)
    task.flow_task.activation_class(task).assign(deputy)

    appointing.dismiss(
        by(house.security), user=office.signatory, unit=office.unit, duty=Duty.SIGN, reason="退休"
    )

    assert open_task(case).owner is None
