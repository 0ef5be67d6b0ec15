"""The letters of procedure, and the papers that stay in the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from requests_flow.rules.catalogue import OUTCOMES, REGULATION, Outcome
from requests_flow.rules.numbering import chinese_date

from .catalogue import LETTERS, letter_form
from .errors import MissingField, UnknownField
from .frames import CaseFacts, Context, UnitFacts, frame, opening, outward
from .wording import bare, full_stop, lines_of, numbered


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


# The State Council's arrangement of the year was not out when the letter left.
_PROVISIONAL = "该日期所在年度的节假日安排尚未公布，公布后期限有变化的，以法定期限为准。"


def _extension(case: CaseFacts, fields: Mapping[str, Any]) -> list[str]:
    """Art. 33(2). The day is named, not only the number of days."""
    return [
        opening(case) + f"因{bare(str(fields['reason'])).removeprefix('因')}，"
        f"不能在法定期限内作出答复。根据{REGULATION}第三十三条第二款的规定，"
        f"经本机关政府信息公开工作机构负责人同意，延长答复期限，"
        f"本机关将于{_day(fields['due_on'])}前作出答复。"
        + (_PROVISIONAL if fields.get("is_provisional") else ""),
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
    "L04": _Notice(
        _extension, frozenset({"reason", "due_on"}), optional=frozenset({"is_provisional"})
    ),
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
    return outward(code, unit, case, notice.body(case, fields), number, dated_on)


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
    return {**frame("L21", unit, body, number, dated_on), "rows": rows}


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
    paper = frame("L28", unit, list(map(full_stop, lines_of(text))), number, dated_on)
    return {**paper, "rows": rows, "signer": f"审核人：{reviewer}"}
