"""Which duties may not meet in one person, and where they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .duties import ADMINISTRATION, HANDS_ON, Duty
from .models import Unit, User

Held = tuple[int, str, int]  # person, codename of the duty, unit


class DutiesClash(Exception):
    """The two duties may not meet in one person; `str()` is a sentence that names both."""

    def __init__(self, clash: Clash) -> None:
        super().__init__(clash)
        self.clash = clash

    def __str__(self) -> str:
        return self.clash.sentence()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Somebody who has to do with the replies of an organ, and reviews them in law as well.

    Or one of the three administrators, with any other duty.
    """

    user: User
    duty: Duty
    organ: Unit
    other: Duty = Duty.REVIEW_IN_LAW

    def sentence(self) -> str:
        """Both duties by name, for whoever appoints."""
        if self.other in ADMINISTRATION:
            return _(
                "%(name)s cannot “%(one)s” and “%(other)s”: administrators are kept apart from"
                " each other and from the work on cases."
            ) % {"name": self.user, "one": self.duty.label, "other": self.other.label}
        return _(
            "%(name)s cannot “%(one)s” and “%(other)s” for %(organ)s: whoever has to do with a"
            " reply does not review it."
        ) % {
            "name": self.user,
            "one": self.duty.label,
            "other": self.other.label,
            "organ": self.organ,
        }


def clashes_in(
    held: Iterable[Held], *, units: Iterable[Unit], users: dict[int, User]
) -> list[Clash]:
    """Every clash among what is held; `units` are all of the house, `users` those of `held`.

    A duty on an organ counts on its sections, one on a section for the organ that answers. The
    reviewers of an organ are those of its legal unit, and of the organ that this is a section of.
    """
    held, by_key = list(held), {unit.pk: unit for unit in units}
    hands = {duty.codename: duty for duty in Duty if duty in HANDS_ON}
    reviewing: dict[int, set[int]] = {}
    for person, codename, unit in held:
        if codename == Duty.REVIEW_IN_LAW.codename:
            reviewing.setdefault(person, set()).add(unit)
    found: dict[tuple[int, str, int], Clash] = {}
    for person, codename, key in held:
        unit = by_key.get(key)
        if codename not in hands or person not in reviewing or unit is None:
            continue
        organ = by_key[unit.organ_id or unit.pk]
        if reviewing[person] & _reviewers_sit_in(organ, by_key):
            clash = Clash(user=users[person], duty=hands[codename], organ=organ)
            found.setdefault((person, codename, organ.pk), clash)
    return [*found.values(), *_administrators_in(held, by_key=by_key, users=users)]


def _administrators_in(
    held: Iterable[Held], *, by_key: dict[int, Unit], users: dict[int, User]
) -> list[Clash]:
    """三员: whoever administers holds one such duty, and none besides."""
    of: dict[int, dict[Duty, int]] = {}
    for person, codename, unit in held:
        of.setdefault(person, {})[next(one for one in Duty if one.codename == codename)] = unit
    found = []
    for person, duties in of.items():
        administers = [duty for duty in Duty if duty in duties and duty in ADMINISTRATION]
        others = [duty for duty in Duty if duty in duties and duty not in administers[:1]]
        if administers and others:
            organ = by_key[duties[others[0]]]
            clash = Clash(user=users[person], duty=others[0], organ=organ, other=administers[0])
            found.append(clash)
    return found


def _reviewers_sit_in(organ: Unit, by_key: dict[int, Unit]) -> set[int]:
    legal = by_key[organ.legal_unit_id or organ.pk]
    return {legal.pk, legal.organ_id or legal.pk}
