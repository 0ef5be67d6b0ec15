"""Which tasks wait, for whom: plain querysets with subqueries, whatever the number of grants.

viewflow's own queue reads every grant of a person into Python; it is not used anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.models import Case
from requests_flow.models.reading import calendar
from requests_flow.rules.clock import Reading
from requests_flow.rules.working_days import WorkingCalendar
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

from .clock_face import Chip
from .clock_words import clock_of
from .wording import CHANNELS, KINDS, STAGE_OF, STAGES

OPEN = (STATUS.NEW, STATUS.ASSIGNED)
# The address of the flow is in the database and never moves (flows.py).
NODE_PREFIX = "requests_flow/flows.CaseFlow."


def node_refs(names: Iterable[str]) -> list[str]:
    """The nodes of these names as a task's row holds them."""
    return [f"{NODE_PREFIX}{name}" for name in names]


def open_tasks(**narrower: Any) -> QuerySet[Task]:
    """Steps that wait for a person."""
    return Task.objects.filter(status__in=OPEN, flow_task_type="HUMAN", **narrower)


def within_duty(user: User) -> Q:
    """Tasks whose duty `user` holds on the unit concerned, as the flow wrote both on the task."""
    reach = Q(pk__in=[])
    for duty in access.duties_held(user):
        units = access.units_for(user, duty).annotate(key=Cast("pk", CharField()))
        reach |= Q(owner_permission=duty.value, owner_permission_obj_pk__in=units.values("key"))
    return reach


def _has(tasks: QuerySet[Task]) -> Exists:
    return Exists(tasks.filter(process=OuterRef("process_id")))


def tabs_of(user: User) -> dict[str, Q]:
    """What each tab of the desk holds, as conditions on cases that `user` may see."""
    mine = _has(open_tasks(owner=user))
    free = _has(open_tasks(owner=None).filter(within_duty(user)))
    worked = Exists(
        Task.objects.filter(process=OuterRef("process_id"), owner=user, status=STATUS.DONE)
    )
    is_open = Q(closed_on=None)
    return {
        "mine": Q(mine),
        "free": Q(free),
        "waiting": is_open & (Q(handler=user) | Q(worked)) & ~Q(mine) & ~Q(free),
        "open": is_open,
        "closed": Q(closed_on__isnull=False),
    }


def at_nodes(*names: str) -> Exists:
    """Cases whose open task is at one of these nodes."""
    return _has(open_tasks(flow_task__in=node_refs(names)))


def with_all_for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Everything a row shows, in a fixed number of queries."""
    waiting = open_tasks().select_related("owner").order_by("-pk")
    return cases.select_related(
        "applicant", "unit", "section", "handler", "correction", "extension", "process"
    ).prefetch_related(
        "consultations", Prefetch("process__task_set", queryset=waiting, to_attr="open_tasks")
    )


def task_of(case: Case) -> Task | None:
    """The step that waits; there is at most one."""
    ready = getattr(case.process, "open_tasks", None)
    if ready is None:
        return open_tasks(process=case.process_id).select_related("owner").first()
    return ready[0] if ready else None


def node_name(task: Task) -> str:
    """The name of the step, as the flow calls it."""
    return task.flow_task.name


def task_url(task: Task) -> str:
    """Where the step is taken."""
    return reverse(f"flow:{node_name(task)}:execute", args=[task.process_id, task.pk])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What one person may take up, asked once for a whole page."""

    user_pk: int
    grants: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, user: User, tasks: Iterable[Task]) -> Reach:
        """Which of these tasks' duties `user` holds: one query for a page."""
        keys = [task.pk for task in tasks]
        held = Task.objects.filter(pk__in=keys).filter(within_duty(user))
        rows = held.values_list("owner_permission", "owner_permission_obj_pk")
        return cls(user_pk=user.pk, grants=frozenset(rows))

    def may(self, task: Task) -> bool:
        """Whether the person holds the task's duty there."""
        return (task.owner_permission, task.owner_permission_obj_pk) in self.grants


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list."""

    case: Case
    chip: Chip
    task: Task | None
    stage: str
    step: str
    url: str  # where this person goes on; empty if it is not theirs
    is_free: bool
    reading: Reading | None = None  # None: its days contradict each other

    @property
    def place(self) -> Any:
        """Who handles it: a section, or the unit."""
        return self.case.section or self.case.unit

    @property
    def kind(self) -> Any:
        """What kind of applicant asked, in words."""
        return KINDS.get(self.case.applicant.kind, "")

    @property
    def channel(self) -> Any:
        """How the application came, in words."""
        return CHANNELS.get(self.case.channel, "")


def row_of(case: Case, reach: Reach, *, today: date, days: WorkingCalendar) -> Row:
    """The line for `case` as the person of `reach` sees it."""
    task = task_of(case)
    reading, chip = clock_of(case, today=today, days=days)
    if task is None:
        return Row(
            case=case,
            chip=chip,
            task=None,
            stage="",
            step="",
            url="",
            is_free=False,
            reading=reading,
        )
    held = reach.may(task)
    is_mine = held and task.owner_id == reach.user_pk
    is_free = held and task.owner_id is None
    return Row(
        case=case,
        chip=chip,
        task=task,
        stage=str(STAGES[STAGE_OF[node_name(task)]][0]),
        step=str(task.flow_task.task_title or task.flow_task.name),
        url=task_url(task) if is_mine or is_free else "",
        is_free=is_free,
        reading=reading,
    )


def rows_of(cases: QuerySet[Case] | list[Case], user: User, *, today: date) -> list[Row]:
    """The lines of one page."""
    page = list(cases)
    reach = Reach.of(user, [task for case in page if (task := task_of(case))])
    days = calendar()  # once for all of them
    return [row_of(case, reach, today=today, days=days) for case in page]


def holds(user: User, duty: Duty) -> bool:
    """Whether there is a place for this person in a queue at all."""
    return duty in access.duties_held(user)
