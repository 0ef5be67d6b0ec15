"""工作台: what waits for me, for my unit, for others; all that is open, and what is closed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from requests_flow.models import Case, Sight
from requests_flow.models.review_waiting import slow_checks_for
from requests_flow.models.unpublished import Gap, unpublished
from requests_flow.units import access
from requests_flow.units.duties import Duty

from . import export
from .filters import DeskFilter
from .hands import hands_of, tabs_of
from .keyset import Page, page_among, sorted_by, sorted_by_dated
from .rows import Row, rows_of
from .worklist import (
    COUNTED,
    LIVE,
    counted,
    counts_of,
    duties_held,
    with_all_for_rows,
)

PAGE = 50
EXPORT_LIMIT = 5000

TABS = {
    "mine": (gettext_lazy("For me"), gettext_lazy("Nothing waits for you")),
    "free": (gettext_lazy("To be taken"), gettext_lazy("Nothing waits to be taken")),
    "waiting": (gettext_lazy("With others"), gettext_lazy("You wait for nobody")),
    "open": (gettext_lazy("All open"), gettext_lazy("No case is open")),
    "closed": (gettext_lazy("Closed"), gettext_lazy("No case is closed yet")),
}
HINTS = {
    "mine": gettext_lazy("Steps that you have taken, or that were given to you, stand here."),
    "free": gettext_lazy("Steps that you or a colleague with the same duty can take stand here."),
    "waiting": gettext_lazy("Cases you had a hand in stand here while somebody else has them."),
    "open": gettext_lazy("Every case of your units that is not answered yet stands here."),
    "closed": gettext_lazy("Cases stand here once their reply was delivered or they were closed."),
}


class Desk(TemplateView):
    """The landing page: tabs, filters, one list, and the list as a file."""

    template_name = "requests_flow/desk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or with `export` the filtered list as a file."""
        makers = {"csv": export.as_csv, "xlsx": export.as_xlsx}
        if maker := makers.get(request.GET.get("export", "")):
            return maker(self._all_rows(), f"cases-{self.tab}-{self.today.isoformat()}")
        return super().get(request, *args, **kwargs)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the address once."""
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.filter = DeskFilter(request.GET or {}, user=request.user)
        wanted = request.GET.get("tab", "")
        self.tab = wanted if wanted in TABS else self._first_tab()

    def _first_tab(self) -> str:
        """All that is open for a search; else what waits for this person, then what they may take."""
        if self.request.GET.get("q"):
            return "open"
        hands = hands_of(self.request.user)
        return "free" if hands and hands.free and not hands.mine else "mine"

    def _narrowed(self) -> QuerySet[Case]:
        cases = Case.objects.visible_to(self.request.user, Sight.APPLICATION)
        return self.filter.narrow(cases)

    def _ranges(self) -> list[QuerySet[Case]]:
        """What the tab holds: of the closed ones by each way for itself, for they are many."""
        if self.tab != "closed":
            live = self._narrowed().filter(LIVE).filter(self.conditions[self.tab])
            return [sorted_by(live, "due_on")]
        return [sorted_by_dated(rows, "closed_on") for rows in self._closed()]

    def _closed(self, *, is_sorted: bool = True) -> list[QuerySet[Case]]:
        ranges = Case.objects.ranges_visible_to(
            self.request.user, Sight.APPLICATION, is_sorted=is_sorted
        )
        return [self.filter.narrow(rows).filter(self.conditions["closed"]) for rows in ranges]

    def _load(self, keys: list[int]) -> QuerySet[Case]:
        return with_all_for_rows(Case.objects.filter(pk__in=keys))

    def _page(self, key: str, size: int) -> Page:
        return page_among(
            self._ranges(), key=key, size=size, is_falling=self.tab == "closed", load=self._load
        )

    @property
    def conditions(self) -> dict[str, Any]:
        """The condition of every tab for this person."""
        if not hasattr(self, "_conditions"):
            self._conditions = tabs_of(self.request.user)
        return self._conditions

    def _rows(self, page: Page) -> list[Row]:
        hands = hands_of(self.request.user)
        reach = hands.reach if hands else None
        return rows_of(page.rows, self.request.user, today=self.today, reach=reach)

    def _all_rows(self) -> list[Row]:
        return self._rows(self._page("", EXPORT_LIMIT))

    def _url(self, **changes: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        query.pop("export", None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def _tabs(self, counts: dict[str, int]) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "url": self._url(tab=name),
                "count": counts[name] if counts[name] <= COUNTED else f"{COUNTED}+",
                "is_current": name == self.tab,
            }
            for name, (label, _empty) in TABS.items()
        ]

    def _gaps(self, held: frozenset[Duty]) -> tuple[Gap, ...]:
        """The years that open cases reach and nobody knows, for those who keep the calendar."""
        is_asked = Duty.KEEP_CALENDAR in held and access.keeps_calendar(self.request.user)
        return unpublished(self.today) if is_asked else ()

    def _slow_checks(self, held: frozenset[Duty]) -> int:
        """Legal checks that take too long, for those who head the handling or review."""
        is_asked = Duty.REVIEW in held or Duty.REVIEW_IN_LAW in held
        return slow_checks_for(self.request.user, today=self.today) if is_asked else 0

    def _shown(self, shown: int, found: int) -> str:
        """How many of how many; what was not counted to its end says so."""
        words = {"shown": shown, "all": min(found, COUNTED)}
        if found > COUNTED:
            return _("%(shown)d of more than %(all)d") % words
        return _("%(shown)d of %(all)d") % words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tabs with their counts, and one page of rows."""
        counts = counts_of(self._narrowed(), self.conditions)
        counts["closed"] = counted(self._closed(is_sorted=False))
        page = self._page(self.request.GET.get("page", ""), PAGE)
        rows = self._rows(page)
        held = duties_held(self.request.user)
        return super().get_context_data(
            tab=self.tab,
            tabs=self._tabs(counts),
            filter=self.filter,
            rows=rows,
            shown=self._shown(len(rows), counts[self.tab]),
            previous_url=page.previous and self._url(page=page.previous),
            next_url=page.following and self._url(page=page.following),
            csv_url=self._url(export="csv"),
            xlsx_url=self._url(export="xlsx"),
            clear_url=f"?tab={self.tab}",
            may_register=Duty.REGISTER in held,
            gaps=self._gaps(held),
            slow_checks=self._slow_checks(held),
            reviews=Duty.REVIEW_IN_LAW in held,
            empty_title=TABS[self.tab][1],
            empty_text=HINTS[self.tab],
            **kwargs,
        )
