"""The drafter takes an amendment over with one click; then the approval stands for that text.

The next version is the drafter's, word for word the adviser's text. If its digest is the one the
adviser approved, no second review is needed. What is handed out passes the secrecy check anew,
always: the check is bound to a digest, and this is another one. If law, unit or files changed in
between, it is a version like any other.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from legal_review.models import Amendment, Opinion
from legal_review.models.points import TAKEN_OVER
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.authors import authors_of, checked_secrecy, signs_for_another
from requests_flow.actions.binding import changes_since
from requests_flow.actions.drafting import Wording, hand_in_draft
from requests_flow.actions.recording import record
from requests_flow.models import Case, Draft
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

from .opining import SecrecyUnchecked, refuse_secrecy_unchecked
from .pointing import Answer, answer_points, open_points


class NothingToTakeOver(Refusal):
    """The last version has no amendment that waits."""


def amendment_of(case: Case) -> Amendment:
    """The amendment on the last version of `case`. Raises NothingToTakeOver."""
    found = (
        Amendment.objects.filter(opinion__draft=case.latest_draft)
        .select_related("opinion__draft", "opinion__reviewer")
        .first()
    )
    if found is None:
        raise NothingToTakeOver(_("There is no amended text to take over."))
    return found


@transaction.atomic
def take_over(act: Act, *, case: Case) -> Draft:
    """Make the amended text the next version, by the drafter's hand; carry the approval if it holds.

    Raises NothingToTakeOver, and as `drafting.hand_in_draft`.
    """
    amendment = amendment_of(case)
    files = tuple(row["document"] for row in amendment.opinion.draft.attachments)
    wording = Wording(fields=amendment.fields, attachments=files, reply_to_return=TAKEN_OVER)
    points = open_points(case).values_list("pk", flat=True)
    answers = {key: Answer(is_followed=True) for key in list(points)}
    draft = hand_in_draft(act, case=case, wording=wording)
    answer_points(act, draft=draft, answers=answers)
    record(
        act,
        case=case,
        verb="amendment_taken_over",
        duty=Duty.HANDLE,
        draft=draft.pk,
        opinion=amendment.opinion_id,
        digest=draft.digest,
    )
    carry(act, draft=draft)
    return draft


@transaction.atomic
def decline(act: Act, *, case: Case) -> None:
    """The drafter writes the next version; it goes through all checks. Raises NothingToTakeOver."""
    amendment = amendment_of(case)
    record(
        act,
        case=case,
        verb="amendment_declined",
        duty=Duty.HANDLE,
        draft=amendment.opinion.draft_id,
        opinion=amendment.opinion_id,
    )


def carried_amendment(draft: Draft) -> Amendment | None:
    """The amendment of the version before whose very text `draft` is; None if it is another text."""
    return (
        Amendment.objects.filter(
            opinion__draft__case=draft.case_id,
            opinion__draft__version=draft.version - 1,
            digest=draft.digest,
        )
        .select_related("opinion__reviewer")
        .first()
    )


def _is_involved(reviewer: User, case: Case, *, on: date) -> bool:
    """Whether the adviser has had a hand in it since, or signs there for somebody by now."""
    is_checker = checked_secrecy(reviewer, case) or signs_for_another(reviewer, case, on=on)
    return is_checker or reviewer.pk in authors_of(case)


@transaction.atomic
def carry(act: Act, *, draft: Draft) -> Opinion | None:
    """Write down that the approval stands for `draft`; None where it does not, and who reviews reads on.

    It stands for the very text alone, once its secrecy is checked, while nothing it rests on changed
    and the adviser has had no hand in the case since.
    """
    amendment = carried_amendment(draft)
    if amendment is None or _is_involved(amendment.opinion.reviewer, draft.case, on=act.on):
        return None
    try:
        refuse_secrecy_unchecked(draft)
    except SecrecyUnchecked:
        return None
    if changes_since(draft, on=act.on):
        return None
    given = amendment.opinion
    opinion = Opinion.objects.create(
        draft=draft,
        digest=draft.digest,
        verdict=Opinion.Verdict.APPROVED,
        comments=given.comments,
        checklist=given.checklist,
        reviewer=given.reviewer,
        given_on=act.on,
        given_at=act.at,
        carries=given,
    )
    record(
        act,
        case=draft.case,
        verb="approval_carried",
        draft=draft.pk,
        opinion=given.pk,
        reviewer=given.reviewer_id,
        digest=draft.digest,
    )
    return opinion
