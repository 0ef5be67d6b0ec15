"""The two commands about duties: the first administrators, and what does not belong together."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from guardian.shortcuts import assign_perm, remove_perm

from requests_flow.actions.accounts import NotAccountKeeper, close_account
from requests_flow.actions.act import Act
from requests_flow.actions.appointing import appoint
from requests_flow.actions.people import NotAdministrator
from requests_flow.units import access
from requests_flow.units.appointments import Appointment, Terms
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Unit, User
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY, at
from tests.requests_flow.administrators import by, post
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


def run(*words: str, **more) -> str:
    said = StringIO()
    call_command(*words, stdout=said, **more)
    return said.getvalue()


def faults() -> str:
    said = StringIO()
    with pytest.raises(CommandError, match="faults in the duties"):
        call_command("check_duties", stdout=said)
    return said.getvalue()


def test_a_house_in_order_has_no_faults():
    factories.Office()

    assert "No duties meet" in run("check_duties")


def test_half_a_row_is_found_either_way():
    office = factories.Office()
    assign_perm("archive_cases", office.signatory, office.unit)
    remove_perm("check_secrecy", office.checker, office.unit)

    said = faults()

    assert f"{office.signatory.username}\t{office.unit.code}\tarchive_cases: a permission" in said
    assert f"{office.checker.username}\t{office.unit.code}\tcheck_secrecy: an appointment" in said


def test_a_duty_that_was_ended_is_no_fault():
    office = factories.Office()
    access.dismiss(office.signatory, unit=office.unit, duty=Duty.SIGN)

    assert "No duties meet" in run("check_duties")


def test_a_closed_account_with_a_standing_duty_is_found():
    office = factories.Office()
    User.objects.filter(pk=office.signatory.pk).update(is_active=False)

    assert "the account is closed" in faults()


@pytest.mark.parametrize("duty", sorted(ADMINISTRATION))
@pytest.mark.parametrize("place", ["parent", "organ"])
def test_an_administrator_below_the_top_is_named_and_administers_nothing(duty, place):
    """Rows of both tables, written by hand: the gate of appointing was not asked."""
    top = factories.make_unit("区政府办公室")
    below = factories.make_unit("统计科")
    Unit.objects.filter(pk=below.pk).update(**{place: top})
    person = factories.make_person(name="贾手工")
    assign_perm(duty.codename, person, below)
    Appointment.objects.create(user=person, unit=below, duty=duty.codename, given_at=at())

    line = f"{person.username}\t{below.code}\t{duty.codename}: a duty of the house, given below"
    assert line in faults()
    assert access.duties_held(person) == frozenset()
    assert not access.may(person, duty, below)
    assert access.duties_of(person)[duty.value] == []
    assert list(access.people_with(duty, below)) == []
    client = as_(person)
    for url in ("/people/", "/units/", "/audit/", "/audit/doors/", "/looks/"):
        assert client.get(url).status_code == 404, url
    with pytest.raises(NotAccountKeeper):
        close_account(Act(by=person, at=at()), user=factories.make_person(), reason="无")
    with pytest.raises(NotAdministrator):
        appoint(by(person), post=post(factories.make_person(), below))


def test_an_administrator_at_the_top_counts_as_before():
    person = factories.make_person(factories.make_unit("区政府办公室"), Duty.MANAGE_ACCESS)

    assert access.duties_held(person) == {Duty.MANAGE_ACCESS}
    assert "No duties meet" in run("check_duties")


def test_who_has_a_step_whose_duty_ran_out_is_named_and_is_no_fault():
    office = factories.Office()
    case, person = factories.accepted(office), factories.make_person()
    access.appoint(person, unit=office.unit, duty=Duty.HANDLE, terms=Terms(until=TODAY, at=at()))
    activation = open_task(case).flow_task.activation_class(open_task(case))
    activation.unassign()
    activation.assign(person)

    assert person.username not in run("check_duties")
    with time_machine.travel(at(TODAY + timedelta(1)), tick=False):
        assert f"{person.username}\t{case.number}\thas a step" in run("check_duties")


def test_the_first_administrators_are_appointed_by_the_program():
    top = factories.make_unit("区政府办公室")
    factories.make_unit(parent=top)
    for name, role, duty in (
        ("sys", "system", Duty.MANAGE_SYSTEM),
        ("sec", "security", Duty.MANAGE_ACCESS),
        ("aud", "audit", Duty.AUDIT),
    ):
        said = run("appoint_administrator", name, role=role, create=f"管理员{name}")
        user = User.objects.get(username=name)
        password = said.rpartition(": ")[2].strip()
        assert user.check_password(password)
        assert access.may(user, duty, top)
        row = Appointment.objects.get(user=user)
        assert (row.given_by, row.reason) == (None, "系统启用时任命")

    assert "already" in run("appoint_administrator", "aud", role="audit")
    with pytest.raises(CommandError, match=r"分立|kept apart"):
        run("appoint_administrator", "aud", role="system")


def test_on_the_first_day_the_unit_at_the_top_is_founded_with_them():
    words = ["qzf", "宁波市海曙区人民政府", "区政府", "government", "海政公开"]

    run("appoint_administrator", "sys", role="system", create="管某某", found=words)

    user = User.objects.get(username="sys")
    assert [unit.code for unit in access.duties_of(user)[Duty.MANAGE_SYSTEM.value]] == ["qzf"]
    with pytest.raises(CommandError, match="already"):
        run("appoint_administrator", "sec", role="security", create="某", found=words)
    assert not User.objects.filter(username="sec").exists()


def test_nobody_is_invented_and_the_unit_is_asked_for_where_several_stand_at_the_top():
    factories.make_unit()
    with pytest.raises(CommandError, match="no account"):
        run("appoint_administrator", "nobody", role="audit")
    other = factories.make_unit()
    with pytest.raises(CommandError, match=other.code):
        run("appoint_administrator", "sys", role="system", create="某")
    assert not User.objects.filter(username="sys").exists()
