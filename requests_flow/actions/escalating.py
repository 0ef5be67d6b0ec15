"""A legal check takes too long: the file of the case says so, once for each degree."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from requests_flow.models import Case
from requests_flow.models.review_waiting import checks, pace, waits_too_long
from requests_flow.rules.safe_day import Pace, Slowness

from .act import Act
from .recording import record


def escalate_all(*, at: datetime) -> int:
    """How many entries were written. Run again on the same day it writes none."""
    act = Act(by=None, at=at)
    today = act.on
    now = pace(today)
    slow = Case.objects.filter(waits_too_long(today)).order_by("pk")
    return sum(_escalate(act, case, now=now) for case in slow)


def _escalate(act: Act, case: Case, *, now: Pace) -> bool:
    """Under the lock that every step takes: what was approved meanwhile is not called slow."""
    flow = case.process.flow_class
    with flow.lock(case.process_id), transaction.atomic():
        case = Case.objects.get(pk=case.pk)
        task = checks().filter(process=case.process_id).first()
        if task is None:
            return False
        came_on = timezone.localdate(task.created)
        level = now.slowness(came_on=came_on, due=case.due_on)
        told = case.entries.filter(verb="review_escalated", data__task=task.pk).values_list(
            "data", flat=True
        )
        if level == Slowness.IN_TIME or any(data["level"] >= level for data in told):
            return False
        record(
            act,
            case=case,
            verb="review_escalated",
            task=task.pk,
            level=int(level),
            came_on=came_on,
            owner=task.owner_id,
            due_on=case.due_on,
        )
    return True
