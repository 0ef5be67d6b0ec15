"""Who may do what on which unit. The only module that speaks to guardian."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from .appointments import Appointment, AppointmentQuerySet, Terms
from .duties import ADMINISTRATION, HANDS_ON, IMPLY_READ, Duty

if TYPE_CHECKING:
    from .models import Unit, User
    from .separation import Clash, Held

AT_ONCE = Terms()
_OF_THE_HOUSE = [duty.codename for duty in ADMINISTRATION]


class AlreadyAppointed(Exception):
    """The person holds this duty there already, for other days; that one is ended first."""


def day_of_asking() -> date:
    """Today, for a right that ends by itself: asked here, so that no list forgets to ask it."""
    return timezone.localdate()


@transaction.atomic
def appoint(user: User, *, unit: Unit, duty: Duty, terms: Terms = AT_ONCE) -> Appointment:
    """Give `user` a duty on `unit`; who works on cases may read them by that.

    Asked for twice it is given once. Raises separation.DutiesClash where they hold a duty that may
    not meet with it, or AlreadyAppointed where the same one stands for other days.
    """
    from .models import User
    from .separation import DutiesClash

    User.objects.select_for_update().get(pk=user.pk)  # two at a time would not see each other
    if clashes := clashes_of(user, also=(duty.codename, unit.pk)):
        raise DutiesClash(clashes[0])
    at = terms.at or timezone.now()
    if old := _unended(user, unit=unit, duty=duty).first():
        if old.valid_until is None and terms.begins is None and terms.until is None:
            return old
        if old.valid_until is None or old.valid_until >= day_of_asking():
            raise AlreadyAppointed(old)
        _end(old, by=terms.by, at=at)
    assign_perm(duty.codename, user, unit)
    return Appointment.objects.create(
        user=user,
        unit=unit,
        duty=duty.codename,
        valid_from=terms.begins,
        valid_until=terms.until,
        reason=terms.reason,
        given_by=terms.by,
        given_at=at,
    )


@transaction.atomic
def dismiss(user: User, *, unit: Unit, duty: Duty, by: User | None = None) -> bool:
    """Take a duty away, from this second on; whether there was one."""
    from .models import User

    User.objects.select_for_update().get(pk=user.pk)
    remove_perm(duty.codename, user, unit)
    found = list(_unended(user, unit=unit, duty=duty))
    for old in found:
        _end(old, by=by, at=timezone.now())
    return bool(found)


def _unended(user: User, *, unit: Unit, duty: Duty) -> AppointmentQuerySet:
    return Appointment.objects.filter(user=user, unit=unit, duty=duty.codename, ended_at=None)


def _end(appointment: Appointment, *, by: User | None, at: datetime) -> None:
    Appointment.objects.filter(pk=appointment.pk).update(ended_by=by, ended_at=at)


def _codenames(duty: Duty) -> list[str]:
    """By which duties one has this one: reading comes with everything that works on cases."""
    held_by = {duty} | (IMPLY_READ if duty == Duty.READ else frozenset())
    return [one.codename for one in held_by]


def standing() -> AppointmentQuerySet:
    """What counts today: an appointment beside guardian's row; neither gives anything alone.

    Those who administer the house are appointed at its top; a row by hand below it counts nowhere.
    """
    from guardian.models import UserObjectPermission

    mate = UserObjectPermission.objects.filter(
        user=OuterRef("user"),
        permission__codename=OuterRef("duty"),
        content_type__app_label="units",
        content_type__model="unit",
        object_pk=Cast(OuterRef("unit"), CharField()),
    )
    rows = Appointment.objects.standing(day_of_asking()).filter(Exists(mate))
    return rows.filter(~Q(duty__in=_OF_THE_HOUSE) | Q(unit__parent=None, unit__organ=None))


def units_for(user: User, duty: Duty) -> QuerySet[Unit]:
    """The units on which `user` holds `duty`: as a subquery, whatever their number.

    A super-user holds none by that: nobody reads cases for being an administrator.
    """
    from .models import Unit

    if not user.is_authenticated or not user.is_active:
        return Unit.objects.none()
    held = standing().filter(user=user.pk, duty__in=_codenames(duty)).values("unit")
    # A duty on an organ is also one on its sections; the border of the organ is never crossed.
    return Unit.objects.filter(Q(pk__in=held) | Q(organ__in=held))


def may(user: User, duty: Duty, unit: Unit) -> bool:
    """Whether `user` holds `duty` on `unit` today."""
    return units_for(user, duty).filter(pk=unit.pk).exists()


def is_held(duty: Duty, *, user: str, unit: str) -> Exists:
    """For rows that name a person and an organ in these columns: they hold `duty` on it, and work here."""
    return Exists(
        standing().filter(duty__in=_codenames(duty), unit=OuterRef(unit), user=OuterRef(user))
    )


def keeps_calendar(user: User) -> bool:
    """Whether `user` keeps the calendar: the duty counts on a unit at the top of the house."""
    return units_for(user, Duty.KEEP_CALENDAR).filter(parent=None, closed_on=None).exists()


def people_with(duty: Duty, unit: Unit) -> QuerySet[User]:
    """The active people who hold `duty` on `unit` or on the organ it is a section of."""
    from .models import User

    places = [key for key in (unit.pk, unit.organ_id) if key]
    held = standing().filter(unit__in=places, duty__in=_codenames(duty))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def pool(duty: Duty, places: Iterable[int]) -> AppointmentQuerySet:
    """By which rows people hold `duty` on one of these units today, each with its person."""
    rows = standing().filter(unit__in=places, duty__in=_codenames(duty))
    return rows.select_related("user").order_by()


def duties_of(user: User) -> dict[str, list[Unit]]:
    """Which duties `user` holds, each with its units."""
    found: dict[str, list[Unit]] = {duty.value: [] for duty in Duty}
    for row in standing().filter(user=user.pk).select_related("unit").order_by("unit"):
        found[f"units.{row.duty}"].append(row.unit)
    return found


def duties_held(user: User) -> frozenset[Duty]:
    """The duties that `user` holds on any unit at all: one query, for menus only."""
    codenames = set(standing().filter(user=user.pk).values_list("duty", flat=True))
    return frozenset(duty for duty in Duty if not codenames.isdisjoint(_codenames(duty)))


def held_rows(user: User | None = None) -> list[Held]:
    """Every duty that is held today or later, or every one of `user`: person, codename, unit."""
    rows = Appointment.objects.filter(ended_at=None).exclude(valid_until__lt=day_of_asking())
    if user is not None:
        rows = rows.filter(user=user)
    return list(rows.values_list("user_id", "duty", "unit_id").order_by("pk"))


def held_within(organs: Iterable[int], *, duties: Iterable[Duty]) -> list[tuple[int, int]]:
    """Who holds, today or later, one of `duties` on one of `organs` or in a section: person and organ."""
    there = Q(unit__in=(keys := list(organs))) | Q(unit__organ__in=keys)
    rows = Appointment.objects.filter(there, ended_at=None).exclude(valid_until__lt=day_of_asking())
    rows = rows.filter(duty__in=[duty.codename for duty in duties]).order_by()
    return list(rows.values_list("user_id", Coalesce("unit__organ_id", "unit_id")))


def misplaced() -> AppointmentQuerySet:
    """Duties of the house that were given below its top, by hand or by moving the unit."""
    rows = Appointment.objects.filter(ended_at=None, duty__in=_OF_THE_HOUSE)
    return rows.exclude(unit__parent=None, unit__organ=None).select_related("user", "unit")


def holders_on(units: Iterable[int], *, duty: Duty | None = None) -> frozenset[int]:
    """Keys of the people who hold a duty, or `duty`, on one of these units."""
    codenames = [duty.codename] if duty else [one.codename for one in Duty if one != Duty.READ]
    rows = standing().filter(duty__in=codenames, unit__in=units)
    return frozenset(rows.values_list("user_id", flat=True))


def colleagues_of(user: User) -> frozenset[int]:
    """Keys of the people who hold one of the duties of `user` on the same unit; not their own."""
    found: set[int] = set()
    for _person, codename, unit in held_rows(user):
        duty = next(one for one in Duty if one.codename == codename)
        if duty != Duty.READ:
            found |= holders_on([unit], duty=duty)
    return frozenset(found - {user.pk})


def clashes_of(user: User, *, also: tuple[str, int] | None = None) -> list[Clash]:
    """Which of the duties of `user` may not meet; `also`: with one more, codename and unit."""
    from .models import Unit
    from .separation import clashes_in

    held = held_rows(user) + ([(user.pk, *also)] if also else [])
    apart = {Duty.REVIEW_IN_LAW.codename, *(duty.codename for duty in ADMINISTRATION)}
    if apart.isdisjoint(codename for _person, codename, _unit in held):
        return []
    return clashes_in(held, units=Unit.objects.all(), users={user.pk: user})


def has_to_do_with_replies(user: User, *, organ: Unit) -> bool:
    """Whether `user` holds one of HANDS_ON for `organ`, there or in one of its sections."""
    from .models import Unit

    places = Unit.objects.filter(Q(pk=organ.pk) | Q(organ=organ.pk)).values_list("pk", flat=True)
    hands = {duty.codename for duty in HANDS_ON}
    there = {unit for _person, codename, unit in held_rows(user) if codename in hands}
    return not there.isdisjoint(places)


def all_clashes() -> list[Clash]:
    """Where duties meet that may not: given by hand, or by giving a unit another legal unit."""
    from .models import Unit, User
    from .separation import clashes_in

    held = held_rows()
    users = User.objects.filter(is_active=True).in_bulk({person for person, *_rest in held})
    active = [row for row in held if row[0] in users]
    return clashes_in(active, units=Unit.objects.all(), users=users)


def has_demo_accounts() -> bool:
    """Whether anybody could sign in with the demo's published password."""
    from .models import User

    return User.objects.filter(is_demo=True, is_active=True).exists()
