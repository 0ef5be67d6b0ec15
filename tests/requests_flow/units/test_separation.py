"""Duties that may not meet in one person are refused where people are appointed."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from guardian.shortcuts import assign_perm

from requests_flow.checks import duties_are_kept_apart
from requests_flow.management.demo.founding import found
from requests_flow.units import access
from requests_flow.units.appointments import Appointment, Terms
from requests_flow.units.duties import ADMINISTRATION, HANDS_ON, Duty
from requests_flow.units.places import places_of
from requests_flow.units.separation import DutiesClash
from tests import factories

pytestmark = pytest.mark.django_db

LAW = Duty.REVIEW_IN_LAW


@pytest.fixture
def unit():
    return factories.make_unit()


@pytest.mark.parametrize("duty", sorted(HANDS_ON))
@pytest.mark.parametrize("law_first", [True, False], ids=["law first", "law second"])
def test_who_has_to_do_with_a_reply_is_not_appointed_to_review_it(unit, duty, law_first):
    first, second = (LAW, duty) if law_first else (duty, LAW)
    person = factories.make_person(unit, first, name="甲")

    with pytest.raises(DutiesClash) as refused:
        access.appoint(person, unit=unit, duty=second)

    assert all(str(said) in str(refused.value) for said in (duty.label, LAW.label, unit, "甲"))
    assert not access.may(person, second, unit)


def test_not_for_an_organ_whose_replies_another_unit_reviews(unit):
    office = factories.make_unit("区司法局")
    unit.legal_unit = office
    unit.save()
    adviser = factories.make_person(office, LAW)

    with pytest.raises(DutiesClash):
        access.appoint(adviser, unit=unit, duty=Duty.SIGN)
    access.appoint(adviser, unit=factories.make_unit("区民政局"), duty=Duty.SIGN)


def test_not_by_way_of_a_section(unit):
    section, lawyers = factories.make_section(unit), factories.make_section(unit, "法制科")
    handler = factories.make_person(section, Duty.HANDLE)
    with pytest.raises(DutiesClash):
        access.appoint(handler, unit=unit, duty=LAW)

    unit.legal_unit = lawyers
    unit.save()
    with pytest.raises(DutiesClash):
        access.appoint(handler, unit=lawyers, duty=LAW)
    with pytest.raises(DutiesClash):
        access.appoint(handler, unit=unit, duty=LAW)  # a duty on an organ counts on its sections


@pytest.mark.parametrize("duty", sorted(set(Duty) - HANDS_ON - ADMINISTRATION - {LAW}))
def test_what_changes_no_reply_may_be_done_beside_it(unit, duty):
    person = factories.make_person(unit, LAW, duty)

    assert access.may(person, LAW, unit)
    assert access.may(person, duty, unit)


def test_who_gave_the_one_up_may_have_the_other(unit):
    person = factories.make_person(unit, Duty.HANDLE)
    access.dismiss(person, unit=unit, duty=Duty.HANDLE)

    access.appoint(person, unit=unit, duty=LAW)


def test_rows_by_hand_and_a_legal_unit_that_moved_are_found(unit):
    office = factories.make_unit("区司法局")
    jack = factories.make_person(unit, Duty.HANDLE)
    factories.by_hand(jack, unit=unit, duty=LAW)
    moved = factories.make_person(unit, Duty.SIGN)
    access.appoint(moved, unit=office, duty=LAW)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_duties", stdout=out)
    unit.legal_unit = office
    unit.save()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_duties", stdout=out)

    assert jack.username in out.getvalue()
    assert moved.username in out.getvalue()
    assert [one.id for one in duties_are_kept_apart(None)] == ["yishen.E007"]


def test_the_demo_keeps_them_apart():
    found()

    assert access.all_clashes() == []
    call_command("check_duties", stdout=io.StringIO())


@pytest.mark.parametrize("duty", sorted(ADMINISTRATION))
@pytest.mark.parametrize("other", [Duty.READ, Duty.HANDLE, Duty.OVERSEE, *sorted(ADMINISTRATION)])
@pytest.mark.parametrize("administers_first", [True, False])
def test_an_administrator_holds_no_other_duty_anywhere(unit, duty, other, administers_first):
    if duty == other:
        return
    first, second = (duty, other) if administers_first else (other, duty)
    person = factories.make_person(unit, first, name="甲")

    with pytest.raises(DutiesClash) as refused:
        access.appoint(person, unit=factories.make_unit("区民政局"), duty=second)
    assert all(str(one.label) in str(refused.value) for one in (duty, other))
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the action
        factories.by_hand(person, unit=unit, duty=second)


class TestAnAppointmentHasItsDays:
    @pytest.mark.parametrize(
        ("begins", "until", "holds"),
        [(0, 0, True), (1, None, False), (-9, -1, False), (-9, None, True), (None, 3, True)],
    )
    def test_before_and_after(self, unit, begins, until, holds):
        today = access.day_of_asking()
        days = [None if n is None else today + timedelta(n) for n in (begins, until)]
        person = factories.make_person()
        access.appoint(
            person, unit=unit, duty=Duty.HANDLE, terms=Terms(begins=days[0], until=days[1])
        )

        assert access.may(person, Duty.HANDLE, unit) is holds
        assert access.may(person, Duty.READ, unit) is holds
        assert (person in access.people_with(Duty.READ, unit)) is holds
        assert places_of(person).of(Duty.READ) == (frozenset({unit.pk}) if holds else frozenset())

    def test_one_table_alone_gives_nothing(self, unit):
        one, other = factories.make_person(), factories.make_person()
        assign_perm(Duty.HANDLE.codename, one, unit)
        Appointment.objects.create(
            user=other, unit=unit, duty=Duty.HANDLE.codename, given_at=factories.at()
        )

        assert not access.may(one, Duty.HANDLE, unit)
        assert not access.may(other, Duty.HANDLE, unit)
        assert places_of(one).held == places_of(other).held == {}

    def test_it_is_ended_and_stays_in_the_history(self, unit):
        person = factories.make_person(unit, Duty.HANDLE)
        assert access.dismiss(person, unit=unit, duty=Duty.HANDLE, by=person)
        assert not access.dismiss(person, unit=unit, duty=Duty.HANDLE)
        kept = Appointment.objects.get(user=person)

        assert kept.ended_by == person
        for change in (
            lambda: kept.delete(),
            lambda: Appointment.objects.filter(pk=kept.pk).update(ended_at=None),
            lambda: Appointment.objects.filter(pk=kept.pk).update(duty="sign_replies"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_the_same_one_for_other_days_is_asked_about(self, unit):
        person = factories.make_person(unit, Duty.HANDLE)

        with pytest.raises(access.AlreadyAppointed):
            access.appoint(
                person, unit=unit, duty=Duty.HANDLE, terms=Terms(until=access.day_of_asking())
            )
        access.appoint(person, unit=unit, duty=Duty.HANDLE)
        assert Appointment.objects.filter(user=person).count() == 1


class TestAGroupGivesNothing:
    def test_on_a_unit(self, unit):
        person, group = factories.make_person(), Group.objects.create(name="法制科")
        person.groups.add(group)
        assign_perm(LAW.codename, group, unit)

        assert not access.may(person, LAW, unit)
        assert person not in access.people_with(LAW, unit)
        assert access.duties_of(person)[LAW.value] == []

    @pytest.mark.parametrize("to", ["group", "person"])
    def test_on_the_whole_table(self, unit, to):
        person, group = factories.make_person(), Group.objects.create(name="法制科")
        person.groups.add(group)
        permission = Permission.objects.get(codename=LAW.codename)
        (group.permissions if to == "group" else person.user_permissions).add(permission)

        assert not access.may(person, LAW, unit)
        assert access.duties_of(person)[LAW.value] == []
