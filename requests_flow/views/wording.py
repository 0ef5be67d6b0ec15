"""How pages speak of steps, acts and days: words only, nothing is looked up here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.rules.applicants import Purpose

CHANNELS = labels.CHANNELS
KINDS = labels.APPLICANT_KINDS
# The five words of article 45, and which steps of the flow stand under each.
STAGES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "register": (pgettext_lazy("stage", "Registration"), ("register",)),
    "review": (pgettext_lazy("stage", "Review"), ("review", "await_correction", "assign")),
    "handle": (
        pgettext_lazy("stage", "Handling"),
        (
            "handle",
            "compose",
            "check_secrecy",
            "review_in_law",
            "take_over",
            "check_secrecy_again",
        ),
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
    "absence_entered": gettext_lazy("Days away entered"),
    "absence_cancelled": gettext_lazy("Days away cancelled"),
    "taken_on": gettext_lazy("New account"),
    "left": gettext_lazy("Everything in the hands of somebody who leaves waits for others"),
    "appointed": gettext_lazy("Appointed"),
    "dismissed": gettext_lazy("Duty ended"),
    "unit_founded": gettext_lazy("Unit founded"),
    "unit_changed": gettext_lazy("Unit changed"),
    "unit_closed": gettext_lazy("Unit closed"),
    "unit_reopened": gettext_lazy("Unit opened again"),
    "audit_checked": gettext_lazy("Chain of entries checked"),
    "audit_exported": gettext_lazy("Audit list taken away"),
    "account_closed": gettext_lazy("Account closed"),
    "account_reopened": gettext_lazy("Account opened again"),
    "sessions_ended": gettext_lazy("Open sessions of an account ended"),
    "password_given": gettext_lazy("New password given to somebody"),
    "second_factor_reset": gettext_lazy("Second factor of an account reset"),
    "taken_over": gettext_lazy("Task taken over from somebody else"),
    "part_given": gettext_lazy("Part in the case given"),
    "part_ended": gettext_lazy("Part in the case ended"),
    "restricted": gettext_lazy("Restricted to named people"),
    "restriction_lifted": gettext_lazy("Restriction lifted"),
    "review_granted": gettext_lazy("Outside adviser let in"),
    "review_grant_ended": gettext_lazy("Outside adviser out again"),
    "review_escalated": gettext_lazy("The legal check takes too long"),
    "review_is_urgent": gettext_lazy("Needed the same day"),
    "fact_recorded": gettext_lazy("Put on file"),
    "searched": gettext_lazy("Search recorded"),
    "consulted": gettext_lazy("Somebody else was asked; the clock stands still"),
    "consultation_recorded": gettext_lazy("Answer of those asked recorded"),
    "extended": gettext_lazy("Answer put off"),
    "calendar_changed": gettext_lazy("Days off rearranged"),
    "recounted": gettext_lazy("Due date counted anew"),
    "data_keys_rotated": gettext_lazy("Numbers of identity proofs sealed under a new key"),
    "vault_swept": gettext_lazy("Files that nothing names cleared away"),
    "calendar_proposed": gettext_lazy("Days off proposed"),
    "calendar_approved": gettext_lazy("Days off approved"),
    "calendar_refused": gettext_lazy("Days off turned down"),
    "phrase_added": gettext_lazy("Office wording added"),
    "phrase_changed": gettext_lazy("New version of office wording"),
    "phrase_ended": gettext_lazy("Office wording ends"),
    "outcome_chosen": gettext_lazy("Outcome chosen"),
    "outcome_reopened": gettext_lazy("Outcome taken back"),
    "document_added": gettext_lazy("Document added"),
    "drafted": gettext_lazy("Reply handed in"),
    "secrecy_checked": gettext_lazy("Secrecy checked"),
    "opinion_approved": gettext_lazy("Approved in law"),
    "opinion_returned": gettext_lazy("Returned by the legal adviser"),
    "opinion_amended": gettext_lazy("To be approved in the adviser's own words"),
    "amendment_taken_over": gettext_lazy("Amended text taken over"),
    "amendment_declined": gettext_lazy("Amended text not taken over; written anew"),
    "approval_carried": gettext_lazy("Approved in law: the very text of the amendment"),
    "signed": gettext_lazy("Signed"),
    "signed_for_another": gettext_lazy("Signed by delegation"),
    "signing_delegated": gettext_lazy("Signing delegated"),
    "signing_delegation_ended": gettext_lazy("Delegation to sign ended"),
    "returned_unsigned": gettext_lazy("Returned unsigned"),
    "superseded": gettext_lazy("No longer as it was approved; to be written and checked anew"),
    "letter_sealed": gettext_lazy("Letter sealed electronically"),
    "seal_given": gettext_lazy("Picture of the seal given"),
    "seal_withdrawn": gettext_lazy("Picture of the seal withdrawn"),
    "letter_rebuilt": gettext_lazy("Lost file printed again, every byte the same"),
    "reply_issued": gettext_lazy("Reply numbered and printed"),
    "printed_for_dispatch": gettext_lazy("Printed to be sent, with name and address"),
    "letter_voided": gettext_lazy("Letter voided; its number stays in the register"),
    "delivered": gettext_lazy("Reply delivered"),
    "sent": gettext_lazy("Letter sent"),
    "sent_again": gettext_lazy("Letter sent again"),
    "letter_arrived": gettext_lazy("Letter arrived"),
    "letter_refused": gettext_lazy("Letter refused and left there"),
    "letter_returned": gettext_lazy("Letter came back"),
    "kept_for_collection": gettext_lazy("Nobody can be reached: letter kept to be collected"),
    "contact_corrected": gettext_lazy("Address of the applicant corrected"),
    "archived": gettext_lazy("Dossier sealed"),
    "identity_searched": gettext_lazy("Searched by a whole identity number"),
    "revealed": gettext_lazy("Personal data shown"),
}
# What somebody looks behind the mask for.
PURPOSES: dict[Purpose, Any] = {
    Purpose.VERIFY: gettext_lazy("to verify the identity"),
    Purpose.CONTACT: gettext_lazy("to get in touch"),
    Purpose.POST: gettext_lazy("to post something"),
    Purpose.OTHER: gettext_lazy("something else"),
}
BAD = frozenset(
    {
        "letter_stopped",
        "review_escalated",
        "superseded",
        "given_up",
        "opinion_returned",
        "returned_unsigned",
        "letter_voided",
        "letter_returned",
    }
)
GOOD = frozenset(
    {
        "opinion_approved",
        "approval_carried",
        "signed",
        "signed_for_another",
        "delivered",
        "letter_arrived",
        "archived",
    }
)
LETTERS = frozenset({"letter_issued", "reply_issued", "sent", "sent_again", "kept_for_collection"})


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
