"""修改后同意: the reviewer writes the exact words under which the reply is approved.

Only what the drafter writes can be changed: the declared fields of this outcome. Not the outcome,
not the recipient, not what goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from legal_review.models import Amendment, Opinion
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.composing import reply_context
from requests_flow.actions.drafting import content_digest
from requests_flow.actions.handling import FactsMissing, facts_missing, outcomes_in
from requests_flow.actions.phrases_used import refuse_blanks
from requests_flow.actions.recording import record
from requests_flow.letters import engine
from requests_flow.letters.catalogue import letter_form
from requests_flow.letters.context import DRAFT_FIELDS
from requests_flow.letters.differences import Version
from requests_flow.models import Case, Draft
from requests_flow.units.duties import Duty

from .opining import Said, write_opinion
from .pointing import Remark

# What stands in the record where the adviser let the replacement text speak for itself.
UNDER_CHANGES = "修改后同意，修改内容见修改文本。"


class NothingAmended(Refusal):
    """The words are those of the draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an opinion says besides its verdict."""

    comments: str = ""
    checklist: Mapping[str, Any] = field(default_factory=dict)
    points: Sequence[Remark] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A draft with other words. `digest`: of all that would leave; see `content_digest`."""

    fields: dict[str, str]
    changed: tuple[str, ...]
    version: Version
    digest: str


def amended(draft: Draft, *, fields: Mapping[str, str], on: date) -> Amended:
    """The letter of `draft` with these words in its declared fields; others are left as they are.

    Raises letters.engine.LetterStopped, BlankLeft or FactsMissing.
    """
    case = Case.objects.select_related("unit", "applicant").get(pk=draft.case_id)
    names = [one.name for one in DRAFT_FIELDS[draft.outcome_code]]
    words = {name: str(fields.get(name, draft.fields.get(name) or "")) for name in names}
    context = reply_context(case, on=on, fields=words, attachments=draft.attachments)
    refuse_blanks(case, words)
    if missing := facts_missing(case, *outcomes_in(draft.outcome_code, words), today=on):
        raise FactsMissing(missing)
    version = Version(
        letter_code=draft.letter_code,
        outcome_code=draft.outcome_code,
        template_version=engine.template_version(letter_form(draft.letter_code)),
        context=context,
        attachments=draft.attachments,
    )
    return Amended(
        fields=words,
        changed=tuple(name for name in names if words[name] != (draft.fields.get(name) or "")),
        version=version,
        digest=content_digest(
            case,
            outcome_code=draft.outcome_code,
            context=context,
            attachments=draft.attachments,
            template_version=version.template_version,
        ),
    )


def drawn(found: Amended) -> engine.Printed:
    """The amended letter as it would be printed. Raises letters.engine.LetterStopped."""
    return engine.render(found.version.letter_code, dict(found.version.context))


@transaction.atomic
def approve_amended(
    act: Act, *, draft: Draft, seen_digest: str, fields: Mapping[str, str], grounds: Grounds
) -> Opinion:
    """Return the draft with the very text under which it is approved.

    Printed once here, so that a missing glyph stops the amendment and not its taking over. Raises
    NothingAmended, and as `amended` and `write_opinion`.
    """
    found = amended(draft, fields=fields, on=act.on)
    if not found.changed or found.digest == draft.digest:
        raise NothingAmended(
            _("These are the words of the draft. Change them, or agree, or return it.")
        )
    drawn(found)
    said = Said(
        verdict=Opinion.Verdict.RETURNED,
        comments=grounds.comments.strip() or UNDER_CHANGES,
        checklist=grounds.checklist,
        points=grounds.points,
        amended_digest=found.digest,
    )
    opinion = write_opinion(act, draft=draft, seen_digest=seen_digest, said=said)
    Amendment.objects.create(
        opinion=opinion,
        fields=found.fields,
        changed=list(found.changed),
        digest=found.digest,
    )
    record(
        act,
        case=draft.case,
        verb="opinion_amended",
        duty=Duty.REVIEW_IN_LAW,
        draft=draft.pk,
        changed=list(found.changed),
        digest=found.digest,
    )
    return opinion


def proposed(draft: Draft, opinion: Opinion) -> Amended:
    """The amendment of an opinion as a letter, by the law of the day on which it was given."""
    return amended(draft, fields=opinion.amendment.fields, on=opinion.given_on)


def labels_of(outcome_code: str, names: Sequence[str]) -> list[str]:
    """What the fields of these names are called, in their order."""
    return [str(one.label) for one in DRAFT_FIELDS[outcome_code] if one.name in names]
