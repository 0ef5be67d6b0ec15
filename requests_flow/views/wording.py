"""How pages speak of steps, acts and days: words only, nothing is looked up here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from requests_flow import labels
from requests_flow.models import Case

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
    "recounted": gettext_lazy("Due date counted anew"),
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


def day(when: date) -> str:
    """12月21日: a day of this year or the next, as people say it."""
    # Django's own Chinese format writes 01月1日.
    return formats.date_format(when, pgettext("day of the year, as a Django date format", "F j"))


def registered_sentence(case: Case) -> str:
    """What was worked out and entered."""
    said = gettext(
        "%(number)s: received on %(received)s (%(basis)s), the answer is due on %(due)s."
    )
    if case.is_due_provisional:
        said = gettext(
            "%(number)s: received on %(received)s (%(basis)s), due on %(due)s, provisionally."
        )
    return said % {
        "number": case.number,
        "received": formats.date_format(case.received_on),
        "basis": case.receipt_basis,
        "due": formats.date_format(case.due_on) if case.due_on else "—",
    }
