"""What an auditor reads of an entry: what it is about, and nothing that an applicant or a letter says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_flow.models import Entry
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

# Keys under which entries of cases keep numbers, days and codes. What is not named here is masked.
OPEN = frozenset({
    "absence", "anchors", "appointment", "attempt", "case", "code", "data_key", "dated_on", "days", "delegation",
    "delegations", "deputy", "digest", "document", "draft", "duties", "entries", "found", "from_on", "grant",
    "handler", "held", "index_key", "is_whole", "letter", "lines", "list", "outcome", "outcomes", "pages", "parts",
    "purpose", "rows",
    "received_on", "result", "reviewer", "section", "sent_on", "served_on", "sessions", "sha256",
    "stands_in", "substitute", "taken_from", "task", "tasks", "unit", "until_on", "user",
    "valid_from", "valid_until", "verdict", "version", "year", "absences", "cases",
})  # fmt: skip
# Of the house itself, where no case is concerned: why somebody was appointed, what a unit was called.
OF_THE_HOUSE = frozenset({"reason", "changed", "wanted"})
KEYS = {
    "absence": gettext_lazy("absence"),
    "anchors": gettext_lazy("anchors"),
    "appointment": gettext_lazy("appointment"),
    "changed": gettext_lazy("changed"),
    "deputy": gettext_lazy("deputy"),
    "draft": gettext_lazy("draft"),
    "entries": gettext_lazy("entries"),
    "from_on": gettext_lazy("from"),
    "handler": gettext_lazy("handler"),
    "held": gettext_lazy("duty"),
    "is_whole": gettext_lazy("whole"),
    "letter": gettext_lazy("letter"),
    "lines": gettext_lazy("lines"),
    "list": gettext_lazy("list"),
    "outcome": gettext_lazy("outcome"),
    "reason": gettext_lazy("reason"),
    "sessions": gettext_lazy("sessions"),
    "substitute": gettext_lazy("stands in"),
    "taken_from": gettext_lazy("taken from"),
    "task": gettext_lazy("step"),
    "tasks": gettext_lazy("steps set free"),
    "unit": gettext_lazy("unit"),
    "until_on": gettext_lazy("until"),
    "user": gettext_lazy("person"),
    "valid_from": gettext_lazy("from"),
    "valid_until": gettext_lazy("until"),
    "verdict": gettext_lazy("verdict"),
    "version": gettext_lazy("version"),
    "wanted": gettext_lazy("filter"),
    "answered_on": pgettext_lazy("audit", "answered on"),
    "attempt": pgettext_lazy("audit", "attempt"),
    "basis": pgettext_lazy("audit", "rule of receipt"),
    "certificate": pgettext_lazy("audit", "certificate"),
    "certificate_sha256": pgettext_lazy("audit", "SHA-256 of the certificate"),
    "check": pgettext_lazy("audit", "secrecy check"),
    "code": pgettext_lazy("audit", "code"),
    "consultation": pgettext_lazy("audit", "question to others"),
    "dated_on": pgettext_lazy("audit", "dated"),
    "days": pgettext_lazy("audit", "days"),
    "delegation": pgettext_lazy("audit", "delegation"),
    "delivered_on": pgettext_lazy("audit", "delivered on"),
    "digest": pgettext_lazy("audit", "digest"),
    "dispatch": pgettext_lazy("audit", "dispatch"),
    "document": pgettext_lazy("audit", "document"),
    "fact": pgettext_lazy("audit", "fact"),
    "field": pgettext_lazy("audit", "field"),
    "firm": pgettext_lazy("audit", "firm"),
    "grant": pgettext_lazy("audit", "number of the part"),
    "image": pgettext_lazy("audit", "picture of the seal"),
    "items": pgettext_lazy("audit", "lines"),
    "keywords": pgettext_lazy("audit", "keywords"),
    "kind": pgettext_lazy("audit", "kind"),
    "method": pgettext_lazy("audit", "way"),
    "named": pgettext_lazy("audit", "named people"),
    "note": pgettext_lazy("audit", "note"),
    "number": pgettext_lazy("audit", "number"),
    "opinion": pgettext_lazy("audit", "opinion"),
    "outcomes": pgettext_lazy("audit", "outcomes"),
    "pages": pgettext_lazy("audit", "pages"),
    "part": pgettext_lazy("audit", "part"),
    "passes": pgettext_lazy("audit", "passed"),
    "person": pgettext_lazy("audit", "person"),
    "phrase": pgettext_lazy("audit", "phrase"),
    "places": pgettext_lazy("audit", "places searched"),
    "plain_sha256": pgettext_lazy("audit", "SHA-256 before the seal"),
    "proof": pgettext_lazy("audit", "proof"),
    "purpose": pgettext_lazy("audit", "purpose"),
    "received_on": pgettext_lazy("audit", "received on"),
    "restriction": pgettext_lazy("audit", "restriction"),
    "result": pgettext_lazy("audit", "result"),
    "reviewer": pgettext_lazy("audit", "reviewer"),
    "section": pgettext_lazy("audit", "section"),
    "sent_on": pgettext_lazy("audit", "sent on"),
    "served_on": pgettext_lazy("audit", "served on"),
    "signatory": pgettext_lazy("audit", "signatory"),
    "text": pgettext_lazy("audit", "words"),
    "tracking_number": pgettext_lazy("audit", "postal number"),
    "words": pgettext_lazy("audit", "words"),
    "year": pgettext_lazy("audit", "year"),
}
DUTIES = {duty.codename: duty.label for duty in Duty}
PEOPLE = frozenset({"deputy", "handler", "reviewer", "substitute", "taken_from", "user"})
PLAIN = re.compile(r"[A-Za-z0-9_.:+-]{0,64}\Z")
DIGEST = re.compile(r"[0-9a-f]{64}\Z")  # its beginning is enough to find it by
MASK = "•••"


def masked(entry: Entry, names: dict[int, str]) -> list[tuple[str, str]]:
    """The pairs of its data in their order, with `names` for the keys of people."""
    return [
        (str(KEYS.get(key, key)), _value(entry, key, value, names))
        for key, value in entry.data.items()
    ]


def names_in(entries: Iterable[Entry]) -> dict[int, str]:
    """The names of all people whose keys stand in them: one query."""
    keys = {
        value
        for entry in entries
        for key, value in entry.data.items()
        if key in PEOPLE and isinstance(value, int)
    }
    found = User.objects.filter(pk__in=keys)
    return {user.pk: str(user) for user in found}


def _value(entry: Entry, key: str, value: Any, names: dict[int, str]) -> str:
    if value is None or value == "":
        return "—"
    if key in PEOPLE and isinstance(value, int):
        return names.get(value, str(value))
    if key == "held":
        return str(DUTIES.get(value, value))
    if key in OF_THE_HOUSE and entry.case_id is None:
        return _words(value)
    return _words(value) if key in OPEN and _is_plain(value) else MASK


def _is_plain(value: Any) -> bool:
    """A number, a day, a code: no words of anybody."""
    if isinstance(value, list):
        return all(_is_plain(one) for one in value)
    return isinstance(value, bool | int) or (isinstance(value, str) and bool(PLAIN.match(value)))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and DIGEST.match(value):
        return f"{value[:12]}…"
    if isinstance(value, dict):
        return _("; ").join(f"{key}: {_words(one)}" for key, one in value.items())
    if isinstance(value, list):
        return " → ".join(_words(one) for one in value) if len(value) == 2 else _plain_list(value)
    return "—" if value is None or value == "" else str(value)


def _plain_list(values: list[Any]) -> str:
    return ", ".join(_words(one) for one in values)
