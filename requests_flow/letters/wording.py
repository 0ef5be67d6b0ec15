"""The sentences of the answers: what is decided, on which article, for which reason.

One function for each way to answer, named in `DECISIONS`. The statute's content is fixed; the
wording is ours. Chinese, because the law prints it.
"""

from __future__ import annotations

from collections.abc import Callable

from requests_flow.rules.catalogue import OUTCOMES, REGULATION, Outcome

Fields = dict[str, str]
Sentences = Callable[[Outcome, Fields, str], list[str]]

# How the ground of a refusal is said after 属于 or by itself.
GROUNDS = {
    "C1": "属于依法确定为国家秘密的政府信息",
    "C2": "属于法律、行政法规禁止公开的政府信息",
    "C3": "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
    "C4": "涉及第三方合法权益，公开会对第三方合法权益造成损害",
    "C5": "属于人事管理、后勤管理、内部工作流程等方面的内部事务信息",
    "C6": "属于履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息",
    "C7": "属于行政执法案卷信息",
}


def full_stop(text: str) -> str:
    """The text with one mark at its end."""
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "；")) else text.rstrip(".,，") + "。"


def bare(text: str) -> str:
    return text.strip().rstrip("。；，,. ")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def numbered(text: str) -> list[str]:
    """One paragraph a line; numbered if there are several."""
    lines = lines_of(text)
    if len(lines) == 1:
        return [full_stop(lines[0])]
    last = len(lines)
    return [
        f"{at}.\u00a0{bare(line)}{'。' if at == last else '；'}" for at, line in enumerate(lines, 1)
    ]


def reasons(text: str) -> list[str]:
    """理由, the first line in the sentence's own paragraph and further ones in theirs."""
    first, *more = lines_of(text)
    return [full_stop(f"理由：{first}"), *map(full_stop, more)]


def _published(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}申请公开的政府信息已主动公开。根据{outcome.basis}的规定，"
        f"现将获取该政府信息的方式、途径告知如下：",
        *numbered(fields["where_published"]),
    ]


def _provided(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}申请公开的政府信息可以公开。根据{outcome.basis}的规定，"
        f"现以{bare(fields['manner'])}的方式向{you}提供下列政府信息：",
        *numbered(fields["documents"]),
    ]


def _provided_for_the_public(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}申请公开的政府信息涉及第三方合法权益。本机关已依法书面征求第三方意见。经审查，"
        f"本机关认为不公开会对公共利益造成重大影响，根据{outcome.basis}的规定，决定予以公开，"
        f"并已将决定公开的内容和理由书面告知第三方。",
        *reasons(fields["public_interest"]),
        f"现以{bare(fields['manner'])}的方式向{you}提供下列政府信息：",
        *numbered(fields["documents"]),
    ]


def grounds_of(fields: Fields) -> list[str]:
    """The articles of what is kept back in part, as far as the outcome's own row has them not."""
    ground = fields.get("ground", "").strip()
    if ground in GROUNDS:
        return [OUTCOMES[ground].basis.split("、第三十六条", maxsplit=1)[0]]
    return [REGULATION + bare(ground).removeprefix(REGULATION)] if ground else []


def _in_part(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    ground = fields["ground"].strip()
    articles = outcome.basis.removeprefix(REGULATION)
    if ground in GROUNDS:
        # The ground's own articles first; art. 36(3) stands in the row of partial disclosure.
        own = OUTCOMES[ground].basis.removeprefix(REGULATION).split("、第三十六条", maxsplit=1)[0]
        said = f"{GROUNDS[ground]}，根据{REGULATION}{own}、{articles}的规定"
    else:
        own = bare(ground).removeprefix(REGULATION)
        said = f"属于{REGULATION}{own}规定的情形，根据该规定以及该条例{articles}的规定"
    manner = f"以{bare(fields['manner'])}的方式" if fields["manner"] else ""
    return [
        f"{you}申请公开的政府信息中，{bare(fields['provided'])}可以公开，现{manner}予以提供。",
        f"{bare(fields['withheld'])}{said}，本机关对上述信息作区分处理，不予公开。",
        *reasons(fields["reason"]),
    ]


def _refused(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    extra = ""
    if law := fields.get("law"):
        extra = f"{bare(law)}对此作出了禁止公开的规定。"
    if consultation := fields.get("consultation"):
        extra = f"本机关依法书面征求了第三方意见，{bare(consultation)}。"
    return [
        f"{you}申请公开的{bare(fields['information'])}，{GROUNDS[outcome.code]}。{extra}"
        f"根据{outcome.basis}的规定，本机关决定不予公开。",
        *reasons(fields["reason"]),
    ]


def _special_rule(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}申请公开的信息，{bare(fields['special_rule'])}对其获取有特别规定。"
        f"根据{outcome.basis}的规定，请{you}依照上述规定办理。",
        f"办理途径：{full_stop(fields['desk'])}",
    ]


def _not_there(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"经检索{bare(fields['search_scope'])}，未检索到{you}申请公开的政府信息。"
        f"根据{outcome.basis}的规定，现告知{you}：该政府信息不存在。"
    ]


def _not_ours(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    sentences = [
        f"{you}申请公开的政府信息不属于本机关负责公开。根据{outcome.basis}的规定，现予告知。",
        *reasons(fields["reason"]),
    ]
    if organ := fields["right_organ"]:
        contact = fields["right_organ_contact"]
        how = f"（联系方式：{bare(contact)}）" if contact else ""
        sentences.append(f"建议{you}向{bare(organ)}{how}提出申请。")
    return sentences


def _would_be_made(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    existing = (
        f"本机关现有的相关信息为：{full_stop(fields['existing'])}" if fields["existing"] else ""
    )
    return [
        f"行政机关向申请人提供的信息，应当是已制作或者获取的政府信息。{existing}"
        f"{you}申请公开的信息需要本机关对现有政府信息进行加工、分析，"
        f"根据{outcome.basis}的规定，本机关不予提供。",
        *reasons(fields["reason"]),
    ]


def _still_unclear(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}补正后的申请内容仍不明确，本机关无法据此检索。"
        f"根据{outcome.basis}的规定，本机关无法向{you}提供。",
        *reasons(fields["reason"]),
    ]


def _petition(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}以政府信息公开申请的形式提出的，实为{bare(fields['nature'])}事项。"
        f"根据{outcome.basis}的规定，本机关不作为政府信息公开申请处理。",
        f"{you}可以通过下列渠道提出：{full_stop(fields['proper_channel'])}",
    ]


def _answered_before(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}申请公开的政府信息，本机关已于{bare(fields['earlier_date'])}"
        f"以{bare(fields['earlier_number'])}作出答复。"
        f"根据{outcome.basis}的规定，对本次申请不予重复处理。"
    ]


def _publication(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}申请提供的是政府公报、报刊、书籍等公开出版物。根据{outcome.basis}的规定，"
        f"不作为政府信息公开申请予以提供，现将获取途径告知如下：",
        *numbered(fields["where_published"]),
    ]


def _too_many(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}申请公开政府信息的数量、频次明显超过合理范围。本机关已要求{you}说明理由，"
        f"经审查，所述理由不合理。根据{outcome.basis}的规定，本机关不予处理。",
        *reasons(fields["reason"]),
    ]


def _confirm_again(outcome: Outcome, fields: Fields, you: str) -> list[str]:
    return [
        f"{you}要求本机关确认或者重新出具已经获取的政府信息。经核查：{full_stop(fields['given_before'])}"
        f"根据{outcome.basis}的规定，本机关不予重复处理。"
    ]


DECISIONS: dict[str, Sentences] = {
    "A1": _published,
    "A2": _provided,
    "A3": _provided_for_the_public,
    "B": _in_part,
    **dict.fromkeys(GROUNDS, _refused),
    "C8": _special_rule,
    "D1a": _not_there,
    "D1b": _not_ours,
    "D2": _would_be_made,
    "D3": _still_unclear,
    "E1": _petition,
    "E2": _answered_before,
    "E3": _publication,
    "E4": _too_many,
    "E5": _confirm_again,
}
