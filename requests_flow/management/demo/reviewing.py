"""How a demo reply is checked in law: by the checklist, point by point, on paper."""

from __future__ import annotations

from legal_review.actions.amending import Grounds, approve_amended
from legal_review.actions.checking import Tick, checked, lines_of
from legal_review.actions.opining import give_opinion
from legal_review.actions.papers import print_opinion
from legal_review.actions.pointing import Answer, Remark, open_points
from legal_review.models import Opinion, Point
from requests_flow.actions.act import Act
from requests_flow.models import Case, Draft

# What an adviser returned a draft for.
RETURNS = (
    (Point.Kind.WORDING, "理由过于笼统，请结合本案申请内容逐项说明，不要只引用条文。"),
    (Point.Kind.EVIDENCE, "检索范围与检索记录不完全一致，请核对后统一表述。"),
    (Point.Kind.OUTCOME, "申请人提出了两项内容，答复只回应了其中一项，请补充。"),
    (Point.Kind.LAW, "请核对事实与所引条款是否对应，并在理由中写明如何认定。"),
)
EXPLAINED = "已核对案卷，情况属实。"


def opine(act: Act, case: Case, *, defect: tuple[Point.Kind, str] | None) -> None:
    """Approve the last version, or return it for `defect`; the paper is kept (L28)."""
    draft = case.latest_draft
    points = ()
    if defect is not None:
        kind, text = defect
        points = (Remark(kind=kind, text=text, paragraph=1),)
    opinion = give_opinion(
        act,
        draft=draft,
        verdict=Opinion.Verdict.RETURNED if defect else Opinion.Verdict.APPROVED,
        seen_digest=draft.digest,
        checklist=_ticked(act, draft, is_approval=defect is None),
        points=points,
    )
    print_opinion(act, opinion=opinion)


def amend(act: Act, case: Case, *, fields: dict[str, str]) -> None:
    """修改后同意: the exact words under which it would be approved; the paper is kept (L28)."""
    draft = case.latest_draft
    opinion = approve_amended(
        act,
        draft=draft,
        seen_digest=draft.digest,
        fields=fields,
        grounds=Grounds(checklist=_ticked(act, draft, is_approval=True)),
    )
    print_opinion(act, opinion=opinion)


def _ticked(act: Act, draft: Draft, *, is_approval: bool) -> dict[str, dict[str, object]]:
    lines = lines_of(draft, today=act.on)
    ticks = {
        line.code: Tick(is_ticked=is_approval, note=EXPLAINED if line.is_missing else "")
        for line in lines
    }
    return checked(lines, ticks, is_approval=is_approval)


def answers_to(case: Case) -> dict[int, Answer]:
    """The drafter follows every point that was made."""
    return {
        point.pk: Answer(is_followed=True, text="已按意见修改。") for point in open_points(case)
    }
