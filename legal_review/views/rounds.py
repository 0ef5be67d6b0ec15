"""One opinion of a case as it is told: its verdict, its points, what came of them, its paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from legal_review.actions.papers import kept_papers, paper_of
from legal_review.models import Opinion
from requests_flow.letters import engine
from requests_flow.models import Case
from requests_flow.views.files import CaseFile, as_file, from_vault
from requests_flow.views.middleware import Conflict


@dataclass(frozen=True, slots=True)
class Round:
    """An opinion and what hangs on it. To be made of one with its draft, points and answers."""

    opinion: Opinion
    verdict: Any
    points: list[Any]
    paper_url: str


def round_of(opinion: Opinion) -> Round:
    """In the words of the screen."""
    draft = opinion.draft
    points = [_answered(point) for point in opinion.points.all()]
    url = reverse("opinion_paper", args=[draft.case_id, draft.version])
    return Round(opinion, verdict_of(opinion), points, url)


def _answered(point: Any) -> Any:
    point.said = getattr(point, "answer", None)
    return point


def verdict_of(opinion: Opinion) -> str:
    """What was said, also where it was said in other words or of a text that was taken over."""
    if opinion.carries_id:
        return _("approved: the amended text, taken over word for word")
    if hasattr(opinion, "amendment"):
        return _("to be approved as amended")
    return str(opinion.get_verdict_display())


class OpinionPaper(CaseFile):
    """合法性审核意见书 (L28) on one version: as it was kept, or drawn without a number if it was not."""

    def answer(self, case: Case, *, version: int) -> HttpResponse:
        """The paper; of an approval that was carried over, that of the opinion it carries."""
        found = Opinion.objects.select_related("draft", "reviewer", "carries__draft")
        opinion = get_object_or_404(found, draft__case=case, draft__version=version)
        opinion = opinion.carries or opinion
        name = f"{case.number}-v{opinion.draft.version}-合法性审核意见书.pdf"
        if letter := kept_papers(case).get(opinion.pk):
            data = from_vault(get_object_or_404(case.letters, pk=letter).sha256)
            return as_file(data, media_type="application/pdf", name=name)
        try:
            printed = engine.render("L28", paper_of(opinion, case=case))
        except engine.LetterStopped as stopped:
            raise Conflict(str(stopped)) from stopped
        return as_file(printed.pdf, media_type="application/pdf", name=name)
