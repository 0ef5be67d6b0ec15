"""The letters of procedure to the applicant, and the note with which a case is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from requests_flow.rules.catalogue import OUTCOMES, REGULATION, Outcome
from requests_flow.rules.fees import FeeAssessment

from .catalogue import letter_form
from .frames import CaseFacts, Context, UnitFacts, checked, frame, of_case, opening, outward
from .own_words import refuse_dead_rules
from .procedure import NOTICES
from .records import case_rows
from .wording import full_stop, lines_of

_CLOSING_REQUIRED, _CLOSING_OPTIONAL = {"proof"}, {"outcome_code", "ground"}


def notice_context(
    code: str,
    *,
    unit: UnitFacts,
    case: CaseFacts,
    fields: Mapping[str, Any],
    number: str | None = None,
    dated_on: date | None = None,
) -> Context:
    """A letter of procedure to the applicant, or the closing note (L21, an F outcome, F1 if unsaid).

    Raises MissingField, UnknownField or DeadRuleFound.
    """
    refuse_dead_rules(letter_form(code).code, fields.values(), said=[case.request_text])
    if code == "L21":
        return _closing_note(unit, case, fields, number, dated_on)
    notice = NOTICES[code]
    given = checked(code, fields, notice.required, notice.optional)
    body = notice.body(case, given)
    letter = outward(code, unit, case.applicant_name, body, number, dated_on)
    return letter | of_case(case)


def fee_fields(assessment: FeeAssessment, *, statistics: str, payment: str) -> dict[str, Any]:
    """What the fee notice (L09) says of an assessment; the numbers are the rule's alone."""
    return {
        "statistics": statistics,
        "payment": payment,
        "basis": assessment.basis,
        "standard": assessment.standard,
        "computation": assessment.computation,
        "yuan": assessment.yuan,
        "days_to_pay": assessment.days_to_pay,
    }


# Why a case ends that ends in another way (F3): what was found, and on which article.
OTHER_GROUNDS = {
    "withdrawn": ("申请人撤回申请", ""),
    "inquiry": ("所提事项属于咨询，不属于申请获取政府信息", REGULATION + "第二条"),
    "not_government": ("所申请公开的信息不属于政府信息", REGULATION + "第二条"),
    "archive": (
        "所涉档案移交国家档案馆的期限已经届满，按照档案利用规定办理",
        "《中华人民共和国档案法》第十五条第二款",
    ),
}


def closing(outcome: Outcome, ground: str = "") -> tuple[str, str]:
    """Why a case is closed and by which article, as the paper says it; an article may be missing."""
    if ground:
        return OTHER_GROUNDS[ground]
    return outcome.name, outcome.basis


def _closing_note(
    unit: UnitFacts,
    case: CaseFacts,
    fields: Mapping[str, Any],
    number: str | None,
    dated_on: date | None,
) -> Context:
    """结案说明 (L21): stays in the file; the law orders no letter."""
    given = checked("L21", fields, _CLOSING_REQUIRED, _CLOSING_OPTIONAL)
    outcome = OUTCOMES[given.get("outcome_code") or "F1"]
    why, basis = closing(outcome, str(given.get("ground") or ""))
    said = f"根据{basis}的规定，{why}，本申请予以结案。" if basis else f"{why}，本申请予以结案。"
    rows = [
        *case_rows(case),
        ["处理结果", outcome.name if why == outcome.name else f"{outcome.name}：{why}"],
        *([["依据", basis]] if basis else []),
    ]
    body = [*map(full_stop, lines_of(str(given["proof"]))), said]
    return {**frame("L21", unit, body, number, dated_on), "rows": rows}


# What the applicant is told if a letter is sent although the law orders none (L21A).
_TOLD = {
    "F1": "无正当理由逾期不补正，视为放弃申请",
    "F2": "逾期未缴纳信息处理费，视为放弃申请",
}


def closing_letter_context(
    *, unit: UnitFacts, case: CaseFacts, fields: Mapping[str, Any], remedy: str
) -> Context:
    """结案告知书 (L21A): an F outcome told to the applicant, with the remedy (law.md 7.2).

    Raises MissingField, UnknownField or DeadRuleFound.
    """
    refuse_dead_rules("L21A", fields.values(), said=[case.request_text])
    given = checked("L21A", fields, _CLOSING_REQUIRED | {"outcome_code"}, {"ground"})
    outcome = OUTCOMES[given["outcome_code"]]
    why, basis = closing(outcome, str(given.get("ground") or ""))
    why = _TOLD.get(outcome.code, why)
    decided = f"根据{basis}的规定，" if basis else ""
    body = [
        opening(case) + "".join(map(full_stop, case.history)) + "经审查，现告知如下：",
        *map(full_stop, lines_of(str(given["proof"]))),
        f"{case.you}{why}，{decided}本机关不再处理该政府信息公开申请。"
        if outcome.code in _TOLD
        else f"{decided}{why}，本申请予以结案。",
    ]
    letter = outward("L21A", unit, case.applicant_name, body)
    return {**letter, **of_case(case), "remedy": remedy}
