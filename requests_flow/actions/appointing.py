"""Duties are given and taken away, with days and a reason, by the security administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_flow.models import CaseGrant, ReviewGrant, SigningDelegation
from requests_flow.units import access
from requests_flow.units.appointments import Appointment, Terms
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Unit, User
from requests_flow.units.separation import DutiesClash

from .act import Act, Refusal
from .departing import deputies_of, free, hold, tasks_of
from .people import refuse_stranger
from .recording import record


class OwnDuties(Refusal):
    """Nobody gives themself a duty, or takes one of their own away."""


class PersonGone(Refusal):
    """The account is closed."""


class UnitClosed(Refusal):
    """Nobody works for a unit that is closed; its old cases may still be read."""

    field = "unit"


class NotAtTheTop(Refusal):
    """There is one set of administrators for the house."""

    field = "unit"


class Backdated(Refusal):
    """Nothing is given for days that are over."""

    field = "begins"


class EndsBeforeItBegins(Refusal):
    """Its last day lies before its first."""

    field = "until"


class ReasonMissing(Refusal):
    """Why stands in the history."""

    field = "reason"


class MayNotMeet(Refusal):
    """Two duties, or a duty and a part in cases, that one person does not hold together."""

    field = "duty"


class AppointedAlready(Refusal):
    """The same duty stands there for other days."""

    field = "duty"


class NotAppointed(Refusal):
    """There is no such duty, or somebody was first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Who gets which duty where, from and until which day (both included), and why."""

    user: User
    unit: Unit
    duty: Duty
    reason: str
    begins: date | None = None
    until: date | None = None


@transaction.atomic
def appoint(act: Act, *, post: Post) -> Appointment:
    """Give a duty. Whoever is appointed sees what it shows from its first day, and signs in as before.

    Raises NotAdministrator, OwnDuties, PersonGone, UnitClosed, NotAtTheTop, Backdated,
    EndsBeforeItBegins, ReasonMissing, MayNotMeet or AppointedAlready.
    """
    refuse_stranger(act, Duty.MANAGE_ACCESS)
    user = User.objects.select_for_update().get(pk=post.user.pk)
    _refuse_person(act, user)
    _refuse_days(act, post)
    _refuse_place(post)
    if post.duty in ADMINISTRATION:
        _refuse_parts(act, user)
    reason, had = _said(post.reason), _standing(post)
    terms = Terms(by=act.by, at=act.at, begins=post.begins, until=post.until, reason=reason)
    try:
        row = access.appoint(user, unit=post.unit, duty=post.duty, terms=terms)
    except DutiesClash as clash:
        raise MayNotMeet(str(clash)) from clash
    except access.AlreadyAppointed as already:
        raise _appointed() from already
    if row.pk in had:
        raise _appointed()
    record(
        act,
        case=None,
        verb="appointed",
        duty=Duty.MANAGE_ACCESS,
        reason=row.reason,
        **_facts(row),
    )
    return row


@transaction.atomic
def dismiss(act: Act, *, user: User, unit: Unit, duty: Duty, reason: str) -> int:
    """Take a duty away, from this second on; how many steps wait for others now.

    What the duty was behind ends with it: signatures that others were to give on this word, too.
    Raises NotAdministrator, OwnDuties, ReasonMissing or NotAppointed.
    """
    refuse_stranger(act, Duty.MANAGE_ACCESS)
    if act.by is not None and user.pk == act.by.pk:
        raise OwnDuties(_("Nobody gives or takes a duty of their own."))
    reason = _said(reason)
    people = [user, *(deputies_of(user) if duty == Duty.SIGN else [])]
    held = hold(tasks_of(people).filter(owner_permission=duty.value))
    row = Appointment.objects.filter(user=user, unit=unit, duty=duty.codename, ended_at=None)
    found = row.first()
    if found is None or not access.dismiss(user, unit=unit, duty=duty, by=act.by):
        raise NotAppointed(_("This has ended already."))
    freed = free(act, held, people=people)
    record(
        act,
        case=None,
        verb="dismissed",
        duty=Duty.MANAGE_ACCESS,
        reason=reason,
        tasks=freed,
        **_facts(found),
    )
    return freed


def _refuse_person(act: Act, user: User) -> None:
    if act.by is not None and user.pk == act.by.pk:
        raise OwnDuties(_("Nobody gives or takes a duty of their own."))
    if not user.is_active:
        raise PersonGone(_("This account is closed. Whoever works here again is let in first."))


def _refuse_days(act: Act, post: Post) -> None:
    if post.begins and post.begins < act.on:
        raise Backdated(_("It begins today at the earliest."))
    if post.until and post.until < (post.begins or act.on):
        raise EndsBeforeItBegins(_("It would end before it begins."))


def _refuse_place(post: Post) -> None:
    if post.unit.closed_on and post.duty != Duty.READ:
        raise UnitClosed(_("This unit is closed. Its cases can only be read."))
    if post.duty in ADMINISTRATION and (post.unit.parent_id or post.unit.organ_id):
        raise NotAtTheTop(_("Administrators are appointed on a unit at the top of the house."))


def _refuse_parts(act: Act, user: User) -> None:
    """An administrator has no part in a case, neither by a grant nor by signing for somebody."""
    parts = CaseGrant.objects.filter(person=user, ended_at=None)
    signs = SigningDelegation.objects.filter(Q(deputy=user), ended_at=None)
    has_parts = (
        parts.exclude(valid_until__lt=act.on).exists()
        or ReviewGrant.objects.standing(act.on).filter(reviewer=user).exists()
        or signs.filter(valid_until__gte=act.on).exists()
    )
    if has_parts:
        raise MayNotMeet(
            _("%(name)s still has a part in cases, or signs for somebody; that ends first.")
            % {"name": user}
        )


def _standing(post: Post) -> set[int]:
    rows = Appointment.objects.filter(user=post.user, unit=post.unit, duty=post.duty.codename)
    return set(rows.filter(ended_at=None).values_list("pk", flat=True))


def _appointed() -> AppointedAlready:
    return AppointedAlready(_("This duty is held there already. End it first to change its days."))


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(_("Write why."))
    return reason.strip()


def _facts(row: Appointment) -> dict[str, object]:
    return {
        "user": row.user_id,
        "unit": row.unit.code,
        "held": row.duty,
        "appointment": row.pk,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
    }
