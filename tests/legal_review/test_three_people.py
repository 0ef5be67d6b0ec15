"""Who writes, who reviews and who signs are three people, whichever version each of them did it on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from legal_review.actions.amending import Grounds, approve_amended
from legal_review.actions.granting import Admission, grant_review
from legal_review.actions.opining import give_opinion
from legal_review.actions.reviewers import DutiesMeet, ReviewerDrafted
from legal_review.actions.taking_over import take_over
from requests_flow.actions import secrecy, signing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Draft, Signature
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.units import access
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.legal_review import replies
from tests.printing import print_quickly
from tests.requests_flow.delegated import delegated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def act_of(person: Any) -> Act:
    return Act(by=person, at=at(replies.DAY))


def amend(person: Any, case: Case, **words: str) -> Case:
    draft = case.latest_draft
    return replies.step(
        person,
        case,
        "review_in_law",
        lambda act, case: approve_amended(
            act, draft=draft, seen_digest=draft.digest, fields=words, grounds=Grounds()
        ),
    )


def test_who_worded_an_earlier_version_does_not_sign_what_another_reviewed(office):
    """修改后同意 is writing: the words of the first adviser stand in what the second approved."""
    first = office.adviser
    case = amend(first, replies.written(office), search_scope="综合档案系统和库房")
    access.dismiss(first, unit=office.unit, duty=Duty.REVIEW_IN_LAW)
    access.appoint(first, unit=office.unit, duty=Duty.SIGN)
    second = office.adviser = factories.make_person(office.unit, Duty.REVIEW_IN_LAW)
    replies.on_file(office, case, "后来找到的.txt", "found")  # so that nothing is carried over
    replies.step(office.clerk, case, "take_over", lambda act, case: take_over(act, case=case))
    case = replies.approve(office, case)
    assert case.latest_draft.opinion.reviewer == second

    with pytest.raises(signing.SignerInvolved):
        signing.sign(act_of(first), draft=case.latest_draft)
    assert signing.sign(act_of(office.signatory), draft=case.latest_draft)


def test_who_checked_its_secrecy_does_not_review_it_later_in_law(office):
    case = replies.written(office, "A2")
    checker = office.checker
    access.dismiss(checker, unit=office.unit, duty=Duty.CHECK_SECRECY)
    access.appoint(checker, unit=office.unit, duty=Duty.REVIEW_IN_LAW)
    draft = case.latest_draft

    with pytest.raises(ReviewerDrafted):
        give_opinion(act_of(checker), draft=draft, verdict="approved", seen_digest=draft.digest)
    assert give_opinion(
        act_of(office.adviser), draft=draft, verdict="approved", seen_digest=draft.digest
    )


def test_who_reviewed_it_does_not_check_the_secrecy_of_the_next_version(office):
    case = amend(office.adviser, replies.written(office, "A2"), manner="电子邮件")
    replies.step(office.clerk, case, "take_over", lambda act, case: take_over(act, case=case))
    access.dismiss(office.adviser, unit=office.unit, duty=Duty.REVIEW_IN_LAW)
    access.appoint(office.adviser, unit=office.unit, duty=Duty.CHECK_SECRECY)
    draft = case.latest_draft

    with pytest.raises(secrecy.CheckerDrafted):
        secrecy.check_secrecy(act_of(office.adviser), draft=draft, findings=factories.found(draft))
    assert secrecy.check_secrecy(
        act_of(office.checker), draft=draft, findings=factories.found(draft)
    )


@pytest.mark.parametrize("way", ["appointed", "let in"])
def test_who_signs_for_a_signatory_reviews_nothing_for_the_unit(office, way):
    case, deputy = replies.written(office), factories.make_person()
    delegated(office, deputy, on=replies.DAY)
    if way == "appointed":
        access.appoint(deputy, unit=office.unit, duty=Duty.REVIEW_IN_LAW)
    else:
        admission = Admission(reviewer=deputy, firm="某律师事务所", valid_until=replies.DAY)
        grant_review(act_of(office.adviser), case=case, admission=admission)
    draft = case.latest_draft

    with pytest.raises(DutiesMeet):
        give_opinion(act_of(deputy), draft=draft, verdict="approved", seen_digest=draft.digest)


# Direct SQL ------------------------------------------------------------------------------------


def row_of(draft: Draft, **changes: Any) -> dict[str, Any]:
    """The next version, by hand."""
    fields = [field.attname for field in Draft._meta.concrete_fields if not field.primary_key]
    return {name: getattr(draft, name) for name in fields} | {"version": 2} | changes


@pytest.mark.parametrize("code", [code for code, one in OUTCOMES.items() if one.provides])
def test_no_draft_hands_something_out_unsaid(office, code):
    """It would go past the secrecy check."""
    draft = replies.written(office).latest_draft

    with pytest.raises(IntegrityError, match="passes the secrecy check"):
        Draft.objects.create(**row_of(draft, outcome_code=code))


def test_no_draft_encloses_a_file_unsaid(office):
    draft = replies.written(office, "D1a", "一.txt").latest_draft

    with pytest.raises(IntegrityError, match="passes the secrecy check"):
        Draft.objects.create(**row_of(draft, hands_out=False))


@pytest.mark.parametrize(
    ("outcomes", "signs"), [(("A2",), False), (("A2", "D1a"), True), ((), True)]
)
def test_no_row_of_a_deputy_for_an_outcome_that_was_not_named(office, outcomes, signs):
    draft, deputy = replies.waiting(office, "sign").latest_draft, factories.make_person()
    delegation = delegated(office, deputy, on=replies.DAY, outcomes=outcomes)
    row = Signature(
        draft=draft,
        digest=draft.digest,
        signed_by=deputy,
        signed_on=replies.DAY,
        signed_at=at(replies.DAY),
        delegation=delegation,
    )
    if signs:
        row.save()
        return
    with pytest.raises(IntegrityError, match="outcomes that were named"):
        row.save()
