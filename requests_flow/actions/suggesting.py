"""Whose turn a legal check is: among those who review for the unit, never one who had a hand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db.models import Max

from requests_flow.models import Case, Entry
from requests_flow.models.restriction import named_on
from requests_flow.models.review_waiting import checks
from requests_flow.rules.rotation import InPool, next_in_turn
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, Unit, User

from .authors import kept_out

_GIVEN = ("opinion_approved", "opinion_returned", "opinion_amended")


class Rotation:
    """The pools of some legal units on a day, and what each person in them has to do."""

    def __init__(self, units: Collection[Unit], *, on: date) -> None:
        self.pools = {
            unit.pk: {user.pk: user for user in access.people_with(Duty.REVIEW_IN_LAW, unit)}
            for unit in units
        }
        self.users = {key: user for pool in self.pools.values() for key, user in pool.items()}
        people = list(self.users)
        self.away = set(
            Absence.objects.on(on).filter(user__in=people).values_list("user", flat=True)
        )
        self.open = Counter(checks().filter(owner__in=people).values_list("owner", flat=True))
        given = Entry.objects.filter(verb__in=_GIVEN, actor__in=people).order_by()
        self.last = dict(
            given.values("actor").annotate(last=Max("at")).values_list("actor", "last")
        )

    def turn(
        self, legal_unit: int, *, involved: Collection[int], among: Collection[int] | None = None
    ) -> User | None:
        """Who is next there; from then on it counts among what they have open.

        `among`: the people named on a restricted case; None: anybody of them.
        """
        pool = [
            InPool(key=key, open=self.open[key], last_at=self.last.get(key))
            for key in self.pools.get(legal_unit, ())
            if among is None or key in among
        ]
        key = next_in_turn(pool, barred={*involved, *self.away})
        if key is None:
            return None
        self.open[key] += 1
        return self.users[key]


def suggestions(units: Collection[Unit], *, on: date) -> dict[int, User]:
    """For each free check of these legal units, by the key of its case, to whom it is suggested.

    In the order in which they came, so that a later one never changes who an earlier one falls to.
    """
    free = checks().filter(owner=None, process__case__legal_unit__in=units)
    waiting = list(free.values_list("process__case", "process__case__legal_unit"))
    if not waiting:
        return {}
    rotation = Rotation(units, on=on)
    cases = [case for case, _unit in waiting]
    involved, named = kept_out(Duty.REVIEW_IN_LAW.value, cases, on=on), named_on(cases)
    turns = {
        case: rotation.turn(unit, involved=involved[case], among=named.get(case))
        for case, unit in waiting
    }
    return {case: user for case, user in turns.items() if user is not None}


def reviewer_in_turn(case: Case) -> User | None:
    """Whom the check of `case` is given to as it comes to the gate; None: it waits for all."""
    if not settings.YISHEN_ASSIGN_REVIEWS:
        return None
    today = access.day_of_asking()
    involved = kept_out(Duty.REVIEW_IN_LAW.value, [case.pk], on=today)[case.pk]
    named = named_on([case.pk]).get(case.pk)
    rotation = Rotation([case.legal_unit], on=today)
    return rotation.turn(case.legal_unit_id, involved=involved, among=named)
