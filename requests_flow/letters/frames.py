"""What is the same in every letter: who writes to whom about which application.

Plain data, fit for JSON. Nothing here asks the database or the day. A context without number
and date is a preview; it becomes the letter through `with_number`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from requests_flow.rules.numbering import chinese_date

from .catalogue import LETTERS
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


def with_number(context: Mapping[str, Any], *, number: str, dated_on: date) -> Context:
    """The same letter, now with its number and date and nothing else changed."""
    return {
        **context, "is_preview": False, "number": number, "dated_on": chinese_date(dated_on),
    }  # fmt: skip


def opening(case: CaseFacts) -> str:
    """When and how it came, what was asked word for word, what has happened since."""
    asked = "；".join(bare(line) for line in lines_of(case.request_text)).replace("“", "‘")
    return (
        f"本机关于{chinese_date(case.received_on)}收到{case.you}以{case.channel_phrase}方式提交的"
        f"政府信息公开申请，申请内容为“{asked.replace('”', '’')}”。"
    )


def frame(
    code: str, unit: UnitFacts, body: list[str], number: str | None, dated_on: date | None
) -> Context:
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


def outward(
    code: str,
    unit: UnitFacts,
    case: CaseFacts,
    body: list[str],
    number: str | None,
    dated_on: date | None,
) -> Context:
    details = (("联系人", unit.contact), ("联系电话", unit.phone), ("地址", unit.address))
    return {
        **frame(code, unit, body, number, dated_on),
        "letterhead": unit.letterhead,
        "addressee": case.applicant_name,
        "contact": "，".join(f"{label}：{value}" for label, value in details if value),
    }
