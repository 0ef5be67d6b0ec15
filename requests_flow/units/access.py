"""Who may do what on which unit. The only module that speaks to guardian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from guardian.shortcuts import assign_perm, get_objects_for_user, get_users_with_perms, remove_perm

from .duties import IMPLY_READ, Duty

if TYPE_CHECKING:
    from .models import Unit, User


def appoint(user: User, *, unit: Unit, duty: Duty) -> None:
    """Give `user` a duty on `unit`; who works on cases may also read them."""
    assign_perm(duty.codename, user, unit)
    if duty in IMPLY_READ:
        assign_perm(Duty.READ.codename, user, unit)


def dismiss(user: User, *, unit: Unit, duty: Duty) -> None:
    """Take a duty away. Reading goes with the last duty that implied it."""
    remove_perm(duty.codename, user, unit)
    if not any(_holds(user, unit=unit, duty=other) for other in IMPLY_READ):
        remove_perm(Duty.READ.codename, user, unit)


def _holds(user: User, *, unit: Unit, duty: Duty) -> bool:
    return (
        get_objects_for_user(
            user, duty.value, klass=type(unit), use_groups=False, with_superuser=False
        )
        .filter(pk=unit.pk)
        .exists()
    )


def units_for(user: User, duty: Duty) -> QuerySet[Unit]:
    """The units on which `user` holds `duty`: as a subquery, whatever their number.

    A super-user holds none by that: nobody reads cases for being an administrator.
    """
    from .models import Unit

    if not user.is_authenticated or not user.is_active:
        return Unit.objects.none()
    # Duties are held by people; a group would be a second, unseen way to one.
    direct = get_objects_for_user(
        user, duty.value, klass=Unit, use_groups=False, with_superuser=False
    )
    # A duty on an organ is also one on its sections; the border of the organ is never crossed.
    return Unit.objects.filter(Q(pk__in=direct.values("pk")) | Q(organ__in=direct.values("pk")))


def may(user: User, duty: Duty, unit: Unit) -> bool:
    """Whether `user` holds `duty` on `unit` today."""
    return units_for(user, duty).filter(pk=unit.pk).exists()


def keeps_calendar(user: User) -> bool:
    """Whether `user` keeps the calendar: the duty counts on a unit at the top of the house."""
    return units_for(user, Duty.KEEP_CALENDAR).filter(parent=None, closed_on=None).exists()


def people_with(duty: Duty, unit: Unit) -> QuerySet[User]:
    """The active people who hold `duty` on `unit` or on the organ it is a section of."""
    users = get_users_with_perms(unit, only_with_perms_in=[duty.codename], with_superusers=False)
    if unit.organ_id:
        users = users | get_users_with_perms(
            unit.organ, only_with_perms_in=[duty.codename], with_superusers=False
        )
    return users.filter(is_active=True).distinct().order_by("pk")


def duties_of(user: User) -> dict[str, list[Unit]]:
    """Which duties `user` holds, each with its units."""
    from .models import Unit

    return {
        duty.value: list(get_objects_for_user(user, duty.value, klass=Unit, with_superuser=False))
        for duty in Duty
    }


def duties_held(user: User) -> frozenset[Duty]:
    """The duties that `user` holds on any unit at all: one query, for menus only."""
    from guardian.models import UserObjectPermission

    codenames = set(
        UserObjectPermission.objects.filter(user=user)
        .values_list("permission__codename", flat=True)
        .distinct()
    )
    return frozenset(duty for duty in Duty if duty.codename in codenames)


def has_demo_accounts() -> bool:
    """Whether anybody could sign in with the demo's published password."""
    from .models import User

    return User.objects.filter(is_demo=True, is_active=True).exists()
