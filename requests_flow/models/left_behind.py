"""Steps in the hands of somebody who may not take them any more: a duty ended, or its days are over."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.units import access
from requests_flow.units.duties import Duty

from .delegation import SigningDelegation
from .review_grant import ReviewGrant


def left_behind(on: date) -> Q:
    """A condition on tasks: taken, and whoever has it holds the duty there no longer, by no way.

    Asked of the tables each time, so that a duty whose last day is over frees what it held without
    any job at night.
    """
    held = (
        access.standing()
        .annotate(
            full=Concat(Value("units."), "duty", output_field=CharField()),
            there=Cast("unit", CharField()),
            below=Cast("unit__sections", CharField()),
        )
        .filter(
            Q(there=OuterRef("owner_permission_obj_pk"))
            | Q(below=OuterRef("owner_permission_obj_pk")),
            user=OuterRef("owner"),
            full=OuterRef("owner_permission"),
        )
    )
    let_in = ReviewGrant.objects.standing(on).filter(
        reviewer=OuterRef("owner"),
        reviewer__is_active=True,
        case__process=OuterRef("process"),
    )
    signs = SigningDelegation.objects.standing(on).filter(
        deputy=OuterRef("owner"),
        deputy__is_active=True,
        unit=OuterRef("process__case__unit"),
    )
    is_check = Q(owner_permission=Duty.REVIEW_IN_LAW.value)
    is_signature = Q(owner_permission=Duty.SIGN.value)
    return (
        Q(status=STATUS.ASSIGNED, flow_task_type="HUMAN", owner__isnull=False)
        & ~Exists(held)
        & ~(is_check & Exists(let_in))
        & ~(is_signature & Exists(signs.covering(OuterRef("process__case__outcome_code"))))
    )


def tasks_left_behind(on: date) -> QuerySet[Task]:
    """All of them."""
    return Task.objects.filter(left_behind(on))
