"""合法性审核意见书 (L28): every opinion on paper. It is numbered, kept with the case, and never sent."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from legal_review.models import Opinion, Point
from requests_flow.actions.act import Act
from requests_flow.actions.composing import case_facts, unit_facts
from requests_flow.actions.issuing import issue_paper
from requests_flow.actions.recording import record
from requests_flow.letters import engine
from requests_flow.letters.context import DRAFT_FIELDS, opinion_context, with_number
from requests_flow.letters.frames import Context
from requests_flow.models import Case, Letter
from requests_flow.rules.catalogue import OUTCOMES

AGREED = "经审核，未发现需要修改之处。"
# As the paper names them, whatever language the adviser reads on screen.
KINDS = {
    Point.Kind.LAW: "适用依据",
    Point.Kind.OUTCOME: "处理类型",
    Point.Kind.EVIDENCE: "事实证据",
    Point.Kind.PROCEDURE: "时限程序",
    Point.Kind.THIRD_PARTY: "征求第三方意见",
    Point.Kind.PERSONAL: "个人信息和秘密",
    Point.Kind.REMEDY: "救济告知",
    Point.Kind.WORDING: "文字表述",
}


def print_opinion(act: Act, *, opinion: Opinion) -> Letter | None:
    """Number, print and keep the paper of an opinion; if it cannot be printed, say so in the file.

    The opinion counts from when it is given, whatever a printer or a font lacks.
    """
    case = Case.objects.select_related("unit", "applicant").get(pk=opinion.draft.case_id)
    try:
        with transaction.atomic():
            return issue_paper(
                act,
                case=case,
                code="L28",
                written=lambda place: with_number(
                    paper_of(opinion, case=case), number=place.number, dated_on=act.on
                ),
                opinion=opinion.pk,
            )
    except engine.LetterStopped as stopped:
        record(act, case=case, verb="letter_stopped", code="L28", reason=str(stopped))
        return None


def paper_of(opinion: Opinion, *, case: Case) -> Context:
    """The paper without its number and date."""
    draft = opinion.draft
    return opinion_context(
        unit=unit_facts(case.unit),
        case=case_facts(case),
        outcome=OUTCOMES[draft.outcome_code],
        draft_digest=opinion.digest,
        conclusion=conclusion(opinion),
        text="\n".join(said(opinion)),
        reviewer=str(opinion.reviewer),
    )


def conclusion(opinion: Opinion) -> str:
    """同意, 修改后同意 or 退回."""
    if opinion.is_approval:
        return "同意"
    return "修改后同意" if hasattr(opinion, "amendment") else "退回修改"


def said(opinion: Opinion) -> list[str]:
    """What the opinion says, a paragraph each: comments, points, notes, replacement text."""
    lines = [opinion.comments] if opinion.comments else []
    lines += [_point(at, one) for at, one in enumerate(opinion.points.all(), start=1)]
    lines += [
        f"对照检查说明：{row['note']}"
        for row in opinion.checklist.values()
        if isinstance(row, dict) and row.get("note")
    ]
    if amendment := getattr(opinion, "amendment", None):
        with translation.override("zh-hans"):
            fields = DRAFT_FIELDS[opinion.draft.outcome_code]
            names = {one.name: str(one.label) for one in fields}
        for name in amendment.changed:
            new = "；".join(amendment.fields[name].splitlines())
            lines.append(f"“{names[name]}”改为：{new or '（删去）'}")
        lines.append(f"同意的是修改后的答复稿（校验码{amendment.digest[:16]}）。")
    return lines or [AGREED]


def _point(at: int, point: Point) -> str:
    place = "全文" if point.paragraph is None else f"第{point.paragraph + 1}段"
    text = "；".join(point.text.splitlines())
    return f"意见{at}（{place}，{KINDS[Point.Kind(point.kind)]}）：{text}"


def kept_papers(case: Case) -> dict[int, int]:
    """The key of the kept paper of each opinion on `case`, by the opinion's key: one query."""
    rows = case.entries.filter(verb="letter_issued", data__code="L28").values_list(
        "data", flat=True
    )
    return {row["opinion"]: row["letter"] for row in rows if "opinion" in row}
