"""What an opinion and a signature are bound to, and whether it is still so.

The digest of a draft is over all that leaves but its number and its date. At the signature and at
the issue it is worked out anew, from the case and the files as they are at that moment. If anything
is different the draft is superseded: the case goes back to be written, and through all checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.letters import engine
from requests_flow.letters.catalogue import letter_form
from requests_flow.models import Case, Document, Draft, Supersession, vault
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .composing import reply_context
from .recording import canonical, digest_of, record

FORMAT = 2  # of the digest: what it is over, and how

# What can be said to have changed, and what it is called.
PARTS = {
    "outcome": gettext_lazy("the outcome"),
    "template": gettext_lazy("the form of the letter"),
    "recipient": gettext_lazy("the recipient"),
    "organ": gettext_lazy("the organ as the letter names it"),
    "contact": gettext_lazy("how the organ is reached"),
    "text": gettext_lazy("the text"),
    "bases": gettext_lazy("the articles it rests on"),
    "remedy": gettext_lazy("the remedies"),
    "attachments": gettext_lazy("what goes with it"),
    "found": gettext_lazy("the information found"),
    "file": gettext_lazy("a file of it is gone or damaged"),
    "unlawful": gettext_lazy("it can no longer be written so"),
    "digest": gettext_lazy("what its digest is over"),
}
_PART_OF = {
    "addressee": "recipient",
    "letterhead": "organ",
    "title": "organ",
    "title_lines": "organ",
    "unit_name": "organ",
    "contact": "contact",
    "paragraphs": "text",
    "decision": "bases",
    "remedy": "remedy",
    "attachments": "attachments",
}


class ContentChanged(Refusal):
    """What was approved is not what would leave now; `changes` names the parts, as in PARTS."""

    def __init__(self, changes: list[str]) -> None:
        self.changes = changes
        super().__init__(sentence_of(changes))


def sentence_of(changes: list[str]) -> str:
    """What changed, and what that means, for whoever hears of it."""
    return _(
        "This changed after the reply was handed in: %(parts)s. "
        "It has to be written anew and to go through all checks again."
    ) % {"parts": parts_named(changes)}


def parts_named(changes: list[str]) -> str:
    """What changed, in words."""
    return _(", ").join(str(PARTS.get(part, part)) for part in changes)


def content_digest(
    case: Case, *, outcome_code: str, context: dict, attachments: list, template_version: str
) -> str:
    """What an opinion and a signature are bound to: all that leaves, but its number and date.

    The postal address is not in it: it is not in the letter, has to be corrected at any time, also
    after the issue, and is checked with the envelope (docs/decisions/0003-the-gate.md).
    """
    return _digest(case, outcome_code, context, attachments, template_version, found_in(case))


def _digest(  # the parts of one dict
    case: Case, outcome: str, context: dict, attachments: list, template: str, found: list
) -> str:
    return digest_of(
        {
            "format": FORMAT,
            "case": case.pk,
            "unit": case.unit_id,
            "recipient": [case.applicant_id, case.applicant.name, case.applicant.kind],
            "outcome": outcome,
            "bases": (context.get("decision") or {}).get("bases", []),
            "context": context,
            "attachments": attachments,
            "found": found,
            "template": template,
        }
    )


def found_in(case: Case) -> list[dict[str, Any]]:
    """The information that was found, of which the reply is made or given out: key and digest."""
    rows = Document.objects.filter(case=case, kind=Document.Kind.FOUND).order_by("pk")
    return [{"document": pk, "sha256": sha} for pk, sha in rows.values_list("pk", "sha256")]


def changes_since(draft: Draft, *, on: date) -> list[str]:
    """What is not as it was when `draft` was handed in, by the names of PARTS; empty if all is.

    `on`: the day that the letter bears or would bear, whose law decides the remedies.
    """
    case = Case.objects.select_related("unit", "applicant").get(pk=draft.case_id)
    changes = list(dict.fromkeys(_changes(case, draft, on)))
    if not changes and draft.digest != content_digest(
        case,
        outcome_code=draft.outcome_code,
        context=draft.context,
        attachments=draft.attachments,
        template_version=draft.template_version,
    ):
        return ["digest"]
    return changes


def _changes(case: Case, draft: Draft, on: date) -> Iterator[str]:
    if case.outcome_code != draft.outcome_code:
        yield "outcome"
        return
    outcome = OUTCOMES[case.outcome_code]
    template = engine.template_version(letter_form(outcome.letter))
    if (outcome.letter, template) != (draft.letter_code, draft.template_version):
        yield "template"
    attachments = _rows_now(case, draft)
    if attachments != draft.attachments:
        yield "attachments"
    found = found_in(case)
    if not all(_is_whole(row["sha256"]) for row in [*draft.attachments, *found]):
        yield "file"
    try:
        context = reply_context(case, on=on, fields=draft.fields, attachments=attachments)
    except (Refusal, engine.LetterStopped):
        yield "unlawful"
        return
    context = json.loads(canonical(context))  # as the database gives it back
    for name in sorted(context.keys() | draft.context.keys()):
        if context.get(name) != draft.context.get(name):
            yield _PART_OF.get(name, "text")
    if _is_found_since(case, draft, found):
        yield "found"


def _is_found_since(case: Case, draft: Draft, found: list) -> bool:
    """Whether the draft was bound to less of the information found than there is now."""
    told = (draft.outcome_code, draft.context, draft.attachments, draft.template_version)
    earlier = (found[:count] for count in range(len(found)))
    return any(_digest(case, *told, one) == draft.digest for one in earlier)


def _rows_now(case: Case, draft: Draft) -> list[dict[str, Any]]:
    """What goes with the draft, as the files are named in the case now; what is gone is left out."""
    rows = Document.objects.filter(case=case, kind=Document.Kind.ATTACHMENT).in_bulk(
        [row["document"] for row in draft.attachments if row.get("document")]
    )
    kept = [rows[row["document"]] for row in draft.attachments if row.get("document") in rows]
    return [attachment_row(document) for document in kept]


def attachment_row(document: Document) -> dict[str, Any]:
    """A file that goes with the letter, as a draft keeps it."""
    return {
        "document": document.pk,
        "name": document.name,
        "sha256": document.sha256,
        "pages": document.pages,
    }


def _is_whole(sha256: str) -> bool:
    try:
        vault.read(sha256)
    except vault.Damaged:
        return False
    return True


def refuse_changed(draft: Draft, *, on: date) -> None:
    """Raise ContentChanged unless what was handed in as `draft` is what would leave now."""
    if hasattr(draft, "superseded"):
        raise ContentChanged(draft.superseded.changes)
    if changes := changes_since(draft, on=on):
        raise ContentChanged(changes)


@transaction.atomic
def supersede(act: Act, *, draft: Draft, changes: list[str], duty: Duty) -> Supersession:
    """Put on file that this draft is no longer what was approved. The case goes back to be written."""
    row, is_new = Supersession.objects.get_or_create(
        draft=draft, defaults={"changes": changes, "found_by": act.by, "found_at": act.at}
    )
    if is_new:
        record(
            act,
            case=draft.case,
            verb="superseded",
            duty=duty,
            draft=draft.pk,
            digest=draft.digest,
            changes=changes,
        )
    return row
