"""Every letter that can be printed, and the fields it takes.

A letter is one row here and one small template that extends `letters/base.html`. A field that is
required and empty, or given and not declared, stops the printing by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import MissingField, UnknownField, UnknownLetter

# What is known only when the letter leaves; in a preview these stay empty.
GIVEN_AT_ISSUE = frozenset({"number", "dated_on"})
_FRAME = frozenset({"title_lines", "title", "unit_name", "paragraphs"})
_FRAME_OPTIONAL = frozenset({"is_preview", "number", "dated_on", "is_specimen"})
_OUTWARD = _FRAME | {"letterhead", "addressee"}
_OUTWARD_OPTIONAL = _FRAME_OPTIONAL | {
    "attachments", "contact", "copied_to", "printed_by",
}  # fmt: skip
# A slip to fill in and send back, on a page of its own: rows of label and what is printed there.
_SLIP = frozenset({"slip_title", "slip_rows"})
# A form: rows of label and value, a list below its heads, and boxes to sign in.
_LIST = frozenset({"columns", "widths", "lines"})
_FORM_OPTIONAL = _FRAME_OPTIONAL | {"boxes"}


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
        missing = {name for name in needed if is_empty(context.get(name))}
        if missing:
            raise MissingField(self.code, missing)


def is_empty(value: object) -> bool:
    """Nothing but spaces, nothing in any of its parts, or not there."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list | tuple):
        return not value or all(is_empty(one) for one in value)
    return not value and value is not False


def letter_form(code: str) -> LetterForm:
    """Raises UnknownLetter."""
    try:
        return LETTERS[code]
    except KeyError:
        raise UnknownLetter(code) from None


def _notice(code: str, name: str) -> LetterForm:
    """A letter of procedure; nothing can be done against it alone."""
    return _outward(code, name, "notice")


def _reply(code: str, name: str) -> LetterForm:
    """An answer; it says what can be done against it (行政复议法 art. 23(2))."""
    return _outward(code, name, "reply", {"remedy"})


def _asking(code: str, name: str) -> LetterForm:
    """Somebody is asked for an opinion, and given the slip to write it on."""
    return _outward(code, name, "asking", _SLIP, {"slip_notes"})


def _between_organs(code: str, name: str) -> LetterForm:
    """A letter to another organ, in the form of a letter (信函格式)."""
    return _outward(code, name, "xinhan")


def _outward(
    code: str,
    name: str,
    template: str,
    required: Iterable[str] = (),
    optional: Iterable[str] = (),
) -> LetterForm:
    return LetterForm(
        code=code,
        name=name,
        template=f"letters/{template}.html",
        required=_OUTWARD.union(required),
        optional=_OUTWARD_OPTIONAL.union(optional),
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


def _form(code: str, name: str) -> LetterForm:
    """A form that is filled in by hand or by the case, and signed in its boxes."""
    return LetterForm(
        code=code,
        name=name,
        template="letters/form.html",
        required=_FRAME | _LIST | {"rows"},
        optional=_FORM_OPTIONAL,
        is_internal=True,
    )


# law.md 7.2. A letter that exists in two forms has an `A` for the second.
_ROWS = (
    _notice("L01", "政府信息公开申请登记回执"),
    _notice("L02", "政府信息公开申请补正告知书"),
    _notice("L03", "政府信息公开申请说明理由告知书"),
    _notice("L04", "政府信息公开延期答复告知书"),
    _asking("L05", "政府信息公开征求第三方意见书"),
    _notice("L06", "政府信息公开征求意见告知书"),
    _asking("L07", "政府信息公开征求意见书"),
    _between_organs("L08", "关于商请确认政府信息公开意见的函"),
    _notice("L09", "政府信息公开信息处理费收费通知书"),
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
    _reply("L20", "政府信息决定公开告知书"),
    _record("L21", "政府信息公开申请结案说明"),
    _reply("L21A", "政府信息公开申请结案告知书"),
    _notice("L22", "政府信息公开延迟答复期限告知书"),
    _reply("L23", "政府信息更正告知书"),
    _between_organs("L23A", "关于转送政府信息更正申请的函"),
    _reply("L24", "撤销原答复并重新答复告知书"),
    _form("L25", "送达回证"),
    _form("L26", "政府信息检索情况记录"),
    _form("L27", "政府信息公开保密审查表"),
    _record("L28", "合法性审核意见书"),
)

LETTERS: dict[str, LetterForm] = {form.code: form for form in _ROWS}
