"""What the caseworker writes for each way to answer; the compose screen is built from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_flow.rules.catalogue import OUTCOMES

from .errors import MissingField, UnknownField


@dataclass(frozen=True, slots=True)
class DraftField:
    """One box of the compose screen. `choices`: what may be picked; free text is taken too."""

    name: str
    label: Any
    hint: Any
    is_required: bool = True
    rows: int = 1
    choices: tuple[tuple[str, str], ...] = ()


_INFORMATION = DraftField(
    "information",
    _("Information refused"),
    _("What is refused, as the letter names it; not its content."),
    rows=2,
)
_REASON = DraftField(
    "reason",
    _("Reason"),
    _("Why, in full sentences; the applicant reads this (art. 36(3))."),
    rows=5,
)
_DOCUMENTS = DraftField(
    "documents",
    _("Documents handed out"),
    _("One a line: title, number, pages."),
    rows=4,
)
_MANNER = DraftField(
    "manner", _("Manner"), _("How it is handed out, for example 纸质复印件邮寄 (art. 40).")
)
_WHERE = DraftField(
    "where_published",
    _("Where it is published"),
    _("The exact page address, or the place where it can be read."),
    rows=2,
)
_GROUNDS = tuple((code, row.name) for code, row in OUTCOMES.items() if code[0] == "C")[:7]


def _refusal(*more: DraftField) -> tuple[DraftField, ...]:
    return (_INFORMATION, *more, _REASON)


DRAFT_FIELDS: dict[str, tuple[DraftField, ...]] = {
    "A1": (_WHERE,),
    "A2": (_DOCUMENTS, _MANNER),
    "A3": (
        _DOCUMENTS,
        _MANNER,
        DraftField(
            "public_interest",
            _("Public interest"),
            _("Why not disclosing would gravely harm the public interest (art. 15)."),
            rows=4,
        ),
    ),
    "B": (
        DraftField("provided", _("Part disclosed"), _("What is handed out."), rows=2),
        DraftField("withheld", _("Part withheld"), _("What is withheld; not its content."), rows=2),
        DraftField(
            "ground",
            _("Ground (article)"),
            _("The ground of what is withheld: arts. 14 to 16."),
            choices=_GROUNDS,
        ),
        _REASON,
        DraftField(
            "manner", _("Manner"), _("How the disclosed part is handed out (art. 40)."), False
        ),
    ),
    "C1": _refusal(),
    "C2": _refusal(
        DraftField("law", _("Forbidding law"), _("Title and article of the law or regulation."))
    ),
    "C3": _refusal(),
    "C4": _refusal(
        DraftField(
            "consultation",
            _("What the third party answered"),
            _("For example 第三方不同意公开且理由合理. Do not name a private person."),
        )
    ),
    "C5": _refusal(),
    "C6": _refusal(),
    "C7": _refusal(),
    "C8": (
        DraftField(
            "special_rule", _("Special rule"), _("The law or regulation on this kind of record.")
        ),
        DraftField("desk", _("Desk"), _("Where the applicant can look it up."), rows=2),
    ),
    "D1a": (
        DraftField(
            "search_scope",
            _("Where was searched"),
            _("Systems, archives and sections searched, as in the search record."),
            rows=3,
        ),
    ),
    "D1b": (
        _REASON,
        DraftField(
            "right_organ", _("Right organ"), _("If it can be determined (art. 36(5))."), False
        ),
        DraftField(
            "right_organ_contact",
            _("Its contact"),
            _("Address and telephone of that organ."),
            False,
        ),
    ),
    "D2": (
        DraftField(
            "existing", _("What exists"), _("Information that exists in this matter."), False, 2
        ),
        DraftField(
            "reason", _("What would have to be made"), _("Which processing is asked for."), rows=3
        ),
    ),
    "D3": (_REASON,),
    "E1": (
        DraftField(
            "nature",
            _("Nature"),
            _("What the matter is."),
            choices=(("信访", "信访"), ("投诉", "投诉"), ("举报", "举报")),
        ),
        DraftField("proper_channel", _("Proper channel"), _("Where it can be raised."), rows=2),
    ),
    "E2": (
        DraftField("earlier_number", _("Number of the earlier reply"), _("As printed on it.")),
        DraftField("earlier_date", _("Date of the earlier reply"), _("As printed on it.")),
    ),
    "E3": (_WHERE,),
    "E4": (_REASON,),
    "E5": (
        DraftField(
            "given_before", _("What was given before"), _("Information, day and manner."), rows=3
        ),
    ),
}


def checked_fields(outcome_code: str, letter: str, fields: dict[str, str]) -> dict[str, str]:
    """Every declared field, empty where nothing was written.

    Raises MissingField or UnknownField.
    """
    declared = DRAFT_FIELDS[outcome_code]
    if unknown := set(fields) - {field.name for field in declared}:
        raise UnknownField(letter, unknown)
    given = {field.name: str(fields.get(field.name) or "").strip() for field in declared}
    if missing := {field.name for field in declared if field.is_required and not given[field.name]}:
        raise MissingField(letter, missing)
    return given
