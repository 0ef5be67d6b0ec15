"""Decisions of the last years that ended the same way, the nearest by their words first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch

from requests_flow.models import Case, Letter
from requests_flow.rules.likeness import Wording, nearness

YEARS, COMPARED, SHOWN = 3, 300, 5


@dataclass(frozen=True, slots=True)
class Alike:
    """One earlier decision. `percent`: how near its words are."""

    case: Case
    reply: Letter | None
    percent: int


def alike(case: Case, user: Any, *, today: date) -> list[Alike]:
    """At most five that `user` may see, answered with the same outcome; three queries at most."""
    since = today - timedelta(days=366 * YEARS)
    answered = Case.objects.visible_to(user).filter(
        outcome_code=case.outcome_code, answered_on__gte=since
    )
    rows = answered.exclude(pk=case.pk).order_by("-answered_on", "-pk")
    texts = rows.values_list("pk", "request_text", "subject")[:COMPARED]
    own = Wording.of(case.request_text, case.subject)
    near = sorted(
        ((nearness(own, Wording.of(words, subject)), pk) for pk, words, subject in texts),
        reverse=True,
    )[:SHOWN]
    replies = Prefetch("letters", Letter.objects.replies(), to_attr="standing_replies")
    cases = Case.objects.visible_to(user).select_related("unit").prefetch_related(replies)
    found = cases.in_bulk([pk for _share, pk in near])
    return [
        Alike(found[pk], next(iter(found[pk].standing_replies), None), round(share * 100))
        for share, pk in near
    ]
