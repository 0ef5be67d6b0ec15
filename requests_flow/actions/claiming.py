"""Takes a free step, or gives it back. The flow itself does not move."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.models import Case
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User

from .act import Act, Refusal
from .authors import is_kept_out
from .recording import record


class AlreadyTaken(Refusal):
    """Somebody else was first."""


class NotYours(Refusal):
    """Only who has a task gives it back."""


class DutyOver(Refusal):
    """The account was closed or the duty ended while the page was open."""


class HadAHand(Refusal):
    """Who had a hand in the reply neither checks, reviews nor signs it, for nobody."""


def refuse_involved(act: Act, *, case: Case, task: Task) -> None:
    """Raise HadAHand where the step itself would refuse whoever acts."""
    if is_kept_out(act.by, duty=task.owner_permission or "", case=case, on=act.on):
        raise HadAHand(_("You had a hand in this reply; somebody else does this step."))


@transaction.atomic
def claim(act: Act, *, case: Case, task: Task) -> None:
    """Put the step into the hands of whoever acts; the caller holds the lock and asked the duty.

    Raises AlreadyTaken, HadAHand, or DutyOver for who lost the duty a moment ago.
    """
    task = Task.objects.get(pk=task.pk, process=case.process_id)
    if task.status != STATUS.NEW:
        if task.owner_id == act.by.pk and task.status == STATUS.ASSIGNED:
            return  # the second click on the same button
        raise AlreadyTaken(_("Somebody else has taken this task already."))
    _refuse_gone(act, task)
    refuse_involved(act, case=case, task=task)
    task.flow_task.activation_class(task).assign(act.by)
    record(act, case=case, verb="claimed", duty=task.owner_permission or "", task=task.pk)


def _refuse_gone(act: Act, task: Task) -> None:
    """Whoever closes the account or ends the duty at this moment waits, or was first."""
    by = User.objects.select_for_update().get(pk=act.by.pk)
    if not task.flow_task.holds_duty(by, task):
        raise DutyOver(_("You hold the duty for this task no longer."))


def substituted(task: Task, *, by: User, on: date) -> Absence | None:
    """The absence of whoever has this step, if `by` stands in for them on that day."""
    if task.owner_id is None:
        return None
    return Absence.objects.on(on).filter(user=task.owner_id, substitute=by).first()


def is_left_behind(task: Task) -> bool:
    """Whether whoever has this step may not take it any more: gone, or the duty is over.

    Asked when somebody looks, so that a last day needs no nightly job.
    """
    is_taken = task.status == STATUS.ASSIGNED and task.owner is not None
    return is_taken and not task.flow_task.holds_duty(task.owner, task)


@transaction.atomic
def take_over(act: Act, *, case: Case, task: Task) -> None:
    """Take the step of somebody away, or of somebody whose duty is over, which anybody may take.

    The caller holds the lock and asked the duty. Raises AlreadyTaken, HadAHand or DutyOver.
    """
    task = Task.objects.get(pk=task.pk, process=case.process_id)
    absence = substituted(task, by=act.by, on=act.on) if task.status == STATUS.ASSIGNED else None
    if absence is None and not is_left_behind(task):
        raise AlreadyTaken(_("Somebody else has taken this task already."))
    _refuse_gone(act, task)
    refuse_involved(act, case=case, task=task)
    owner = task.owner_id
    _unassign(task)
    task.flow_task.activation_class(task).assign(act.by)
    record(
        act,
        case=case,
        verb="taken_over",
        duty=task.owner_permission,
        task=task.pk,
        taken_from=owner,
        absence=absence and absence.pk,
    )


def take_from(act: Act, *, case: Case, person: User) -> None:
    """Whatever step of `case` is in the hands of `person` waits for all who hold its duty again."""
    for task in Task.objects.filter(
        process=case.process_id, status=STATUS.ASSIGNED, owner=person, flow_task_type="HUMAN"
    ):
        _unassign(task)
        record(
            act,
            case=case,
            verb="released",
            duty=task.owner_permission or "",
            task=task.pk,
            taken_from=person.pk,
        )


def _unassign(task: Task) -> None:
    task.flow_task.activation_class(task).unassign()


def may_take_from(act: Act, *, case: Case, task: Task) -> bool:
    """Who assigns cases may; a legal adviser too, where whoever has the check is away or out."""
    if access.may(act.by, Duty.REVIEW, case.unit):
        return True
    is_check = task.owner_permission == Duty.REVIEW_IN_LAW.value
    if not is_check or not access.may(act.by, Duty.REVIEW_IN_LAW, case.legal_unit):
        return False
    is_away = Absence.objects.on(act.on).filter(user=task.owner_id).exists()
    return is_away or is_left_behind(task)


@transaction.atomic
def release(act: Act, *, case: Case, task: Task) -> None:
    """Give the step back to all who hold its duty; who assigns cases may do so for somebody else.

    Nobody who is away, or gone, keeps a case. Raises NotYours.
    """
    task = Task.objects.get(pk=task.pk, process=case.process_id)
    is_mine = task.owner_id == act.by.pk
    if task.status != STATUS.ASSIGNED or not (is_mine or may_take_from(act, case=case, task=task)):
        raise NotYours(_("This task is not in your hands."))
    owner = task.owner_id
    _unassign(task)
    record(
        act,
        case=case,
        verb="released",
        duty=task.owner_permission or "",
        task=task.pk,
        taken_from=None if is_mine else owner,
    )
