"""What waits for the legal check: the urgent first, then by the last safe day."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from legal_review.models.statistics import may_count
from requests_flow.models.reading import law
from requests_flow.rules.safe_day import days_after_approval
from requests_flow.units import access
from requests_flow.views.keyset import page_among
from requests_flow.views.worklist import reviews_in_law

from .queue_rows import in_order, lines_of, my_turn, turns_of, waiting_for, with_rounds

PAGE = 50


class Queue(TemplateView):
    """The adviser's list: until when, how old, from whom, what outcome, which round, whose turn."""

    template_name = "legal_review/queue.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who review in law, by duty or by a grant; for others there is nothing here."""
        if not reviews_in_law(request.user, access.duties_held(request.user)):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of drafts that wait."""
        today, user = timezone.localdate(), self.request.user
        turns = turns_of(user, on=today)
        mine, waiting = my_turn(user, turns), waiting_for(user)
        counts = waiting.order_by().aggregate(
            all=Count("pk"), mine=Count("pk", filter=Q(pk__in=waiting.filter(mine).values("pk")))
        )
        is_mine = self.request.GET.get("tab") == "mine"
        tab = "tab=mine&" if is_mine else ""
        page = page_among(
            [in_order(waiting.filter(mine) if is_mine else waiting)],
            key=self.request.GET.get("page", ""),
            size=PAGE,
            load=with_rounds,
        )
        return super().get_context_data(
            rows=lines_of(page.rows, user, turns=turns, today=today),
            count=counts["mine" if is_mine else "all"],
            is_mine=is_mine,
            has_statistics=may_count(user),
            needed=days_after_approval(law().conventions_on(today)),
            tabs=_tabs(counts, is_mine=is_mine),
            previous_url=page.previous and f"?{tab}page={page.previous}",
            next_url=page.following and f"?{tab}page={page.following}",
            **kwargs,
        )


def _tabs(counts: dict[str, int], *, is_mine: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": _("All that wait"),
            "url": "?",
            "count": counts["all"],
            "is_current": not is_mine,
        },
        {
            "label": _("My turn"),
            "url": "?tab=mine",
            "count": counts["mine"],
            "is_current": is_mine,
        },
    ]
