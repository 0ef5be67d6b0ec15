"""The page of a case, its clock day by day, and the look behind the mask."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from requests_flow import labels
from requests_flow.actions.act import Act
from requests_flow.actions.revealing import ReasonMissing, reveal
from requests_flow.models import Case, Entry
from requests_flow.models.reading import calendar, strict_due_of

from . import case_view
from .clock_face import is_closed_unanswered
from .clock_words import clock_of
from .law_words import law_of
from .ledger_page import as_csv, legend_of, months_of, stretches_of
from .ledger_words import summary_of
from .small_deadlines import small_rows
from .what_if import what_if
from .worklist import with_all_for_rows


def full_cases(user: Any) -> QuerySet[Case]:
    """The cases that `user` may see, with everything their page shows."""
    entries = Entry.objects.select_related("actor").order_by("-id")
    return with_all_for_rows(Case.objects.visible_to(user)).prefetch_related(
        Prefetch("entries", queryset=entries, to_attr="story"),
        "letters__delivery",
        "documents",
        "drafts__opinion__reviewer",
    )


class CasePage(TemplateView):
    """Everything about one case, and what this person can do with it now."""

    template_name = "requests_flow/case.html"
    revealed: Any = None
    reveal_error = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The parts of the page, each from `case_view`."""
        user, today = self.request.user, timezone.localdate()
        case = get_object_or_404(full_cases(user), pk=kwargs.pop("pk"))
        reading, chip = clock_of(case, today=today)
        drafts = sorted(case.drafts.all(), key=lambda draft: draft.version, reverse=True)
        return super().get_context_data(
            case=case,
            reading=reading,
            chip=chip,
            what_if_url=f"{reverse('case_ledger', args=[case.pk])}#what-if"
            if reading and not case.closed_on and not reading.is_over
            else "",
            headline=case_view.headline(case, reading),
            now=case_view.now_sentence(case),
            stages=case_view.stages(case),
            gate=case_view.gate(drafts),
            actions=case_view.actions(case, user, today=today),
            draft=drafts[0] if drafts else None,
            outcome=labels.OUTCOMES.get(case.outcome_code, ""),
            story=case_view.story(case, case.story),
            readers=case_view.readers(case),
            kind=labels.APPLICANT_KINDS.get(case.applicant.kind, ""),
            channel=labels.CHANNELS.get(case.channel, ""),
            revealed=self.revealed,
            reveal_error=self.reveal_error,
            trail=[{"label": _("Desk"), "url": reverse("desk")}, {"label": case.number}],
            **kwargs,
        )


class Reveal(CasePage):
    """Shows the applicant's data once, to who says why; the case file keeps that."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same page, with the data on it this one time."""
        case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
        act, status = Act(by=request.user, at=timezone.now()), 200
        try:
            self.revealed = reveal(act, case=case, reason=request.POST.get("reason", ""))
        except ReasonMissing as refusal:
            self.reveal_error, status = str(refusal), 422
        return render(request, self.template_name, self.get_context_data(pk=pk), status=status)


class Ledger(View):
    """Every calendar day, counted or not, with its reason and article."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The clock in words, the months, the list; or, asked for so, the list as a file."""
        cases = with_all_for_rows(Case.objects.visible_to(request.user))
        case, today, days = get_object_or_404(cases, pk=pk), timezone.localdate(), calendar()
        closed_on = case.closed_on if is_closed_unanswered(case) else None
        reading, chip = clock_of(case, today=closed_on or today, days=days)
        if reading and request.GET.get("format") == "csv":
            return as_csv(case, reading)
        context = {
            "case": case,
            "reading": reading,
            "chip": chip,
            "headline": case_view.headline(case, reading),
            "today": today,
            "trail": [
                {"label": _("Desk"), "url": reverse("desk")},
                {"label": case.number, "url": case.get_absolute_url()},
                {"label": _("Day by day")},
            ],
        }
        if reading:
            law = law_of(case, today=today)
            context |= {
                "strict_due": strict_due_of(case, today=today, days=days),
                "law": law,
                "summary": summary_of(reading, statute=law.statute, closed_on=closed_on),
                "legend": legend_of(reading),
                "months": months_of(reading, today=today),
                "stretches": stretches_of(reading, today=today),
                "deadlines": small_rows(reading, today=today, is_closed=bool(closed_on)),
                "what_if": what_if(case, request.GET, today=today, days=days),
            }
        return render(request, "requests_flow/ledger.html", context)
