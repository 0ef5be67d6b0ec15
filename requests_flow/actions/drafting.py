"""拟稿: the reply is written, as one version that is never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.letters import engine
from requests_flow.models import Case, Document, Draft, vault
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .binding import attachment_row, content_digest
from .composing import reply_context
from .handling import FactsMissing, facts_missing, outcomes_in
from .phrases_used import phrases_used, refuse_blanks
from .recording import record


class NoOutcome(Refusal):
    """How the case ends was not decided yet."""


class AttachmentForeign(Refusal):
    """The attachment belongs to another case, or is not there to be handed out."""

    field = "attachments"


class AttachmentDamaged(Refusal):
    """What lies in the vault is not what was put there."""

    field = "attachments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the caseworker wrote: the fields of the outcome, and what goes with the letter."""

    fields: dict[str, str]
    attachments: tuple[int, ...] = field(default=())
    reply_to_return: str = ""


def attachments_of(case: Case, ids: tuple[int, ...]) -> list[dict]:
    """The chosen files as the draft names them.

    Raises AttachmentForeign unless each is a file of this case that may be handed out, or
    AttachmentDamaged.
    """
    rows = {
        row.pk: row
        for row in Document.objects.filter(case=case, pk__in=ids, kind=Document.Kind.ATTACHMENT)
    }
    if len(rows) != len(set(ids)):
        raise AttachmentForeign(_("This file is not one of this case's files to be handed out."))
    for row in rows.values():
        _refuse_damaged(row)
    return [attachment_row(rows[pk]) for pk in dict.fromkeys(ids)]


def _refuse_damaged(row: Document) -> None:
    try:
        vault.read(row.sha256)
    except vault.Damaged as damaged:
        raise AttachmentDamaged(
            _("The file “%(name)s” is gone or damaged. Put it on file again.") % {"name": row.name}
        ) from damaged


@transaction.atomic
def hand_in_draft(act: Act, *, case: Case, wording: Wording) -> Draft:
    """Write the next version of the reply and hand it on to the checks.

    The letter is printed once here, so that a missing field or glyph stops the draft and not the
    issue. Raises NoOutcome, FactsMissing, BlankLeft, AttachmentForeign,
    AttachmentDamaged, or letters.engine.LetterStopped.
    """
    case = Case.objects.select_related("unit", "applicant").get(pk=case.pk)
    if case.outcome_code not in OUTCOMES or OUTCOMES[case.outcome_code].is_closing_note:
        raise NoOutcome(_("Decide first how the case ends."))
    codes = outcomes_in(case.outcome_code, wording.fields)
    if missing := facts_missing(case, *codes, today=act.on):
        raise FactsMissing(missing)
    refuse_blanks(case, wording.fields)
    phrases = phrases_used(case, wording.fields, on=act.on)
    content = _content(act, case=case, wording=wording)
    latest = case.latest_draft
    draft = Draft.objects.create(
        case=case,
        version=latest.version + 1 if latest else 1,
        fields=wording.fields,
        author=act.by,
        authored_at=act.at,
        submitted_at=act.at,
        reply_to_return=wording.reply_to_return,
        phrases=phrases,
        **content,
    )
    record(
        act,
        case=case,
        verb="drafted",
        duty=Duty.HANDLE,
        draft=draft.pk,
        version=draft.version,
        digest=draft.digest,
        **({"phrases": phrases} if phrases else {}),
    )
    return draft


def _content(act: Act, *, case: Case, wording: Wording) -> dict:
    """Everything that the draft's digest is over, printed once to see that it can be."""
    outcome = OUTCOMES[case.outcome_code]
    attachments = attachments_of(case, wording.attachments)
    context = reply_context(case, on=act.on, fields=wording.fields, attachments=attachments)
    version = engine.render(outcome.letter, context).template_version
    return {
        "outcome_code": outcome.code,
        "letter_code": outcome.letter,
        "context": context,
        "attachments": attachments,
        "hands_out": outcome.provides or bool(attachments),
        "template_version": version,
        "digest": content_digest(
            case,
            outcome_code=outcome.code,
            context=context,
            attachments=attachments,
            template_version=version,
        ),
    }
