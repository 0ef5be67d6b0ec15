"""No reply leaves without the legal adviser's check: every way round it that we could think of."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, connection, transaction

from legal_review.actions.opining import (
    CommentsMissing,
    DraftChanged,
    SecrecyUnchecked,
    give_opinion,
)
from legal_review.actions.reviewers import NotReviewer, ReviewerDrafted
from legal_review.models import Opinion
from requests_flow.actions import drafting, handling, issuing, signing
from requests_flow.actions.act import Act
from requests_flow.actions.secrecy import DraftSuperseded
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, Draft, Entry, Letter, Signature
from requests_flow.rules.catalogue import Fact
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.walking import NotYourStep, take_step
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.Office()


def by(person) -> Act:
    return Act(by=person, at=at())


def raw_letter(case: Case, draft: Draft | None, person, **more) -> Letter:
    """A letter row as a script would write it, with nothing but the model."""
    values = {
        "case": case,
        "code": "L14",
        "draft": draft,
        "is_reply": True,
        "series": "x",
        "year": 2026,
        "sequence": 1,
        "number": "伪造〔2026〕1号",
        "dated_on": factories.TODAY,
        "context": {},
        "template_version": "1",
        "content_digest": draft.digest if draft else "0" * 64,
        "sha256": "0" * 64,
        "pages": 1,
        "issued_by": person,
        "issued_at": at(),
    }
    return Letter(**{**values, **more})


def refused(write) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    return str(error.value)


def test_the_way_through_the_gate_leads_to_a_letter(office):
    case = factories.archived(office)

    letter = case.letters.get(is_reply=True)

    assert letter.number.endswith("〔2026〕1号")
    assert letter.content_digest == letter.draft.digest == letter.draft.opinion.digest
    assert case.is_archived


def test_a_draft_without_opinion_cannot_be_signed(office):
    case = factories.drafted(office)

    with pytest.raises(signing.NotApproved):
        signing.sign(by(office.signatory), draft=case.latest_draft)


def test_a_draft_without_opinion_cannot_be_issued(office):
    case = factories.drafted(office)

    with pytest.raises(signing.NotApproved):
        issuing.issue_reply(by(office.clerk), case=case)


def test_nobody_takes_the_step_of_signing_before_the_opinion(office):
    case = factories.drafted(office)

    with pytest.raises(NotYourStep):
        take_step(
            by(office.signatory),
            node=CaseFlow.sign,
            case=case,
            perform=lambda case: signing.sign(by(office.signatory), draft=case.latest_draft),
        )


def test_the_database_refuses_a_signature_without_opinion(office):
    draft = factories.drafted(office).latest_draft

    def write():
        Signature.objects.create(
            draft=draft,
            digest=draft.digest,
            signed_by=office.signatory,
            signed_on=factories.TODAY,
            signed_at=at(),
        )

    assert "approved opinion" in refused(write)


@pytest.mark.parametrize("way", ["save", "bulk_create", "sql"])
def test_the_database_refuses_a_reply_without_opinion(office, way):
    case = factories.drafted(office)
    letter = raw_letter(case, case.latest_draft, office.clerk)

    def sql():
        fields = [field for field in Letter._meta.concrete_fields if field.column != "id"]
        columns = ", ".join(field.column for field in fields)
        values = [
            field.get_db_prep_save(getattr(letter, field.attname), connection) for field in fields
        ]
        marks = ", ".join(["%s"] * len(values))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO requests_flow_letter ({columns}) VALUES ({marks})",  # noqa: S608
                values,
            )

    ways = {
        "save": letter.save,
        "bulk_create": lambda: Letter.objects.bulk_create([letter]),
        "sql": sql,
    }

    assert "no reply leaves" in refused(ways[way])


def test_a_reply_cannot_be_passed_off_as_another_letter(office):
    case = factories.drafted(office)

    refused(raw_letter(case, None, office.clerk, is_reply=False).save)


def test_a_reply_cannot_leave_without_a_draft(office):
    case = factories.approved(office)

    refused(raw_letter(case, None, office.clerk).save)


def test_an_approved_draft_still_needs_the_signature(office):
    case = factories.approved(office)

    with pytest.raises(issuing.NotSigned):
        issuing.issue_reply(by(office.clerk), case=case)
    assert "no reply leaves" in refused(raw_letter(case, case.latest_draft, office.clerk).save)


def test_a_letter_of_other_content_is_refused(office):
    case = factories.signed(office)
    letter = raw_letter(case, case.latest_draft, office.clerk, content_digest="f" * 64)

    assert "no reply leaves" in refused(letter.save)


def test_the_opinion_of_another_case_does_not_help(office):
    other = factories.signed(office)
    case = factories.drafted(office)

    assert "no reply leaves" in refused(raw_letter(case, other.latest_draft, office.clerk).save)


def test_a_change_after_the_opinion_needs_another_opinion(office):
    case = factories.approved(office)
    handling.record_search(
        by(office.clerk), case=case, places="库房", keywords="征收", result="未查到"
    )
    drafting.hand_in_draft(
        by(office.clerk),
        case=case,
        wording=drafting.Wording(fields={**factories.D1A_FIELDS, "search_scope": "库房"}),
    )

    with pytest.raises(signing.NotApproved):
        signing.sign(by(office.signatory), draft=Case.objects.get(pk=case.pk).latest_draft)


def test_the_superseded_version_cannot_be_signed_either(office):
    case = factories.approved(office)
    old = case.latest_draft
    drafting.hand_in_draft(
        by(office.clerk), case=case, wording=drafting.Wording(fields=factories.D1A_FIELDS)
    )

    with pytest.raises(DraftSuperseded):
        signing.sign(by(office.signatory), draft=old)

    def write():
        Signature.objects.create(
            draft=old,
            digest=old.digest,
            signed_by=office.signatory,
            signed_on=factories.TODAY,
            signed_at=at(),
        )

    refused(write)


def test_an_older_version_is_not_reviewed_any_more(office):
    case = factories.drafted(office)
    old = case.latest_draft
    drafting.hand_in_draft(
        by(office.clerk), case=case, wording=drafting.Wording(fields=factories.D1A_FIELDS)
    )

    with pytest.raises(DraftSuperseded):
        give_opinion(by(office.adviser), draft=old, verdict="approved", seen_digest=old.digest)


def test_a_draft_is_never_edited(office):
    draft = factories.approved(office).latest_draft
    draft.fields = {"search_scope": "别处"}

    assert "never changed" in refused(draft.save)
    assert "never changed" in refused(
        lambda: Draft.objects.filter(pk=draft.pk).update(digest="0" * 64)
    )


@pytest.mark.parametrize("model", [Opinion, Signature, Letter, Draft, Entry])
def test_what_was_said_is_neither_changed_nor_deleted(office, model):
    factories.issued(office)
    row = model.objects.order_by("-pk").first()

    refused(lambda: model.objects.filter(pk=row.pk).delete())
    assert "never changed" in refused(
        lambda: model.objects.filter(pk=row.pk)._raw_delete("default")
    )


def test_a_returned_draft_is_not_approved_by_changing_the_row(office):
    case = factories.drafted(office)
    draft = case.latest_draft
    give_opinion(
        by(office.adviser),
        draft=draft,
        verdict="returned",
        seen_digest=draft.digest,
        comments="依据不对",
    )

    assert "never changed" in refused(
        lambda: Opinion.objects.filter(draft=draft).update(verdict="approved")
    )


class TestWhoMayNotReview:
    def test_the_author(self, office):
        factories.by_hand(office.clerk, unit=office.unit, duty=Duty.REVIEW_IN_LAW)
        draft = factories.drafted(office).latest_draft

        with pytest.raises(ReviewerDrafted):
            give_opinion(
                by(office.clerk), draft=draft, verdict="approved", seen_digest=draft.digest
            )

    def test_the_author_by_hand(self, office):
        draft = factories.drafted(office).latest_draft

        def write():
            Opinion.objects.create(
                draft=draft,
                digest=draft.digest,
                verdict="approved",
                reviewer=office.clerk,
                given_on=factories.TODAY,
                given_at=at(),
            )

        assert "who drafted" in refused(write)

    def test_somebody_who_only_put_a_fact_on_file(self, office):
        case = factories.drafted(office)
        handling.record_fact(by(office.adviser), case=case, fact=Fact.PUBLISHED_AT, text="官网")
        draft = case.latest_draft

        with pytest.raises(ReviewerDrafted):
            give_opinion(
                by(office.adviser), draft=draft, verdict="approved", seen_digest=draft.digest
            )

    def test_a_reviewer_of_another_unit(self, office):
        stranger = factories.Office("区民政局").adviser
        draft = factories.drafted(office).latest_draft

        with pytest.raises(NotReviewer):
            give_opinion(by(stranger), draft=draft, verdict="approved", seen_digest=draft.digest)

    def test_a_super_user(self, office):
        draft = factories.drafted(office).latest_draft
        boss = factories.make_person()
        boss.is_superuser = boss.is_staff = True
        boss.save()

        with pytest.raises(NotReviewer):
            give_opinion(by(boss), draft=draft, verdict="approved", seen_digest=draft.digest)


class TestWhoMayNotSign:
    def test_the_reviewer(self, office):
        case = factories.approved(office)
        factories.by_hand(office.adviser, unit=office.unit, duty=Duty.SIGN)

        with pytest.raises(signing.SignerInvolved):
            signing.sign(by(office.adviser), draft=case.latest_draft)

    def test_the_author(self, office):
        access.appoint(office.clerk, unit=office.unit, duty=Duty.SIGN)
        case = factories.approved(office)

        with pytest.raises(signing.SignerInvolved):
            signing.sign(by(office.clerk), draft=case.latest_draft)

    @pytest.mark.parametrize("who", ["adviser", "clerk"])
    def test_neither_by_hand(self, office, who):
        draft = factories.approved(office).latest_draft

        def write():
            Signature.objects.create(
                draft=draft,
                digest=draft.digest,
                signed_by=getattr(office, who),
                signed_on=factories.TODAY,
                signed_at=at(),
            )

        refused(write)


def test_an_opinion_is_on_what_the_reviewer_saw(office):
    draft = factories.drafted(office).latest_draft

    with pytest.raises(DraftChanged):
        give_opinion(by(office.adviser), draft=draft, verdict="approved", seen_digest="0" * 64)


def test_a_return_says_why(office):
    draft = factories.drafted(office).latest_draft

    with pytest.raises(CommentsMissing):
        give_opinion(
            by(office.adviser),
            draft=draft,
            verdict="returned",
            seen_digest=draft.digest,
            comments="  ",
        )


def test_what_is_handed_out_passes_the_secrecy_check_first(office):
    case = factories.accepted(office)
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION):
        handling.record_fact(by(office.clerk), case=case, fact=fact, text="有")
    handling.choose_outcome(by(office.clerk), case=case, outcome_code="A2")
    draft = drafting.hand_in_draft(
        by(office.clerk),
        case=case,
        wording=drafting.Wording(fields={"documents": "某批复，共4页", "manner": "纸质邮寄"}),
    )

    with pytest.raises(SecrecyUnchecked):
        give_opinion(by(office.adviser), draft=draft, verdict="approved", seen_digest=draft.digest)

    def write():
        Opinion.objects.create(
            draft=draft,
            digest=draft.digest,
            verdict="approved",
            reviewer=office.adviser,
            given_on=factories.TODAY,
            given_at=at(),
        )

    assert re.search("secrecy|item by item", refused(write))


def test_a_case_is_answered_by_a_delivered_reply_only(office):
    case = factories.issued(office)

    assert "reply that left" in refused(
        lambda: Case.objects.filter(pk=case.pk).update(answered_on=factories.TODAY)
    )
