"""What was said when a draft came back: by the legal adviser, on secrecy, by the signatory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from requests_flow.actions.binding import sentence_of
from requests_flow.models import Case, Draft, Entry, Supersession


@dataclass(frozen=True, slots=True)
class Comment:
    """One reason for which a draft came back."""

    title: str
    text: str
    by: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said of one version, and what the next one answered."""

    draft: Draft
    comments: list[Comment]
    reply: str


def comments_on(draft: Draft | None) -> list[Comment]:
    """Why `draft` came back; empty if it did not."""
    return _comments(draft, _unsigned(draft.case)) if draft else []


def exchanges(drafts: Sequence[Draft]) -> list[Exchange]:
    """What was said between the first and the last of `drafts`: versions of one case, in order.

    To be given with `opinion__reviewer`, `secrecy_check__checked_by` and `superseded__found_by`.
    """
    entries = list(_unsigned(drafts[0].case)) if len(drafts) > 1 else []
    found = [
        Exchange(draft, _comments(draft, entries), following.reply_to_return)
        for draft, following in pairwise(drafts)
    ]
    return [one for one in found if one.comments or one.reply]


def _unsigned(case: Case) -> Iterable[Entry]:
    return case.entries.filter(verb="returned_unsigned").select_related("actor")


def _comments(draft: Draft, unsigned: Iterable[Entry]) -> list[Comment]:
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
            else _("Legal adviser: agrees in other words")
            if hasattr(opinion, "amendment")
            else _("Legal adviser: returned")
        )
        comments.append(Comment(title, opinion.comments, opinion.reviewer, opinion.given_at))
    if superseded := getattr(draft, "superseded", None):
        comments.append(_ended(superseded))
    for entry in unsigned:
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


def _ended(superseded: Supersession) -> Comment:
    return Comment(
        _("No longer as it was approved"),
        sentence_of(superseded.changes),
        superseded.found_by,
        superseded.found_at,
    )
