"""Which open cases reach a year whose days off nobody knows yet. Counts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import ExtractYear

from requests_flow.rules.clock import ClockState
from requests_flow.rules.errors import RuleError
from requests_flow.rules.working_days import WorkingCalendar

from .case import Case
from .clockwork import Consultation
from .reading import calendar, read_case_clock

# The applicant, or others, have to act first.
WAITING = (
    ClockState.PAUSED.value,
    ClockState.AWAITING_CORRECTION.value,
    ClockState.AWAITING_PAYMENT.value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A year that is not known: how many open cases reach it, from when, and of which units."""

    year: int
    count: int
    earliest: date
    units: tuple[tuple[str, int], ...]  # the most concerned first


def unpublished(today: date) -> tuple[Gap, ...]:
    """The years without an arrangement that open cases reach, in order; a fixed number of queries.

    It goes by the copies of the due dates. Where somebody is waited for, the clock is read: the
    latest day, and the terms of those who have to act, may lie in another year.
    """
    days, counts, earliest = calendar(), dict[int, Counter[str]](), dict[int, date]()
    for unit, first, dates, n in (*_counted(), *_read(today, days)):
        for year in (year for year in range(first, max(dates).year + 1) if not days.covers(year)):
            counts.setdefault(year, Counter())[unit] += n
            reached = min(day for day in dates if day.year >= year)
            earliest[year] = min(reached, earliest.get(year, reached))
    return tuple(
        Gap(
            year=year,
            count=units.total(),
            earliest=earliest[year],
            units=tuple(units.most_common()),
        )
        for year, units in sorted(counts.items())
    )


# Unit, year of receipt, the days that are reached, number of cases.
Group = tuple[str, int, Sequence[date], int]
_OPEN = Q(closed_on=None, archived_at=None)
_WAITS = Q(clock_state__in=WAITING) | Exists(
    Consultation.objects.filter(case=OuterRef("pk"), answered_on=None)
)


def _counted() -> Iterator[Group]:
    """The cases that wait for nobody, by the copies."""
    groups = (
        Case.objects.filter(_OPEN & ~_WAITS, due_on__isnull=False)
        .annotate(first=ExtractYear("received_on"), last=ExtractYear("due_on"))
        .order_by()
        .values_list("unit__short_name", "first", "last")
        .annotate(n=Count("pk"), earliest=Min("due_on"))
    )
    yield from ((unit, first, [due], n) for unit, first, _last, n, due in groups)


def _read(today: date, days: WorkingCalendar) -> Iterator[Group]:
    """The cases that wait for somebody, one by one."""
    cases = (
        Case.objects.filter(_OPEN & _WAITS)
        .select_related("unit", "correction", "extension")
        .prefetch_related("consultations")
    )
    for case in cases:
        if dates := _reached(case, today, days):
            yield case.unit.short_name, case.received_on.year, dates, 1


def _reached(case: Case, today: date, days: WorkingCalendar) -> list[date]:
    """Every day that the clock of `case` names; of one that cannot be read, its copy."""
    try:
        reading = read_case_clock(case, today=today, days=days)
    except RuleError:
        return [case.due_on] if case.due_on else []
    named = (reading.due, reading.latest, *(one.due for one in reading.deadlines))
    return [day for day in named if day is not None]
