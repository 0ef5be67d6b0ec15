"""Letters to those who are asked, and to the third party who is told: L05, L07, L08, L20.

Silence means three different things: to a third party the organ decides (art. 32), to a co-maker
it is consent (art. 34), to any other organ nothing at all (art. 11). None of these letters names
the applicant: they need not know who asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from requests_flow.rules.catalogue import REGULATION

from .frames import CaseFacts, Context, Recipient, UnitFacts, checked, day, of_case, outward
from .own_words import refuse_dead_rules
from .wording import bare, full_stop, lines_of, numbered, reasons

Fields = Mapping[str, Any]
_TO_SIGN = "　　　　　　　　　　　　年　　月　　日"


def _application(case: CaseFacts) -> str:
    return f"本机关于{day(case.received_on)}收到一件政府信息公开申请"


def _third_party(case: CaseFacts, to: Recipient, fields: Fields) -> list[str]:
    """Art. 32: in writing, 15 working days from receipt; silence is neither yes nor no."""
    you = to.you
    return [
        f"{_application(case)}，所申请公开的下列政府信息涉及{you}：",
        *numbered(str(fields["information"])),
        f"经初步审查，上述政府信息{bare(str(fields['interest']))}，"
        f"公开可能会损害{you}的合法权益。根据{REGULATION}第十五条、第三十二条的规定，"
        f"现书面征求{you}的意见。请{you}自收到本征求意见书之日起{fields['days']}个工作日内"
        f"提出书面意见，写明是否同意公开；不同意公开或者只同意部分公开的，请说明理由，"
        f"并可以附具证明材料。",
        f"{you}逾期未提出意见的，由本机关依照{REGULATION}的规定决定是否公开。"
        f"{you}不同意公开且有合理理由的，本机关不予公开；本机关认为不公开可能对公共利益造成重大影响的，"
        f"可以决定予以公开，并将决定公开的政府信息内容和理由书面告知{you}。",
        f"请将意见填写在所附《意见表》上，交回本机关。收到本征求意见书的日期请{you}一并填写。",
    ]


def _co_maker(case: CaseFacts, to: Recipient, fields: Fields) -> list[str]:
    """Art. 34: 15 working days from receipt; here silence is consent."""
    you = to.you
    return [
        f"{_application(case)}，所申请公开的下列政府信息由本机关牵头，与{you}共同制作：",
        *numbered(str(fields["information"])),
        f"本机关拟作如下处理：{full_stop(str(fields['intention']))}"
        f"根据{REGULATION}第十条第三款、第三十四条的规定，现征求{you}的意见。"
        f"请{you}自收到本征求意见书之日起{fields['days']}个工作日内提出意见；"
        f"认为不应当公开的，请逐项写明依据和理由。",
        "逾期未提出意见的，视为同意公开。",
    ]


def _other_organ(case: CaseFacts, to: Recipient, fields: Fields) -> list[str]:
    """Art. 11(1): agreed and confirmed. The law sets no period and reads nothing into silence."""
    you = to.you
    return [
        f"{_application(case)}，所申请公开的下列政府信息涉及{you}：",
        *numbered(str(fields["information"])),
        f"根据{REGULATION}第十一条第一款的规定，为保证公开的政府信息准确一致，现商请{you}就下列事项予以确认：",
        *numbered(str(fields["questions"])),
        f"因本申请的答复有法定期限，请于{day(fields['reply_by'])}前函复为盼。",
    ]


def _disclosed(case: CaseFacts, to: Recipient, fields: Fields) -> list[str]:
    """Art. 32, last sentence: the content that is disclosed, and the reason, in writing."""
    you = to.you
    said = "；".join(map(bare, lines_of(str(fields["opinion"]))))
    return [
        f"{_application(case)}，所申请公开的政府信息涉及{you}。"
        f"本机关于{day(fields['asked_on'])}书面征求了{you}的意见，{said}。经审查，现告知如下：",
        f"本机关认为不公开可能对公共利益造成重大影响，根据{REGULATION}第十五条、第三十二条的规定，"
        "决定公开下列政府信息：",
        *numbered(str(fields["content"])),
        *reasons(str(fields["reason"])),
    ]


Sentences = Callable[[CaseFacts, Recipient, Fields], list[str]]

_LETTERS: dict[str, tuple[Sentences, frozenset[str]]] = {
    "L05": (_third_party, frozenset({"information", "interest", "days"})),
    "L07": (_co_maker, frozenset({"information", "intention", "days"})),
    "L08": (_other_organ, frozenset({"information", "questions", "reply_by"})),
    "L20": (_disclosed, frozenset({"asked_on", "opinion", "content", "reason"})),
}


def asking_context(
    code: str,
    *,
    to: Recipient,
    unit: UnitFacts,
    case: CaseFacts,
    fields: Fields,
    remedy: str = "",
) -> Context:
    """A letter to somebody who is not the applicant, still without number and date.

    `remedy`: what the third party may do against L20, and nothing for those who are only asked.
    Raises MissingField, UnknownField or DeadRuleFound.
    """
    sentences, required = _LETTERS[code]
    refuse_dead_rules(code, fields.values(), said=[case.request_text])
    given = checked(code, fields, required)
    context = outward(code, unit, to.name, sentences(case, to, given)) | of_case(case)
    if code in _SLIPS:
        context |= _SLIPS[code](unit, case, to, given)
    if code == "L08":
        context["title_lines"] = context["title_lines"][-1:]  # its head names the organ already
    return context | ({"remedy": remedy} if code == "L20" else {})


def _slip(unit: UnitFacts, case: CaseFacts, to: Recipient, fields: Fields) -> Context:
    """意见表: comes back signed, with the day on which the letter had come (art. 32)."""
    who = "姓名" if to.is_person else "名称"
    return {
        "slip_title": "政府信息公开意见表",
        "slip_rows": [
            ["办件编号", case.number],
            [f"第三方{who}", to.name],
            ["收到征求意见书日期", "　　　　年　　月　　日"],
            ["涉及的政府信息", "；".join(map(bare, lines_of(str(fields["information"]))))],
            ["意见", "□ 同意公开\n□ 同意部分公开，不同意公开的部分：\n□ 不同意公开"],
            ["不同意公开的理由和依据", "\n\n\n\n"],
            ["联系人及电话", "　"],
            ["第三方签名或者盖章", f"\n\n{_TO_SIGN}"],
        ],
        "slip_notes": [
            f"填写后请交回：{unit.name}（地址：{unit.address}，电话：{unit.phone}）。本表可以另附页。"
        ],
    }


def _slip_of_organ(unit: UnitFacts, case: CaseFacts, to: Recipient, fields: Fields) -> Context:
    """The co-maker's answer: silence would be consent, so the day of receipt matters as well."""
    return {
        "slip_title": "政府信息公开征求意见回执",
        "slip_rows": [
            ["办件编号", case.number],
            ["被征求意见机关", to.name],
            ["收到征求意见书日期", "　　　　年　　月　　日"],
            ["意见", "□ 同意公开\n□ 同意部分公开，不应当公开的部分：\n□ 不同意公开"],
            ["依据（法律、法规、规章的条、款、项）和理由", "\n\n\n\n"],
            ["经办人及电话", "　"],
            ["机关盖章", f"\n\n{_TO_SIGN}"],
        ],
        "slip_notes": [f"请交回：{unit.name}（地址：{unit.address}，电话：{unit.phone}）。"],
    }


_SLIPS = {"L05": _slip, "L07": _slip_of_organ}
