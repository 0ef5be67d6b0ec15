"""What is offered is what is let through: the case page, the queue and the rotation ask as the action does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from legal_review.actions import granting
from legal_review.actions.opining import give_opinion
from legal_review.actions.reviewers import DutiesMeet, ReviewerDrafted
from requests_flow.actions import absences, authors, claiming, secrecy, signing
from requests_flow.actions.absences import Away, enter_absence
from requests_flow.actions.act import Act
from requests_flow.actions.recording import record
from requests_flow.models import Case
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.views.case_hands import main_action
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import on, words_of
from tests.legal_review import replies
from tests.printing import print_quickly
from tests.requests_flow.delegated import delegated

pytestmark = pytest.mark.django_db
LAW = Duty.REVIEW_IN_LAW
INVOLVED = (ReviewerDrafted, DutiesMeet, secrecy.CheckerDrafted, signing.SignerInvolved)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    print_quickly(monkeypatch)
    with on(TODAY):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture
def second(office) -> User:
    return factories.make_person(office.unit, LAW, name="第二")


def by(person: User) -> Act:
    return Act(by=person, at=at())


def browser(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def nothing(person: User, case: Case) -> None:
    """No hand in it."""


def searched(person: User, case: Case) -> None:
    record(by(person), case=case, verb="searched")


def reviewed_before(person: User, case: Case) -> None:
    """An earlier version, and another was handed in since."""
    draft = case.latest_draft
    give_opinion(
        by(person), draft=draft, verdict="returned", seen_digest=draft.digest, comments="改"
    )


DEEDS = {
    "check_secrecy": lambda act, draft: secrecy.check_secrecy(
        act, draft=draft, findings=factories.found(draft)
    ),
    "review_in_law": lambda act, draft: give_opinion(
        act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="改"
    ),
    "sign": lambda act, draft: signing.sign(act, draft=draft),
}
DUTY = {"check_secrecy": Duty.CHECK_SECRECY, "review_in_law": LAW, "sign": Duty.SIGN}


def at_node(office: factories.Office, node: str) -> Case:
    if node == "check_secrecy":
        from tests.requests_flow.handing_out import secrecy_waits

        return secrecy_waits(office, "批复.txt")
    return replies.waiting(office, node, "A2", "批复.txt")


@pytest.mark.parametrize("node", DEEDS)
@pytest.mark.parametrize("hand", [nothing, searched])
def test_who_is_kept_out_is_who_the_step_refuses(office, node, hand):
    case = at_node(office, node)
    person = factories.make_person(office.unit, DUTY[node])
    hand(person, case)
    task = open_task(case)

    is_kept_out = authors.is_kept_out(person, duty=task.owner_permission, case=case, on=TODAY)
    offer = main_action(case, person, task, today=TODAY)

    assert is_kept_out is (hand is searched)
    assert ("refused" in offer) is is_kept_out
    answer = browser(person).post(reverse("claim", args=[case.pk]))
    assert answer.status_code == (409 if is_kept_out else 302)
    assert (open_task(case).owner is None) is is_kept_out
    if is_kept_out:
        with pytest.raises(INVOLVED):
            DEEDS[node](by(person), case.latest_draft)
    else:
        DEEDS[node](by(person), case.latest_draft)


@pytest.mark.parametrize(("node", "has"), [("review_in_law", "checked"), ("sign", "reviewed")])
def test_who_checked_or_reviewed_is_kept_out_of_the_next_step(office, node, has):
    case = at_node(office, node)
    person = office.checker if has == "checked" else office.adviser
    factories.by_hand(person, unit=office.unit, duty=DUTY[node])

    assert "refused" in main_action(case, person, open_task(case), today=TODAY)
    with pytest.raises(claiming.HadAHand):
        claiming.claim(by(person), case=case, task=open_task(case))
    with pytest.raises(INVOLVED):
        DEEDS[node](by(person), case.latest_draft)


def test_who_reviewed_an_earlier_version_may_review_the_next(office):
    case = replies.written(office)
    reviewed_before(office.adviser, case)

    assert not authors.is_kept_out(office.adviser, duty=LAW.value, case=case, on=TODAY)
    assert authors.is_kept_out(office.adviser, duty=Duty.CHECK_SECRECY.value, case=case, on=TODAY)


def test_a_deputy_is_not_offered_what_they_sign(office, second):
    case, lawyer = factories.drafted(office), factories.make_person(name="宋律师")
    admission = granting.Admission(reviewer=lawyer, firm="某所", valid_until=TODAY)
    granting.grant_review(by(office.adviser), case=case, admission=admission)
    assert "url" in main_action(case, lawyer, open_task(case), today=TODAY)
    delegated(office, lawyer)

    assert "refused" in main_action(case, lawyer, open_task(case), today=TODAY)
    with pytest.raises(DutiesMeet):
        DEEDS["review_in_law"](by(lawyer), case.latest_draft)


def test_the_queue_says_so_and_the_rotation_passes_the_checker_by(office, second):
    case = replies.waiting(office, "review_in_law", "A2", "批复.txt")
    factories.by_hand(office.checker, unit=office.unit, duty=LAW)

    lines = browser(office.checker).get("/legal/").context["rows"]
    page = words_of(browser(office.checker).get("/legal/"))

    assert [line.is_barred for line in lines] == [True]
    assert "You had a hand in it" in page
    assert "Look at it" not in page
    # Nobody is suggested who is refused: not the checker, although they have done nothing for longest.
    assert lines[0].suggested in (office.adviser, second)
    assert "is_barred" not in words_of(browser(second).get("/legal/"))
    assert case.number in words_of(browser(second).get("/legal/"))


def test_what_one_cannot_stand_in_for_is_not_ones_turn(office, second):
    case = factories.drafted(office)
    claiming.claim(by(office.adviser), case=case, task=open_task(case))
    record(by(second), case=case, verb="searched")
    enter_absence(
        by(office.adviser),
        away=Away(user=office.adviser, from_on=TODAY, until_on=TODAY, substitute=second),
    )

    assert browser(second).get("/legal/?tab=mine").context["rows"] == []


class TestStandingIn:
    """To say that a colleague is away is no way to the tasks that they have in hand."""

    def away(self, who: User, substitute: User) -> Away:
        return Away(user=who, from_on=TODAY, until_on=TODAY, substitute=substitute)

    def test_a_colleague_does_not_name_himself(self, office, second):
        case = factories.drafted(office)
        claiming.claim(by(office.adviser), case=case, task=open_task(case))

        with pytest.raises(absences.SubstituteHimself):
            enter_absence(by(second), away=self.away(office.adviser, second))
        assert browser(second).post(reverse("claim", args=[case.pk])).status_code == 409
        assert open_task(case).owner == office.adviser

    def test_the_page_says_it_and_keeps_what_was_typed(self, office, second):
        day = TODAY.isoformat()
        sent = {"user": office.adviser.pk, "from_on": day, "until_on": day, "note": "培训"}
        answer = browser(second).post(
            reverse("absences"), {**sent, "substitute": second.pk, "form_token": "t"}
        )

        assert answer.status_code == 422
        assert "You do not assign this person's tasks" in words_of(answer)
        assert "培训" in answer.content.decode()

    def test_a_third_one_is_named_or_nobody(self, office, second):
        third = factories.make_person(office.unit, LAW)

        assert enter_absence(by(second), away=self.away(office.adviser, third))
        assert enter_absence(by(second), away=Away(user=third, from_on=TODAY, until_on=TODAY))

    def test_one_is_named_by_oneself_and_by_who_assigns(self, office, second):
        head = factories.make_person(office.unit, Duty.REVIEW, Duty.HANDLE)

        assert enter_absence(by(office.adviser), away=self.away(office.adviser, second))
        assert enter_absence(by(head), away=self.away(office.clerk, head))


class TestADayThatIsOver:
    """A right that ended by its date leaves nothing in anybody's hands, and needs no nightly job."""

    def taken(self, office: factories.Office) -> tuple[Case, User]:
        deputy, case = factories.make_person(name="代签"), factories.approved(office)
        delegated(office, deputy, valid_until=TODAY)
        assert browser(deputy).post(reverse("claim", args=[case.pk])).status_code == 302
        return case, deputy

    def test_the_signatory_takes_over_what_a_deputy_had(self, office):
        case, deputy = self.taken(office)
        assert browser(office.signatory).post(f"/cases/{case.pk}/claim/").status_code == 409

        with on(TODAY + timedelta(days=1)):
            client = browser(office.signatory)
            assert "holds the duty no longer" in words_of(client.get(case.get_absolute_url()))
            assert client.post(reverse("claim", args=[case.pk])).status_code == 302

        assert open_task(case).owner == office.signatory
        assert case.entries.get(verb="taken_over").data["taken_from"] == deputy.pk

    def test_not_who_wrote_it(self, office):
        case, _deputy = self.taken(office)
        writer = factories.make_person(office.unit, Duty.SIGN)
        record(by(writer), case=case, verb="searched")

        with on(TODAY + timedelta(days=1)):
            assert browser(writer).post(f"/cases/{case.pk}/claim/").status_code == 409

    def test_while_another_word_stands_it_stays(self, office):
        case, deputy = self.taken(office)
        with on(TODAY + timedelta(days=1)):
            delegated(office, deputy, on=TODAY + timedelta(days=1))
            assert browser(office.signatory).post(f"/cases/{case.pk}/claim/").status_code == 409

    def test_the_check_of_an_outside_adviser_whose_days_are_over(self, office):
        case, lawyer = factories.drafted(office), factories.make_person(name="宋律师")
        admission = granting.Admission(reviewer=lawyer, firm="某所", valid_until=TODAY)
        granting.grant_review(by(office.adviser), case=case, admission=admission)
        assert browser(lawyer).post(f"/cases/{case.pk}/claim/").status_code == 302

        with on(TODAY + timedelta(days=1)):
            assert browser(office.adviser).post(f"/cases/{case.pk}/claim/").status_code == 302
        assert open_task(case).owner == office.adviser
