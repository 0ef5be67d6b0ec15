"""One specimen of every letter: what it looks like and says, before it is ever needed.

Marked as a specimen across each page; no case, no number of the register, nobody real.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.fees import ByItem, Route, assess
from requests_flow.rules.remedies import remedy_text, third_party_text

from . import context as wording
from . import specimen_facts as facts
from .catalogue import LETTERS
from .engine import Printed, render
from .frames import Context

__all__ = ["CODES", "print_specimen", "specimen"]


def specimen(code: str) -> Context:
    """The letter as data, numbered and dated like one that leaves.

    Raises KeyError for a letter that is none.
    """
    context = _SPECIMENS[code]()
    numbered = wording.with_number(context, number=facts.NUMBER, dated_on=facts.DATED_ON)
    return {**numbered, "is_specimen": True}


@cache
def print_specimen(code: str) -> Printed:
    """The letter on paper. Raises LetterStopped."""
    return render(code, specimen(code))


def _remedy(outcome_code: str) -> str:
    return remedy_text(OUTCOMES[outcome_code], facts.FORUM, on=facts.DATED_ON)


def _notice(code: str, case: wording.CaseFacts = facts.CASE, **fields: object) -> Context:
    return wording.notice_context(code, unit=facts.UNIT, case=case, fields=fields)


def _reply(code: str) -> Context:
    outcome_code, fields = facts.REPLIES[code]
    papers = ({"name": "房屋征收补偿方案", "pages": 12}, {"name": "论证会会议纪要", "pages": 6})
    return wording.reply_context(
        OUTCOMES[outcome_code],
        unit=facts.UNIT,
        case=facts.CASE,
        fields=fields,
        remedy=_remedy(outcome_code),
        attachments=papers if code == "L10" else papers[:1] if code == "L11" else (),
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


def _opinion() -> Context:
    return wording.opinion_context(
        unit=facts.UNIT,
        case=facts.CASE,
        outcome=OUTCOMES["C6"],
        draft_digest="0123456789abcdef",
        conclusion="修改后同意",
        text="引用依据应当写明第十六条第二款\n理由应当写明所涉事项尚未作出最终决定",
        reviewer="周某（律师）",
    )


def _service() -> Context:
    return wording.service_context(
        unit=facts.UNIT,
        case=facts.CASE,
        letters=[
            ["政府信息公开告知书", "海政公开样〔2026〕12号", "1"],
            ["《柳锦地块旧城区改建项目房屋征收补偿方案》复印件", "海政发〔2025〕7号", "1"],
        ],
        fields={
            "recipient": "张某",
            "place": "宁波市海曙区示例路1号政府信息公开接待窗口",
            "manner": "☑ 直接送达　□ 委托其他行政机关代为送达　□ 邮寄送达　□ 电子送达",
        },
    )


def _search() -> Context:
    return wording.search_context(
        unit=facts.UNIT,
        case=facts.CASE,
        places=[
            ["本机关办公系统", "柳锦、征收补偿、论证；2023年1月至今", "2026年11月9日", "—", "3条，均非所申请信息"],
            ["综合档案室", "项目名称、年度目录", "2026年11月10日", "档案员李某", "未检索到"],
            ["征收管理科纸质卷宗", "逐卷翻阅柳锦地块全部8卷", "2026年11月11日", "经办人陈某", "未检索到"],
        ],
        fields={
            "understood": "房屋征收补偿方案论证会的会议记录、专家意见及其签到材料",
            "conclusion": "经检索，未检索到所申请的论证会会议记录。",
            "operator": "陈某",
            "checked_by": "征收管理科负责人吴某",
        },
    )  # fmt: skip


def _secrecy() -> Context:
    return wording.secrecy_context(
        unit=facts.UNIT,
        case=facts.CASE,
        items=[
            ["《房屋征收补偿方案》（海政发〔2025〕7号）", "本机关制作", "无", "可以公开", "已经公告，不涉及国家秘密"],
            ["论证会会议纪要", "本机关制作", "无", "删除后公开", "删除被征收人姓名、住址和联系电话"],
            ["地块地下管线图", "区综合行政执法局", "无", "报有关部门确定", "不能确定是否涉密，已报保密行政管理部门"],
        ],
        fields={"manner": "纸质复印件邮寄", "handler": "建议按上列结论办理。"},
    )  # fmt: skip


_SPECIMENS: dict[str, Callable[[], Context]] = {
    "L01": partial(
        _notice, "L01", due_on=date(2026, 12, 1),
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
    "L25": _service,
    "L26": _search,
    "L27": _secrecy,
    "L28": _opinion,
}  # fmt: skip
CODES = tuple(LETTERS)
