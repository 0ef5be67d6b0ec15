"""The specimen of a reply with one field in the office's own wording: what a phrase looks like."""

from __future__ import annotations

from dataclasses import replace

from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.remedies import remedy_text

from . import context as wording
from . import engine
from . import specimen_facts as facts
from .drafting import DRAFT_FIELDS, DraftField
from .errors import UnknownField
from .frames import Context
from .own_words import refuse_dead_rules

__all__ = ["PHRASE_FIELDS", "phrase_specimen", "print_phrase"]

# What the office may have wording for: what is written by hand, not what is chosen from a list.
PHRASE_FIELDS: dict[str, dict[str, DraftField]] = {
    code: {field.name: field for field in fields if not field.choices}
    for code, fields in DRAFT_FIELDS.items()
}


def phrase_specimen(outcome_code: str, field: str, text: str) -> Context:
    """The reply as data, numbered and dated, with `text` in `field`.

    Raises UnknownField, or DeadRuleFound for what `text` says: nobody is quoted in a phrase.
    """
    outcome = OUTCOMES[outcome_code]
    if field not in PHRASE_FIELDS[outcome_code]:
        raise UnknownField(outcome.letter, [field])
    refuse_dead_rules(outcome.letter, [text])
    asked, fields = _written(outcome_code)
    context = wording.reply_context(
        outcome,
        unit=facts.UNIT,
        case=replace(facts.CASE, request_text=asked),
        fields={**fields, field: text},
        remedy=remedy_text(outcome, facts.FORUM, on=facts.DATED_ON),
        attachments=(),
    )
    numbered = wording.with_number(context, number=facts.NUMBER, dated_on=facts.DATED_ON)
    return {**numbered, "is_specimen": True}


def print_phrase(outcome_code: str, field: str, text: str) -> engine.Printed:
    """The letter on paper, marked as a specimen. Raises LetterStopped."""
    context = phrase_specimen(outcome_code, field, text)
    return engine.render(OUTCOMES[outcome_code].letter, context)


def _written(outcome_code: str) -> tuple[str, dict[str, str]]:
    if outcome_code in facts.VARIANTS:
        return facts.VARIANTS[outcome_code]
    return facts.INFORMATION, dict(facts.REPLIES.values())[outcome_code]
