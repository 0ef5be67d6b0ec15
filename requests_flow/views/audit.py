"""审计: the chain of entries and the events at the door, for the audit administrator alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from requests_flow.actions.act import Act
from requests_flow.actions.overseeing import (
    NEWEST,
    ChainBroken,
    anchors_on_file,
    look_over,
    note_export,
)
from requests_flow.models import Entry
from requests_flow.units.duties import Duty
from requests_flow.units.models import SignInEvent

from .audit_words import masked, names_in
from .export import csv_file
from .forms.auditing import AuditFilter, DoorFilter
from .people import ForAdministrators
from .wording import VERBS

PAGE = 50
EXPORT_LIMIT = 10_000
DUTIES = {duty.value: duty.label for duty in Duty}


class _Listed(ForAdministrators, TemplateView):
    """A long list, the newest first, each page begun after the last row of the one before."""

    needs = Duty.AUDIT
    filter_class: type[AuditFilter]
    name = ""

    def found(self, wanted: AuditFilter) -> QuerySet:
        """What the filter leaves."""
        raise NotImplementedError

    def after(self, rows: QuerySet, key: int) -> QuerySet:
        """Those that come after the row with this key."""
        return rows.filter(pk__lt=key)

    def lines(self, rows: list[Any]) -> list[dict[str, Any]]:
        """What is shown of each."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page, the tabs, and what is wanted, for the export."""
        wanted = self.filter_class(self.request.GET or {})
        rows = self.found(wanted)
        before = self.request.GET.get("before", "")
        if before.isdecimal() and len(before) < 19:
            rows = self.after(rows, int(before))
        page = list(rows[: PAGE + 1])
        more, page = len(page) > PAGE, page[:PAGE]
        return super().get_context_data(
            filter=wanted,
            wanted=wanted.wanted(),
            rows=self.lines(page),
            next_url=more and self._url(before=str(page[-1].pk)),
            previous_url=before and self._url(),
            shown=_("%(shown)d here, the newest first") % {"shown": len(page)},
            tabs=_tabs(self.name),
            limit=EXPORT_LIMIT,
            **kwargs,
        )

    def _url(self, **changes: str) -> str:
        query = self.request.GET.copy()
        query.pop("before", None)
        query.update(changes)
        return f"?{query.urlencode()}"


def _tabs(name: str) -> list[dict[str, Any]]:
    places = (("audit", _("Entries")), ("audit_doors", _("At the door")))
    return [
        {"label": label, "url": reverse(one), "count": None, "is_current": one == name}
        for one, label in places
    ]


def entries(wanted: AuditFilter) -> QuerySet[Entry]:
    """With who acted, and the number of the case: nothing else of it is read.

    By time and not by key alone, so that each filter has an index that is in the order of the list.
    """
    rows = wanted.narrow(Entry.objects.select_related("actor", "case"))
    return rows.only(
        "at", "on", "verb", "duty", "data", "hash", "actor__full_name", "actor__username",
        "case__number",
    ).order_by("-at", "-id")  # fmt: skip


def entry_lines(rows: list[Entry]) -> list[dict[str, Any]]:
    """Each entry, with what may be read of its data."""
    names = names_in(rows)
    return [
        {
            "entry": row,
            "verb": VERBS.get(row.verb, row.verb),
            "duty": DUTIES.get(row.duty, row.duty),
            "number": row.case.number if row.case_id else "",
            "data": masked(row, names),
        }
        for row in rows
    ]


class Audit(_Listed):
    """Who did what, when, by which duty; and whether the chain is whole."""

    template_name = "requests_flow/audit.html"
    filter_class = AuditFilter
    name = "audit"

    def found(self, wanted: AuditFilter) -> QuerySet[Entry]:
        """All entries, of all units: the auditor sees that something was done, not what it says."""
        return entries(wanted)

    def after(self, rows: QuerySet[Entry], key: int) -> QuerySet[Entry]:
        """By time, then by key; `at__lte` says it so that an index is entered there."""
        last = Entry.objects.filter(pk=key).values_list("at", flat=True).first()
        if last is None:
            return rows.none()
        return rows.filter(Q(at__lt=last) | Q(pk__lt=key), at__lte=last)

    def lines(self, rows: list[Entry]) -> list[dict[str, Any]]:
        """Masked."""
        return entry_lines(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the last anchor, and how many entries a check looks at."""
        last, fault = None, ""
        try:
            anchors = anchors_on_file()
            last = anchors[-1] if anchors else None
        except ChainBroken as broken:
            fault = str(broken)
        return super().get_context_data(anchor=last, fault=fault, newest=NEWEST, **kwargs)


class Doors(_Listed):
    """Signing in and out, wrong passwords, lock-outs."""

    template_name = "requests_flow/audit_doors.html"
    filter_class = DoorFilter
    name = "audit_doors"

    def found(self, wanted: AuditFilter) -> QuerySet[SignInEvent]:
        """All events that are still kept."""
        return wanted.narrow(SignInEvent.objects.select_related("user")).order_by("-id")

    def lines(self, rows: list[SignInEvent]) -> list[dict[str, Any]]:
        """As they are: they hold nothing of a case."""
        return [{"event": row, "kind": row.get_kind_display()} for row in rows]


class CheckChain(ForAdministrators, View):
    """Looks over the newest entries, and says how many those were."""

    http_method_names = ["post"]
    needs = Duty.AUDIT

    def post(self, request: HttpRequest) -> HttpResponse:
        """The result stands in the log, too."""
        found = look_over(_act(request))
        if found.fault:
            messages.error(request, found.fault)
        else:
            words = _(
                "The newest %(n)d entries are whole; %(anchors)d anchors among them agree. Older"
                " ones are checked by the command verify_audit."
            )
            messages.success(request, words % {"n": found.entries, "anchors": found.anchors})
        return HttpResponseRedirect(reverse("audit"))


class Export(ForAdministrators, View):
    """A list as a file; that it was taken away stands in the log."""

    http_method_names = ["post"]
    needs = Duty.AUDIT

    def post(self, request: HttpRequest) -> HttpResponse:
        """What the filter of the page left, the newest first."""
        is_doors = request.POST.get("list") == "doors"
        wanted = (DoorFilter if is_doors else AuditFilter)(request.POST)
        lines = list(_door_lines(wanted) if is_doors else _entry_lines(wanted))
        name = "sign-ins" if is_doors else "entries"
        said = {key: str(value) for key, value in wanted.wanted().items()}
        act = _act(request)
        note_export(act, what=name, lines=len(lines) - 1, wanted=said)
        return csv_file(lines, f"audit-{name}-{act.on.isoformat()}")


def _act(request: HttpRequest) -> Act:
    return Act(by=request.user, at=timezone.now())


def _entry_lines(wanted: AuditFilter) -> list[list[object]]:
    header = [_("Entry"), _("When"), _("Name of the person"), _("Act"), _("By duty"), _("Case")]
    lines: list[list[object]] = [[*header, _("Data"), "SHA-256"]]
    for row in entry_lines(list(entries(wanted)[:EXPORT_LIMIT])):
        entry = row["entry"]
        data = _("; ").join(f"{key}: {value}" for key, value in row["data"])
        when = timezone.localtime(entry.at).isoformat(timespec="seconds")
        lines.append(
            [entry.pk, when, entry.actor, row["verb"], row["duty"], row["number"], data, entry.hash]
        )
    return lines


def _door_lines(wanted: AuditFilter) -> list[list[object]]:
    lines: list[list[object]] = [
        [_("When"), _("Event"), _("Name of the person"), _("Network address")]
    ]
    rows = wanted.narrow(SignInEvent.objects.select_related("user")).order_by("-id")
    for row in rows[:EXPORT_LIMIT]:
        when = timezone.localtime(row.at).isoformat(timespec="seconds")
        lines.append([when, row.get_kind_display(), row.user, row.address])
    return lines
