"""What the desk counts and offers: read once by keys, the same as asked by subqueries, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from requests_flow.actions.absences import Away, enter_absence
from requests_flow.actions.act import Act
from requests_flow.actions.recording import record
from requests_flow.models import Case, ReviewGrant, Sight
from requests_flow.units import access
from requests_flow.units.appointments import Terms
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.views import hands
from requests_flow.views.hands import hands_of, tabs_of
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import on
from tests.printing import print_quickly
from tests.requests_flow.delegated import delegated

pytestmark = pytest.mark.django_db
LAW = Duty.REVIEW_IN_LAW


@pytest.fixture(autouse=True)
def today(monkeypatch):
    print_quickly(monkeypatch)
    with on(TODAY):
        yield


def taken(case: Case, by: User) -> Case:
    task = open_task(case)
    activation = task.flow_task.activation_class(task)
    if task.owner:
        activation.unassign()
    activation.assign(by)
    return case


def shown(user: User) -> dict[str, list[int]]:
    """The cases of every tab."""
    seen = Case.objects.visible_to(user, Sight.APPLICATION).order_by("pk")
    return {
        name: list(seen.filter(where).values_list("pk", flat=True))
        for name, where in tabs_of(user).items()
    }


def let_in(office: factories.Office, case: Case) -> User:
    """An outside adviser on this one case."""
    person = factories.make_person(name="外聘")
    ReviewGrant.objects.create(
        case=case,
        reviewer=person,
        firm="某所",
        granted_by=office.adviser,
        granted_on=TODAY,
        granted_at=at(),
        valid_until=TODAY + timedelta(5),
    )
    return person


def everybody() -> list[User]:
    """People who reach a step in each way there is, over one office with a case at every step."""
    office, other = factories.Office(), factories.Office()
    second = factories.make_person(office.unit, LAW, name="第二")
    colleague = factories.make_person(office.unit, Duty.HANDLE, name="同事")
    limited = factories.make_person(name="到期")
    access.appoint(
        limited,
        unit=office.unit,
        duty=Duty.HANDLE,
        terms=Terms(until=TODAY - timedelta(1), at=at()),
    )
    section = factories.make_section(office.unit)
    in_section = factories.make_person(section, Duty.HANDLE, name="科员")
    deputy = factories.make_person(name="代签")
    delegated(office, deputy)
    for maker in (factories.open_case, factories.accepted, factories.searched, factories.signed):
        maker(office), maker(other)
    checks = [factories.drafted(office) for _one in range(3)]
    factories.delivered(office)
    factories.archived(office)
    factories.approved(office)
    taken(factories.accepted(office), limited)  # whose duty is over
    taken(factories.accepted(office), colleague)
    taken(checks[0], office.adviser)  # who is away
    outside = let_in(office, checks[1])
    taken(checks[2], second)
    act = Act(by=office.adviser, at=at())
    away = Away(user=office.adviser, from_on=TODAY, until_on=TODAY, substitute=second)
    enter_absence(act, away=away)
    people = [second, colleague, limited, in_section, deputy, outside]
    return [*people, office.clerk, office.adviser, office.signatory, other.clerk]


def test_by_keys_it_is_the_same_as_by_subqueries(monkeypatch):
    people = everybody()
    by_keys = {user: shown(user) for user in people}
    assert not any(hands_of(user).reach.barred for user in people)

    monkeypatch.setattr(hands, "MOST", -1)

    assert all(hands_of(user) is None for user in people)
    assert {user: shown(user) for user in people} == by_keys
    for tab in ("mine", "free", "waiting", "open", "closed"):
        assert any(tabs[tab] for tabs in by_keys.values()), tab


def test_a_step_that_would_be_refused_is_not_to_be_taken():
    """Whoever had a hand in a reply is offered neither its check nor its signature."""
    office = factories.Office()
    second = factories.make_person(office.unit, LAW, name="第二")
    ours, theirs = factories.drafted(office), factories.drafted(office)
    record(Act(by=second, at=at()), case=ours, verb="searched")
    client = Client()
    client.force_login(second)

    free = client.get(reverse("desk") + "?tab=free")
    open_ = {row.case.pk: row for row in client.get(reverse("desk") + "?tab=open").context["rows"]}

    assert [row.case.pk for row in free.context["rows"]] == [theirs.pk]
    assert free.context["tabs"][1]["count"] == 1
    assert open_[theirs.pk].is_free
    assert not open_[ours.pk].is_free
    assert open_[ours.pk].url == ""


def test_who_reviewed_it_is_not_offered_the_signature():
    office = factories.Office()
    usual, both = office.adviser, factories.make_person(office.unit, LAW, name="两职")
    theirs = factories.approved(office)
    office.adviser = both
    ours = factories.approved(office)
    office.adviser = usual
    factories.by_hand(both, unit=office.unit, duty=Duty.SIGN)  # as only a hand in the database can

    assert shown(both)["free"] == [theirs.pk]
    assert shown(office.signatory)["free"] == [theirs.pk, ours.pk]
