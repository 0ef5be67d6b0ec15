"""督办: how the organs below stand with their time limits, and each case by its clock; no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from requests_flow import labels
from requests_flow.models import Case, Sight
from requests_flow.models.reading import calendar
from requests_flow.rules.clock import ClockState
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit
from requests_flow.units.places import below

from .clock_face import Chip
from .clock_words import DAYS_SOON, clock_of
from .faces import bare
from .keyset import page_of, sorted_by
from .wording import STAGE_OF, STAGES
from .worklist import holds, node_name, open_tasks, task_of, with_all_for_rows

PAGE = 50
# While the office waits for somebody else nothing is late, whatever the copied day says.
RUNNING = Q(clock_state__in=(ClockState.RUNNING.value, ClockState.LATE.value))
LATENESS = {
    "late": gettext_lazy("overdue"),
    "soon": gettext_lazy("due within 3 working days"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How one organ stands."""

    unit: Unit
    open: int = 0
    soon: int = 0
    late: int = 0
    longest: int | None = None  # days that a case has been at the step where it waits

    def urgency(self) -> tuple[int, int, int]:
        """What is overdue stands above."""
        return (-self.late, -self.soon, -self.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case as an overseer sees it."""

    case: Case
    chip: Chip
    stage: str
    outcome: str  # in words


class OversightForm(forms.Form):
    """Of which organ, and how late."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), required=False, empty_label=gettext_lazy("all")
    )  # fmt: skip
    state = forms.ChoiceField(
        label=gettext_lazy("Time limit"),
        choices=[("", gettext_lazy("all")), *LATENESS.items()],
        required=False,
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


def lateness(today: date) -> dict[str, Q]:
    """The conditions by the copied due date."""
    last = calendar().add(today, DAYS_SOON)
    return {
        "late": RUNNING & Q(due_on__lt=today),
        "soon": RUNNING & Q(due_on__gte=today, due_on__lte=last),
    }


class Oversight(TemplateView):
    """Counts by organ over what is open, and the list, by due date."""

    template_name = "requests_flow/oversight.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For who oversees anything."""
        if not holds(request.user, Duty.OVERSEE):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def live(self) -> QuerySet[Case]:
        """What is open in the organs overseen: as much as the offices can handle."""
        units = sorted(below(self.request.user))
        cases = Case.objects.visible_to(self.request.user, Sight.CLOCK)
        return cases.filter(unit__in=units, archived_at=None, closed_on=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table of organs, and one page of cases."""
        today = timezone.localdate()
        units = Unit.objects.filter(pk__in=below(self.request.user), organ=None)
        form = OversightForm(self.request.GET or {}, units=units)
        form.is_valid()
        where, cases = lateness(today), self.live()
        lines = self._lines(list(units), where, today)
        if unit := form.cleaned_data.get("unit"):
            cases = cases.filter(unit=unit)
        if state := form.cleaned_data.get("state"):
            cases = cases.filter(where[state])
        rows = sorted_by(with_all_for_rows(cases), "due_on")
        page = page_of(rows, key=self.request.GET.get("page", ""), size=PAGE)
        return super().get_context_data(
            form=form,
            lines=sorted((one for one in lines if one.open), key=Line.urgency),
            idle=sum(not one.open for one in lines),
            total=self._total(lines),
            rows=self._rows(page.rows, today),
            is_narrowed=bool(unit or state),
            shown=_("%(n)d on this page") % {"n": len(page.rows)},
            previous_url=page.previous and self._url(page.previous),
            next_url=page.following and self._url(page.following),
            **kwargs,
        )

    def _lines(self, units: list[Unit], where: dict[str, Q], today: date) -> list[Line]:
        live = self.live().order_by()
        counted = live.values("unit").annotate(
            open=Count("pk"),
            soon=Count("pk", filter=where["soon"]),
            late=Count("pk", filter=where["late"]),
        )
        numbers = {row.pop("unit"): row for row in counted}
        waiting = open_tasks(process__case__in=live.values("pk")).order_by()
        oldest = dict(waiting.values_list("process__case__unit").annotate(oldest=Min("created")))
        return [
            Line(
                unit=unit,
                longest=(today - timezone.localdate(oldest[unit.pk])).days
                if unit.pk in oldest
                else None,
                **numbers.get(unit.pk, {}),
            )
            for unit in units
        ]

    def _total(self, lines: list[Line]) -> dict[str, int]:
        return {
            name: sum(getattr(line, name) for line in lines) for name in ("open", "soon", "late")
        }

    def _rows(self, cases: list[Case], today: date) -> list[Row]:
        days, rows = calendar(), []
        for case in cases:
            task = task_of(case)
            stage = str(STAGES[STAGE_OF[node_name(task)]][0]) if task else ""
            chip = bare(clock_of(case, today=today, days=days)[1])
            outcome = str(labels.OUTCOMES.get(case.outcome_code, ""))
            rows.append(Row(case=case, chip=chip, stage=stage, outcome=outcome))
        return rows

    def _url(self, page: str) -> str:
        query = self.request.GET.copy()
        query["page"] = page
        return f"?{query.urlencode()}"
