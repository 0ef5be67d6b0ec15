"""Every letter that can be printed, and the fields it takes.

A letter is one row here and one small template that extends `letters/base.html`. A field that is
required and empty, or given and not declared, stops the printing by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import MissingField, UnknownField, UnknownLetter

# What is known only when the letter leaves; in a preview these stay empty.
GIVEN_AT_ISSUE = frozenset({"number", "dated_on"})
_FRAME = frozenset({"title_lines", "title", "unit_name", "paragraphs"})
_FRAME_OPTIONAL = frozenset({"is_preview", "number", "dated_on"})
_OUTWARD = _FRAME | {"letterhead", "addressee"}
_OUTWARD_OPTIONAL = _FRAME_OPTIONAL | {
    "attachments", "contact", "copied_to", "printed_by",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterForm:
    """One kind of letter."""

    code: str
    name: str  # as it is printed
    template: str
    required: frozenset[str]
    optional: frozenset[str]
    is_internal: bool = False

    @property
    def fields(self) -> frozenset[str]:
        return self.required | self.optional

    def check(self, context: Mapping[str, Any]) -> None:
        """Raises MissingField or UnknownField."""
        if unknown := set(context) - self.fields:
            raise UnknownField(self.code, unknown)
        needed = set(self.required)
        if not context.get("is_preview"):
            needed |= GIVEN_AT_ISSUE
        missing = {name for name in needed if _is_empty(context.get(name))}
        if missing:
            raise MissingField(self.code, missing)


def _is_empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list | tuple):
        return not value or all(_is_empty(one) for one in value)
    return value is None


def letter_form(code: str) -> LetterForm:
    """Raises UnknownLetter."""
    try:
        return LETTERS[code]
    except KeyError:
        raise UnknownLetter(code) from None


def _notice(code: str, name: str) -> LetterForm:
    """A letter of procedure; nothing can be done against it alone."""
    return LetterForm(
        code=code,
        name=name,
        template="letters/notice.html",
        required=_OUTWARD,
        optional=_OUTWARD_OPTIONAL,
    )


def _reply(code: str, name: str) -> LetterForm:
    """An answer; it says what can be done against it (行政复议法 art. 23(2))."""
    return LetterForm(
        code=code,
        name=name,
        template="letters/reply.html",
        required=_OUTWARD | {"remedy"},
        optional=_OUTWARD_OPTIONAL,
    )


def _record(code: str, name: str) -> LetterForm:
    """A paper that stays in the house: no red head, no addressee."""
    return LetterForm(
        code=code,
        name=name,
        template="letters/record.html",
        required=_FRAME | {"rows"},
        optional=_FRAME_OPTIONAL | {"signer"},
        is_internal=True,
    )


_ROWS = (
    _notice("L01", "政府信息公开申请登记回执"),
    _notice("L02", "政府信息公开申请补正告知书"),
    _notice("L04", "政府信息公开延期答复告知书"),
    _reply("L10", "政府信息公开告知书"),
    _reply("L11", "政府信息部分公开告知书"),
    _reply("L12", "政府信息不予公开告知书"),
    _reply("L13", "政府信息依照特别规定办理告知书"),
    _reply("L14", "政府信息不存在告知书"),
    _reply("L15", "非本机关政府信息告知书"),
    _reply("L16", "政府信息无法提供告知书"),
    _reply("L17", "不作为政府信息公开申请处理告知书"),
    _reply("L18", "政府信息公开申请不予重复处理告知书"),
    _reply("L19", "政府信息公开申请不予处理告知书"),
    _record("L21", "政府信息公开申请结案说明"),
    _record("L28", "合法性审核意见书"),
)

LETTERS: dict[str, LetterForm] = {form.code: form for form in _ROWS}
