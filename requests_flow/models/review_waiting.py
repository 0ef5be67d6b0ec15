"""What waits for the legal check, and which of it takes too long."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.rules.safe_day import Pace, pace_on
from requests_flow.rules.working_days import WorkingCalendar
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.units.places import places_of

from .case import Case
from .reading import calendar, law
from .restriction import cases_closed_to


def checks() -> QuerySet[Task]:
    """The legal checks that wait for somebody, in the order in which they came to the gate."""
    return Task.objects.filter(
        status__in=[STATUS.NEW, STATUS.ASSIGNED],
        flow_task_type="HUMAN",
        owner_permission=Duty.REVIEW_IN_LAW.value,
    ).order_by("pk")


def pace(today: date, *, days: WorkingCalendar | None = None) -> Pace:
    """What is slow on `today`, by what the house decided up to then."""
    return pace_on(today, calendar=days or calendar(), conventions=law().conventions_on(today))


def waits_too_long(today: date) -> Q:
    """Cases whose legal check is slow or pressing."""
    at = pace(today)
    ends = timezone.make_aware(datetime.combine(at.slow_from + timedelta(days=1), time.min))
    there = checks().filter(process=OuterRef("process_id")).order_by()
    return Q(Exists(there.filter(created__lt=ends))) | Q(Exists(there), due_on__lt=at.unsafe_before)


def slow_checks_for(user: User, *, today: date) -> int:
    """How many slow checks are the affair of `user`: who heads the handling, or reviews there."""
    places = places_of(user)
    heading, reviewing = places.of(Duty.REVIEW), places.of(Duty.REVIEW_IN_LAW)
    cases = Case.objects.filter(Q(unit__in=heading) | Q(legal_unit__in=reviewing), archived_at=None)
    open_to_them = cases.exclude(pk__in=cases_closed_to(user))
    return open_to_them.filter(waits_too_long(today)).count()
