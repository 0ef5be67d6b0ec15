"""Letters that put something right: a wrong record (art. 41), or a wrong answer of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from requests_flow.rules.catalogue import REGULATION, Outcome
from requests_flow.rules.numbering import chinese_date

from .decision import decision_facts
from .drafting import checked_fields
from .frames import (
    CaseFacts,
    Context,
    Recipient,
    UnitFacts,
    checked,
    day,
    of_case,
    opening,
    outward,
    quoted,
)  # fmt: skip
from .own_words import refuse_dead_rules
from .wording import DECISIONS, bare, full_stop, grounds_of, reasons

Fields = Mapping[str, Any]
_ART_41 = REGULATION + "第四十一条"


def _asked(case: CaseFacts) -> str:
    return (
        f"本机关于{chinese_date(case.received_on)}收到{case.you}以{case.channel_phrase}方式提交的"
        f"政府信息更正申请，要求更正的内容为{quoted(case.request_text)}。"
    )


def _corrected(case: CaseFacts, fields: Fields) -> list[str]:
    return [
        f"经审核，{case.you}反映的情况属实。根据{_ART_41}的规定，本机关已将{bare(fields['record'])}中"
        f"“{bare(fields['before'])}”更正为“{bare(fields['after'])}”。"
    ]


def _not_corrected(case: CaseFacts, fields: Fields) -> list[str]:
    return [
        f"经审核，{bare(fields['record'])}的记录准确，{case.you}提供的证据不能证明该记录不准确。"
        f"根据{_ART_41}的规定，本机关不予更正。",
        *reasons(fields["reason"]),
    ]


def _forwarded(case: CaseFacts, fields: Fields) -> list[str]:
    return [
        f"经审核，{bare(fields['record'])}的更正不属于本机关职能范围。根据{_ART_41}的规定，"
        f"本机关已于{day(fields['forwarded_on'])}将{case.you}的更正申请转送有权更正的行政机关"
        f"{bare(fields['organ'])}（联系方式：{bare(fields['contact'])}）处理。"
    ]


def _elsewhere(case: CaseFacts, fields: Fields) -> list[str]:
    return [
        f"经审核，{bare(fields['record'])}的更正不属于本机关职能范围。根据{_ART_41}的规定，"
        f"请{case.you}向有权更正的行政机关{bare(fields['organ'])}"
        f"（联系方式：{bare(fields['contact'])}）提出。"
    ]


# The four ways a demand to correct one's own record ends (art. 41), and what each needs.
CORRECTIONS: dict[str, tuple[Callable[[CaseFacts, Fields], list[str]], frozenset[str]]] = {
    "corrected": (_corrected, frozenset({"record", "before", "after"})),
    "not_corrected": (_not_corrected, frozenset({"record", "reason"})),
    "forwarded": (_forwarded, frozenset({"record", "organ", "contact", "forwarded_on"})),
    "elsewhere": (_elsewhere, frozenset({"record", "organ", "contact"})),
}


def record_context(
    result: str, *, unit: UnitFacts, case: CaseFacts, fields: Fields, remedy: str
) -> Context:
    """更正告知书 (L23): what became of the demand to correct a record, by `CORRECTIONS`.

    Raises MissingField, UnknownField or DeadRuleFound.
    """
    sentences, required = CORRECTIONS[result]
    refuse_dead_rules("L23", fields.values(), said=[case.request_text])
    given = checked("L23", fields, required)
    body = [_asked(case) + "经审核，现告知如下：", *sentences(case, given)]
    body[1] = body[1].removeprefix("经审核，")
    letter = outward("L23", unit, case.applicant_name, body)
    return {**letter, **of_case(case), "remedy": remedy}


def forwarding_context(
    *, to: Recipient, unit: UnitFacts, case: CaseFacts, fields: Fields
) -> Context:
    """转送函 (L23A): the organ that may correct the record gets the demand (art. 41).

    It names the applicant, because it is their record. Raises MissingField or UnknownField.
    """
    refuse_dead_rules("L23A", fields.values(), said=[case.request_text])
    given = checked("L23A", fields, {"record", "why"})
    asked = _asked(case).replace(f"收到{case.you}", f"收到{case.applicant_name}")
    body = [
        f"{asked}经审核，{bare(given['record'])}的更正不属于本机关职能范围，"
        f"{bare(given['why'])}，属于{to.you}职能范围。",
        f"根据{_ART_41}的规定，现将该更正申请及有关材料转送{to.you}，请依法处理并告知申请人。"
        "本机关已将转送情况告知申请人。",
    ]
    context = outward("L23A", unit, to.name, body) | of_case(case)
    return {**context, "title_lines": context["title_lines"][-1:]}


def renewed_context(
    outcome: Outcome,
    *,
    unit: UnitFacts,
    case: CaseFacts,
    fields: Mapping[str, str],
    earlier: Mapping[str, Any],
    remedy: str,
) -> Context:
    """撤销原答复并重新答复告知书 (L24): our own reply is taken back and given anew.

    `earlier`: number, dated_on and why it was wrong. `fields` and `remedy` are those of the new
    outcome. Raises MissingField, UnknownField or DeadRuleFound.
    """
    refuse_dead_rules("L24", [fields, earlier], said=[case.request_text])
    old = checked("L24", earlier, {"number", "dated_on", "why"})
    given = checked_fields(outcome.code, "L24", dict(fields))
    body = [
        opening(case) + "".join(map(full_stop, case.history)),
        f"本机关曾于{day(old['dated_on'])}以{bare(old['number'])}作出答复。"
        f"经复查，{bare(old['why'])}。本机关决定撤销该答复，现重新答复如下：",
        *DECISIONS[outcome.code](outcome, given, case.you),
    ]
    return {
        **outward("L24", unit, case.applicant_name, body),
        "remedy": remedy,
        "decision": decision_facts(outcome, case.number, *grounds_of(given)),
    }
