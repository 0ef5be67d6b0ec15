"""查看记录: who looked behind the mask, when, what for; who did so more often than others on one day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from requests_flow.models import Case, Entry, Sight
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.units.places import below

from .wording import PURPOSES
from .worklist import holds

DAYS = 30  # looked back
SHOWN = 200


def looks_for(user: User) -> QuerySet[Entry]:
    """All of them for who audits; for who oversees those into the cases overseen."""
    looks = Entry.objects.filter(verb="revealed")
    if holds(user, Duty.AUDIT):
        return looks
    overseen = Case.objects.visible_to(user, Sight.CLOCK).filter(unit__in=sorted(below(user)))
    return looks.filter(case__in=overseen.order_by().values("pk"))


class Looks(TemplateView):
    """What was seen is not here, and neither is why: that may tell of the case."""

    template_name = "requests_flow/looks.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For who oversees anything, and for who audits."""
        if not (holds(request.user, Duty.OVERSEE) or holds(request.user, Duty.AUDIT)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The days on which somebody looked often, and the newest looks."""
        since = timezone.localdate() - timedelta(days=DAYS - 1)
        begin = timezone.make_aware(datetime.combine(since, time.min))
        looks = looks_for(self.request.user).filter(at__gte=begin)
        rows = list(looks.select_related("actor", "case__unit").order_by("-id")[: SHOWN + 1])
        return super().get_context_data(
            since=since,
            most=settings.YISHEN_UNMASK_NOTICE,
            often=often(looks),
            rows=[_row(row) for row in rows[:SHOWN]],
            is_cut=len(rows) > SHOWN,
            shown=SHOWN,
            opens_cases=not holds(self.request.user, Duty.AUDIT),
            trail=[{"label": _("Looks behind the mask")}],
            **kwargs,
        )


def often(looks: QuerySet[Entry]) -> list[dict[str, Any]]:
    """Who looked more often on a day than the office's notice says, the last day first."""
    counted = (
        looks.annotate(day=TruncDate("at"))
        .order_by()
        .values("actor", "day")
        .annotate(count=Count("pk"), cases=Count("case", distinct=True))
        .filter(count__gt=settings.YISHEN_UNMASK_NOTICE)
        .order_by("-day", "-count")
    )
    rows = list(counted)
    people = User.objects.in_bulk({row["actor"] for row in rows})
    return [{**row, "who": people[row["actor"]]} for row in rows]


def _row(entry: Entry) -> dict[str, Any]:
    return {"entry": entry, "purpose": PURPOSES.get(entry.data.get("purpose"), "—")}
