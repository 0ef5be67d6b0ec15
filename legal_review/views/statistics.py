"""What the legal check was like in a period: what to teach, unit by unit. Nobody is named."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from legal_review.forms.statistics import PeriodForm
from legal_review.models.statistics import (
    Span,
    cases_behind,
    counted_for,
    examples_of,
    figures_of,
    may_count,
    outcomes_of,
)
from legal_review.rules.statistics import together
from requests_flow.models import Case
from requests_flow.units import access
from requests_flow.units.models import Unit
from requests_flow.views.export import csv_file
from requests_flow.views.keyset import page_of, sorted_by
from requests_flow.views.worklist import reviews_in_law

from .statistics_words import Links, columns, csv_lines, kind_rows, list_title

PAGE = 50


class Statistics(TemplateView):
    """For those who review in law, over what they review; for heads of disclosure, over their own."""

    template_name = "legal_review/statistics.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or with `export` its numbers as a file; a period that cannot be is told (422)."""
        if not may_count(request.user):
            raise Http404
        cases, today = counted_for(request.user), timezone.localdate()
        units = Unit.objects.filter(pk__in=cases.values("unit"))
        self.form = PeriodForm(request.GET, units=units, today=today)
        if not self.form.is_valid():
            context = self.get_context_data(form=self.form)
            return self.render_to_response(context, status=422)
        if unit := self.form.cleaned_data["unit"]:
            cases = cases.filter(unit=unit)
        self.span = Span(cases, *self.form.days)
        found, is_provisional = figures_of(self.span)
        names = Unit.objects.in_bulk(found)
        rows = [(names[key], found[key]) for key in sorted(found, key=lambda key: str(names[key]))]
        if request.GET.get("export") == "csv":
            name = f"legal-check-{self.span.first}-{self.span.last}"
            return csv_file(csv_lines(self.span, rows), name)
        return self.render_to_response(self.get_context_data(rows, is_provisional=is_provisional))

    def get_context_data(self, rows: Any = (), **kwargs: Any) -> dict[str, Any]:
        """The figures in words and links, the kinds of defect, and the cases behind one number."""
        user = self.request.user
        kwargs["reviews"] = reviews_in_law(user, access.duties_held(user))
        if not self.form.is_valid():
            return super().get_context_data(**kwargs)
        links, whole = Links(self.request.GET), together(part for _unit, part in rows)
        units = [
            {"unit": unit, "url": links.unit(unit.pk), "cells": columns(part, links, unit.pk)}
            for unit, part in rows
        ]
        outcomes, examples = outcomes_of(self.span), examples_of(self.span, self.request.user)
        return super().get_context_data(
            form=self.form,
            span=self.span,
            units=units,
            whole=columns(whole, links),
            has_many=len(units) > 1,
            kinds=kind_rows(whole, links, outcomes=outcomes, examples=examples),
            csv_url=links.to(export="csv"),
            behind=self._behind(links),
            **kwargs,
        )

    def _behind(self, links: Links) -> dict[str, Any] | None:
        """One page of the cases that a number counts, as far as this person may read them."""
        name = self.request.GET.get("show", "")
        cases = cases_behind(self.span, name)
        if cases is None:
            return None
        seen = Case.objects.visible_to(self.request.user).filter(pk__in=cases.values("pk"))
        rows = sorted_by(seen.select_related("unit"), "received_on")
        key = self.request.GET.get("page", "")
        page = page_of(rows, key=key, size=PAGE, is_falling=True)
        return {
            "title": list_title(name),
            "rows": page.rows,
            "previous_url": page.previous and links.to(show=name, page=page.previous),
            "next_url": page.following and links.to(show=name, page=page.following),
            "close_url": links.to(),
            "shown": _("%(n)d on this page") % {"n": len(page.rows)},
        }
