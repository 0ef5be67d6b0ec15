"""Somebody leaves, or loses a duty: nothing goes with them, everything waits for those who stay.

Locks are taken in one order: processes, their cases, the person, and what else is ended; only then
the first entry is written, for whoever writes one holds up everybody else who does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from requests_flow.models import (
    Case,
    CaseGrant,
    Part,
    Restriction,
    ReviewGrant,
    SigningDelegation,
)
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, Appointment, Session, User

from .accounts import close_account
from .act import Act
from .claiming import is_left_behind, take_from
from .recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What somebody still has: numbers only, for who asks does not read cases."""

    tasks: int
    cases: int
    duties: int
    delegations: int  # given, or by which they sign
    parts: int  # in single cases
    absences: int  # of their own, to come or now
    stands_in: int  # for somebody else
    sessions: int
    alone: int  # restricted cases that nobody else is named on, and would see afterwards


def remaining(user: User, *, act: Act) -> Remaining:
    """Asked before an account is closed; one query each."""
    return Remaining(
        tasks=tasks_of([user]).count(),
        cases=Case.objects.filter(handler=user, closed_on=None).count(),
        duties=Appointment.objects.filter(user=user, ended_at=None)
        .exclude(valid_until__lt=act.on)
        .count(),
        delegations=_delegations(user).filter(valid_until__gte=act.on).count(),
        parts=CaseGrant.objects.filter(person=user, ended_at=None)
        .exclude(valid_until__lt=act.on)
        .count()
        + ReviewGrant.objects.standing(act.on).filter(reviewer=user).count(),
        absences=_absences(act).filter(user=user).count(),
        stands_in=_absences(act).filter(substitute=user).count(),
        sessions=Session.objects.open_at(act.at).filter(user=user).count(),
        alone=_alone(user, act=act).count(),
    )


@transaction.atomic
def leave(act: Act, *, user: User, reason: str) -> Remaining:
    """Close the account and end all that hangs on it, at once; what it was.

    Steps wait for those who hold the duty; absences, delegations, parts in cases and duties end;
    where the person stood in for somebody nobody does. Cases keep the name of who handled them, for
    the file, and no step is given to it. Raises what accounts.close_account raises.
    """
    people = [user, *deputies_of(user)]
    held = hold(tasks_of(people))
    person = User.objects.select_for_update().get(pk=user.pk)
    had = remaining(person, act=act)
    rows = (_delegations(person), *_grants(person), _absences(act))
    for each in rows:
        list(each.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    close_account(act, user=person, reason=reason)
    person.refresh_from_db()
    _end_all(act, person)
    freed = free(act, held, people=[person, *people[1:]])
    record(
        act,
        case=None,
        verb="left",
        duty=Duty.MANAGE_SYSTEM,
        user=person.pk,
        tasks=freed,
        cases=had.cases,
        duties=had.duties,
        delegations=had.delegations,
        parts=had.parts,
        absences=had.absences,
        stands_in=had.stands_in,
    )
    return had


def _end_all(act: Act, person: User) -> None:
    for row in Appointment.objects.filter(user=person, ended_at=None).select_related("unit"):
        duty = next(one for one in Duty if one.codename == row.duty)
        access.dismiss(person, unit=row.unit, duty=duty, by=act.by)
    _delegations(person).update(ended_by=act.by, ended_at=act.at)
    for grants in _grants(person):
        grants.update(ended_by=act.by, ended_at=act.at)
    _absences(act).filter(user=person).update(cancelled_at=act.at)
    _absences(act).filter(substitute=person).update(substitute=None)


def tasks_of(people: Iterable[User]) -> QuerySet[Task]:
    """The steps in their hands."""
    return Task.objects.filter(
        status=STATUS.ASSIGNED, flow_task_type="HUMAN", owner__in=[one.pk for one in people]
    )


def deputies_of(user: User) -> list[User]:
    """Those who sign on the word of `user`: with the duty behind it their right ends, too."""
    given = SigningDelegation.objects.filter(signatory=user, ended_at=None)
    return list(User.objects.filter(pk__in=given.values("deputy")).exclude(pk=user.pk))


def hold(tasks: QuerySet[Task]) -> list[int]:
    """Lock the processes of these steps and their cases, in their order; the keys of the first."""
    keys = sorted(set(tasks.values_list("process", flat=True)))
    list(Process.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    list(Case.objects.select_for_update(of=("self",)).filter(process__in=keys).order_by("pk"))
    return keys


def free(act: Act, held: list[int], *, people: Iterable[User]) -> int:
    """Put back the steps in those processes that the people may not take any more; how many.

    One that is taken at this very moment is not among them; it is left behind, and may be taken.
    """
    count = 0
    tasks = tasks_of(people).filter(process__in=held).select_related("owner", "process")
    for task in tasks.order_by("process_id"):
        if is_left_behind(task):
            take_from(act, case=Case.objects.get(process=task.process_id), person=task.owner)
            count += 1
    return count


def _alone(user: User, *, act: Act) -> QuerySet[Restriction]:
    named = CaseGrant.objects.standing(act.on).filter(case=OuterRef("case"), part=Part.NAMED)
    others = named.filter(person__is_active=True).exclude(person=user)
    standing = Restriction.objects.filter(lifted_at=None)
    return standing.filter(Exists(named.filter(person=user)), ~Exists(others))


def _delegations(user: User) -> QuerySet[SigningDelegation]:
    return SigningDelegation.objects.filter(Q(signatory=user) | Q(deputy=user), ended_at=None)


def _grants(user: User) -> tuple[QuerySet, QuerySet]:
    return (
        CaseGrant.objects.filter(person=user, ended_at=None),
        ReviewGrant.objects.filter(reviewer=user, ended_at=None),
    )


def _absences(act: Act) -> QuerySet[Absence]:
    return Absence.objects.filter(cancelled_at=None, until_on__gte=act.on)
