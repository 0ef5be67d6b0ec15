"""One specimen of every letter: what it looks like and says, before it is ever needed.

Marked as a specimen across each page; no case, no number of the register, nobody real.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial

from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.fees import ByItem, Route, assess
from requests_flow.rules.remedies import remedy_text, third_party_text

from . import context as wording
from . import specimen_facts as facts
from . import specimen_papers as papers
from .catalogue import LETTERS
from .engine import Printed, render
from .frames import Context

__all__ = ["CODES", "VARIANTS", "print_specimen", "specimen"]


def specimen(code: str) -> Context:
    """The letter as data, numbered and dated like one that leaves.

    `code`: a letter, or one with another outcome than its first specimen shows: L12-C4. Raises
    KeyError for a letter that is none.
    """
    context = _variant(VARIANTS[code]) if code in VARIANTS else _SPECIMENS[code]()
    numbered = wording.with_number(context, number=facts.NUMBER, dated_on=facts.DATED_ON)
    return {**numbered, "is_specimen": True}


@cache
def print_specimen(code: str) -> Printed:
    """The letter on paper. Raises LetterStopped."""
    return render(code.partition("-")[0], specimen(code))


def _remedy(outcome_code: str) -> str:
    return remedy_text(OUTCOMES[outcome_code], facts.FORUM, on=facts.DATED_ON)


def _notice(code: str, case: wording.CaseFacts = facts.CASE, **fields: object) -> Context:
    return wording.notice_context(code, unit=facts.UNIT, case=case, fields=fields)


def _reply(code: str) -> Context:
    outcome_code, fields = facts.REPLIES[code]
    enclosed = ({"name": "房屋征收补偿方案", "pages": 12}, {"name": "论证会会议纪要", "pages": 6})
    return wording.reply_context(
        OUTCOMES[outcome_code],
        unit=facts.UNIT,
        case=facts.CASE,
        fields=fields,
        remedy=_remedy(outcome_code),
        attachments=enclosed if code == "L10" else enclosed[:1] if code == "L11" else (),
    )


def _variant(outcome_code: str) -> Context:
    asked, fields = facts.VARIANTS[outcome_code]
    history = (facts.ASKED,) if outcome_code in ("A3", "C4") else ()
    if outcome_code == "D3":
        history = ("本机关于2026年11月6日告知您补正，于2026年11月12日收到补正材料。",)
    return wording.reply_context(
        OUTCOMES[outcome_code],
        unit=facts.UNIT,
        case=replace(facts.CASE, request_text=asked, history=history),
        fields=fields,
        remedy=_remedy(outcome_code),
        attachments=(),
    )


def _asking(code: str) -> Context:
    to, fields = facts.CONSULTING[code]
    remedy = third_party_text(facts.FORUM, on=facts.DATED_ON) if code == "L20" else ""
    return wording.asking_context(
        code, to=to, unit=facts.UNIT, case=facts.CASE, fields=fields, remedy=remedy
    )


def _fee() -> Context:
    assessment = assess(
        ByItem(ordinal=29, items=3), received_on=facts.FIRM_CASE.received_on, route=Route.POST
    )
    payment = (
        "持本通知书到宁波市海曙区示例路1号财务窗口缴纳，或者汇入宁波市海曙区财政局非税收入专户"
        "（开户行和账号见所附缴款书），注明办件编号；收到款项后开具财政票据"
    )
    return _notice(
        "L09",
        facts.FIRM_CASE,
        **wording.fee_fields(assessment, statistics=facts.MANY, payment=payment),
    )


def _closing_letter() -> Context:
    return wording.closing_letter_context(
        unit=facts.UNIT,
        case=facts.CASE,
        fields={
            "outcome_code": "F1",
            "proof": "本机关于2026年11月6日告知您在收到补正告知书之日起15个工作日内补正，"
            "该告知书于2026年11月9日送达。补正期限于2026年11月30日届满，本机关未收到补正材料。",
        },
        remedy=_remedy("F1"),
    )


def _corrected() -> Context:
    return wording.record_context(
        "corrected",
        unit=facts.UNIT,
        case=facts.RECORD_CASE,
        fields={
            "record": "柳锦地块房屋征收补偿公示表第18行的房屋建筑面积",
            "before": "68.20平方米",
            "after": "86.20平方米",
        },
        remedy=_remedy("A2"),
    )


def _forwarding() -> Context:
    return wording.forwarding_context(
        to=facts.OTHER_ORGAN,
        unit=facts.UNIT,
        case=facts.RECORD_CASE,
        fields={
            "record": "房屋征收补偿公示表所依据的不动产登记簿中房屋建筑面积",
            "why": "该记录由贵机关登记并保存",
        },
    )


def _renewed() -> Context:
    return wording.renewed_context(
        OUTCOMES["A2"],
        unit=facts.UNIT,
        case=facts.CASE,
        fields=facts.REPLIES["L10"][1],
        earlier={
            "number": "海政公开样〔2026〕9号",
            "dated_on": date(2026, 11, 17),
            "why": "原答复认定该信息不存在，未检索征收管理科的项目档案，认定事实的证据不足",
        },
        remedy=_remedy("A2"),
    )


_SPECIMENS: dict[str, Callable[[], Context]] = {
    "L01": partial(
        _notice, "L01", days_to_answer=20, due_on=date(2026, 12, 1),
        receipt_basis="条例第三十一条第（三）项：双方确认之日",
    ),
    "L02": partial(
        _notice, "L02", period_days=15,
        items="写明所申请方案的年度、文号或者其他便于查询的特征\n写明希望以何种方式、途径获取",
    ),
    "L03": partial(_notice, "L03", facts.FIRM_CASE, statistics=facts.MANY, period_days=10),
    "L04": partial(
        _notice, "L04", due_on=date(2026, 12, 29), reason="所涉材料有8卷，需要逐份审查并作区分处理",
    ),
    "L06": partial(_notice, "L06", consulted="third_party", sent_on=date(2026, 11, 6)),
    "L09": _fee,
    **{code: partial(_reply, code) for code in facts.REPLIES},
    **{code: partial(_asking, code) for code in facts.CONSULTING},
    "L21": partial(
        _notice, "L21", outcome_code="F2",
        proof="收费通知书于2026年11月3日送达，缴费期限于2026年12月1日届满，未收到缴款",
    ),
    "L21A": _closing_letter,
    "L22": partial(
        _notice, "L22", facts.FIRM_CASE, asked_on=date(2026, 11, 13),
        explained_on=date(2026, 11, 20), due_on=date(2027, 2, 26), is_provisional=True,
        reason="所涉材料有320卷，需要逐卷检索、征求意见并作区分处理",
    ),
    "L23": _corrected,
    "L23A": _forwarding,
    "L24": _renewed,
    "L25": papers.service,
    "L26": papers.search,
    "L27": papers.secrecy,
    "L28": papers.opinion,
}  # fmt: skip
CODES = tuple(LETTERS)
# Address of a further specimen -> its outcome.
VARIANTS = {f"{OUTCOMES[code].letter}-{code}": code for code in facts.VARIANTS}
