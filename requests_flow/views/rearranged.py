"""How the file of a case tells that the days off changed: a case never moves without saying so."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def rearranged(data: dict[str, Any]) -> str:
    """The sentence for the data of an entry `calendar_changed` or `recounted`."""
    old, new = data.get("old"), data.get("new")
    words = {"number": data.get("number", ""), "old": old or "—", "new": new or "—"}
    if "number" not in data:  # by night, after the program or its data were replaced
        sentence = _("Counted anew after a change of the program: due on %(new)s, not %(old)s")
        return sentence % words + _mark(data) + _late(data)
    if data.get("contradicts"):
        return (
            _("Days off rearranged (%(number)s): the clock contradicts itself; was due on %(old)s")
            % words
        )
    if data.get("is_correction"):
        sentence = _(
            "Days off rearranged (%(number)s): the applicant may correct until %(new)s, not %(old)s"
        )
        return sentence % words + _mark(data)
    if old == new:
        sentence = _("Days off rearranged (%(number)s): due on %(new)s as before") % words
    else:
        sentence = _("Days off rearranged (%(number)s): due on %(new)s, not %(old)s") % words
    return sentence + _mark(data) + _late(data)


def entered_late(data: dict[str, Any]) -> str:
    """What is added to the sentence of an act that moved the due date by being entered late."""
    if "days_later" not in data:
        return ""
    n = data["days_later"]
    words = {"n": n, "old": data["old"] or "—", "new": data["new"] or "—"}
    said = ngettext(
        "; entered %(n)d day later: due on %(new)s, not %(old)s",
        "; entered %(n)d days later: due on %(new)s, not %(old)s",
        n,
    )
    return said % words + (_(", overdue until then") if data.get("was_late") else "")


def _late(data: dict[str, Any]) -> str:
    return _(", overdue by it") if data.get("becomes_late") else ""


def _mark(data: dict[str, Any]) -> str:
    was, is_now = data.get("was_provisional"), data.get("is_provisional")
    if was and not is_now:
        return _(", no longer provisional")
    if is_now:
        return _(", provisional")
    return ""
