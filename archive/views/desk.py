"""What waits to be archived, and what is kept: checked anew each time it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from archive.models import Dossier
from archive.packages import shelf
from archive.rules.fixity import Finding, Reason, Verdict
from requests_flow import labels
from requests_flow.models import Case
from requests_flow.units.duties import Duty
from requests_flow.views.keyset import page_among, sorted_by_dated
from requests_flow.views.rows import rows_of
from requests_flow.views.worklist import (
    COUNTED,
    LIVE,
    at_nodes,
    counted,
    holds,
    with_all_for_rows,
)

PAGE = 20

VERDICTS = {
    Verdict.GOOD: ("ok", gettext_lazy("Passed")),
    Verdict.DAMAGED: ("refused", gettext_lazy("Not passed")),
    Verdict.COULD_NOT_CHECK: ("provisional", gettext_lazy("Not checked")),
}
REASONS = {
    Reason.AS_SEALED: gettext_lazy("as it was sealed"),
    Reason.CHANGED: gettext_lazy("changed"),
    Reason.MISSING: gettext_lazy("missing"),
    Reason.EXTRA: gettext_lazy("was added later"),
    Reason.NOT_A_FILE: gettext_lazy("is not a plain file"),
    Reason.MANIFEST_MALFORMED: gettext_lazy("the list of files cannot be read"),
    Reason.MANIFEST_REPLACED: gettext_lazy("the list of files was replaced"),
    Reason.NO_LEDGER_DIGEST: gettext_lazy("its digest is not in the register"),
    Reason.UNREADABLE: gettext_lazy("cannot be read"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A sealed dossier and what the check of its folder said. Three answers, never two."""

    dossier: Dossier
    verdict: Verdict
    problems: list[str]

    @property
    def tone(self) -> str:
        """The chip of the verdict."""
        return VERDICTS[self.verdict][0]

    @property
    def words(self) -> Any:
        """The verdict in words."""
        return VERDICTS[self.verdict][1]

    @property
    def retention(self) -> Any:
        """How long it is kept."""
        return labels.RETENTIONS.get(self.dossier.retention, self.dossier.retention)


def checked(dossiers: list[Dossier]) -> list[Kept]:
    """Read all of each and compare it with the digest in the register."""
    found = shelf.each_examined((one.folder, one.manifest_sha256) for one in dossiers)
    return [_kept(*pair) for pair in zip(dossiers, found, strict=True)]


def _kept(dossier: Dossier, findings: list[Finding]) -> Kept:
    bad = [finding for finding in findings if finding.verdict is Verdict.DAMAGED]
    unsure = [finding for finding in findings if finding.verdict is Verdict.COULD_NOT_CHECK]
    if bad:
        verdict = Verdict.DAMAGED
    elif unsure:
        verdict = Verdict.COULD_NOT_CHECK
    else:
        verdict = Verdict.GOOD
    problems = [f"{row.path}: {REASONS[row.reason]}" for row in (*bad, *unsure)]
    return Kept(dossier=dossier, verdict=verdict, problems=problems[:5])


class Desk(TemplateView):
    """Two lists: closed and not archived, archived and checked."""

    template_name = "archive/desk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who archive; for others there is nothing here."""
        if not holds(request.user, Duty.ARCHIVE):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One of the two lists, with the counts of both."""
        user = self.request.user
        waiting = Case.objects.visible_to(user).filter(LIVE).filter(at_nodes("file_away"))
        # Every archived case is closed; said, an index on the day can be gone through.
        archived = Case.objects.filter(archived_at__isnull=False, closed_on__isnull=False)
        kept = archived.ranges_visible_to(user)
        tab = "kept" if self.request.GET.get("tab") == "kept" else "waiting"
        page = page_among(
            [sorted_by_dated(rows, "closed_on") for rows in (kept if tab == "kept" else [waiting])],
            key=self.request.GET.get("page", ""),
            size=PAGE,
            is_falling=tab == "kept",
            load=_with_dossiers if tab == "kept" else _with_rows,
        )
        n = counted(archived.ranges_visible_to(user, is_sorted=False))
        return super().get_context_data(
            tab=tab,
            tabs=[
                _tab(_("To be archived"), "waiting", waiting.count(), tab),
                _tab(_("Archived"), "kept", n if n <= COUNTED else f"{COUNTED}+", tab),
            ],
            rows=self._rows(page.rows) if tab == "waiting" else [],
            kept=checked([case.dossier for case in page.rows]) if tab == "kept" else [],
            shown=str(len(page.rows)),
            previous_url=page.previous and f"?tab={tab}&page={page.previous}",
            next_url=page.following and f"?tab={tab}&page={page.following}",
            **kwargs,
        )

    def _rows(self, cases: list[Case]) -> list[dict[str, Any]]:
        rows = rows_of(cases, self.request.user, today=timezone.localdate())
        return [
            {"row": row, "outcome": labels.OUTCOMES.get(row.case.outcome_code, "")} for row in rows
        ]


def _with_rows(keys: list[int]) -> QuerySet[Case]:
    return with_all_for_rows(Case.objects.filter(pk__in=keys))


def _with_dossiers(keys: list[int]) -> QuerySet[Case]:
    cases = Case.objects.filter(pk__in=keys)
    return cases.select_related("unit", "dossier", "dossier__case", "dossier__sealed_by")


def _tab(label: str, name: str, count: int | str, current: str) -> dict[str, Any]:
    return {"label": label, "url": f"?tab={name}", "count": count, "is_current": name == current}
