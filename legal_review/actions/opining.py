"""The legal check: an opinion on exactly one draft, by somebody who had no hand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from legal_review.models import Opinion
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.binding import refuse_changed
from requests_flow.actions.recording import record
from requests_flow.actions.secrecy import refuse_superseded
from requests_flow.models import Draft
from requests_flow.units.duties import Duty

from .pointing import Remark, keep_points, refuse_unanswered
from .reviewers import admitted_by, refuse_reviewer

# What stands in the record of a return whose points speak for themselves.
SEE_POINTS = "详见逐条意见。"


class SecrecyUnchecked(Refusal):
    """What is handed out passes the secrecy check first (art. 17)."""


class DraftChanged(Refusal):
    """What the reviewer looked at is not what lies here now."""


class CommentsMissing(Refusal):
    """A return says what is wrong."""

    field = "comments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an opinion says. `amended_digest`: of the words under which a return would be approved."""

    verdict: Opinion.Verdict
    comments: str = ""
    checklist: Mapping[str, Any] = field(default_factory=dict)
    points: Sequence[Remark] = ()
    amended_digest: str | None = None


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
    checklist: Mapping[str, Any] | None = None,
    points: Sequence[Remark] = (),
) -> Opinion:
    """Approve or return the draft whose digest the reviewer saw.

    Raises as `write_opinion`.
    """
    said = Said(verdict=verdict, comments=comments, checklist=checklist or {}, points=points)
    return write_opinion(act, draft=draft, seen_digest=seen_digest, said=said)


@transaction.atomic
def write_opinion(act: Act, *, draft: Draft, seen_digest: str, said: Said) -> Opinion:
    """Write it down. Raises NotReviewer, ReviewerDrafted, DutiesMeet, DraftSuperseded, DraftChanged,
    SecrecyUnchecked, ContentChanged or PointsUnanswered (of an approval), CommentsMissing or
    ParagraphUnknown.
    """
    draft, verdict = Draft.objects.select_related("case").get(pk=draft.pk), said.verdict
    refuse_reviewer(act, draft=draft)
    refuse_superseded(draft)
    if seen_digest != draft.digest:
        raise DraftChanged(_("The draft you looked at is not the one that lies here now."))
    refuse_secrecy_unchecked(draft)
    if verdict == Opinion.Verdict.APPROVED:
        refuse_changed(draft, on=act.on)
        refuse_unanswered(draft)
    comments = said.comments.strip() or (SEE_POINTS if said.points else "")
    if verdict == Opinion.Verdict.RETURNED and not comments:
        raise CommentsMissing(_("Say what is wrong, so that it can be put right."))
    opinion = Opinion.objects.create(
        draft=draft,
        digest=draft.digest,
        verdict=verdict,
        comments=comments,
        checklist=said.checklist,
        reviewer=act.by,
        given_on=act.on,
        given_at=act.at,
        amended_digest=said.amended_digest,
    )
    keep_points(opinion, said.points)
    record(
        act,
        case=draft.case,
        verb=f"opinion_{verdict}",
        duty=Duty.REVIEW_IN_LAW,
        draft=draft.pk,
        digest=draft.digest,
        **admitted_by(act, draft.case),
    )
    return opinion
