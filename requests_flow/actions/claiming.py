"""Takes a free step, or gives it back. The flow itself does not move."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.models import Case
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .recording import record


class AlreadyTaken(Refusal):
    """Somebody else was first."""


class NotYours(Refusal):
    """Only who has a task gives it back."""


@transaction.atomic
def claim(act: Act, *, case: Case, task: Task) -> None:
    """Put the step into the hands of whoever acts; the caller holds the lock and asked the duty.

    Raises AlreadyTaken.
    """
    task = Task.objects.get(pk=task.pk, process=case.process_id)
    if task.status != STATUS.NEW:
        if task.owner_id == act.by.pk and task.status == STATUS.ASSIGNED:
            return  # the second click on the same button
        raise AlreadyTaken(_("Somebody else has taken this task already."))
    task.flow_task.activation_class(task).assign(act.by)
    record(act, case=case, verb="claimed", duty=task.owner_permission or "", task=task.pk)


@transaction.atomic
def release(act: Act, *, case: Case, task: Task) -> None:
    """Give the step back to all who hold its duty; who assigns cases may do so for somebody else.

    Nobody who is away, or gone, keeps a case. Raises NotYours.
    """
    task = Task.objects.get(pk=task.pk, process=case.process_id)
    is_mine = task.owner_id == act.by.pk
    if task.status != STATUS.ASSIGNED or not (
        is_mine or access.may(act.by, Duty.REVIEW, case.unit)
    ):
        raise NotYours(_("This task is not in your hands."))
    owner = task.owner_id
    task.flow_task.activation_class(task).unassign()
    record(
        act,
        case=case,
        verb="released",
        duty=task.owner_permission or "",
        task=task.pk,
        taken_from=None if is_mine else owner,
    )
