"""Parts are given, ended and used at the same moment: one is first, and the other is told so."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from requests_flow.actions import parts, restricting
from requests_flow.actions.part_checks import AlreadyGiven, Giving, LastNamed, PartOver
from requests_flow.models import Case, CaseGrant, Part, Restriction, Sight
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.postgres.threads import at_once, statuses
from tests.requests_flow.parted import WEEK, asked, by, given, restricted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = range(4)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=True):
        yield


def tried(call: Any) -> Any:
    def run() -> str:
        try:
            call()
        except (AlreadyGiven, PartOver, LastNamed, restricting.AlreadyRestricted) as refusal:
            return "refused" if str(refusal) else "without a sentence"
        return "done"

    return run


@pytest.mark.parametrize("round_", ROUNDS)
def test_of_two_who_give_the_same_part_one_is_first(round_: int) -> None:
    office, helper = factories.Office(), factories.make_person()
    case = factories.accepted(office)
    giving = Giving(part=Part.CO_HANDLER, person=helper, valid_until=WEEK, reason="协助")

    def give() -> None:
        parts.give_part(by(office.clerk), case=Case.objects.get(pk=case.pk), giving=giving)

    assert sorted(at_once([tried(give)] * 3)) == ["done", "refused", "refused"]
    assert CaseGrant.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_of_two_who_end_a_part_one_is_first(round_: int) -> None:
    office, helper = factories.Office(), factories.make_person()
    case = factories.accepted(office)
    grant = given(by(office.clerk), case, helper, Part.CO_HANDLER)

    def end(who: Any) -> Any:
        return tried(lambda: parts.end_part(by(who), grant=CaseGrant.objects.get(pk=grant.pk)))

    assert sorted(at_once([end(office.clerk), end(helper)])) == ["done", "refused"]
    assert not Case.objects.visible_to(helper, Sight.CLOCK).exists()


@pytest.mark.parametrize("round_", ROUNDS)
def test_ended_while_given_anew_leaves_one_or_none_and_no_two(round_: int) -> None:
    office, helper = factories.Office(), factories.make_person()
    case = factories.accepted(office)
    grant = given(by(office.clerk), case, helper, Part.CO_HANDLER)
    giving = Giving(part=Part.CO_HANDLER, person=helper, valid_until=WEEK, reason="再次协助")

    said = at_once(
        [
            tried(lambda: parts.end_part(by(office.clerk), grant=grant)),
            tried(lambda: parts.give_part(by(office.clerk), case=case, giving=giving)),
        ]
    )

    assert said[0] == "done", said
    standing = CaseGrant.objects.filter(ended_at=None).count()
    assert standing == (said[1] == "done"), said
    assert Case.objects.visible_to(helper, Sight.APPLICATION).exists() == bool(standing)


@pytest.mark.parametrize("round_", ROUNDS)
def test_one_restriction_at_a_time(round_: int) -> None:
    office = factories.Office()
    second = factories.make_person(office.unit, Duty.REVIEW)
    case = factories.accepted(office)

    def restrict(who: Any) -> Any:
        return tried(
            lambda: restricting.restrict(
                by(who), case=Case.objects.get(pk=case.pk), kind="other", reason="当事人"
            )
        )

    said = at_once([restrict(office.clerk), restrict(second)])

    # The loser is told that it is restricted, or sees the case no longer.
    assert said.count("done") == 1, said
    for one in said:
        assert one in ("done", "refused") or isinstance(one, restricting.NotYoursToRestrict)
    assert Restriction.objects.count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_who_leave_a_restricted_case_do_not_leave_it_to_nobody(round_: int) -> None:
    office = factories.Office()
    second = factories.make_person(office.unit, Duty.REVIEW)
    case = factories.accepted(office)
    restricted(office, case)
    given(by(office.clerk), case, second, Part.NAMED)
    grants = {one.person: one for one in CaseGrant.objects.filter(part=Part.NAMED)}

    said = at_once(
        [
            tried(lambda who=who: parts.end_part(by(who), grant=grants[who]))
            for who in (office.clerk, second)
        ]
    )

    assert sorted(said) == ["done", "refused"], said
    assert CaseGrant.objects.filter(part=Part.NAMED, ended_at=None).count() == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_an_answer_comes_before_the_end_of_the_part_or_not_at_all(round_: int) -> None:
    office, person = factories.Office(), factories.make_person()
    case = factories.accepted(office)
    question = asked(office, case)
    grant = given(by(office.clerk), case, person, Part.CONSULTED, consultation=question)
    asking, ending = Client(), Client()
    asking.force_login(person)
    ending.force_login(office.clerk)
    here = f"/cases/{case.pk}/"

    answers = at_once(
        [
            lambda: asking.post(
                f"{here}questions/{question.pk}/", {"form_token": "x", "opinion": "无"}
            ),
            lambda: ending.post(f"{here}people/parts/{grant.pk}/end/"),
        ]
    )

    assert set(statuses(answers)) <= {302, 404, 409}
    question.refresh_from_db()
    assert (question.answered_on is not None) == (answers[0].status_code == 302)
    if answers[1].status_code == 302:
        assert not Case.objects.visible_to(person, Sight.CLOCK).exists()
