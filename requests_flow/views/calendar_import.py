"""日历 · 录入: a notice is read, shown as it was understood, and proposed to a second person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from requests_flow.actions import holidays
from requests_flow.actions.act import Refusal
from requests_flow.rules.holiday_draft import Draft
from requests_flow.rules.holiday_names import stretches_of
from requests_flow.units import access

from .calendar_words import HOLIDAYS, say_day, say_stretch
from .forms.calendar import ImportForm
from .step import OnceMixin


class ImportPage(OnceMixin, FormView):
    """Two looks at one form: what was pasted, and what was understood of it."""

    template_name = "requests_flow/calendar_import.html"
    form_class = ImportForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who keep the calendar; for others there is nothing here."""
        if not access.keeps_calendar(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_proposing(self) -> bool:
        """Whether the second button was pressed."""
        return "propose" in self.request.POST

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks for ticks only when it is to be proposed."""
        return {**super().get_form_kwargs(), "is_proposing": self.is_proposing}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Show what was understood; or propose it, once."""
        if not self.is_proposing:
            return self.render_to_response(self.get_context_data(form=form))
        if first := self.first_result():
            return first
        try:
            with transaction.atomic():
                notice = holidays.propose(
                    self.act(),
                    arrangement=form.arrangement,
                    origin=form.origin,
                    text=form.cleaned_data["content"],
                )
                answer = self.done(form, reverse("calendar_notice", args=[notice.pk]))
        except holidays.DutyMissing as missing:
            raise Http404 from missing
        except Refusal as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(
            self.request, _("Proposed. Nothing changes until a second person approves it.")
        )
        return answer

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The form with all that was typed; what could be read is shown as well."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was understood, once something was."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if form.draft:
            context |= {
                "read": form.draft,
                "arrangement": form.arrangement,
                "origin": form.origin.label,
                "holidays": rows_of(form.draft),
                "doubts": form.fields["confirmed"].choices,
                "asks_number": not form.draft.arrangement.source,
            }
        named = (
            ["year", "is_change"] if context.get("asks_number") else ["source", "year", "is_change"]
        )
        context["opens_more"] = any(form[name].errors or form[name].value() for name in named)
        # One of text and file must be there; the label of the first says so.
        form.fields["content"].required = True
        form.fields["source"].required = bool(context.get("asks_number"))
        return context


def rows_of(draft: Draft) -> list[dict[str, Any]]:
    """Holiday by holiday: as the notice names them, else by their place in the year."""
    if len(draft.holidays) > 1:
        return [
            {
                "name": holiday.name,
                "runs": [say_stretch(*run) for run in holiday.runs],
                "days": len(holiday.off),
                "worked": [say_day(day) for day in holiday.worked],
            }
            for holiday in draft.holidays
        ]
    rows = [
        {
            "name": HOLIDAYS[stretch.name],
            "runs": [say_stretch(stretch.first, stretch.last)],
            "days": stretch.days,
            "worked": (),
        }
        for stretch in stretches_of(draft.arrangement)
    ]
    worked = [say_day(day) for day in sorted(draft.arrangement.worked)]
    return [*rows, {"name": _("Weekends worked"), "runs": [], "days": 0, "worked": worked}]
