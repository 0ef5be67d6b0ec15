"""Which open cases reach a year whose days off nobody knows yet. Counts only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, F, Min, Value
from django.db.models.functions import ExtractYear, Greatest

from requests_flow.rules.clock import ClockState

from .case import Case
from .reading import calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A year that is not known: how many open cases reach it, from when, and of which units."""

    year: int
    count: int
    earliest: date
    units: tuple[tuple[str, int], ...]  # the most concerned first


def unpublished(today: date) -> tuple[Gap, ...]:
    """The years without an arrangement that open cases reach, in order; two queries.

    It goes by the copies of the due dates. A clock that stands still is due today at the earliest,
    whatever last night's copy says.
    """
    days = calendar()
    reach = models.Case(
        models.When(clock_state=ClockState.PAUSED, then=Greatest("due_on", Value(today))),
        default=F("due_on"),
        output_field=models.DateField(),
    )
    groups = (
        Case.objects.filter(closed_on=None, archived_at=None, due_on__isnull=False)
        .annotate(reach=reach, first=ExtractYear("received_on"), last=ExtractYear("reach"))
        .order_by()
        .values_list("unit__short_name", "first", "last")
        .annotate(n=Count("pk"), earliest=Min("reach"))
    )
    counts: dict[int, Counter[str]] = {}
    earliest: dict[int, date] = {}
    for unit, first, last, n, due in groups:
        for year in (year for year in range(first, last + 1) if not days.covers(year)):
            counts.setdefault(year, Counter())[unit] += n
            earliest[year] = min(due, earliest.get(year, due))
    return tuple(
        Gap(
            year=year,
            count=units.total(),
            earliest=earliest[year],
            units=tuple(units.most_common()),
        )
        for year, units in sorted(counts.items())
    )
