"""A part in one case: who gives it, to whom, and that it ends in the same second."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from requests_flow.actions import handling, parts, restricting
from requests_flow.actions.part_checks import (
    AlreadyGiven,
    CaseOver,
    DayMissing,
    Giving,
    LastNamed,
    NotYoursToGive,
    PartOver,
    PersonUnfit,
    QuestionMissing,
    ReasonMissing,
    UnitUnfit,
)
from requests_flow.actions.recording import first_broken_entry
from requests_flow.models import Case, CaseGrant, Entry, Part, Restriction, Sight
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import on
from tests.requests_flow.parted import WEEK, asked, by, given, restricted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def case(office):
    return factories.accepted(office)


@pytest.fixture
def helper():
    other = factories.make_unit("区档案局")
    return factories.make_person(other, Duty.HANDLE, name="史助")


def sees(user, case, sight=Sight.REPLY) -> bool:
    return Case.objects.visible_to(user, sight).filter(pk=case.pk).exists()


def test_a_co_handler_sees_the_application_until_the_part_is_ended(office, case, helper):
    grant = given(by(office.clerk), case, helper, Part.CO_HANDLER)
    assert sees(helper, case, Sight.APPLICATION)
    assert not sees(helper, case)

    parts.end_part(by(office.clerk), grant=grant)

    assert not sees(helper, case, Sight.CLOCK)
    assert [e.verb for e in Entry.objects.filter(case=case).order_by("-id")[:2]] == [
        "part_ended",
        "part_given",
    ]
    assert first_broken_entry() is None


def test_a_part_is_over_at_midnight_in_beijing(office, case, helper):
    given(by(office.clerk), case, helper, Part.CO_HANDLER, valid_until=TODAY)
    with on(TODAY, hour=23):
        assert sees(helper, case, Sight.APPLICATION)
    with on(TODAY + timedelta(days=1), hour=0):
        assert not sees(helper, case, Sight.CLOCK)


def test_a_unit_is_asked_and_only_who_handles_there_sees_it(office, case):
    other = factories.Office("区档案局")
    given(by(office.clerk), case, other.unit, Part.CONSULTED, consultation=asked(office, case))

    assert sees(other.clerk, case, Sight.QUESTION)
    assert not sees(other.clerk, case, Sight.APPLICATION)
    assert not sees(other.signatory, case, Sight.CLOCK)


@pytest.mark.parametrize("who", ["checker", "adviser", "signatory"])
def test_whoever_neither_heads_nor_handles_gives_nothing(office, case, helper, who):
    with pytest.raises(NotYoursToGive):
        given(by(getattr(office, who)), case, helper, Part.CO_HANDLER)
    assert not CaseGrant.objects.exists()


def test_a_handler_who_heads_nothing_gives_parts_in_their_own_case_only(office, helper):
    case, other = factories.accepted(office), factories.accepted(office)
    handler = factories.make_person(office.unit, Duty.HANDLE)
    Case.objects.filter(pk=case.pk).update(handler=handler)

    given(by(handler), case, helper, Part.CO_HANDLER)
    with pytest.raises(NotYoursToGive):
        given(by(handler), other, helper, Part.CO_HANDLER)

    access.dismiss(handler, unit=office.unit, duty=Duty.HANDLE)
    with pytest.raises(NotYoursToGive):
        given(by(handler), case, factories.make_person(), Part.CO_HANDLER)


def test_to_whom_it_would_change_nothing_it_is_not_given(office, case):
    with pytest.raises(PersonUnfit, match=r"by duty|按职责"):
        given(by(office.clerk), case, office.checker, Part.CO_HANDLER)
    question = asked(office, case)
    with pytest.raises(UnitUnfit):
        given(by(office.clerk), case, office.unit, Part.CONSULTED, consultation=question)


def test_an_overseer_may_be_asked_for_they_see_no_content(office, case):
    overseer = factories.make_person(office.unit, Duty.OVERSEE)
    given(by(office.clerk), case, overseer, Part.CONSULTED, consultation=asked(office, case))
    assert sees(overseer, case, Sight.QUESTION)


def test_closed_accounts_and_administrators_get_none(office, case):
    gone = factories.make_person()
    gone.is_active = False
    gone.save()
    auditor = factories.make_person(office.unit, Duty.AUDIT)
    root = factories.make_person()
    root.is_superuser = True
    root.save()
    for person in (gone, auditor, root):
        with pytest.raises(PersonUnfit):
            given(by(office.clerk), case, person, Part.CO_HANDLER)


def test_reason_day_and_question_are_asked_for(office, case, helper):
    act, part = by(office.clerk), Part.CO_HANDLER
    with pytest.raises(ReasonMissing):
        given(act, case, helper, part, reason="  ")
    with pytest.raises(DayMissing):
        given(act, case, helper, part, valid_until=None)
    with pytest.raises(DayMissing):
        given(act, case, helper, part, valid_until=TODAY - timedelta(days=1))
    with pytest.raises(QuestionMissing):
        given(act, case, helper, Part.CONSULTED)
    with pytest.raises(PersonUnfit):
        parts.give_part(act, case=case, giving=Giving(part=part, reason="协助", valid_until=WEEK))


def test_only_an_open_question_of_this_case_is_put_to_somebody(office, case, helper):
    act = by(office.clerk)
    elsewhere = asked(office, factories.accepted(office))
    third = asked(office, case, kind="third_party", name="某公司")
    done = asked(office, case)
    handling.record_consultation(
        act, consultation=done, delivered_on=None, answered_on=TODAY, opinion="不在"
    )
    for question in (elsewhere, third, done):
        with pytest.raises(QuestionMissing):
            given(act, case, helper, Part.CONSULTED, consultation=question)


def test_twice_is_refused_and_what_ran_out_may_be_given_anew(office, case, helper):
    act = by(office.clerk)
    first = given(act, case, helper, Part.CO_HANDLER, valid_until=TODAY)
    with pytest.raises(AlreadyGiven):
        given(act, case, helper, Part.CO_HANDLER)

    later = TODAY + timedelta(days=1)
    with on(later):
        given(by(office.clerk, day=later), case, helper, Part.CO_HANDLER)
        first.refresh_from_db()
        assert first.ended_at is not None
        assert sees(helper, case, Sight.APPLICATION)


def test_a_closed_case_needs_no_help(office, helper):
    case = factories.delivered(office)
    with pytest.raises(CaseOver):
        given(by(office.clerk), case, helper, Part.CO_HANDLER)


def test_the_person_ends_it_themself_and_a_stranger_does_not(office, case, helper):
    grant = given(by(office.clerk), case, helper, Part.CO_HANDLER)
    with pytest.raises(NotYoursToGive):
        parts.end_part(by(office.signatory), grant=grant)
    parts.end_part(by(helper), grant=grant)
    with pytest.raises(PartOver):
        parts.end_part(by(office.clerk), grant=grant)


def test_the_database_changes_no_part_and_deletes_none(office, case, helper):
    grant = given(by(office.clerk), case, helper, Part.CO_HANDLER)
    rows = CaseGrant.objects.filter(pk=grant.pk)
    for change in (
        lambda: rows.update(valid_until=WEEK + timedelta(days=9)),
        lambda: rows.update(person=factories.make_person()),
        rows.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    elsewhere = asked(office, factories.accepted(office))
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseGrant.objects.create(
            case=case,
            person=factories.make_person(),
            part=Part.CONSULTED,
            consultation=elsewhere,
            valid_from=TODAY,
            valid_until=WEEK,
            reason="绕过",
            granted_by=office.clerk,
            granted_at=at(),
        )


def test_a_restricted_case_is_seen_by_those_named_who_hold_a_duty(office, case, helper):
    second = factories.make_person(office.unit, Duty.REVIEW)
    assert sees(second, case)

    restricted(office, case)

    assert sees(office.clerk, case)
    for hidden in (second, office.checker, office.adviser):
        assert not sees(hidden, case, Sight.CLOCK)
    given(by(office.clerk), case, second, Part.NAMED)
    given(by(office.clerk), case, helper, Part.NAMED)
    assert sees(second, case)
    assert not sees(helper, case, Sight.CLOCK)  # a name alone shows nothing


def test_whoever_has_the_next_step_in_hand_is_named_with_the_restriction(office):
    case = factories.drafted(office)
    task = open_task(case)
    task.flow_task.activation_class(task).assign(office.adviser)

    restricted(office, case)

    assert sees(office.adviser, case)
    named = CaseGrant.objects.filter(case=case, part=Part.NAMED, ended_at=None)
    assert {one.person for one in named} == {office.clerk, office.adviser}


def test_on_a_restricted_case_a_name_comes_before_a_part(office, case, helper):
    restricted(office, case)
    with pytest.raises(PersonUnfit, match=r"name the person first|先将该人员列为知悉人"):
        given(by(office.clerk), case, helper, Part.CO_HANDLER)
    given(by(office.clerk), case, helper, Part.NAMED)
    given(by(office.clerk), case, helper, Part.CO_HANDLER)
    assert sees(helper, case, Sight.APPLICATION)


def test_the_last_who_could_lift_it_stays_named(office, case, helper):
    restricted(office, case)
    own = CaseGrant.objects.get(case=case, person=office.clerk)
    given(by(office.clerk), case, helper, Part.NAMED)
    with pytest.raises(LastNamed):
        parts.end_part(by(office.clerk), grant=own)

    second = factories.make_person(office.unit, Duty.REVIEW)
    given(by(office.clerk), case, second, Part.NAMED)
    parts.end_part(by(office.clerk), grant=own)
    assert sees(second, case)
    assert not sees(office.clerk, case)


def test_a_step_of_who_is_named_no_longer_waits_for_others(office, case):
    second = factories.make_person(office.unit, Duty.REVIEW, Duty.HANDLE)
    task = open_task(case)
    if task.owner_id:
        task.flow_task.activation_class(task).unassign()
        task = open_task(case)
    task.flow_task.activation_class(task).assign(second)
    restricted(office, case)
    grant = CaseGrant.objects.get(case=case, person=second, ended_at=None)

    parts.end_part(by(office.clerk), grant=grant)

    assert open_task(case).owner is None
    assert not sees(second, case, Sight.CLOCK)


def test_lifting_ends_the_names_and_shows_it_to_all_who_hold_a_duty(office, case):
    restricted(office, case)
    with pytest.raises(restricting.AlreadyRestricted):
        restricted(office, case)
    with pytest.raises(restricting.NotYoursToRestrict):
        restricting.lift(by(office.checker), case=case, reason="已结束")

    restricting.lift(by(office.clerk), case=case, reason="已结束")

    assert sees(office.checker, case)
    assert not CaseGrant.objects.filter(part=Part.NAMED, ended_at=None).exists()
    with pytest.raises(restricting.NotRestricted):
        restricting.lift(by(office.clerk), case=case, reason="再来")
    with pytest.raises(CaseOver):
        given(by(office.clerk), case, office.checker, Part.NAMED)


def test_who_does_not_head_restricts_nothing(office, case):
    for person in (office.checker, office.adviser, factories.make_person()):
        with pytest.raises(restricting.NotYoursToRestrict):
            restricting.restrict(
                by(person), case=case, kind=Restriction.Kind.OTHER, reason="不让看"
            )


def test_an_archived_case_can_be_restricted_too(office):
    case = factories.archived(office)
    restricted(office, case)
    assert not sees(office.signatory, case, Sight.CLOCK)


def test_a_restricted_case_of_who_left_can_be_named_on_by_who_heads_there_now(office, case):
    second = factories.make_person(office.unit, Duty.REVIEW)
    restricted(office, case)
    with pytest.raises(restricting.NotLeftAlone):
        restricting.adopt(by(second), case=case, reason="接替")
    for duty in factories.CLERK:
        access.dismiss(office.clerk, unit=office.unit, duty=duty)

    assert restricting.left_alone(on=TODAY) == [case]
    with pytest.raises(restricting.NotYoursToRestrict):
        restricting.adopt(by(office.checker), case=case, reason="接替")
    named = {"case": case.number, "name": second.username}
    with pytest.raises(CommandError, match=r"理由|Say why"):
        call_command("restricted_cases", **named)
    said = StringIO()
    call_command("restricted_cases", **named, reason="原负责人离岗", stdout=said)

    assert "On every restricted case" in said.getvalue()
    assert sees(second, case)
    assert case.subject not in said.getvalue()
    assert first_broken_entry() is None
