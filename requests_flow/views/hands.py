"""The open steps that have to do with one person: which they have, and which they may take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.actions.authors import barred_from
from requests_flow.models.left_behind import left_behind
from requests_flow.models.ways import parts_of
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User
from requests_flow.units.places import places_of, places_of_many, remembered

from .worklist import Reach, by_word, has_step, offered, open_tasks, within_duty

# Whoever could take more steps than that is asked about by subqueries, as `worklist` has them.
MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that waits: by keys."""

    pk: int
    process: int
    case: int | None
    owner: int | None
    status: str
    duty: str
    place: str  # key of the unit on which the duty counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Processes whose step this person has, and whose step they may take; and what they reach."""

    mine: frozenset[int]
    free: frozenset[int]
    reach: Reach


def hands_of(user: User) -> Hands | None:
    """What waits for `user`; None for whom too much does. A query, two more where others have steps."""
    return remembered(("hands", user.pk), lambda: _hands_of(user))


def _hands_of(user: User) -> Hands | None:
    names = "pk", "process", "process__case", "owner", "status"
    names += "owner_permission", "owner_permission_obj_pk"
    asked = open_tasks().filter(within_duty(user, also_owned=True)).order_by().values_list(*names)
    steps = [Step(**dict(zip(Step.__slots__, row, strict=True))) for row in asked[: MOST + 1]]
    if len(steps) > MOST:
        return None
    within = _within(user, steps)
    offered = _offered(user, [step for step in within if step.owner not in (None, user.pk)])
    takeable = [step for step in within if step.owner is None or step.pk in offered]
    waiting = {step.case: step.duty for step in takeable if step.case is not None}
    barred = barred_from(user, waiting, on=access.day_of_asking())
    return Hands(
        mine=frozenset(step.process for step in steps if step.owner == user.pk),
        free=frozenset(step.process for step in takeable if step.case not in barred),
        reach=Reach(
            user_pk=user.pk,
            tasks=frozenset(step.pk for step in within),
            offered=offered,
            barred=frozenset(step.pk for step in takeable if step.case in barred),
        ),
    )


def _within(user: User, steps: list[Step]) -> list[Step]:
    """Those of them within the duties of `user`, as the question before had them."""
    places, word = places_of(user), by_word(user)
    named: Collection[int] = ()
    if word is not None:
        keys = [step.pk for step in steps]
        named = set(Task.objects.filter(word, pk__in=keys).values_list("pk", flat=True))
    return [
        step
        for step in steps
        if step.pk in named or int(step.place or 0) in places.of(Duty(step.duty))
    ]


def _offered(user: User, taken: list[Step]) -> frozenset[int]:
    """Those whose owner is away, with `user` as substitute, or may not take them any more."""
    if not taken:
        return frozenset()
    today, owners = access.day_of_asking(), {step.owner for step in taken if step.owner}
    away: set[int] = set()
    if parts_of(user)["stands_in"]:
        absences = Absence.objects.on(today).filter(substitute=user.pk)
        away = set(absences.values_list("user", flat=True))
    held = places_of_many(owners)
    doubtful = [
        step.pk
        for step in taken
        if step.status == STATUS.ASSIGNED
        and not (
            step.owner in held and int(step.place or 0) in held[step.owner].of(Duty(step.duty))
        )
    ]
    left: set[int] = set()
    if doubtful:  # perhaps they have it by being let in, or for somebody
        rows = Task.objects.filter(left_behind(today), pk__in=doubtful)
        left = set(rows.values_list("pk", flat=True))
    return frozenset(step.pk for step in taken if step.owner in away or step.pk in left)


def tabs_of(user: User) -> dict[str, Q]:
    """What each tab of the desk holds, as conditions on cases that `user` may see."""
    hands = hands_of(user)
    if hands is None:
        mine = Q(has_step(open_tasks(owner=user)))
        takeable = open_tasks().filter(Q(owner=None) | offered(user))
        free = Q(has_step(takeable.filter(within_duty(user))))
    else:
        mine, free = Q(process__among=hands.mine), Q(process__among=hands.free)
    worked = Task.objects.filter(process=OuterRef("process_id"), owner=user, status=STATUS.DONE)
    is_open = Q(closed_on=None)
    return {
        "mine": mine,
        "free": free,
        "waiting": is_open & (Q(handler=user) | Q(Exists(worked))) & ~mine & ~free,
        "open": is_open,
        "closed": Q(closed_on__isnull=False),
    }
