"""The smaller deadlines in words: what, until when, who must act, by which article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requests_flow import labels
from requests_flow.rules.clock import ChallengeKind, Deadline, Reading, SubDeadline

from .clock_words import DAYS_SOON

WE = gettext_lazy("we")
ACTORS = {
    Deadline.CORRECTION_NOTICE: WE,
    Deadline.CORRECTION_PERIOD: gettext_lazy("the applicant"),
    Deadline.THIRD_PARTY: gettext_lazy("the third party"),
    Deadline.CO_MAKER: gettext_lazy("the co-maker"),
    Deadline.REASONS: gettext_lazy("the applicant"),
    Deadline.FEE_PAYMENT: gettext_lazy("the applicant"),
    Deadline.REVIEW_SIMPLIFIED: WE,
    Deadline.REVIEW_ORDINARY: WE,
    Deadline.SUIT: WE,
    Deadline.REDO: WE,
}

CONTESTED = frozenset(Deadline(kind.value) for kind in ChallengeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallRow:
    """A smaller deadline as the page shows it."""

    name: Any
    actor: Any
    row: SubDeadline
    left: str
    tone: str


def small_rows(reading: Reading, *, today: date, is_closed: bool = False) -> list[SmallRow]:
    """The smaller deadlines, each with who must act and how long there is.

    Of a closed case those alone that begin when it is contested.
    """
    rows = [row for row in reading.deadlines if not is_closed or row.code in CONTESTED]
    return [_small_row(row, today) for row in rows]


def _small_row(row: SubDeadline, today: date) -> SmallRow:
    n, is_ours = abs(row.days_left), ACTORS[row.code] is WE
    tone, left = "soon" if n <= DAYS_SOON else "ok", _("today")
    if row.due < today:
        tone = "late" if is_ours else ""
        left = ngettext("over for %(n)d working day", "over for %(n)d working days", n) % {"n": n}
    elif row.due > today:
        left = ngettext("%(n)d working day left", "%(n)d working days left", n) % {"n": n}
    return SmallRow(
        name=labels.DEADLINES[row.code], actor=ACTORS[row.code], row=row, left=left, tone=tone
    )
