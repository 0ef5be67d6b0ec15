"""The office that is filled: a government, its organs, their sections, and ten people to an organ."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

CLERK = (
    Duty.REGISTER,
    Duty.REVIEW,
    Duty.EXTEND,
    Duty.HANDLE,
    Duty.DELIVER,
    Duty.ARCHIVE,
)
SECTIONS = ("办公室", "法规科", "业务科")
# The first clerk of the first organ; one with parts in many single cases; one who oversees all.
ORDINARY, GRANTEE, OVERSEER = "fill-1-clerk-1", "fill-grantee", "fill-overseer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much, and from which chance. `open`: as many as an office can handle, at any size."""

    cases: int
    today: date
    open: int = 900
    organs: int = 60
    grants: int = 50_000
    seed: int = 1

    @property
    def still_open(self) -> int:
        """How many stay open: never more than half."""
        return min(self.open, self.cases // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """One organ, by keys: its sections, and who does what there."""

    pk: int
    prefix: str
    name: str
    sections: tuple[int, ...]
    clerks: tuple[int, ...]
    handlers: tuple[tuple[int, int], ...]  # person, section
    checker: int
    adviser: int
    signatory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """All of them, and the people of the bench."""

    organs: list[Organ] = field(default_factory=list)
    grantee: int
    overseer: int


class AlreadyFilled(Exception):
    """This database was filled before."""


def build(plan: Plan) -> House:
    """Make the units and the people, and appoint them as an administrator would."""
    if Unit.objects.filter(code="fill-top").exists():
        raise AlreadyFilled("This database was filled before; take a new one.")
    top = _unit(code="fill-top", name="宁波市海曙区人民政府（测量）", short_name="区政府", n=0)
    grantee, overseer = _person(GRANTEE), _person(OVERSEER)
    access.appoint(overseer, unit=top, duty=Duty.OVERSEE)
    organs = [_organ(number, top) for number in range(1, plan.organs + 1)]
    return House(organs=organs, grantee=grantee.pk, overseer=overseer.pk)


def _unit(*, code: str, name: str, short_name: str, n: int, **more: object) -> Unit:
    number_prefix = f"海测{n:02d}公开"
    kind = "government" if n == 0 else "department"
    values = {"kind": kind, "number_prefix": number_prefix, "address": "海曙区某路1号"}
    return Unit.objects.create(code=code, name=name, short_name=short_name, **{**values, **more})


def _person(username: str, name: str = "") -> User:
    user = User(username=username, full_name=name or username, is_demo=True)
    user.set_unusable_password()  # `manage.py changepassword` for who wants to look around
    user.save()
    return user


def _organ(n: int, top: Unit) -> Organ:
    unit = _unit(
        code=f"fill-{n}",
        name=f"宁波市海曙区第{n}局（测量）",
        short_name=f"第{n}局",
        n=n,
        parent=top,
    )
    sections = [
        Unit.objects.create(
            code=f"fill-{n}-{place}", parent=unit, organ=unit, short_name=name,
            name=f"{unit.name}{name}",
        )
        for place, name in enumerate(SECTIONS, 1)
    ]  # fmt: skip

    def appointed(role: str, place: Unit, *duties: Duty) -> int:
        user = _person(f"fill-{n}-{role}", f"{n}局{role}")
        for duty in duties:
            access.appoint(user, unit=place, duty=duty)
        return user.pk

    places = [sections[number % len(sections)] for number in range(4)]
    appointed("reader", unit, Duty.READ)
    return Organ(
        pk=unit.pk,
        prefix=unit.number_prefix,
        name=unit.name,
        sections=tuple(section.pk for section in sections),
        clerks=tuple(appointed(f"clerk-{i}", unit, *CLERK) for i in (1, 2)),
        handlers=tuple(
            (appointed(f"handler-{i}", place, Duty.HANDLE), place.pk)
            for i, place in enumerate(places, 1)
        ),
        checker=appointed("checker", unit, Duty.CHECK_SECRECY),
        adviser=appointed("adviser", unit, Duty.REVIEW_IN_LAW),
        signatory=appointed("signatory", unit, Duty.SIGN),
    )
