"""Nobody twice, of any version, and nothing added afterwards: refused by the database itself.

The actions say it in a sentence; here a hand on the SQL prompt tries without them.
"""

from __future__ import annotations

from typing import Any

import pytest

from legal_review.actions import granting
from legal_review.actions.opining import give_opinion
from legal_review.actions.reviewers import DutiesMeet
from legal_review.models import Amendment, Opinion
from requests_flow.actions import drafting, signing
from requests_flow.actions.act import Act
from requests_flow.actions.delegating import Given, delegate
from requests_flow.models import (
    Case,
    Draft,
    SecrecyCheck,
    SecrecyItem,
    Signature,
    SigningDelegation,
)
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from tests import factories
from tests.factories import at
from tests.legal_review import replies
from tests.legal_review.test_gate_by_hand import (
    insert,
    newer,
    opinion_row,
    refused,
    row_of,
    run,
    signature_row,
)
from tests.printing import print_quickly
from tests.requests_flow.handing_out import secrecy_waits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def act_of(person: User) -> Act:
    return Act(by=person, at=at(replies.DAY))


def check_row(draft: Draft, person: User, **changes: Any) -> dict[str, Any]:
    check = SecrecyCheck(
        draft=draft,
        digest=draft.digest,
        passes=True,
        note="可以",
        checked_by=person,
        checked_at=at(replies.DAY),
    )
    return row_of(check, **changes)


def returned(office: factories.Office, case: Case) -> Opinion:
    draft = case.latest_draft
    return give_opinion(
        act_of(office.adviser),
        draft=draft,
        verdict="returned",
        seen_digest=draft.digest,
        comments="依据不对",
    )


class TestOfAnyVersion:
    def test_who_reviewed_the_first_does_not_sign_the_second(self, office):
        case = replies.written(office)
        returned(office, case)
        draft, other = newer(office, case).latest_draft, factories.make_person()
        run(*insert(Opinion, opinion_row(draft, other)))

        assert "who reviewed any version" in refused(
            *insert(Signature, signature_row(draft, office.adviser))
        )
        run(*insert(Signature, signature_row(draft, office.signatory)))

    def test_who_reviewed_the_first_does_not_check_the_second(self, office):
        case = replies.written(office)
        returned(office, case)
        draft = newer(office, case).latest_draft

        assert "who reviewed any version" in refused(
            *insert(SecrecyCheck, check_row(draft, office.adviser))
        )
        run(*insert(SecrecyCheck, check_row(draft, office.checker)))

    def test_who_checked_the_first_does_not_review_the_second(self, office):
        case = replies.written(office, "A2", "批复.txt")
        draft = newer_with_files(office, case).latest_draft

        assert "who checked the secrecy" in refused(
            *insert(
                Opinion, opinion_row(draft, office.checker, verdict="returned", comments="不行")
            )
        )

    def test_another_case_is_another_matter(self, office):
        returned(office, replies.written(office))
        draft = replies.approve(office, replies.written(office)).latest_draft

        run(*insert(Signature, signature_row(draft, factories.make_person())))


def newer_with_files(office: factories.Office, case: Case) -> Case:
    last = case.latest_draft
    keys = tuple(row["document"] for row in last.attachments)
    wording = drafting.Wording(fields=last.fields, attachments=keys)
    drafting.hand_in_draft(act_of(office.clerk), case=case, wording=wording)
    return Case.objects.get(pk=case.pk)


class TestADeputy:
    def given(self, office: factories.Office, deputy: User) -> Any:
        given = Given(deputy=deputy, valid_from=replies.DAY, valid_until=replies.DAY, reason="出差")
        return delegate(act_of(office.signatory), unit=office.unit, given=given)

    def test_does_not_review_for_the_unit(self, office):
        draft, deputy = replies.written(office).latest_draft, factories.make_person()
        word = self.given(office, deputy)

        assert "who signs for somebody" in refused(*insert(Opinion, opinion_row(draft, deputy)))

        run(
            "UPDATE requests_flow_signingdelegation SET ended_at = %s, ended_by_id = %s "
            "WHERE id = %s",
            [at(replies.DAY), office.signatory.pk, word.pk],
        )
        run(*insert(Opinion, opinion_row(draft, deputy)))

    def test_reads_why_in_a_sentence_even_where_the_word_has_lapsed(self, office):
        """Who gave it signs there no longer; the row stands, and the database goes by the row."""
        draft = replies.written(office).latest_draft
        reviewer = let_in_and_named(office, draft.case)
        access.dismiss(office.signatory, unit=office.unit, duty=Duty.SIGN)

        with pytest.raises(DutiesMeet):
            give_opinion(
                act_of(reviewer), draft=draft, verdict="approved", seen_digest=draft.digest
            )

    @pytest.mark.parametrize("wrote", [True, False])
    def test_who_wrote_or_reviewed_does_not_sign(self, office, wrote):
        case = replies.approve(office, replies.written(office))
        deputy = office.clerk if wrote else factories.make_person()
        if not wrote:
            case = replies.written(office)
            run(*insert(Opinion, opinion_row(case.latest_draft, deputy)))
        word = self.given(office, deputy)

        said = refused(
            *insert(Signature, signature_row(case.latest_draft, deputy, delegation_id=word.pk))
        )
        assert "who drafted" in said or "who reviewed" in said or "somebody else" in said


def let_in_and_named(office: factories.Office, case: Case) -> User:
    """A lawyer from outside who was let in, and was named as a deputy afterwards."""
    lawyer = factories.make_person(name="宋律师")
    admission = granting.Admission(reviewer=lawyer, firm="某所", valid_until=replies.DAY)
    granting.grant_review(act_of(office.adviser), case=case, admission=admission)
    run(*delegation_row(office, lawyer))
    return lawyer


def delegation_row(office: factories.Office, deputy: User) -> tuple[str, list]:
    one = SigningDelegation(
        unit=office.unit,
        signatory=office.signatory,
        deputy=deputy,
        outcomes=[],
        valid_from=replies.DAY,
        valid_until=replies.DAY,
        reason="出差",
        given_at=at(replies.DAY),
    )
    return insert(SigningDelegation, row_of(one))


class TestItems:
    """A passed check is one of every thing that is handed out."""

    def waiting(self, office: factories.Office, *names: str) -> tuple[Draft, SecrecyCheck]:
        draft = secrecy_waits(office, *names).latest_draft
        run(*insert(SecrecyCheck, check_row(draft, office.checker)))
        return draft, SecrecyCheck.objects.get(draft=draft)

    def look_at(self, check: SecrecyCheck, **file: Any) -> None:
        SecrecyItem.objects.create(
            check_row=check, name="某件", verdict="open", reason="看过", **file
        )

    def test_a_check_of_nothing_lets_nothing_be_approved(self, office):
        draft, check = self.waiting(office)

        assert "item by item" in refused(*insert(Opinion, opinion_row(draft, office.adviser)))

        self.look_at(check)
        run(*insert(Opinion, opinion_row(draft, office.adviser)))

    def test_each_file_is_looked_at_once_more_than_never(self, office):
        draft, check = self.waiting(office, "批复.txt", "纪要.txt")
        files = [
            {"document_id": row["document"], "sha256": row["sha256"]} for row in draft.attachments
        ]
        self.look_at(check)
        self.look_at(check, **files[0])
        self.look_at(check, **files[0])  # the same again is not the other

        assert "item by item" in refused(*insert(Opinion, opinion_row(draft, office.adviser)))

        self.look_at(check, **files[1])
        run(*insert(Opinion, opinion_row(draft, office.adviser)))

    def test_a_file_that_is_not_enclosed_counts_for_none(self, office):
        draft, check = self.waiting(office, "批复.txt")
        other = replies.on_file(office, draft.case, "另一件.txt")
        self.look_at(check, document_id=other.pk, sha256=other.sha256)

        assert "item by item" in refused(*insert(Opinion, opinion_row(draft, office.adviser)))


class TestAmendments:
    def row(self, opinion: Opinion, digest: str) -> tuple[str, list]:
        one = Amendment(
            opinion=opinion,
            fields={"search_scope": "别的"},
            changed=["search_scope"],
            digest=digest,
        )
        return insert(Amendment, row_of(one))

    def test_none_is_added_to_a_return(self, office):
        opinion = returned(office, replies.written(office))

        assert "announced by its opinion" in refused(*self.row(opinion, "e" * 64))

    def test_only_the_words_that_were_announced(self, office):
        draft = replies.written(office).latest_draft
        said = {"verdict": "returned", "comments": "改", "amended_digest": "e" * 64}
        run(*insert(Opinion, opinion_row(draft, office.adviser, **said)))
        opinion = Opinion.objects.get(draft=draft)

        assert "announced by its opinion" in refused(*self.row(opinion, "f" * 64))
        run(*self.row(opinion, "e" * 64))

    @pytest.mark.parametrize("verdict", ["approved", "returned"])
    def test_an_approval_announces_nothing_and_a_return_other_words(self, office, verdict):
        draft = replies.written(office).latest_draft
        digest = "e" * 64 if verdict == "approved" else draft.digest
        said = {"verdict": verdict, "comments": "改", "amended_digest": digest}

        assert "only a return" in refused(
            *insert(Opinion, opinion_row(draft, office.adviser, **said))
        )


def test_a_version_that_was_returned_unsigned_is_not_signed(office):
    first, second = (replies.waiting(office, "sign") for _ in range(2))
    draft = first.latest_draft
    signing.return_unsigned(act_of(office.signatory), draft=draft, reason="措辞不妥")

    assert "returned unsigned" in refused(
        *insert(Signature, signature_row(draft, office.signatory))
    )
    run(*insert(Signature, signature_row(second.latest_draft, office.signatory)))


@pytest.mark.parametrize(
    "change", ["outcomes = '[\"C1\"]'", "valid_until = '2030-01-01'", "deputy_id = signatory_id"]
)
def test_ending_a_delegation_changes_nothing_else_of_it(office, change):
    run(*delegation_row(office, office.clerk))

    refused(
        f"UPDATE requests_flow_signingdelegation SET ended_at = %s, ended_by_id = %s, {change}",  # noqa: S608
        [at(replies.DAY), office.signatory.pk],
    )


def test_a_delegation_is_ended_by_somebody(office):
    run(*delegation_row(office, office.clerk))
    sql = "UPDATE requests_flow_signingdelegation SET ended_at = %s"

    assert "ended by somebody" in refused(sql, [at(replies.DAY)])
    run(f"{sql}, ended_by_id = %s", [at(replies.DAY), office.signatory.pk])


def test_ending_a_grant_changes_nothing_else_of_it(office):
    case, lawyer = replies.written(office), factories.make_person()
    admission = granting.Admission(reviewer=lawyer, firm="某所", valid_until=replies.DAY)
    granting.grant_review(act_of(office.adviser), case=case, admission=admission)
    sql = "UPDATE requests_flow_reviewgrant SET ended_at = %s, ended_by_id = %s"
    values = [at(replies.DAY), office.adviser.pk]

    assert "never changed" in refused(f"{sql}, granted_on = '2026-01-01'", values)
    run(sql, values)
