"""Points: what is wrong, where it stands in the letter, and how the drafter dealt with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from legal_review.models import Opinion, Point, PointAnswer
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.drafting import Wording, hand_in_draft
from requests_flow.models import Case, Draft


class ParagraphUnknown(Refusal):
    """The letter has no such paragraph."""


class PointsUnanswered(Refusal):
    """Points of an earlier opinion are not resolved; `points` are their keys."""

    def __init__(self, points: Sequence[int]) -> None:
        self.points = tuple(points)
        super().__init__(_("Say of every point whether it was followed, and if not, why."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A point as it is made. `paragraph`: see `letter_paragraphs`; None for the whole letter."""

    kind: Point.Kind
    text: str
    paragraph: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the drafter says of one point; why, if it was not followed."""

    is_followed: bool
    text: str = ""


def letter_paragraphs(context: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the letter as points count them, from 0; the remedies are the last."""
    lines = [str(one) for one in context.get("paragraphs", ())]
    remedy = context.get("remedy")
    return [*lines, str(remedy)] if remedy else lines


def keep_points(opinion: Opinion, remarks: Sequence[Remark]) -> list[Point]:
    """Write the points of an opinion down, each with the passage it is about.

    Raises ParagraphUnknown.
    """
    lines = letter_paragraphs(opinion.draft.context)
    if any(one.paragraph is not None and one.paragraph >= len(lines) for one in remarks):
        raise ParagraphUnknown(_("The letter has no such paragraph."))
    return [
        Point.objects.create(
            opinion=opinion,
            kind=one.kind,
            paragraph=one.paragraph,
            quote="" if one.paragraph is None else lines[one.paragraph],
            text=one.text.strip(),
        )
        for one in remarks
    ]


def open_points(case: Case) -> QuerySet[Point]:
    """The points on drafts of `case` that nobody has answered, in the order they were made."""
    found = Point.objects.filter(opinion__draft__case=case, answer=None)
    return found.select_related("opinion__reviewer", "opinion__draft").order_by("id")


@transaction.atomic
def answer_points(act: Act, *, draft: Draft, answers: Mapping[int, Answer]) -> None:
    """Resolve every open point of the case in the version `draft`; `answers` by the point's key.

    Raises PointsUnanswered unless each is followed, or there is a reason why not.
    """
    points = list(open_points(draft.case))
    bare = [one.pk for one in points if not _resolves(answers.get(one.pk))]
    if bare:
        raise PointsUnanswered(bare)
    for point in points:
        answer = answers[point.pk]
        PointAnswer.objects.create(
            point=point,
            draft=draft,
            is_followed=answer.is_followed,
            text=answer.text.strip(),
            answered_by=act.by,
            answered_at=act.at,
        )


def _resolves(answer: Answer | None) -> bool:
    return answer is not None and (answer.is_followed or bool(answer.text.strip()))


@transaction.atomic
def hand_in_answered(
    act: Act, *, case: Case, wording: Wording, answers: Mapping[int, Answer]
) -> Draft:
    """Hand the next version in, with what came of every open point.

    Raises PointsUnanswered, and as `drafting.hand_in_draft`.
    """
    draft = hand_in_draft(act, case=case, wording=wording)
    answer_points(act, draft=draft, answers=answers)
    return draft


def refuse_unanswered(draft: Draft) -> None:
    """Raise PointsUnanswered if an earlier opinion on this case has an open point."""
    if keys := list(open_points(draft.case).values_list("pk", flat=True)):
        raise PointsUnanswered(keys)
