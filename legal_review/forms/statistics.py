"""Which unit and which days are counted: a year, or from one day to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.units.models import Unit

YEARS = 8


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class PeriodForm(forms.Form):
    """Read from the address; what is left out is this year, and all units."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=gettext_lazy("all")
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, empty_value=None)
    since = forms.DateField(label=gettext_lazy("or from"), widget=_day())
    until = forms.DateField(label=gettext_lazy("until"), widget=_day())

    def __init__(self, data: Any, *, units: QuerySet[Unit], today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["unit"].queryset = units
        years = [(year, year) for year in range(today.year, today.year - YEARS, -1)]
        # Two days say more than a year; then none stands there as if it counted.
        self.fields["year"].choices = [("", "—"), *years] if self.data.get("since") else years
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        """The days run forward."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until") or self.today
        if since and since > until:
            self.add_error("until", _("The last day lies before the first."))
        if data.get("until") and not since and "since" not in self.errors:
            self.add_error("since", _("Say from which day on."))
        return data

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day. Only of a valid form."""
        data = self.cleaned_data
        if data["since"]:
            return data["since"], data["until"] or self.today
        year = data["year"] or self.today.year
        return date(year, 1, 1), date(year, 12, 31)
