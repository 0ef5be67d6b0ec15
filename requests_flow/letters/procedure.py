"""What the letters of procedure say to the applicant: L01-L04, L06, L09, L22.

None of them can be gone against by itself (国办函〔2021〕132号 art. 3), so none names a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from requests_flow.rules.catalogue import REGULATION

from .frames import CaseFacts, day, opening
from .wording import bare, full_stop, lines_of, numbered

Fields = Mapping[str, Any]


def _receipt(case: CaseFacts, fields: Fields) -> list[str]:
    """Art. 31 gives the day, art. 33 the period; its days, the text that governs the case."""
    days = fields.get("days_to_answer")
    period = f"自收到申请之日起{days}个工作日内" if days else "在法定期限内"
    body = [
        opening(case)
        + _received(str(fields.get("receipt_basis") or ""))
        + f"本机关已予登记，登记编号为{case.number}。",
        f"根据{REGULATION}第三十三条第二款的规定，本机关将{period}予以答复；"
        f"依法需要补正、征求意见或者延长答复期限的，将另行告知{case.you}。",
    ]
    if due_on := fields.get("due_on"):
        body.append(f"本申请的答复期限届满之日为{day(due_on)}。")
    return [*body, "特此告知。"]


def _received(basis: str) -> str:
    """By which article that is the day, and what happened on it; what else is on file is not told.

    `basis`: as the rule gives it, 条例第三十一条第（一）项：当面提交之日.
    """
    article, _, fact = re.split("（(?=[0-9]{4}年)|，从严|；", basis)[0].partition("：")
    if not article:
        return ""
    article = article.replace("条例", REGULATION, 1) if article.startswith("条例") else article
    return f"根据{article}的规定，" + (f"以{fact}为收到申请之日。" if fact else "")


def _correction(case: CaseFacts, fields: Fields) -> list[str]:
    """Art. 30: once, with everything, a reasonable period, and what silence means."""
    return [
        opening(case) + f"经审查，{case.you}的申请内容不明确。"
        f"根据{REGULATION}第三十条的规定，请{case.you}自收到本告知书之日起"
        f"{fields['period_days']}个工作日内，就下列事项作出补正：",
        *numbered(str(fields["items"])),
        "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。"
        "答复期限自本机关收到补正的申请之日起计算。",
    ]


def _reasons(case: CaseFacts, fields: Fields) -> list[str]:
    """Art. 35: what is beyond reason, in numbers; what either answer leads to."""
    return [
        opening(case) + f"经核查，{full_stop(str(fields['statistics']))}"
        f"{case.you}申请公开政府信息的数量、频次明显超过合理范围。"
        f"根据{REGULATION}第三十五条的规定，请{case.you}自收到本告知书之日起"
        f"{fields['period_days']}个工作日内，以书面形式说明申请理由。",
        f"本机关将对{case.you}说明的理由进行审查：认为理由不合理的，依法告知{case.you}不予处理；"
        f"认为理由合理，但是无法在法定期限内答复的，将确定延迟答复的合理期限并告知{case.you}。"
        f"{case.you}在上述期限内未说明理由的，本机关将根据现有材料依法审查处理。",
    ]


# The State Council's arrangement of the year was not out when the letter left.
_PROVISIONAL = "该日期所在年度的节假日安排尚未公布，公布后期限有变化的，以法定期限为准。"
# Others were still asked when the letter left: the day named is the earliest it can be.
_WHILE_ASKED = "征求意见期间不计算在内，依法顺延。"


def _extension(case: CaseFacts, fields: Fields) -> list[str]:
    """Art. 33(2). The day is named, not only the number of days."""
    return [
        opening(case) + f"因{bare(str(fields['reason'])).removeprefix('因')}，"
        f"不能在法定期限内作出答复。根据{REGULATION}第三十三条第二款的规定，"
        f"经本机关政府信息公开工作机构负责人同意，延长答复期限，"
        f"本机关将于{day(fields['due_on'])}前作出答复。"
        + (_WHILE_ASKED if fields.get("is_earliest") else "")
        + (_PROVISIONAL if fields.get("is_provisional") else ""),
        "特此告知。",
    ]


# Who is asked, by which article. Never by name: the third party may itself be private.
CONSULTED = {
    "third_party": ("公开会损害第三方合法权益", "第三方", "第三十二条"),
    "co_maker": ("由本机关与其他行政机关共同制作", "共同制作该政府信息的行政机关", "第三十四条"),
    "other_organ": ("涉及其他机关", "有关机关", "第十一条第一款"),
}


def _consultation(case: CaseFacts, fields: Fields) -> list[str]:
    """Art. 33(3): the time that the opinion takes does not count."""
    touches, asked, article = CONSULTED[str(fields["consulted"])]
    may = "可能" if fields["consulted"] == "third_party" else ""
    return [
        opening(case) + f"经审查，{case.you}申请公开的政府信息{may}{touches}。"
        f"根据{REGULATION}{article}的规定，本机关已于{day(fields['sent_on'])}书面征求{asked}的意见。",
        f"根据{REGULATION}第三十三条第三款的规定，征求意见所需时间不计算在答复期限内。"
        f"本机关收到意见或者征求意见期限届满后，将依法及时答复{case.you}。",
        "特此告知。",
    ]


def _fee(case: CaseFacts, fields: Fields) -> list[str]:
    """Art. 42(1), 费办法 art. 6: basis, standard, amount, how to pay, and what silence means."""
    return [
        opening(case) + f"经核查，{full_stop(str(fields['statistics']))}"
        f"{case.you}申请公开政府信息的数量、频次明显超过合理范围。"
        f"根据{fields['basis']}的规定，本机关决定对本申请收取信息处理费。现通知如下：",
        f"一、收费标准：{full_stop(str(fields['standard']))}",
        f"二、计算方式：{full_stop(str(fields['computation']))}",
        f"三、收费数额：{fields['yuan']}元。",
        f"四、缴纳方式：{full_stop('；'.join(map(bare, lines_of(str(fields['payment'])))))}",
        f"五、缴纳期限：请{case.you}自收到本通知书次日起{fields['days_to_pay']}个工作日内缴纳。"
        f"逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。"
        f"本申请的处理期限自{case.you}完成缴费次日起重新计算。",
    ]


def _delay(case: CaseFacts, fields: Fields) -> list[str]:
    """Art. 35: the reasons hold, the period does not suffice; until when, and why so long."""
    return [
        opening(case) + f"本机关于{day(fields['asked_on'])}要求{case.you}说明申请理由，"
        f"于{day(fields['explained_on'])}收到{case.you}的说明。",
        f"经审查，{case.you}说明的申请理由合理，但是因"
        f"{bare(str(fields['reason'])).removeprefix('因')}，无法在法定期限内答复。"
        f"根据{REGULATION}第三十五条的规定，本机关确定延迟答复的期限至{day(fields['due_on'])}，"
        f"并将在该日期前作出答复。" + (_PROVISIONAL if fields.get("is_provisional") else ""),
        "特此告知。",
    ]


@dataclass(frozen=True, slots=True)
class Notice:
    """One letter of procedure: its sentences and the fields they are made of."""

    body: Callable[[CaseFacts, Fields], list[str]]
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


NOTICES = {
    "L01": Notice(_receipt, optional=frozenset({"days_to_answer", "due_on", "receipt_basis"})),
    "L02": Notice(_correction, frozenset({"items", "period_days"})),
    "L03": Notice(_reasons, frozenset({"statistics", "period_days"})),
    "L04": Notice(
        _extension,
        frozenset({"reason", "due_on"}),
        frozenset({"is_provisional", "is_earliest"}),
    ),
    "L06": Notice(_consultation, frozenset({"consulted", "sent_on"})),
    "L09": Notice(
        _fee,
        frozenset(
            {"statistics", "basis", "standard", "computation", "yuan", "payment", "days_to_pay"}
        ),
    ),
    "L22": Notice(
        _delay,
        frozenset({"asked_on", "explained_on", "reason", "due_on"}),
        frozenset({"is_provisional"}),
    ),
}
