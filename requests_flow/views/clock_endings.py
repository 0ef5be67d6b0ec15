"""How pages say that a clock has stopped: answered, taken back, or closed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_flow.models import Case

from .clock_face import Chip, Look
from .wording import day


def closed(case: Case) -> Chip:
    """Without a reply."""
    words = {"day": day(case.closed_on)}
    return Chip(
        tone="",
        text=_("Closed without a reply"),
        detail=_("on %(day)s") % words,
        sentence=_("Closed on %(day)s without a reply; nothing is due any more.") % words,
    )


def answered(look: Look) -> Chip:
    """In time, and how early."""
    left = look.reading.days_left
    answered_on = day(look.case.answered_on)
    sentence = _("Answered on %(day)s.") % {"day": answered_on}
    if left is not None:
        words = ngettext(
            "Answered on %(day)s, %(n)d working day before the last one, %(due)s.",
            "Answered on %(day)s, %(n)d working days before the last one, %(due)s.",
            left,
        )
        sentence = words % {"day": answered_on, "n": left, "due": look.due()}
    return Chip(
        tone="ok",
        text=_("Answered in time"),
        detail=_("on %(day)s") % {"day": answered_on},
        sentence=sentence,
        # Days off to come no longer touch what was answered before them.
        year=look.unknown_year(look.case.answered_on) if look.reading.is_provisional else None,
    )


def answered_late(look: Look) -> Chip:
    """And by how much."""
    n = abs(look.reading.days_left or 0)
    words = ngettext("Answered %(n)d working day late", "Answered %(n)d working days late", n)
    days = {"day": day(look.case.answered_on), "due": look.due()}
    return Chip(
        tone="late",
        text=words % {"n": n} if n else _("Answered late"),
        detail=_("on %(day)s") % days,
        sentence=_("Answered on %(day)s; the last day was %(due)s.") % days,
        year=look.unknown_year(look.reading.due) if look.reading.is_provisional else None,
    )


def withdrawn(look: Look) -> Chip:
    """By the applicant."""
    detail = _("on %(day)s") % {"day": day(look.case.withdrawn_on)}
    sentence = _("Withdrawn on %(day)s; nothing is due any more.") % {
        "day": day(look.case.withdrawn_on)
    }
    return Chip(tone="", text=_("Withdrawn"), detail=detail, sentence=sentence)
