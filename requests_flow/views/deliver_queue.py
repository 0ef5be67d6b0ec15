"""What is signed and waits for its number, and what is printed and waits to leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from requests_flow.models import Case, Letter
from requests_flow.units.duties import Duty

from . import deliver_tabs
from .forms.printing import LabelsForm, LettersForm
from .keyset import page_among, sorted_by
from .rows import rows_of
from .worklist import LIVE, at_nodes, holds, node_name, with_all_for_rows

PAGE = 50


class Queue(TemplateView):
    """The list of whoever prints and sends."""

    template_name = "requests_flow/deliver_queue.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who deliver; for others there is nothing here."""
        if not holds(request.user, Duty.DELIVER):
            raise Http404
        if (tab := request.GET.get("tab", "")) in deliver_tabs.LISTS:
            return deliver_tabs.letters_page(request, tab, waiting=self.waiting().count())
        return super().get(request, *args, **kwargs)

    def waiting(self) -> QuerySet[Case]:
        """The cases whose reply waits for its number, or to leave."""
        live = Case.objects.visible_to(self.request.user).filter(LIVE)
        return live.filter(at_nodes("issue", "deliver"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page, the nearest due date first, each with its printed letter if there is one."""
        user, today = self.request.user, timezone.localdate()
        waiting, notices = self.waiting(), deliver_tabs.notices_of(user, today=today)
        counts = {**deliver_tabs.counts_of(user, today=today), "waiting": waiting.count()}
        page = page_among(
            [sorted_by(waiting, "due_on")],
            key=self.request.GET.get("page", ""),
            size=PAGE,
            load=_with_replies,
        )
        rows = [
            {
                "row": row,
                "is_issued": row.task is not None and node_name(row.task) == "deliver",
                "letter": row.case.replies[0] if row.case.replies else None,
            }
            for row in rows_of(page.rows, self.request.user, today=today)
        ]
        shown = [line["letter"] for line in (*rows, *notices) if line["letter"]]
        here = reverse("deliver_queue")  # also where a refused print shows the queue again
        return super().get_context_data(
            rows=rows,
            can_print=bool(shown),
            count=counts["waiting"],
            notices={"rows": notices, "count": counts["notices"]},
            tabs=deliver_tabs.tabs_of("waiting", counts),
            page_key=self.request.GET.get("page", ""),
            previous_url=page.previous and f"{here}?page={page.previous}",
            next_url=page.following and f"{here}?page={page.following}",
            **{
                "letters_form": LettersForm(),
                "labels_form": LabelsForm(),
                "picked": picked_by(self.request.GET.get("pick", ""), shown, today=today),
                **kwargs,
            },
        )


def _with_replies(keys: list[int]) -> QuerySet[Case]:
    replies = Letter.objects.replies().defer("context")
    return with_all_for_rows(Case.objects.filter(pk__in=keys)).prefetch_related(
        Prefetch("letters", queryset=replies, to_attr="replies")
    )


def picked_by(word: str, letters: list[Letter], *, today: date) -> set[int]:
    """The keys of those that are ticked at first: all shown, those numbered today, or none."""
    if word == "today":
        letters = [one for one in letters if timezone.localdate(one.issued_at) == today]
    return {one.pk for one in letters} if word in ("all", "today") else set()
