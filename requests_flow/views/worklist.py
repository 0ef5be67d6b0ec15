"""Which tasks wait, for whom: plain querysets with subqueries, whatever the number of grants.

viewflow's own queue reads every grant of a person into Python; it is not used anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Case_
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.models import Case, Restriction, ReviewGrant, tasks_delegated_to
from requests_flow.models.left_behind import left_behind
from requests_flow.models.ways import parts_of
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User
from requests_flow.units.places import places_of

OPEN = (STATUS.NEW, STATUS.ASSIGNED)
# The address of the flow is in the database and never moves (flows.py).
NODE_PREFIX = "requests_flow/flows.CaseFlow."


def node_refs(names: Iterable[str]) -> list[str]:
    """The nodes of these names as a task's row holds them."""
    return [f"{NODE_PREFIX}{name}" for name in names]


def open_tasks(**narrower: Any) -> QuerySet[Task]:
    """Steps that wait for a person."""
    return Task.objects.filter(status__in=OPEN, flow_task_type="HUMAN", **narrower)


def within_duty(user: User, *, also_owned: bool = False) -> Q:
    """Tasks whose duty `user` holds on the unit concerned, as the flow wrote both on the task.

    `also_owned`: or that they have, whether they hold its duty still or not.
    """
    places = places_of(user)
    reach = Q(owner=user.pk) if also_owned else Q(pk__in=[])
    for duty in places.held:
        keys = [str(key) for key in sorted(places.of(duty))]
        reach |= Q(owner_permission=duty.value, owner_permission_obj_pk__in=keys)
    word = by_word(user)
    return reach if word is None else reach | word


def by_word(user: User) -> Q | None:
    """Tasks within reach without a duty: signatures for somebody, checks one is let in to."""
    has, today = parts_of(user), access.day_of_asking()
    reach: Q | None = None
    if has["deputises"]:
        reach = Q(pk__in=tasks_delegated_to(user, on=today).values("pk"))
    if has["advises"]:
        granted = ReviewGrant.objects.standing(today).filter(reviewer=user.pk)
        law = Q(owner_permission=Duty.REVIEW_IN_LAW.value)
        let_in = law & Q(process__in=granted.values("case__process"))
        reach = let_in if reach is None else reach | let_in
    return reach


def offered(user: User) -> Q:
    """Tasks of people who are away today, and for whom `user` stands in; or whose duty ended."""
    today = access.day_of_asking()
    away = Absence.objects.on(today).filter(substitute=user.pk)
    return Q(owner__in=away.values("user")) | left_behind(today)


def has_step(tasks: QuerySet[Task]) -> Exists:
    """Cases with one of these steps."""
    return Exists(tasks.filter(process=OuterRef("process_id")))


# Steps wait, and cases are open, before they are archived: as many as an office can handle.
LIVE = Q(archived_at=None)
COUNTED = 1000


def counts_of(cases: QuerySet[Case], tabs: dict[str, Q]) -> dict[str, int]:
    """How many of `cases` each tab of what is live holds: one query over what is not archived."""
    wanted = {name: Count("pk", filter=where) for name, where in tabs.items() if name != "closed"}
    return cases.filter(LIVE).order_by().aggregate(**wanted)


def counted(ranges: list[QuerySet[Case]]) -> int:
    """How many cases `ranges` hold together, counted no further than one over COUNTED."""
    keys: set[int] = set()
    for rows in ranges:
        if len(keys) <= COUNTED:
            keys.update(rows.order_by().values_list("pk", flat=True)[: COUNTED + 1])
    return min(len(keys), COUNTED + 1)


def at_nodes(*names: str) -> Exists:
    """Cases whose open task is at one of these nodes."""
    return has_step(open_tasks(flow_task__in=node_refs(names)))


def with_all_for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Everything a row shows, in a fixed number of queries."""
    waiting = open_tasks().select_related("owner").order_by("-pk")
    shut = Restriction.objects.filter(case=OuterRef("pk"), lifted_at=None)
    return (
        cases.annotate(is_restricted_now=Exists(shut))
        .select_related(
            "applicant", "unit", "section", "handler", "correction", "extension", "process"
        )
        .prefetch_related(
            "consultations", Prefetch("process__task_set", queryset=waiting, to_attr="open_tasks")
        )
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
    tasks: frozenset[int]
    offered: frozenset[int]  # of people away, for whom this one stands in
    barred: frozenset[int] = frozenset()  # the person had a hand in it: it would be refused

    @classmethod
    def of(cls, user: User, tasks: Iterable[Task]) -> Reach:
        """Which of these tasks are within the duties of `user`: one query for a page."""
        keys = [task.pk for task in tasks]
        held = Task.objects.filter(pk__in=keys).filter(within_duty(user))
        rows = held.annotate(is_offered=Case_(When(offered(user), then=True), default=False))
        found = dict(rows.values_list("pk", "is_offered"))
        taken_over = frozenset(key for key, is_offered in found.items() if is_offered)
        return cls(user_pk=user.pk, tasks=frozenset(found), offered=taken_over)

    def may(self, task: Task) -> bool:
        """Whether the person holds the task's duty there."""
        return task.pk in self.tasks


def duties_held(user: User) -> frozenset[Duty]:
    """The duties that `user` holds on any unit at all: for menus, and for who has a queue."""
    places = places_of(user)
    return frozenset(duty for duty in Duty if places.of(duty))


def holds(user: User, duty: Duty) -> bool:
    """Whether there is a place for this person in a queue at all."""
    return bool(places_of(user).of(duty))


def reviews_in_law(user: User, held: frozenset[Duty]) -> bool:
    """Whether `user` has a legal check to make anywhere: by duty, or let in to single cases."""
    if Duty.REVIEW_IN_LAW in held or not parts_of(user)["advises"]:
        return Duty.REVIEW_IN_LAW in held
    standing = ReviewGrant.objects.standing(access.day_of_asking())
    return standing.filter(reviewer=user.pk).exists()
