"""What the demo's caseworkers write into the letter, by outcome."""

from __future__ import annotations

from collections.abc import Callable

from .scenario import Scenario

Fields = dict[str, str]
_REFUSALS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")


def letter_fields(story: Scenario, *, form: str, earlier: tuple[str, str] | None = None) -> Fields:
    """The fields of the reply (letters/drafting.py), from the words of the story.

    `earlier`: number and date of the reply that was given before (art. 36(6)).
    """
    if earlier:
        return {"earlier_number": earlier[0], "earlier_date": earlier[1]}
    return _FIELDS[story.outcome](story, form.replace("，", "") or "纸质邮寄")


def improved(story: Scenario, fields: Fields) -> Fields:
    """The second version: what the adviser missed is added where there is room for it."""
    better = dict(fields)
    if "reason" in better:
        better["reason"] += f"\n本机关逐项审查了“{story.subject}”所涉材料，并作出上述认定"
    elif "search_scope" in better:
        better["search_scope"] += "以及已移交档案目录"
    elif "documents" in better:
        better["documents"] += "\n上述材料的形成情况说明"
    else:
        last = list(better)[-1]
        better[last] = better[last].rstrip("。") + "（可电话咨询本机关）"
    return better


def _published(story: Scenario, form: str) -> Fields:
    return {"where_published": story.words["where"]}


def _given(story: Scenario, form: str) -> Fields:
    return {"documents": "\n".join(story.documents), "manner": form}


def _in_part(story: Scenario, form: str) -> Fields:
    return {
        "provided": "、".join(story.documents),
        "withheld": story.words["withheld"],
        "ground": story.ground,
        "reason": story.words["reason"],
        "manner": form,
    }


def _refused(story: Scenario, form: str) -> Fields:
    fields = {"information": story.subject, "reason": story.words["reason"]}
    if story.outcome == "C2":
        fields["law"] = story.words["rule"]
    if story.outcome == "C4":
        fields["consultation"] = (
            "第三方不同意公开且理由合理" if story.third_party_says else "第三方逾期未提出意见"
        )
    return fields


def _special_rule(story: Scenario, form: str) -> Fields:
    return {"special_rule": story.words["rule"], "desk": story.words["where"]}


def _absent(story: Scenario, form: str) -> Fields:
    return {"search_scope": "本机关协同办公系统、档案室纸质目录和业务科室台账"}


def _elsewhere(story: Scenario, form: str) -> Fields:
    return {
        "reason": story.words["reason"],
        "right_organ": story.words["organ"],
        "right_organ_contact": story.words["contact"],
    }


def _unmade(story: Scenario, form: str) -> Fields:
    return {"reason": story.words["reason"]}


def _complaint(story: Scenario, form: str) -> Fields:
    reason = story.words["reason"]
    nature = next(kind for kind in ("信访", "举报", "投诉") if kind in reason)
    return {"nature": nature, "proper_channel": story.words["channel"]}


def _given_for_the_public(story: Scenario, form: str) -> Fields:
    return {**_given(story, form), "public_interest": story.words["interest"]}


def _given_before(story: Scenario, form: str) -> Fields:
    return {"given_before": story.words["before"]}


_FIELDS: dict[str, Callable[[Scenario, str], Fields]] = {
    "A1": _published,
    "A2": _given,
    "A3": _given_for_the_public,
    "B": _in_part,
    **dict.fromkeys(_REFUSALS, _refused),
    "C8": _special_rule,
    "D1a": _absent,
    "D1b": _elsewhere,
    "D2": _unmade,
    "D3": _unmade,
    "E1": _complaint,
    "E3": _published,
    "E4": _unmade,
    "E5": _given_before,
}
