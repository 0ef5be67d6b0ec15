"""What waits for the legal check, the nearest due date first."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.units.duties import Duty
from requests_flow.views.keyset import page_of, sorted_by
from requests_flow.views.worklist import at_nodes, holds, rows_of, with_all_for_rows

PAGE = 50


class Queue(TemplateView):
    """The adviser's list: how old, from whom, what outcome, which round."""

    template_name = "legal_review/queue.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who review in law; for others there is nothing here."""
        if not holds(request.user, Duty.REVIEW_IN_LAW):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of drafts that wait."""
        today = timezone.localdate()
        waiting = Case.objects.visible_to(self.request.user).filter(at_nodes("review_in_law"))
        cases = sorted_by(with_all_for_rows(waiting), "due_on").annotate(
            round=Max("drafts__version"), handed_in_at=Max("drafts__submitted_at")
        )
        page = page_of(cases, key=self.request.GET.get("page", ""), size=PAGE)
        rows = [
            {
                "row": row,
                "age": (today - timezone.localdate(row.case.handed_in_at)).days,
                "outcome": labels.OUTCOMES.get(row.case.outcome_code, ""),
            }
            for row in rows_of(page.rows, self.request.user, today=today)
        ]
        return super().get_context_data(
            rows=rows,
            count=waiting.count(),
            previous_url=page.previous and f"?page={page.previous}",
            next_url=page.following and f"?page={page.following}",
            **kwargs,
        )
