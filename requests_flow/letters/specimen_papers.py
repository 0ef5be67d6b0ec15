"""The specimens of the papers that stay in the house or come back signed."""

from __future__ import annotations

from requests_flow.rules.catalogue import OUTCOMES

from . import context as wording
from . import specimen_facts as facts
from .frames import Context


def opinion() -> Context:
    """L28."""
    return wording.opinion_context(
        unit=facts.UNIT,
        case=facts.CASE,
        outcome=OUTCOMES["C6"],
        draft_digest="0123456789abcdef",
        conclusion="修改后同意",
        text="引用依据应当写明第十六条第二款\n理由应当写明所涉事项尚未作出最终决定",
        reviewer="周某（律师）",
    )


def service() -> Context:
    """L25."""
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


def search() -> Context:
    """L26."""
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


def secrecy() -> Context:
    """L27."""
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
