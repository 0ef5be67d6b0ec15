"""What is the same in every letter: who writes to whom about which application.

Plain data, fit for JSON. Nothing here asks the database or the day. A context without number
and date is a preview; it becomes the letter through `with_number`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from requests_flow.rules.numbering import chinese_date

from .catalogue import LETTERS, is_empty
from .errors import MissingField, UnknownField
from .typography import title_lines
from .wording import bare, lines_of

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """The organ that answers, as its letters name it."""

    name: str
    letterhead: str
    address: str
    contact: str
    phone: str
    seal_name: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The application, as its letters name it."""

    number: str
    applicant_name: str
    applicant_is_person: bool
    received_on: date
    channel_phrase: str  # 当面, 邮寄, 网上 …
    request_text: str
    history: tuple[str, ...] = ()  # whole sentences on correction, consultation, extension

    @property
    def you(self) -> str:
        return "您" if self.applicant_is_person else "贵单位"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to if not to the applicant: a third party, or another organ."""

    name: str
    is_person: bool = False
    is_organ: bool = False

    @property
    def you(self) -> str:
        if self.is_organ:
            return "贵机关"
        return "您" if self.is_person else "贵单位"


def with_number(context: Mapping[str, Any], *, number: str, dated_on: date) -> Context:
    """The same letter, now with its number and date and nothing else changed."""
    return {
        **context, "is_preview": False, "number": number, "dated_on": chinese_date(dated_on),
    }  # fmt: skip


def opening(case: CaseFacts) -> str:
    """When and how it came, what was asked word for word, what has happened since."""
    return (
        f"本机关于{chinese_date(case.received_on)}收到{case.you}以{case.channel_phrase}方式提交的"
        f"政府信息公开申请，申请内容为{quoted(case.request_text)}。"
    )


def quoted(text: str) -> str:
    """Somebody's words in quotation marks; theirs become the inner ones."""
    said = "；".join(bare(line) for line in lines_of(text))
    return f"“{said.replace('“', '‘').replace('”', '’')}”"


def day(value: Any) -> str:
    """A date as letters print it; what is text already stays."""
    return chinese_date(value) if isinstance(value, date) else str(value)


def checked(
    code: str, fields: Mapping[str, Any], required: Iterable[str], optional: Iterable[str] = ()
) -> Mapping[str, Any]:
    """The fields, if each that is needed is there and none is unknown.

    Raises MissingField or UnknownField.
    """
    needed = set(required)
    if unknown := set(fields) - needed - set(optional):
        raise UnknownField(code, unknown)
    if missing := {name for name in needed if is_empty(fields.get(name))}:
        raise MissingField(code, missing)
    return fields


def frame(
    code: str,
    unit: UnitFacts,
    body: list[str],
    number: str | None = None,
    dated_on: date | None = None,
) -> Context:
    """What every paper has: its title, who writes it, what it says, its number and date."""
    name = LETTERS[code].name
    return {
        "title": unit.name + name,
        "title_lines": title_lines(unit.name, name),
        "unit_name": unit.seal_name,
        "paragraphs": body,
        "is_preview": number is None or dated_on is None,
        "number": number or "",
        "dated_on": chinese_date(dated_on) if dated_on else "",
    }


def of_case(case: CaseFacts) -> Context:
    """To which case a letter belongs, for its file to say: what is enclosed is held against it."""
    return {"decision": {"case_number": case.number}}


def outward(
    code: str,
    unit: UnitFacts,
    addressee: str,
    body: list[str],
    number: str | None = None,
    dated_on: date | None = None,
) -> Context:
    """A letter that leaves: the frame, the red head, whom it goes to and who can be asked."""
    details = (("联系人", unit.contact), ("联系电话", unit.phone), ("地址", unit.address))
    return {
        **frame(code, unit, body, number, dated_on),
        "letterhead": unit.letterhead,
        "addressee": addressee,
        "contact": "，".join(f"{label}：{value}" for label, value in details if value),
    }
