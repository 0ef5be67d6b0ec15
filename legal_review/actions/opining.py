"""The legal check: an opinion on exactly one draft, by somebody who had no hand in it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from legal_review.models import Opinion
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.authors import authors_of
from requests_flow.actions.recording import record
from requests_flow.actions.secrecy import refuse_superseded
from requests_flow.models import Draft
from requests_flow.units import access
from requests_flow.units.duties import Duty


class NotReviewer(Refusal):
    """The person holds no duty to review for this unit."""


class ReviewerDrafted(Refusal):
    """Who had a hand in the reply does not review it."""


class SecrecyUnchecked(Refusal):
    """What is handed out passes the secrecy check first (art. 17)."""


class DraftChanged(Refusal):
    """What the reviewer looked at is not what lies here now."""


class CommentsMissing(Refusal):
    """A return says what is wrong."""

    field = "comments"


def refuse_reviewer(act: Act, *, draft: Draft) -> None:
    """Raise NotReviewer or ReviewerDrafted unless `act.by` may review this draft."""
    if not access.may(act.by, Duty.REVIEW_IN_LAW, draft.case.legal_unit):
        raise NotReviewer(_("You do not review replies in law for this unit."))
    if act.by.pk in authors_of(draft.case):
        raise ReviewerDrafted(
            _("You wrote, edited, attached or handled something here; somebody else reviews it.")
        )


def refuse_secrecy_unchecked(draft: Draft) -> None:
    """Raise SecrecyUnchecked where something is handed out that no checker passed (art. 17)."""
    if not draft.hands_out:
        return
    check = getattr(draft, "secrecy_check", None)
    if check is None or not check.passes or check.digest != draft.digest:
        raise SecrecyUnchecked(_("This reply hands something out; the secrecy check is first."))


@transaction.atomic
def give_opinion(
    act: Act,
    *,
    draft: Draft,
    verdict: Opinion.Verdict,
    seen_digest: str,
    comments: str = "",
    checklist: dict[str, bool] | None = None,
) -> Opinion:
    """Approve or return the draft whose digest the reviewer saw.

    Raises NotReviewer, ReviewerDrafted, DraftSuperseded, DraftChanged, SecrecyUnchecked or
    CommentsMissing.
    """
    draft = Draft.objects.select_related("case").get(pk=draft.pk)
    refuse_reviewer(act, draft=draft)
    refuse_superseded(draft)
    if seen_digest != draft.digest:
        raise DraftChanged(_("The draft you looked at is not the one that lies here now."))
    refuse_secrecy_unchecked(draft)
    if verdict == Opinion.Verdict.RETURNED and not comments.strip():
        raise CommentsMissing(_("Say what is wrong, so that it can be put right."))
    opinion = Opinion.objects.create(
        draft=draft,
        digest=draft.digest,
        verdict=verdict,
        comments=comments.strip(),
        checklist=checklist or {},
        reviewer=act.by,
        given_on=act.on,
        given_at=act.at,
    )
    record(
        act,
        case=draft.case,
        verb=f"opinion_{verdict}",
        duty=Duty.REVIEW_IN_LAW,
        draft=draft.pk,
        digest=draft.digest,
    )
    return opinion
