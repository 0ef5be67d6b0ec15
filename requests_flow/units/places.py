"""All the duties of one person with their places, by one query; within a reading request asked once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import access
from .duties import IMPLY_READ, Duty

if TYPE_CHECKING:
    from .models import User

# Only while a page is read: whoever changes something asks the tables anew each time.
_asked: ContextVar[dict[Any, Any] | None] = ContextVar("asked", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """For each duty held, the keys of the units on which it counts (an organ with its sections)."""

    held: dict[Duty, frozenset[int]]
    organ_of: dict[int, int]  # of those units of all of them that are sections

    def of(self, duty: Duty) -> frozenset[int]:
        """Where `duty` counts; reading comes with everything that works on cases."""
        if duty != Duty.READ:
            return self.held.get(duty, frozenset())
        return frozenset().union(*(self.held.get(one, ()) for one in (duty, *IMPLY_READ)))

    def organs_of(self, duty: Duty) -> frozenset[int]:
        """Those of them that answer in their own name."""
        return self.of(duty) - self.organ_of.keys()

    def sections_of(self, duty: Duty) -> frozenset[int]:
        """Those of them that are sections, whose organ is not among them."""
        places = self.of(duty)
        return frozenset(
            unit for unit in places & self.organ_of.keys() if self.organ_of[unit] not in places
        )


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it, `remembered` asks once for each key: for a request that changes nothing."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def remembered(key: Any, ask: Any) -> Any:
    """What `ask()` gives; within `asked_once` what it gave the first time."""
    memory = _asked.get()
    if memory is None:
        return ask()
    if key not in memory:
        memory[key] = ask()
    return memory[key]


def places_of(user: User) -> Places:
    """The duties of `user` today. Nobody and a closed account hold none; one query."""
    if not user.is_authenticated or not user.is_active:
        return NOWHERE
    return remembered(("places", user.pk), lambda: _places_of(user))


NOWHERE = Places(held={}, organ_of={})


def _places_of(user: User) -> Places:
    return places_of_many([user.pk]).get(user.pk, NOWHERE)


def places_of_many(people: Collection[int]) -> dict[int, Places]:
    """The same for several people, by key; who holds nothing, or left, is not in it. One query."""
    rows = access.standing().filter(user__in=people).order_by()
    held: dict[int, dict[Duty, set[int]]] = {}
    organ_of: dict[int, dict[int, int]] = {}
    by_codename = {duty.codename: duty for duty in Duty}
    for person, codename, unit, organ, section in rows.values_list(
        "user", "duty", "unit", "unit__organ", "unit__sections"
    ):
        there = held.setdefault(person, {}).setdefault(by_codename[codename], set())
        organs = organ_of.setdefault(person, {})
        there.add(unit)
        if organ is not None:
            organs[unit] = organ
        if section is not None:
            there.add(section)
            organs[section] = unit
    return {
        person: Places(
            held={duty: frozenset(units) for duty, units in duties.items()},
            organ_of=organ_of[person],
        )
        for person, duties in held.items()
    }


def below(user: User) -> frozenset[int]:
    """The organs that `user` oversees: by a duty on them, or on a unit above them."""
    above = places_of(user).of(Duty.OVERSEE)
    if not above:
        return frozenset()
    return remembered(("below", user.pk), lambda: _below(above))


def _below(above: frozenset[int]) -> frozenset[int]:
    from .models import Unit

    children: dict[int | None, list[int]] = {}
    for key, parent in Unit.objects.filter(organ=None).values_list("pk", "parent"):
        children.setdefault(parent, []).append(key)
    found, waiting = set(above), list(above)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
