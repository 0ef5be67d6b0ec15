"""What waits for the legal check: the urgent first, then by the last safe day."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from legal_review.models.statistics import may_count
from requests_flow.models import Case
from requests_flow.models.reading import law
from requests_flow.rules.safe_day import days_after_approval
from requests_flow.views.keyset import page_among
from requests_flow.views.worklist import duties_held, reviews_in_law

from .queue_rows import Gate, gate_of, in_order, lines_of, with_rounds

PAGE = 50


class Queue(TemplateView):
    """The adviser's list: until when, how old, from whom, what outcome, which round, whose turn."""

    template_name = "legal_review/queue.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who review in law, by duty or by a grant; for others there is nothing here."""
        if not reviews_in_law(request.user, duties_held(request.user)):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of drafts that wait."""
        today, user = timezone.localdate(), self.request.user
        gate = gate_of(user, on=today)
        is_mine = self.request.GET.get("tab") == "mine"
        tab = "tab=mine&" if is_mine else ""
        shown = gate.mine if is_mine else gate.cases
        page = page_among(
            [in_order(Case.objects.filter(pk__in=sorted(shown)))],
            key=self.request.GET.get("page", ""),
            size=PAGE,
            load=with_rounds,
        )
        return super().get_context_data(
            rows=lines_of(page.rows, user, turns=gate.turns, today=today),
            count=len(shown),
            is_mine=is_mine,
            has_statistics=may_count(user),
            needed=days_after_approval(law().conventions_on(today)),
            tabs=_tabs(gate, is_mine=is_mine),
            previous_url=page.previous and f"?{tab}page={page.previous}",
            next_url=page.following and f"?{tab}page={page.following}",
            **kwargs,
        )


def _tabs(gate: Gate, *, is_mine: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": _("All that wait"),
            "url": "?",
            "count": len(gate.cases),
            "is_current": not is_mine,
        },
        {
            "label": _("My turn"),
            "url": "?tab=mine",
            "count": len(gate.mine),
            "is_current": is_mine,
        },
    ]
