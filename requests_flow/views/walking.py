"""Takes a step of the flow without a browser: the import and the demo walk the same road as people."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.actions.act import Act, Refusal
from requests_flow.models import Case

from .nodes import HumanNode, Register, take

OPEN = (STATUS.NEW, STATUS.ASSIGNED)


class NotYourStep(Refusal):
    """The case is not at this step, or the person may not take it."""


def carry_out(activation: Any, perform: Callable[[Case], Any]) -> None:
    """Do the step's action on the case and move the flow on: together, or not at all."""
    with transaction.atomic():
        perform(activation.process.case)
        activation.process.refresh_from_db()
        activation.execute()


def open_case(act: Act, *, register: Register, perform: Callable[[Any], Case]) -> Case:
    """Start a process at `register`, let `perform(process)` make its case, and move on."""
    with transaction.atomic():
        activation = register.activation_class.create(register, None, None)
        activation.start(SimpleNamespace(user=act.by))
        case = perform(activation.process)
        activation.execute()
    return case


def open_task(case: Case) -> Task | None:
    """The one step that the case waits for, or None when it is closed."""
    return (
        Task.objects.filter(process=case.process_id, status__in=OPEN, flow_task_type="HUMAN")
        .select_related("owner")
        .order_by("-id")
        .first()
    )


def take_step(act: Act, *, node: HumanNode, case: Case, perform: Callable[[Case], Any]) -> None:
    """Take the step `node` of `case` as `act.by`, under the same lock and duty as the screen.

    Raises NotYourStep, or whatever refusal `perform` raises; then nothing has changed.
    """
    with node.flow_class.lock(case.process_id), transaction.atomic():
        task = Task.objects.filter(process=case.process_id, flow_task=node, status__in=OPEN).first()
        if task is None or not node.may_act(act.by, task):
            raise NotYourStep(f"{act.by} cannot take {node.name} of {case}.")
        carry_out(take(node, task, act.by), perform)
