"""Who leaves takes no case along; a duty whose last day is over keeps nothing, without any job at night."""

from datetime import timedelta

import pytest
import time_machine

from requests_flow.actions import absences, accounts, claiming, departing, people, reviewing
from requests_flow.actions.act import Act
from requests_flow.flows import CaseFlow
from requests_flow.models import (
    Case,
    CaseGrant,
    Entry,
    Part,
    Restriction,
    ReviewGrant,
    SigningDelegation,
)
from requests_flow.models.left_behind import tasks_left_behind
from requests_flow.units import access
from requests_flow.units.appointments import Appointment, Terms
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User
from requests_flow.views.walking import open_task, take_step
from tests import factories
from tests.factories import TODAY, at
from tests.requests_flow.administrators import House, appoint, by
from tests.requests_flow.delegated import delegated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def house():
    return House()


def leave(house: House, person: User) -> departing.Remaining:
    return departing.leave(by(house.system), user=person, reason="调离")


def test_the_steps_of_who_leaves_wait_for_those_who_stay(house):
    office = house.office
    case = factories.accepted(office)
    colleague = factories.make_person(office.unit, Duty.HANDLE)

    had = leave(house, office.clerk)

    assert (had.tasks, had.cases, had.duties) == (1, 1, len(factories.CLERK))
    task = open_task(case)
    assert task.owner is None
    claiming.claim(Act(by=colleague, at=at()), case=case, task=task)
    assert open_task(case).owner == colleague
    assert case.entries.filter(verb="released").get().data["taken_from"] == office.clerk.pk


def test_the_head_sees_on_the_desk_whose_handler_left(house, client):
    office = house.office
    factories.accepted(office)
    client.force_login(factories.make_person(office.unit, Duty.REVIEW))
    assert "chip soon" not in client.get("/?tab=open").content.decode()

    leave(house, office.clerk)

    page = client.get("/?tab=open").content.decode()
    assert "chip soon" in page
    assert str(office.clerk) in page


def test_no_step_is_given_to_who_left(house):
    office = house.office
    case = factories.drafted(office)
    leave(house, office.clerk)
    act, draft = Act(by=office.adviser, at=at()), case.latest_draft

    take_step(
        act,
        node=CaseFlow.review_in_law,
        case=case,
        perform=lambda case: factories.give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="依据不对"
        ),
    )

    assert open_task(Case.objects.get(pk=case.pk)).owner is None


def test_everything_that_hangs_on_the_account_ends(house, client):
    office, deputy = house.office, factories.make_person()
    delegated(office, deputy)
    adviser, case = factories.make_person(), factories.drafted(office)
    for person in (office.signatory, deputy):
        CaseGrant.objects.create(
            case=case, person=person, part=Part.CO_HANDLER, valid_from=TODAY, valid_until=TODAY,
            reason="协办", granted_by=office.clerk, granted_at=at(),
        )  # fmt: skip
    ReviewGrant.objects.create(
        case=case, reviewer=adviser, firm="某所", valid_until=TODAY, granted_by=office.adviser,
        granted_on=TODAY, granted_at=at(),
    )  # fmt: skip
    for person in (deputy, adviser, office.signatory):
        client.force_login(person)
        leave(house, person)

    assert not SigningDelegation.objects.filter(ended_at=None).exists()
    assert not CaseGrant.objects.filter(ended_at=None).exists()
    assert not ReviewGrant.objects.filter(ended_at=None).exists()
    assert not Appointment.objects.filter(user=office.signatory, ended_at=None).exists()
    assert not office.signatory.sessions.exists()
    assert client.get("/absences/").status_code == 302


def test_a_restricted_case_that_nobody_else_would_see_is_counted_beforehand(house):
    office, second = house.office, factories.make_person()
    case = factories.accepted(office)
    Restriction.objects.create(
        case=case, kind="staff", reason="本单位职工", set_by=office.clerk, set_at=at()
    )

    def name(person: User) -> None:
        CaseGrant.objects.create(
            case=case, person=person, part=Part.NAMED, valid_from=TODAY, reason="知悉",
            granted_by=office.clerk, granted_at=at(),
        )  # fmt: skip

    name(office.clerk)
    assert departing.remaining(office.clerk, act=by(house.system)).alone == 1
    assert departing.remaining(second, act=by(house.system)).alone == 0
    name(second)
    assert departing.remaining(office.clerk, act=by(house.system)).alone == 0
    leave(house, second)
    assert departing.remaining(office.clerk, act=by(house.system)).alone == 1


def test_absences_end_and_nobody_is_stood_in_for_by_who_left(house):
    office = house.office
    colleague = factories.make_person(office.unit, *factories.CLERK)
    days = {"from_on": TODAY, "until_on": TODAY + timedelta(3)}
    for user, substitute in ((office.clerk, colleague), (colleague, None)):
        if substitute is None:
            Absence.objects.create(user=user, entered_by=user, entered_at=at(), **days)
            continue
        away = absences.Away(user=user, substitute=substitute, **days)
        absences.enter_absence(Act(by=user, at=at()), away=away)

    had = leave(house, colleague)

    assert (had.absences, had.stands_in) == (1, 1)
    assert Absence.objects.get(user=office.clerk).substitute is None
    assert Absence.objects.get(user=colleague).cancelled_at == at()


def test_only_the_system_administrator_closes_and_nobody_their_own(house):
    for person in (house.security, house.auditor, house.office.clerk):
        with pytest.raises(accounts.NotAccountKeeper):
            departing.leave(by(person), user=house.office.signatory, reason="调离")
    with pytest.raises(accounts.OwnAccount):
        leave(house, house.system)
    assert not Entry.objects.filter(verb="left").exists()


def test_who_comes_back_has_no_duty_until_somebody_appoints(house):
    office = house.office
    leave(house, office.clerk)

    accounts.reopen_account(by(house.system), user=office.clerk, reason="返岗")

    person = User.objects.get(pk=office.clerk.pk)
    assert person.is_active
    assert not any(access.duties_of(person).values())
    appoint(house, person)
    assert access.may(person, Duty.HANDLE, office.unit)


def limited(office: factories.Office) -> User:
    """A handler until today."""
    person = factories.make_person()
    access.appoint(person, unit=office.unit, duty=Duty.HANDLE, terms=Terms(until=TODAY, at=at()))
    return person


def with_limited() -> tuple[factories.Office, Case, User]:
    office = factories.Office()
    case, person = factories.accepted(office), limited(office)
    Case.objects.filter(pk=case.pk).update(handler=person)
    task = open_task(case)
    activation = task.flow_task.activation_class(task)
    activation.unassign()
    activation.assign(person)
    return office, case, person


def test_a_duty_that_runs_out_leaves_its_steps_to_be_taken():
    office, case, person = with_limited()
    colleague = factories.make_person(office.unit, Duty.HANDLE)
    act = Act(by=colleague, at=at())
    with pytest.raises(claiming.AlreadyTaken):
        claiming.take_over(act, case=case, task=open_task(case))
    assert not tasks_left_behind(TODAY).exists()

    tomorrow = TODAY + timedelta(1)
    with time_machine.travel(at(tomorrow), tick=False):
        assert tasks_left_behind(tomorrow).get() == open_task(case)
        claiming.take_over(Act(by=colleague, at=at(tomorrow)), case=case, task=open_task(case))

    assert open_task(case).owner == colleague
    assert case.entries.last().data["taken_from"] == person.pk


def test_a_colleague_takes_it_on_the_page_of_the_case(client):
    office, case, person = with_limited()

    with time_machine.travel(at(TODAY + timedelta(1)), tick=False):
        client.force_login(office.clerk)
        page = client.get(f"/cases/{case.pk}/").content.decode()
        answer = client.post(f"/cases/{case.pk}/claim/")

    assert str(person) in page
    assert f'action="/cases/{case.pk}/claim/"' in page
    assert answer.status_code == 302
    assert open_task(case).owner == office.clerk


def test_who_had_a_hand_in_the_reply_does_not_take_a_check_that_was_left_behind():
    office = factories.Office()
    case, gone = factories.drafted(office), factories.make_person()
    task = open_task(case)
    task.flow_task.activation_class(task).assign(gone)
    factories.by_hand(office.clerk, unit=office.unit, duty=Duty.REVIEW_IN_LAW)

    with pytest.raises(claiming.HadAHand):
        claiming.take_over(Act(by=office.clerk, at=at()), case=case, task=open_task(case))


def test_nobody_takes_a_step_whose_duty_ended_while_the_page_was_open():
    office = factories.Office()
    case = factories.open_case(office)
    task = open_task(case)
    access.dismiss(office.clerk, unit=office.unit, duty=Duty.REVIEW)

    with pytest.raises(claiming.DutyOver):
        claiming.claim(Act(by=office.clerk, at=at()), case=case, task=task)
    assert open_task(case).owner is None


def test_taking_on_hands_out_a_password_once(house):
    user, password = people.take_on(by(house.system), username="xinren", full_name="新人")

    assert user.check_password(password)
    assert user.password_age.is_given
    assert not any(access.duties_of(user).values())
    assert Entry.objects.filter(verb="taken_on").get().data == {"user": user.pk}
    assert password not in str(list(Entry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("username", "full_name", "refusal"),
    [
        ("taken", "某", people.UsernameUnfit),
        ("TAKEN", "某", people.UsernameUnfit),
        ("two words", "某", people.UsernameUnfit),
        ("", "某", people.UsernameUnfit),
        ("xinren", " ", people.NameMissing),
    ],
)
def test_an_account_has_a_name_of_its_own(house, username, full_name, refusal):
    User.objects.create(username="taken")
    with pytest.raises(refusal):
        people.take_on(by(house.system), username=username, full_name=full_name)


def test_only_the_system_administrator_takes_on(house):
    for person in (house.security, house.auditor, house.office.clerk):
        with pytest.raises(people.NotAdministrator):
            people.take_on(by(person), username="xinren", full_name="新人")


def test_an_answer_at_the_review_is_not_given_to_who_left(house):
    office = house.office
    head = factories.make_person(office.unit, Duty.REVIEW, Duty.HANDLE)
    case = factories.open_case(office)
    Case.objects.filter(pk=case.pk).update(handler=head)
    leave(house, head)

    assert reviewing.able_handler(Case.objects.get(pk=case.pk)) is None
