"""What is signed and waits for its number, and what is printed and waits to leave."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from requests_flow.models import Case, Letter
from requests_flow.units.duties import Duty

from .keyset import page_of, sorted_by
from .worklist import at_nodes, holds, node_name, rows_of, with_all_for_rows

PAGE = 50


class Queue(TemplateView):
    """The list of whoever prints and sends."""

    template_name = "requests_flow/deliver_queue.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who deliver; for others there is nothing here."""
        if not holds(request.user, Duty.DELIVER):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page, the nearest due date first, each with its printed letter if there is one."""
        today = timezone.localdate()
        waiting = Case.objects.visible_to(self.request.user).filter(at_nodes("issue", "deliver"))
        replies = Letter.objects.filter(is_reply=True).defer("context")
        cases = sorted_by(with_all_for_rows(waiting), "due_on").prefetch_related(
            Prefetch("letters", queryset=replies, to_attr="replies")
        )
        page = page_of(cases, key=self.request.GET.get("page", ""), size=PAGE)
        rows = [
            {
                "row": row,
                "is_issued": row.task is not None and node_name(row.task) == "deliver",
                "letter": row.case.replies[0] if row.case.replies else None,
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
