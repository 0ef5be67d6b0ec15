"""Founds the units of the demo, takes its people on, and appoints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from requests_flow.units import access
from requests_flow.units.appointments import Terms
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

from .people import AUDIT, MANAGE_ACCESS, MANAGE_SYSTEM, OVERSEE, PASSWORD, PEOPLE
from .units import DISTRICT, JUSTICE, UNITS, DemoUnit

SECURITY = "anquan"  # who appointed all others
ADMINISTERS = {MANAGE_SYSTEM, MANAGE_ACCESS, AUDIT}


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is there to act, by unit and duty."""

    units: dict[str, Unit]
    users: dict[str, User]

    def who(
        self, rng: Random, unit: Unit, duty: Duty, *, not_in: frozenset[int] = frozenset()
    ) -> User:
        """Somebody who holds `duty` on `unit` and is none of `not_in`."""
        return rng.choice(self.holders(unit, duty, not_in=not_in))

    def holders(
        self, unit: Unit, duty: Duty, *, not_in: frozenset[int] = frozenset()
    ) -> list[User]:
        """All of them."""
        users = (
            self.users[person.username]
            for person in PEOPLE
            if person.unit == unit.code and duty.name in person.duties
        )
        return [user for user in users if user.pk not in not_in]

    def signatories(self) -> list[tuple[Unit, User]]:
        """One who signs for each unit that has one."""
        found = ((unit, self.holders(unit, Duty.SIGN)) for unit in self.units.values())
        return [(unit, holders[0]) for unit, holders in found if holders]


def found() -> Staff:
    """Units and people; what is there already stays as it is.

    Everybody has been here for two years, so that "who could see this then" has an answer.
    """
    at = timezone.now() - timedelta(days=730)
    units = {one.code: _organ(one) for one in UNITS.values() if one.answers}
    for one in UNITS.values():
        if one.answers:
            _place(one, units)
    # One hash for all: it takes a third of a second, and the password is the same.
    secret = make_password(PASSWORD)
    users = {person.username: _take_on(person.username, secret) for person in PEOPLE}
    for person in PEOPLE:
        user = users[person.username]
        if user.full_name != person.full_name:
            user.full_name = person.full_name
            user.save(update_fields=["full_name"])
        by = None if ADMINISTERS & {*person.duties} else users[SECURITY]
        terms = Terms(by=by, at=at, reason="机构职责分工")
        for duty in person.duties:
            for place in units.values() if duty == OVERSEE else [units[person.unit]]:
                access.appoint(user, unit=place, duty=Duty[duty], terms=terms)
    return Staff(units=units, users=users)


def _organ(one: DemoUnit) -> Unit:
    return Unit.objects.get_or_create(
        code=one.code,
        defaults={
            "name": one.name,
            "short_name": one.short_name,
            "kind": one.kind,
            "letterhead": one.name,
            "seal_name": one.name,
            "number_prefix": one.prefix,
            "reconsideration_organ": one.reconsideration_organ,
            "address": one.address,
            "contact": "政府信息公开工作机构",
            "phone": one.phone,
            "is_example": one.is_example,
        },
    )[0]


def _place(one: DemoUnit, units: dict[str, Unit]) -> None:
    """Its place in the tree, its sections, and whose advisers review its replies."""
    organ = units[one.code]
    if one.code != DISTRICT:
        organ.parent = units[DISTRICT]
    if one.code != JUSTICE and not one.has_own_advisers:
        organ.legal_unit = units[JUSTICE]
    organ.save(update_fields=["parent", "legal_unit"])
    for code, name in one.sections:
        Unit.objects.get_or_create(
            code=code,
            defaults={
                "name": name if name.startswith(one.short_name) else f"{one.name}{name}",
                "short_name": name,
                "parent": organ,
                "organ": organ,
                "is_example": one.is_example,
            },
        )


def _take_on(username: str, secret: str) -> User:
    return User.objects.get_or_create(
        username=username, defaults={"password": secret, "is_demo": True}
    )[0]
