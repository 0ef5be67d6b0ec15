"""The human node of our flow: visible, permitted, locked, and with no side doors.

viewflow's own views ignore the object, lock the process in the URL but load the task by its key
alone, and let managers undo, cancel and revive. None of them is reachable here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from viewflow.workflow import flow
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.actions.once import remembered
from requests_flow.models import Case, ReviewGrant, tasks_delegated_to
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .middleware import Conflict

CLOSED = {
    "index_view_class": None,
    "detail_view_class": None,
    "undo_view_class": None,
    "cancel_view_class": None,
    "revive_view_class": None,
    "execute_view_class": None,
    "assign_view_class": None,
    "unassign_view_class": None,
    "reassign_view_class": None,
}


def close_doors(node_class: type) -> type:
    """`node_class` without any of viewflow's stock views."""
    doors = {name: None for name in CLOSED if hasattr(node_class, name)}
    return type(node_class.__name__, (node_class,), {**doors, "__module__": __name__})


class HumanNode(close_doors(flow.View)):
    """A step that a person takes, at one address: `<process>/<node>/<task>/`."""

    def may_act(self, user: Any, task: Task) -> bool:
        """Whether `user` may take this step: it is theirs, or free and their duty."""
        if task.owner_id:
            return task.owner_id == user.pk and self.holds_duty(user, task)
        return self.holds_duty(user, task)

    def holds_duty(self, user: Any, task: Task) -> bool:
        """Whether `user` holds this step's duty on the unit concerned, today."""
        unit = self._owner_permission_obj(task.process)
        return access.may(user, Duty(self._owner_permission), unit)

    def can_execute(self, user: Any, task: Task) -> bool:
        """The same question as viewflow asks it."""
        return self.may_act(user, task)

    @property
    def view_path(self) -> Any:
        """The only route of the node."""
        return path(
            f"<int:process_pk>/{self.name}/<int:task_pk>/",
            guarded(self, self.view),
            name="execute",
        )


class ReviewNode(HumanNode):
    """The legal check: open to an outside adviser as well who was let in to this one case."""

    def holds_duty(self, user: Any, task: Task) -> bool:
        """By duty on the legal unit; or by a grant on this case that stands today."""
        if super().holds_duty(user, task):
            return True
        standing = ReviewGrant.objects.standing(access.day_of_asking())
        return (
            user.is_active
            and standing.filter(case__process=task.process_id, reviewer=user.pk).exists()
        )


class SignNode(HumanNode):
    """The signature: open to a deputy as well, for these outcomes, within the days of that."""

    def holds_duty(self, user: Any, task: Task) -> bool:
        """By duty on the unit; or by a delegation that stands today and covers this outcome."""
        if super().holds_duty(user, task):
            return True
        return tasks_delegated_to(user, on=access.day_of_asking()).filter(pk=task.pk).exists()


def guarded(node: HumanNode, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` behind the checks: the task belongs to the process, the person may, the lock is held."""

    def step(request: HttpRequest, process_pk: int, task_pk: int) -> HttpResponse:
        if request.method != "POST":
            return _enter(node, view, request, process_pk, task_pk)
        _task(node, request, process_pk, task_pk)  # a stranger never takes the lock
        with node.flow_class.lock(process_pk), transaction.atomic():
            return _enter(node, view, request, process_pk, task_pk)

    return update_wrapper(step, view)


def _task(node: HumanNode, request: HttpRequest, process_pk: int, task_pk: int) -> Task:
    """The task of this node and process, if the person may see its case; otherwise it is not there."""
    visible = Case.objects.visible_to(request.user).filter(process=process_pk)
    task = (
        Task.objects.select_related("process")
        .filter(pk=task_pk, process=process_pk, flow_task=node)
        .filter(process__case__in=visible)
        .first()
    )
    if task is None:
        raise Http404
    return task


def _enter(
    node: HumanNode,
    view: Callable[..., HttpResponse],
    request: HttpRequest,
    process_pk: int,
    task_pk: int,
) -> HttpResponse:
    task = _task(node, request, process_pk, task_pk)
    if task.status not in (STATUS.NEW, STATUS.ASSIGNED):
        if url := remembered(token=request.POST.get("form_token", ""), user=request.user):
            return HttpResponseRedirect(url)
        raise Conflict(_("This step was already done, perhaps by somebody else."), url=url_of(task))
    if not node.holds_duty(request.user, task):
        raise Http404
    if task.owner_id and task.owner_id != request.user.pk:
        raise Conflict(
            _("%(name)s has taken this task. They can give it back on their desk.")
            % {"name": task.owner},
            url=url_of(task),
        )
    request.activation = take(node, task, request.user, is_kept=request.method == "POST")
    return view(request, process_pk=process_pk, task_pk=task_pk)


def url_of(task: Task) -> str:
    """The page of the task's case, where one sees how it stands."""
    return task.process.case.get_absolute_url()


def take(node: HumanNode, task: Task, user: Any, *, is_kept: bool = True) -> Any:
    """The started activation of `task` in the hands of `user`; looking at a task keeps nothing."""
    activation = node.activation_class(task)
    if task.status == STATUS.NEW:
        if is_kept:
            activation.assign(user)
        else:
            task.owner, task.status = user, STATUS.ASSIGNED
    activation.start(None)
    return activation


class Register(close_doors(flow.Start)):
    """The first step: it makes the case. Who may register, the form and the action ask per unit."""

    def can_execute(self, user: Any, task: Task | None = None) -> bool:
        """Whether `user` registers for any unit at all."""
        return access.units_for(user, Duty.REGISTER).exists()

    @property
    def start_view_path(self) -> Any:
        """The only route of the node."""
        return path(f"{self.name}/", started(self, self.start_view), name="execute")


def started(node: Register, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` with a fresh activation, for people who register."""

    def start(request: HttpRequest) -> HttpResponse:
        if not node.can_execute(request.user):
            raise Http404
        request.activation = node.activation_class.create(node, None, None)
        request.activation.start(request)
        if request.method != "POST":
            return view(request)
        with transaction.atomic():
            return view(request)

    return update_wrapper(start, view)
