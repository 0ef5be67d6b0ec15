"""发文登记簿: every number a unit ever gave to a letter, the voided among them, and no gap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from requests_flow.letters.catalogue import LETTERS
from requests_flow.models import Case, Letter, LetterStatus
from requests_flow.models.register import Series, missing_from, series_names, series_of
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .export import csv_file
from .keyset import page_among, sorted_by_dated

PAGE = 50
EXPORT_LIMIT = 5000
FEW_SERIES = 40  # two organs with all their kinds
REPLIES = gettext_lazy("replies")
TONES = {"waiting": "hold", "sent": "ok", "delivered": "ok", "returned": "late", "voided": "soon"}


class RegisterFilter(forms.Form):
    """Which part of the register is wanted."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=gettext_lazy("all")
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    code = forms.ChoiceField(label=gettext_lazy("Letter"))
    q = forms.CharField(label=gettext_lazy("Number"), max_length=80)

    def __init__(self, *args: Any, units: QuerySet[Unit], this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        years = range(this_year, this_year - 8, -1)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["code"].choices = [
            ("", gettext_lazy("all")),
            *((code, f"{code} {form.name}") for code, form in LETTERS.items()),
        ]
        for field in self.fields.values():
            field.required = False

    def wanted(self, name: str) -> Any:
        """The value of a filter, or None where it is empty or none of the choices."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class LetterRegister(TemplateView):
    """The register of the units whose letters this person issues."""

    template_name = "requests_flow/letter_register.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the address once."""
        super().setup(request, *args, **kwargs)
        self.year = timezone.localdate().year
        organs = access.units_for(request.user, Duty.DELIVER).filter(organ=None)
        self.filter = RegisterFilter(request.GET or {}, units=organs, this_year=self.year)
        self.year = self.filter.wanted("year") or self.year
        one = self.filter.wanted("unit")
        self.units = [one] if one else list(organs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the year as a file; for those who issue letters of some unit."""
        if not self.units:
            raise Http404
        if request.GET.get("export") == "csv":
            names = series_names(self.units, year=self.year)
            rows = _whole(self._listed().filter(series__in=names))
            rows = rows.order_by("series", "sequence")[:EXPORT_LIMIT]
            return csv_file([_header(), *map(_cells, rows)], f"letters-{self.year}")
        return super().get(request, *args, **kwargs)

    def _listed(self) -> QuerySet[Letter]:
        letters = Letter.objects.filter(year=self.year)
        if code := self.filter.wanted("code"):
            letters = letters.filter(code=code)
        if number := self.filter.wanted("q"):
            letters = letters.filter(number__icontains=number.strip())
        cases = Case.objects.visible_to(self.request.user).filter(unit__in=self.units)
        # Asked of each letter that the list goes by; of an EXISTS the database begins at the cases.
        seen = Subquery(cases.filter(pk=OuterRef("case")).order_by().values("pk")[:1])
        return letters.alias(seen=seen).filter(seen__isnull=False)

    def _ranges(self) -> list[QuerySet[Letter]]:
        """The letters of each series by themselves, for an index has those in their order.

        For who has many the year as a whole: then enough of any of it is theirs.
        """
        letters, code = self._listed().order_by(), self.filter.wanted("code")
        names = series_names(self.units, year=self.year)
        if code:
            names = [name for name in names if name.rpartition(":")[2] in (code, "reply")]
        parts = [letters.filter(series=name) for name in names]
        return [
            sorted_by_dated(rows, "dated_on")
            for rows in (parts if len(parts) <= FEW_SERIES else [letters])
        ]

    def _url(self, **changes: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        query.update(changes)
        return f"?{query.urlencode()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of letters, the last first, and the state of every series."""
        page = page_among(
            self._ranges(),
            key=self.request.GET.get("page", ""),
            size=PAGE,
            is_falling=True,
            load=lambda keys: _whole(Letter.objects.filter(pk__in=keys)),
        )
        series = series_of(self.units, year=self.year)
        return super().get_context_data(
            filter=self.filter,
            year=self.year,
            rows=[_row(letter) for letter in page.rows],
            shown=ngettext("%(n)d letter here", "%(n)d letters here", len(page.rows))
            % {"n": len(page.rows)},
            series=[_series_row(one) for one in series],
            gaps=[one for one in series if not one.is_whole],
            previous_url=page.previous and self._url(page=page.previous),
            next_url=page.following and self._url(page=page.following),
            csv_url=self._url(export="csv"),
            **kwargs,
        )


def _whole(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Everything that a line shows, in a fixed number of queries."""
    return (
        letters.with_dispatches()
        .select_related("case__applicant", "case__unit", "voided__voided_by", "issued_by")
        .defer("context", "case__request_text")
    )


def _kind(series: Series) -> str:
    form = LETTERS.get(series.kind)
    return f"{form.code} {form.name}" if form else str(REPLIES)


def _series_row(series: Series) -> dict[str, Any]:
    missing = "" if series.is_whole else ", ".join(map(str, missing_from(series)))
    prefix = series.name.rpartition(":")[0]
    return {"prefix": prefix, "kind": _kind(series), "series": series, "missing": missing}


def _row(letter: Letter) -> dict[str, Any]:
    status = letter.status
    form = LETTERS[letter.code]
    # A paper of the house waits for nobody to send it.
    is_kept = form.is_internal and status == LetterStatus.WAITING
    return {
        "letter": letter,
        "name": form.name,
        "status": gettext_lazy("stays on file") if is_kept else status.label,
        "tone": "" if is_kept else TONES[status.value],
        "sent": letter.last_dispatch,
        "voided": letter.voided if letter.is_voided else None,
    }


def _header() -> list[str]:
    return [
        _("Number"),
        _("Dated"),
        _("Letter"),
        _("Case"),
        _("To"),
        _("Pages"),
        _("State"),
        _("Way of delivery"),
        _("Sent"),
        _("Mail number"),
        _("Voided because"),
        _("Issued by"),
        "SHA-256",
    ]


def _cells(letter: Letter) -> list[object]:
    row = _row(letter)
    sent, voided = row["sent"], row["voided"]
    return [
        letter.number,
        letter.dated_on,
        f"{letter.code} {row['name']}",
        letter.case.number,
        letter.case.applicant.masked_name,
        letter.pages,
        row["status"],
        sent.get_method_display() if sent else "",
        sent.sent_on if sent else "",
        sent.tracking_number if sent else "",
        voided.reason if voided else "",
        letter.issued_by,
        letter.sha256,
    ]
