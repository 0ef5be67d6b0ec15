"""What a letter says, as plain data: text and lists of text, fit for JSON, testable without PDF.

Nothing here asks the database or the day. A context without number and date is a preview; it
becomes the letter through `with_number`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from requests_flow.rules.catalogue import OUTCOMES, REGULATION, Outcome
from requests_flow.rules.numbering import chinese_date

from .catalogue import LETTERS, letter_form
from .drafting import DRAFT_FIELDS, DraftField, checked_fields
from .errors import MissingField, UnknownField
from .typography import title_lines
from .wording import DECISIONS, bare, full_stop, lines_of, numbered

__all__ = [
    "DRAFT_FIELDS", "LETTERS", "CaseFacts", "DraftField", "UnitFacts", "notice_context",
    "opinion_context", "reply_context", "with_number",
]  # fmt: skip

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
        f"政府信息公开申请，申请公开“{asked.replace('”', '’')}”。"
    )


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

    `attachments`: names, or mappings with `name` and `pages`. Raises MissingField or UnknownField
    for what the caseworker wrote.
    """
    given = checked_fields(outcome.code, outcome.letter, fields)
    said = opening(case) + "".join(map(full_stop, case.history)) + "经审查，现答复如下："
    decided = DECISIONS[outcome.code](outcome, given, case.you)
    return {
        **_outward(outcome.letter, unit, case, [said, *decided], number, dated_on),
        "remedy": remedy,
        "attachments": [_attachment(one) for one in attachments],
    }


def _attachment(one: Any) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    pages = one.get("pages")
    return f"{one['name']}（共{pages}页）" if pages else str(one["name"])


def _frame(
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


def _outward(
    code: str,
    unit: UnitFacts,
    case: CaseFacts,
    body: list[str],
    number: str | None,
    dated_on: date | None,
) -> Context:
    details = (("联系人", unit.contact), ("联系电话", unit.phone), ("地址", unit.address))
    return {
        **_frame(code, unit, body, number, dated_on),
        "letterhead": unit.letterhead,
        "addressee": case.applicant_name,
        "contact": "，".join(f"{label}：{value}" for label, value in details if value),
    }


def _receipt(case: CaseFacts, fields: Mapping[str, Any]) -> list[str]:
    body = [
        opening(case) + f"本机关已予登记，登记编号为{case.number}。",
        f"根据{REGULATION}第三十三条的规定，本机关将自收到申请之日起20个工作日内予以答复；"
        f"依法需要补正、征求意见或者延长答复期限的，将另行告知{case.you}。",
    ]
    if due_on := fields.get("due_on"):
        body.append(f"本申请的答复期限届满之日为{_day(due_on)}。")
    return [*body, "特此告知。"]


def _correction(case: CaseFacts, fields: Mapping[str, Any]) -> list[str]:
    """Art. 30: once, with everything, a reasonable period, and what silence means."""
    return [
        opening(case) + f"经审查，{case.you}的申请内容不明确。"
        f"根据{REGULATION}第三十条的规定，请{case.you}自收到本告知书之日起"
        f"{fields['period_days']}个工作日内，就下列事项作出补正：",
        *numbered(str(fields["items"])),
        "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。"
        "答复期限自本机关收到补正的申请之日起计算。",
    ]


def _extension(case: CaseFacts, fields: Mapping[str, Any]) -> list[str]:
    """Art. 33(2). The day is named, not only the number of days."""
    return [
        opening(case) + f"因{bare(str(fields['reason'])).removeprefix('因')}，"
        f"不能在法定期限内作出答复。根据{REGULATION}第三十三条第二款的规定，"
        f"经本机关政府信息公开工作机构负责人同意，延长答复期限，"
        f"本机关将于{_day(fields['due_on'])}前作出答复。",
        "特此告知。",
    ]


def _day(value: Any) -> str:
    return chinese_date(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class _Notice:
    body: Callable[[CaseFacts, Mapping[str, Any]], list[str]]
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


_NOTICES = {
    "L01": _Notice(_receipt, optional=frozenset({"due_on"})),
    "L02": _Notice(_correction, required=frozenset({"items", "period_days"})),
    "L04": _Notice(_extension, required=frozenset({"reason", "due_on"})),
    "L21": _Notice(lambda case, fields: [], frozenset({"proof"}), frozenset({"outcome_code"})),
}


def notice_context(
    code: str,
    *,
    unit: UnitFacts,
    case: CaseFacts,
    fields: Mapping[str, Any],
    number: str | None = None,
    dated_on: date | None = None,
) -> Context:
    """A letter of procedure (L01, L02, L04) or the closing note (L21, an F outcome, F1 if unsaid).

    Raises MissingField or UnknownField.
    """
    notice, form = _NOTICES[letter_form(code).code], LETTERS[code]
    if unknown := set(fields) - notice.required - notice.optional:
        raise UnknownField(code, unknown)
    if missing := {name for name in notice.required if not str(fields.get(name) or "").strip()}:
        raise MissingField(code, missing)
    if form.is_internal:
        return _closing_note(unit, case, fields, number, dated_on)
    return _outward(code, unit, case, notice.body(case, fields), number, dated_on)


def _closing_note(
    unit: UnitFacts,
    case: CaseFacts,
    fields: Mapping[str, Any],
    number: str | None,
    dated_on: date | None,
) -> Context:
    outcome = OUTCOMES[fields.get("outcome_code") or "F1"]
    body = [
        *map(full_stop, lines_of(str(fields["proof"]))),
        f"根据{outcome.basis}的规定，{outcome.name}，本申请予以结案。",
    ]
    rows = [
        *_case_rows(case),
        ["处理结果", outcome.name],
        ["依据", outcome.basis],
    ]
    return {**_frame("L21", unit, body, number, dated_on), "rows": rows}


def _case_rows(case: CaseFacts) -> list[list[str]]:
    return [
        ["办件编号", case.number],
        ["申请人", case.applicant_name],
        ["收到日期", chinese_date(case.received_on)],
        ["申请内容", "；".join(lines_of(case.request_text))],
    ]


def opinion_context(
    *,
    unit: UnitFacts,
    case: CaseFacts,
    outcome: Outcome,
    draft_digest: str,
    conclusion: str,
    text: str,
    reviewer: str,
    number: str | None = None,
    dated_on: date | None = None,
) -> Context:
    """合法性审核意见书 (L28): on exactly one draft, by one named person. Stays in the house."""
    rows = [
        *_case_rows(case),
        ["拟作处理", outcome.name],
        ["依据", outcome.basis],
        ["审核对象", f"答复稿（校验码{draft_digest[:16]}）"],
        ["审核意见", conclusion],
    ]
    frame = _frame("L28", unit, list(map(full_stop, lines_of(text))), number, dated_on)
    return {**frame, "rows": rows, "signer": f"审核人：{reviewer}"}
