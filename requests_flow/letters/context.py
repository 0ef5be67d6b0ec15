"""What a letter says, as plain data: text and lists of text, testable without PDF.

The door to this room for those who hold the facts. Each letter of law.md 7.2 has its context
function here; `with_number` gives the letter its number and date when it leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from requests_flow.rules.catalogue import Outcome

from .catalogue import LETTERS
from .consulting import asking_context
from .decision import decision_facts, enclosed_digests
from .drafting import DRAFT_FIELDS, DraftField, checked_fields
from .frames import CaseFacts, Context, Recipient, UnitFacts, opening, outward, with_number
from .notices import closing_letter_context, fee_fields, notice_context
from .own_words import refuse_dead_rules
from .records import opinion_context, search_context, secrecy_context, service_context
from .redress import forwarding_context, record_context, renewed_context
from .wording import DECISIONS, full_stop, grounds_of

__all__ = [
    "DRAFT_FIELDS", "LETTERS", "CaseFacts", "Context", "DraftField", "Recipient", "UnitFacts",
    "asking_context", "closing_letter_context", "fee_fields", "forwarding_context",
    "notice_context", "opinion_context", "record_context", "renewed_context", "reply_context",
    "search_context", "secrecy_context", "service_context", "with_number",
]  # fmt: skip


def reply_context(
    outcome: Outcome,
    *,
    unit: UnitFacts,
    case: CaseFacts,
    fields: dict[str, str],
    remedy: str,
    attachments: Iterable[Any],
    number: str | None = None,
    dated_on: date | None = None,
) -> Context:
    """An answer of any kind but a closing note.

    `attachments`: names, or mappings with `name` and `pages`. Raises MissingField, UnknownField or
    DeadRuleFound for what the caseworker wrote.
    """
    given = checked_fields(outcome.code, outcome.letter, fields)
    refuse_dead_rules(outcome.letter, given.values(), said=[case.request_text])
    said = opening(case) + "".join(map(full_stop, case.history)) + "经审查，现答复如下："
    enclosed = tuple(attachments)
    decided = DECISIONS[outcome.code](outcome, given, case.you)
    return {
        **outward(outcome.letter, unit, case.applicant_name, [said, *decided], number, dated_on),
        "remedy": remedy,
        "attachments": [_attachment(one) for one in enclosed],
        "decision": {
            **decision_facts(outcome, case.number, *grounds_of(given)),
            **enclosed_digests(enclosed),
        },
    }


def _attachment(one: Any) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    pages = one.get("pages")
    return f"{one['name']}（共{pages}页）" if pages else str(one["name"])
