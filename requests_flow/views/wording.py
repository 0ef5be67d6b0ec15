"""How pages speak of clocks, steps, acts and people: words only, nothing is looked up here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from requests_flow import labels
from requests_flow.models import Case, Consultation
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.clock import ClockError, ClockState, Deadline, Reading
from requests_flow.rules.working_days import WorkingCalendar

DAYS_SOON = 3

CHANNELS = labels.CHANNELS
KINDS = labels.APPLICANT_KINDS
# The five words of article 45, and which steps of the flow stand under each.
STAGES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "register": (pgettext_lazy("stage", "Registration"), ("register",)),
    "review": (pgettext_lazy("stage", "Review"), ("review", "await_correction", "assign")),
    "handle": (
        pgettext_lazy("stage", "Handling"),
        ("handle", "compose", "check_secrecy", "review_in_law"),
    ),
    "reply": (pgettext_lazy("stage", "Reply"), ("sign", "issue", "deliver")),
    "archive": (pgettext_lazy("stage", "Archiving"), ("file_away",)),
}
STAGE_OF = {node: stage for stage, (_name, nodes) in STAGES.items() for node in nodes}

# What the file of a case says happened, by the verb of its entry.
VERBS = {
    "registered": gettext_lazy("Registered"),
    "letter_issued": gettext_lazy("Letter written"),
    "letter_stopped": gettext_lazy("A letter could not be printed"),
    "reviewed": gettext_lazy("Application reviewed"),
    "correction_asked": gettext_lazy("Correction asked for"),
    "correction_received": gettext_lazy("Correction received; the clock starts again"),
    "given_up": gettext_lazy("No correction came: taken as given up"),
    "assigned": gettext_lazy("Assigned"),
    "claimed": gettext_lazy("Task taken"),
    "released": gettext_lazy("Task given back"),
    "fact_recorded": gettext_lazy("Put on file"),
    "searched": gettext_lazy("Search recorded"),
    "consulted": gettext_lazy("Somebody else was asked; the clock stands still"),
    "consultation_recorded": gettext_lazy("Answer of those asked recorded"),
    "extended": gettext_lazy("Answer put off"),
    "calendar_changed": gettext_lazy("Days off rearranged"),
    "calendar_proposed": gettext_lazy("Days off proposed"),
    "calendar_approved": gettext_lazy("Days off approved"),
    "calendar_refused": gettext_lazy("Days off turned down"),
    "outcome_chosen": gettext_lazy("Outcome chosen"),
    "outcome_reopened": gettext_lazy("Outcome taken back"),
    "document_added": gettext_lazy("Document added"),
    "drafted": gettext_lazy("Reply handed in"),
    "secrecy_checked": gettext_lazy("Secrecy checked"),
    "opinion_approved": gettext_lazy("Approved in law"),
    "opinion_returned": gettext_lazy("Returned by the legal adviser"),
    "signed": gettext_lazy("Signed"),
    "returned_unsigned": gettext_lazy("Returned unsigned"),
    "form_changed": gettext_lazy("The form of the letter changed; to be checked anew"),
    "reply_issued": gettext_lazy("Reply numbered and printed"),
    "delivered": gettext_lazy("Reply delivered"),
    "archived": gettext_lazy("Dossier sealed"),
    "revealed": gettext_lazy("Personal data shown"),
}
BAD = frozenset(
    {"letter_stopped", "form_changed", "given_up", "opinion_returned", "returned_unsigned"}
)
GOOD = frozenset({"opinion_approved", "signed", "delivered", "archived"})
LETTERS = frozenset({"letter_issued", "reply_issued"})

PAUSED_FOR = {
    Consultation.Kind.THIRD_PARTY: gettext_lazy("waiting for the third party"),
    Consultation.Kind.CO_MAKER: gettext_lazy("waiting for the co-maker"),
    Consultation.Kind.OTHER_ORGAN: gettext_lazy("waiting for another organ"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """The clock in two short lines. `tone` is the colour, `sign` what stands for it in exports."""

    tone: str
    sign: str
    text: str
    detail: str = ""


SIGNS = {"late": "●", "soon": "▲", "ok": "✓", "hold": "‖", "provisional": "◌", "": ""}


def day(when: date) -> str:
    """12月21日: a day of this year or the next, as people say it."""
    # Django's own Chinese format writes 01月1日.
    return formats.date_format(when, pgettext("day of the year, as a Django date format", "F j"))


def _chip(tone: str, text: str, detail: str = "") -> Chip:
    return Chip(tone=tone, sign=SIGNS[tone], text=text, detail=detail)


def reading_of(case: Case, *, today: date, days: WorkingCalendar | None = None) -> Reading | None:
    """The clock of `case`, or None if its record contradicts itself (an import may)."""
    try:
        return read_case_clock(case, today=today, days=days)
    except ClockError:
        return None


def clock_chip(case: Case, reading: Reading | None, *, today: date) -> Chip:
    """What the clock says, for lists and the head of the case page."""
    if reading is None:
        return _chip("late", _("The clock cannot be read"), _("its days contradict each other"))
    if case.closed_on and not case.answered_on and not case.withdrawn_on:
        return _chip(
            "", _("Closed without a reply"), _("on %(day)s") % {"day": day(case.closed_on)}
        )
    return _SAYINGS[reading.state](case, reading, today)


def _running(case: Case, reading: Reading, today: date) -> Chip:
    left, due = reading.days_left or 0, reading.due
    detail = _("due on %(day)s") % {"day": day(due)}
    if reading.is_provisional:
        sentence = _("the holidays of %(year)d are not imported yet") % {"year": due.year}
        return _chip("provisional", _("Provisional: %(day)s") % {"day": day(due)}, sentence)
    if left == 0:
        return _chip("soon", _("Due today"), detail)
    words = ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
    return _chip("soon" if left <= DAYS_SOON else "ok", words, detail)


def _paused(case: Case, reading: Reading, today: date) -> Chip:
    waiting = [asked for asked in case.consultations.all() if asked.answered_on is None]
    if not waiting:
        return _running(case, reading, today)
    asked = waiting[0]
    text = _("Paused: %(why)s (day %(n)d)") % {
        "why": PAUSED_FOR[asked.kind],
        "n": max((today - asked.sent_on).days, 0),
    }
    due = _("due on %(day)s at the earliest") % {"day": day(reading.due)}
    if reading.is_provisional:
        due = _("%(due)s, provisional: the holidays of that year are not loaded") % {"due": due}
    return _chip("hold", text, due)


def _awaiting(case: Case, reading: Reading, today: date) -> Chip:
    ends = [row.due for row in reading.deadlines if row.code is Deadline.CORRECTION_PERIOD]
    detail = _("the applicant has until %(day)s") % {"day": day(ends[0])} if ends else ""
    return _chip("hold", _("Waiting for the correction"), detail)


def _awaiting_payment(case: Case, reading: Reading, today: date) -> Chip:
    ends = [row.due for row in reading.deadlines if row.code is Deadline.FEE_PAYMENT]
    detail = _("the applicant has until %(day)s") % {"day": day(ends[0])} if ends else ""
    return _chip("hold", _("Waiting for the payment"), detail)


def _late(case: Case, reading: Reading, today: date) -> Chip:
    n = abs(reading.days_left or 0)
    words = ngettext("%(n)d working day overdue", "%(n)d working days overdue", n) % {"n": n}
    return _chip("late", words, _("was due on %(day)s") % {"day": day(reading.due)})


def _answered(case: Case, reading: Reading, today: date) -> Chip:
    return _chip("ok", _("Answered in time"), _("on %(day)s") % {"day": day(case.answered_on)})


def _answered_late(case: Case, reading: Reading, today: date) -> Chip:
    n = abs(reading.days_left or 0)
    words = ngettext("Answered %(n)d working day late", "Answered %(n)d working days late", n)
    detail = _("on %(day)s") % {"day": day(case.answered_on)}
    return _chip("late", words % {"n": n}, detail)


def _withdrawn(case: Case, reading: Reading, today: date) -> Chip:
    return _chip("", _("Withdrawn"), _("on %(day)s") % {"day": day(case.withdrawn_on)})


_SAYINGS = {
    ClockState.RUNNING: _running,
    ClockState.PAUSED: _paused,
    ClockState.AWAITING_CORRECTION: _awaiting,
    ClockState.AWAITING_PAYMENT: _awaiting_payment,
    ClockState.LATE: _late,
    ClockState.ANSWERED: _answered,
    ClockState.ANSWERED_LATE: _answered_late,
    ClockState.WITHDRAWN: _withdrawn,
}
