"""The page of a case, and its clock day by day."""

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
from requests_flow.models import Case, Document, Draft, Entry, Letter
from requests_flow.models.reading import calendar, strict_due_of
from requests_flow.models.restriction import are_restricted

from . import case_view
from .case_hands import readers
from .case_people import not_named_for, sees_people
from .clock_face import is_closed_unanswered
from .clock_words import clock_of
from .faces import smaller_face
from .forms.revealing import RevealForm
from .law_words import law_of
from .ledger_page import as_csv, legend_of, months_of, stretches_of
from .ledger_words import summary_of
from .made_with import made_with
from .small_deadlines import small_rows
from .what_if import what_if
from .worklist import task_of, with_all_for_rows


def full_cases(user: Any) -> QuerySet[Case]:
    """The cases that `user` may see, with everything their page shows."""
    entries = Entry.objects.select_related("actor").order_by("-id")
    letters = Letter.objects.select_related("voided", "seal").defer("context")
    drafts = Draft.objects.select_related("author", "opinion__reviewer", "superseded")
    drafts = drafts.defer("context")
    return with_all_for_rows(Case.objects.visible_to(user)).prefetch_related(
        Prefetch("entries", queryset=entries, to_attr="story"),
        Prefetch("letters", queryset=letters),
        "letters__dispatches__result",
        Prefetch("documents", queryset=Document.objects.open_to(user)),
        Prefetch("drafts", queryset=drafts),
    )


class CasePage(TemplateView):
    """Everything about one case, and what this person can do with it now."""

    template_name = "requests_flow/case.html"
    found: Case | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole page, or as much as the person sees of the case."""
        self.found = full_cases(request.user).filter(pk=kwargs["pk"]).first()
        if self.found is None:
            face = smaller_face(request.user, kwargs["pk"])
            return render(request, "requests_flow/case_face.html", face)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The parts of the page, each from `case_view`."""
        user, today, pk = self.request.user, timezone.localdate(), kwargs.pop("pk")
        case = self.found or get_object_or_404(full_cases(user), pk=pk)
        reading, chip = clock_of(case, today=today)
        holds, is_restricted = sees_people(user, case), case.pk in are_restricted([case])
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
            made_with=made_with(drafts[0] if drafts else None),
            outcome=labels.OUTCOMES.get(case.outcome_code, ""),
            story=case_view.story(case, case.story),
            readers=readers(case, today=today, is_restricted=is_restricted),
            sees_people=holds,
            is_restricted=is_restricted,
            not_named=is_restricted and not_named_for(case, task_of(case), today=today),
            kind=labels.APPLICANT_KINDS.get(case.applicant.kind, ""),
            channel=labels.CHANNELS.get(case.channel, ""),
            reveal_form=RevealForm() if holds else None,
            trail=[{"label": _("Desk"), "url": reverse("desk")}, {"label": case.number}],
            **kwargs,
        )


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
