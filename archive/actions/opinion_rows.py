"""The opinions on a reply as its dossier tells them: verdict, points with their answers, amendment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from requests_flow.models import Draft


def opinions_told(drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """One row for each version that got an opinion."""
    return [
        {
            "draft_version": draft.version,
            "digest": draft.opinion.digest,
            "verdict": draft.opinion.verdict,
            "comments": draft.opinion.comments,
            "checklist": draft.opinion.checklist,
            "reviewer": str(draft.opinion.reviewer),
            "given_on": draft.opinion.given_on,
            "carries_version": draft.opinion.carries.draft.version
            if draft.opinion.carries
            else None,
            "amendment": _amendment(draft.opinion),
            "points": [_point(point) for point in draft.opinion.points.all()],
        }
        for draft in drafts
        if hasattr(draft, "opinion")
    ]


def _amendment(opinion: Any) -> dict[str, Any] | None:
    """The text under which the reply was approved, if the adviser wrote one."""
    row = getattr(opinion, "amendment", None)
    return row and {"fields": row.fields, "changed": row.changed, "digest": row.digest}


def _point(point: Any) -> dict[str, Any]:
    """One defect, and what came of it."""
    answer = getattr(point, "answer", None)
    return {
        "kind": point.kind,
        "paragraph": point.paragraph,
        "quote": point.quote,
        "text": point.text,
        "is_followed": answer and answer.is_followed,
        "answer": answer and answer.text,
        "answered_in_version": answer and answer.draft.version,
    }
