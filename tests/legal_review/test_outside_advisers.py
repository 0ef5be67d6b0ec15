"""An outside adviser sees and reviews the one case that they were let in to, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from legal_review.actions import granting
from legal_review.actions.granting import Admission, end_grant, grant_review
from legal_review.actions.opining import give_opinion
from legal_review.actions.reviewers import DutiesMeet, NotReviewer
from legal_review.models import Opinion
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.models import Case, Document, ReviewGrant
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.walking import open_task
from requests_flow.views.worklist import task_url
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import on
from tests.requests_flow.delegated import delegated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def lawyer():
    return factories.make_person(name="宋律师")


def by(user, *, day: date = TODAY) -> Act:
    return Act(by=user, at=at(day))


def let_in(office, case, lawyer, *, until: date = TODAY, by_whom=None) -> ReviewGrant:
    admission = Admission(reviewer=lawyer, firm="某律师事务所", valid_until=until)
    return grant_review(by(by_whom or office.adviser), case=case, admission=admission)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sees(user, case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_sees_this_case_only_and_only_once_a_draft_was_handed_in(office, lawyer):
    early, case, other = (
        factories.searched(office),
        factories.drafted(office),
        factories.drafted(office),
    )
    let_in(office, case, lawyer)
    let_in(office, early, lawyer)

    assert [one.pk for one in Case.objects.visible_to(lawyer)] == [case.pk]
    client = browser(lawyer)
    assert client.get(case.get_absolute_url()).status_code == 200
    for hidden in (early, other):
        assert client.get(hidden.get_absolute_url()).status_code == 404
        assert client.get(task_url(open_task(hidden))).status_code == 404
        assert client.post(f"/cases/{hidden.pk}/claim/").status_code == 404


def test_finds_it_in_the_queue_takes_it_and_gives_an_opinion(office, lawyer):
    case, other = factories.drafted(office), factories.drafted(office)
    assert browser(lawyer).get("/legal/").status_code == 404
    let_in(office, case, lawyer)
    client = browser(lawyer)

    page = client.get("/legal/").content.decode()
    assert case.number in page
    assert other.number not in page
    assert client.post(f"/cases/{case.pk}/claim/").status_code == 302
    opinion = give_opinion(
        by(lawyer),
        draft=case.latest_draft,
        verdict="approved",
        seen_digest=case.latest_draft.digest,
    )

    assert opinion.reviewer == lawyer
    assert case.entries.last().data["grant"] == case.review_grants.get().pk


def test_takes_no_other_step_of_it(office, lawyer):
    case = factories.drafted(office)
    let_in(office, case, lawyer)
    case = factories.approve(office, case, day=TODAY)
    client = browser(lawyer)

    assert client.get(task_url(open_task(case))).status_code == 404
    assert client.post(f"/cases/{case.pk}/claim/").status_code == 404
    for place in ("record/fact", "record/search", "record/document", "record/extension", "contact"):
        assert client.get(f"/cases/{case.pk}/{place}/").status_code == 404, place
    for place in ("/deliver/", "/archive/", "/letters/register/", "/seals/", "/calendar/"):
        page = client.get(place)
        assert page.status_code in (302, 404) or case.number not in page.content.decode(), place


def test_sees_the_applicant_masked_and_nothing_behind_the_mask(office, lawyer):
    case = factories.drafted(office, phone="13800000000")
    let_in(office, case, lawyer)
    client = browser(lawyer)

    page = client.get(case.get_absolute_url()).content.decode()
    assert "13800000000" not in page
    assert 'id="id_reason"' not in page
    assert client.post(f"/cases/{case.pk}/reveal/", {"reason": "核对"}).status_code == 404
    assert browser(office.adviser).post(f"/cases/{case.pk}/reveal/").status_code == 422


def test_the_last_day_counts_and_the_day_after_does_not(office, lawyer):
    case = factories.drafted(office)
    let_in(office, case, lawyer)
    with on(TODAY, hour=23):
        assert sees(lawyer, case)
    with on(TODAY + timedelta(days=1), hour=0):
        assert not sees(lawyer, case)
        assert browser(lawyer).get(task_url(open_task(case))).status_code == 404

    with pytest.raises(NotReviewer):
        give_opinion(
            by(lawyer, day=TODAY + timedelta(days=1)),
            draft=case.latest_draft,
            verdict="approved",
            seen_digest=case.latest_draft.digest,
        )


def test_ended_it_is_over_in_the_same_second_and_the_check_waits_for_all(office, lawyer):
    case = factories.drafted(office)
    grant = let_in(office, case, lawyer, until=TODAY + timedelta(days=9))
    client = browser(lawyer)
    client.post(f"/cases/{case.pk}/claim/")
    assert open_task(case).owner == lawyer

    end_grant(by(office.adviser), grant=grant)

    assert not sees(lawyer, case)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert open_task(case).owner is None
    verbs = [entry.verb for entry in case.entries.order_by("id")]
    assert verbs[-2:] == ["review_grant_ended", "released"]
    with pytest.raises(granting.GrantOver):
        end_grant(by(office.adviser), grant=grant)


def test_a_check_left_in_the_hands_of_an_adviser_who_is_out_comes_back(office, lawyer):
    case = factories.drafted(office)
    let_in(office, case, lawyer)
    browser(lawyer).post(f"/cases/{case.pk}/claim/")
    with on(TODAY + timedelta(days=3)):
        assert browser(office.adviser).post(f"/cases/{case.pk}/release/").status_code == 302

    assert open_task(case).owner is None


class TestWhoLetsIn:
    def test_nobody_but_an_uninvolved_adviser_of_the_legal_unit(self, office, lawyer):
        case = factories.drafted(office)
        elsewhere = factories.Office("区民政局")
        for somebody in (office.clerk, office.signatory, office.checker, elsewhere.adviser, lawyer):
            with pytest.raises(granting.NotLegalUnit):
                let_in(office, case, lawyer, by_whom=somebody)

    def test_not_who_had_a_hand_in_the_reply(self, office, lawyer):
        case = factories.drafted(office)
        factories.by_hand(office.clerk, unit=office.unit, duty=Duty.REVIEW_IN_LAW)

        with pytest.raises(granting.NotLegalUnit):
            let_in(office, case, lawyer, by_whom=office.clerk)

    def test_nobody_from_inside_nobody_gone_nobody_twice(self, office, lawyer):
        case = factories.drafted(office)
        gone = factories.make_person()
        gone.is_active = False
        gone.save()
        for unfit in (office.adviser, office.clerk, gone, factories.Office("区民政局").adviser):
            with pytest.raises(granting.AdviserUnfit):
                let_in(office, case, unfit)
        let_in(office, case, lawyer)
        with pytest.raises(granting.GrantedAlready):
            let_in(office, case, lawyer)
        with pytest.raises(granting.GrantTooShort):
            let_in(office, case, factories.make_person(), until=TODAY - timedelta(days=1))

    def test_again_once_the_first_ran_out(self, office, lawyer):
        case = factories.drafted(office)
        let_in(office, case, lawyer)
        later = TODAY + timedelta(days=2)
        admission = Admission(reviewer=lawyer, firm="某所", valid_until=later)
        grant_review(by(office.adviser, day=later), case=case, admission=admission)

        assert case.review_grants.count() == 2

    def test_a_duty_given_later_shuts_the_adviser_out_of_the_opinion(self, office, lawyer):
        case = factories.drafted(office)
        let_in(office, case, lawyer)
        access.appoint(lawyer, unit=office.unit, duty=Duty.SIGN)

        with pytest.raises(DutiesMeet):
            give_opinion(
                by(lawyer),
                draft=case.latest_draft,
                verdict="approved",
                seen_digest=case.latest_draft.digest,
            )

    def test_the_database_changes_no_grant(self, office, lawyer):
        grant = let_in(office, factories.drafted(office), lawyer)
        later = TODAY + timedelta(days=99)

        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewGrant.objects.filter(pk=grant.pk).update(valid_until=later)


def test_rows_by_hand_give_no_opinion(office):
    case = factories.drafted(office)
    other = factories.make_person(office.unit, Duty.REVIEW)
    factories.by_hand(other, unit=office.unit, duty=Duty.REVIEW_IN_LAW)

    with pytest.raises(DutiesMeet):
        give_opinion(
            by(other),
            draft=case.latest_draft,
            verdict="approved",
            seen_digest=case.latest_draft.digest,
        )
    assert not Opinion.objects.exists()


class TestWhatALawFirmReads:
    """The letter with the name it bears, and what it rests on; never a proof of identity."""

    @pytest.fixture
    def case(self, office) -> Case:
        case = factories.drafted(office)
        for kind in ("application", "identity", "evidence", "proof"):
            keep_document(
                by(office.clerk, day=case.received_on),
                case=case,
                kind=Document.Kind(kind),
                data=f"{kind} 的内容".encode(),
                name=f"{kind}-件.txt",
            )
        return case

    def opened(self, person, case) -> dict[str, int]:
        client = browser(person)
        return {
            row.kind: client.get(f"/cases/{case.pk}/documents/{row.pk}/").status_code
            for row in case.documents.all()
        }

    def test_no_proof_of_identity_by_its_address(self, office, case, lawyer):
        let_in(office, case, lawyer)

        found = self.opened(lawyer, case)

        assert found.pop("identity") == 404
        assert set(found.values()) == {200}
        assert set(self.opened(office.adviser, case).values()) == {200}

    def test_nor_its_name_on_any_page(self, office, case, lawyer):
        let_in(office, case, lawyer)
        step = task_url(open_task(case))

        for page in (case.get_absolute_url(), step):
            told, shown = (
                browser(person).get(page).content.decode() for person in (lawyer, office.adviser)
            )
            assert "evidence-件.txt" in told
            assert "identity-件.txt" not in told
            assert "identity-件.txt" in shown

    def test_the_letter_as_it_would_leave(self, office, case, lawyer):
        let_in(office, case, lawyer)

        letter = browser(lawyer).get(f"/cases/{case.pk}/drafts/1.pdf")
        page = browser(lawyer).get(case.get_absolute_url()).content.decode()

        assert letter.status_code == 200
        assert case.applicant.name not in page
        assert browser(lawyer).post(f"/cases/{case.pk}/reveal/", {"reason": "x"}).status_code == 404

    def test_a_deputy_neither(self, office, case):
        deputy = factories.make_person(name="代签")
        factories.approve(office, case, day=TODAY)
        delegated(office, deputy)

        assert self.opened(deputy, case)["identity"] == 404
        assert self.opened(deputy, case)["evidence"] == 200
