"""Why somebody can see a case, or why not: each way that leads there, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from requests_flow.models import Case, CaseGrant, Part, Sight
from requests_flow.models.seeing import Instant, Seer, named_at, restriction_at, ways_to
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User


def shows(sight: Sight) -> str:
    """How much that is."""
    return {
        Sight.CLOCK: _("the time limit and the outcome, no content"),
        Sight.QUESTION: _("the question put to them, and the time limit"),
        Sight.APPLICATION: _("what was asked for, not by whom"),
        Sight.REPLY: _("the reply, what it rests on and the letters; the applicant masked"),
        Sight.IDENTITY: _("everything; who asked, only with a reason"),
    }[sight]


def day(when: Any) -> str:
    """A day, or the day of a moment."""
    when = timezone.localtime(when) if isinstance(when, datetime) else when
    return date_format(when, "Y-m-d") if when else "—"


def duty_name(codename: str) -> str:
    """What the duty is called."""
    return next(str(duty.label) for duty in Duty if duty.codename == codename)


def _by_duty(row: Any) -> dict[str, Any]:
    return {
        "duty": duty_name(row.duty),
        "unit": row.unit,
        "since": day(row.valid_from or row.given_at),
        "who": row.given_by or _("the setting up of the house"),
    }


def _read(seer: Seer) -> str:
    said = _("By duty: “%(duty)s” at %(unit)s, since %(since)s, given by %(who)s.")
    return said % _by_duty(seer.row)


def _review(seer: Seer) -> str:
    said = _(
        "By duty: “%(duty)s” at %(unit)s, since %(since)s, given by %(who)s; a draft was handed in."
    )
    return said % _by_duty(seer.row)


def _part(said: str, row: CaseGrant) -> str:
    return said % {
        "since": day(row.valid_from),
        "until": day(row.valid_until),
        "who": row.granted_by,
        "reason": row.reason,
        "unit": row.unit or "",
    }


def _co_handler(seer: Seer) -> str:
    said = _("Helps to handle it, %(since)s – %(until)s, by %(who)s: %(reason)s.")
    return _part(said, seer.row)


def _consulted(seer: Seer) -> str:
    said = _("Is asked a question, %(since)s – %(until)s, by %(who)s: %(reason)s.")
    return _part(said, seer.row)


def _unit_consulted(seer: Seer) -> str:
    said = _(
        "Handles cases at %(unit)s, which is asked a question, %(since)s – %(until)s, by %(who)s:"
        " %(reason)s."
    )
    return _part(said, seer.row)


def _adviser(seer: Seer) -> str:
    row = seer.row
    return _(
        "Outside adviser of %(firm)s, let in by %(who)s on %(since)s, until %(until)s; a draft was"
        " handed in."
    ) % {
        "firm": row.firm,
        "who": row.granted_by,
        "since": day(row.granted_at),
        "until": day(row.valid_until),
    }


def _deputy(seer: Seer) -> str:
    row = seer.row
    return _("Signs for %(who)s, %(since)s – %(until)s; the reply waits for that, or was so signed.") % {
        "who": row.signatory,
        "since": day(row.valid_from),
        "until": day(row.valid_until),
    }  # fmt: skip


SENTENCES: dict[str, Callable[[Seer], str]] = {
    "read": _read,
    "read_section": _read,
    "review": _review,
    "oversee": _read,
    "co_handler": _co_handler,
    "consulted": _consulted,
    "unit_consulted": _unit_consulted,
    "adviser": _adviser,
    "deputy": _deputy,
}


def why(case: Case, person: User, instant: Instant, found: Iterable[Seer]) -> dict[str, Any]:
    """Whether `person` sees the case at that moment, how much, and by what; or why not.

    What counts now is asked of the ways themselves; `found` only says what they rest on.
    """
    mine = [seer for seer in found if seer.person.pk == person.pk]
    if instant.is_now:
        names = {way.name for way in ways_to(person, case)}
        mine = [seer for seer in mine if seer.way in names]
    sight = max((seer.sight for seer in mine), default=None)
    reasons = list(dict.fromkeys(SENTENCES[seer.way](seer) for seer in mine))
    restriction = restriction_at(case, instant)
    if restriction is not None and person.pk not in named_at(case, instant):
        closed = _("The case is restricted since %(day)s, and they are not named on it.")
        why_not = [closed % {"day": day(restriction.set_at)}]
        if reasons:
            why_not.append(_("Without the restriction they would see it:"))
        return {"person": person, "sees": False, "reasons": [*why_not, *reasons]}
    if sight is None:
        return {"person": person, "sees": False, "reasons": why_not_at_all(case, person, instant)}
    if restriction is not None:
        reasons.append(_("They are named on the restricted case, or have a step of it in hand."))
    return {"person": person, "sees": True, "shows": shows(sight), "reasons": reasons}


def why_not_at_all(case: Case, person: User, instant: Instant) -> list[str]:
    """No way leads there: what is missing, as far as it can be told."""
    said = []
    if instant.is_now and not person.is_active:
        said.append(_("The account is closed."))
    if person.is_superuser:
        said.append(_("To administer the installation shows no case."))
    if instant.is_now and access.may(person, Duty.REVIEW_IN_LAW, case.legal_unit):
        said.append(_("Reviews replies in law for this unit; no draft was handed in yet."))
    over = CaseGrant.objects.filter(case=case, person=person, granted_at__lte=instant.at)
    for row in over.order_by("pk"):
        until = day(row.ended_at or row.valid_until)
        if row.part == Part.NAMED and row.ended_at is None:
            said.append(_("Is named on the case; a name alone shows nothing."))
        else:
            words = {"part": row.get_part_display(), "until": until}
            said.append(_("Had a part (%(part)s); it ended on %(until)s.") % words)
    return said or [_("Holds no duty that leads to this case, and has no part in it.")]
