"""The parts of the case page: where it stands, who has it, what can be done, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.actions.binding import parts_named
from requests_flow.models import Case, Draft, Entry
from requests_flow.rules.clock import Reading
from requests_flow.units.duties import Duty

from .case_hands import let_in, main_action, may
from .rearranged import entered_late, rearranged
from .wording import BAD, GOOD, LETTERS, PURPOSES, STAGE_OF, STAGES, VERBS
from .worklist import node_name, task_of

HANDLING = ("handle", "compose")
# Later the draft is frozen: what happens to the clock would be missing from the letter.
BEFORE_CHECKS = ("review", "assign", "handle", "compose")


def headline(case: Case, reading: Reading | None) -> str:
    """The day that counts, in figures as large as the page allows."""
    over_on = case.answered_on or case.withdrawn_on or case.closed_on
    if over_on:
        return date_format(over_on, "DATE_FORMAT")
    if reading is None:
        return "—"
    if reading.due is None:
        return _("not running")
    due = date_format(reading.due, "DATE_FORMAT")
    return _("%(day)s at the earliest") % {"day": due} if reading.is_earliest else due


def now_sentence(case: Case) -> str:
    """What is being done, and by whom."""
    task = task_of(case)
    if task is None:
        return _("Archived.") if case.archived_at else _("Closed.")
    step = task.flow_task.task_title or task.flow_task.name
    if task.owner:
        return _("Now: %(step)s, with %(who)s") % {"step": step, "who": task.owner}
    place = case.section or case.unit
    if task.owner_permission == Duty.REVIEW_IN_LAW.value:
        place = case.legal_unit
    return _("Now: %(step)s, to be taken at %(place)s") % {"step": step, "place": place}


def _day_of(moment: datetime) -> str:
    """The day of the office, not that of UTC: before eight in the morning they differ."""
    return date_format(localdate(moment), "SHORT_DATE_FORMAT")


def stages(case: Case) -> list[dict[str, Any]]:
    """The five words of article 45, each done, now or still to come."""
    task = task_of(case)
    codes = list(STAGES)
    current = codes.index(STAGE_OF[node_name(task)]) if task else len(codes)
    details = {
        "register": _day_of(case.registered_at),
        "reply": _("answered %(day)s") % {"day": date_format(case.answered_on, "SHORT_DATE_FORMAT")}
        if case.answered_on
        else "",
        "archive": _day_of(case.archived_at) if case.archived_at else "",
    }
    if task:
        details[codes[current]] = task.flow_task.task_title
    return [
        {
            "label": name,
            "state": "done" if place < current else "now" if place == current else "todo",
            "detail": details.get(code, ""),
        }
        for place, (code, (name, _nodes)) in enumerate(STAGES.items())
    ]


def gate(drafts: list[Draft]) -> dict[str, Any]:
    """The legal check between handling and reply: closed until this very draft is approved."""
    opinion = getattr(drafts[0], "opinion", None) if drafts else None
    state = "closed" if opinion is None else "open" if opinion.is_approval else "returned"
    detail = ""
    if opinion is not None:
        words = _("approved") if opinion.is_approval else _("returned")
        detail = f"{words} · {date_format(opinion.given_on, 'SHORT_DATE_FORMAT')}"
    if drafts and hasattr(drafts[0], "superseded"):
        state, detail = "returned", _("No longer as it was approved")
    return {"label": _("Legal check"), "state": state, "detail": detail}


def actions(case: Case, user: Any, *, today: date) -> list[dict[str, Any]]:
    """What can be done now. What cannot is there too, with the reason and with whom it lies."""
    task = task_of(case)
    if task is None:
        return []
    main = main_action(case, user, task, today=today)
    adviser = let_in(case, user)
    return [main, *adviser, *_side_actions(case, user, node_name(task))]


def _side_actions(case: Case, user: Any, node: str) -> Iterable[dict[str, Any]]:
    if node in HANDLING:
        yield from _handling_actions(case, user)
    if node in BEFORE_CHECKS and not any(
        one.code == "L01" and not one.is_voided for one in case.letters.all()
    ):
        is_theirs = may(user, Duty.REGISTER, case.unit)
        yield {
            "label": _("Print the receipt of registration"),
            "verb": _("Print"),
            "url": reverse("print_receipt", args=[case.pk]),
            "refused": "" if is_theirs else _("Only those who register applications here."),
            "hint": _("It could not be printed when the application was registered."),
        }
    if node in BEFORE_CHECKS:
        yield _extension(case, user)
    if node in ("deliver", "file_away"):
        is_theirs = may(user, Duty.DELIVER, case.unit)
        yield {
            "label": _("Add proof of delivery"),
            "verb": _("Add"),
            "url": reverse("add_proof", args=[case.pk]),
            "refused": "" if is_theirs else _("Only those who deliver letters here."),
        }


def _handling_actions(case: Case, user: Any) -> Iterable[dict[str, Any]]:
    is_theirs = may(user, Duty.HANDLE, case.section or case.unit)
    wrong = "" if is_theirs else _("Only those who handle cases here.")
    for name, label, verb in (
        ("record_search", _("Record a search"), _("Record")),
        ("record_fact", _("Put a fact on file"), _("Record")),
        ("add_document", _("Add a document"), _("Add")),
        ("consult", _("Ask a third party or another organ"), _("Ask")),
    ):
        url = reverse(name, args=[case.pk])
        yield {"label": label, "verb": verb, "url": url, "refused": wrong}
    for asked in case.consultations.all():
        if asked.answered_on is None:
            yield {
                "label": _("Answer of %(name)s") % {"name": asked.name},
                "url": reverse("record_consultation", args=[case.pk, asked.pk]),
                "verb": _("Record"),
                "hint": _("The clock goes on from then."),
                "refused": wrong,
            }


def _extension(case: Case, user: Any) -> dict[str, Any]:
    wrong = ""
    if not may(user, Duty.EXTEND, case.unit):
        wrong = _("Decided by the head of the disclosure office.")
    if getattr(case, "extension", None):
        wrong = _("The answer was put off before; once is all (art. 33(2)).")
    return {
        "label": _("Put off the answer"),
        "verb": _("Extend"),
        "url": reverse("extend", args=[case.pk]),
        "refused": wrong,
        "hint": _("Once, told before it is due (art. 33(2))."),
    }


def story(case: Case, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """What happened, the last first, in words."""
    letters = {letter.pk: letter for letter in case.letters.all()}
    return [
        {
            "at": entry.at,
            "kind": _kind(entry.verb),
            "text": _sentence(entry, letters),
            "who": str(entry.actor or ""),
            "url": _letter_url(case, entry, letters),
        }
        for entry in entries
    ]


def _kind(verb: str) -> str:
    if verb in BAD:
        return "bad"
    if verb in GOOD:
        return "done"
    if verb in LETTERS:
        return "letter"
    return "seen" if verb == "revealed" else "act"


def _sentence(entry: Entry, letters: dict[int, Any]) -> str:
    if entry.verb in ("calendar_changed", "recounted"):
        return rearranged(entry.data)
    words = str(VERBS.get(entry.verb, entry.verb))
    detail = entry.data.get("number") or ""
    for key in ("late_reason", "reason", "note", "items", "result", "text", "keywords"):
        if not detail and isinstance(entry.data.get(key), str):
            detail = entry.data[key]
    if entry.verb == "reviewed":
        detail = entry.data.get("note", "")
    if entry.verb == "outcome_chosen":
        code = entry.data.get("outcome", "")
        detail = f"{code} {labels.OUTCOMES.get(code, '')}"
    if entry.verb == "revealed" and (purpose := entry.data.get("purpose")):
        detail = f"{PURPOSES[purpose]}{_('; ')}{detail}"
    if entry.verb == "superseded":
        detail = parts_named(entry.data.get("changes", []))
    if entry.verb == "drafted":
        detail = _("version %(n)s") % {"n": entry.data.get("version")}
    return (words + _(": ") + detail if detail else words) + entered_late(entry.data)


def _letter_url(case: Case, entry: Entry, letters: dict[int, Any]) -> str:
    key = entry.data.get("letter")
    if key in letters:
        return reverse("letter", args=[case.pk, key])
    return ""
