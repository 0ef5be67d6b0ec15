"""What was said when a draft came back: by the legal adviser, on secrecy, by the signatory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from requests_flow.models import Draft


@dataclass(frozen=True, slots=True)
class Comment:
    """One reason for which a draft came back."""

    title: str
    text: str
    by: Any
    at: datetime


def comments_on(draft: Draft | None) -> list[Comment]:
    """Why `draft` came back; empty if it did not."""
    if draft is None:
        return []
    comments = []
    check = getattr(draft, "secrecy_check", None)
    if check is not None and not check.passes:
        comments.append(
            Comment(
                _("Secrecy check: not to be handed out"),
                check.note,
                check.checked_by,
                check.checked_at,
            )
        )
    opinion = getattr(draft, "opinion", None)
    if opinion is not None and opinion.comments:
        title = (
            _("Legal adviser: approved, with remarks")
            if opinion.is_approval
            else _("Legal adviser: returned")
        )
        comments.append(Comment(title, opinion.comments, opinion.reviewer, opinion.given_at))
    for entry in draft.case.entries.filter(verb="returned_unsigned").select_related("actor"):
        if entry.data.get("draft") == draft.pk:
            comments.append(
                Comment(
                    _("Signatory: returned unsigned"),
                    entry.data.get("reason", ""),
                    entry.actor,
                    entry.at,
                )
            )
    return comments
