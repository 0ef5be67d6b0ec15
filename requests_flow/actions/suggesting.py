"""Whose turn a legal check is: among those who review for the unit, never one who had a hand in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from requests_flow.models import Case, Entry
from requests_flow.models.restriction import named_on
from requests_flow.models.review_waiting import checks
from requests_flow.rules.rotation import InPool, next_in_turn
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User

from .authors import kept_out

_LAST = {
    "last_approval": "opinion_approved",
    "last_return": "opinion_returned",
    "last_amendment": "opinion_amended",
}


class Rotation:
    """The pools of some legal units on a day, and what each person in them has to do.

    `units` has for each its organ, where it is a section. One query.
    """

    def __init__(self, units: Mapping[int, int | None], *, on: date) -> None:
        places = {key for pair in units.items() for key in pair if key}
        held: dict[int | None, set[int]] = defaultdict(set)
        self.users: dict[int, User] = {}
        self.away: set[int] = set()
        self.open: Counter[int] = Counter()
        self.last: dict[int, datetime] = {}
        for row in _with_what_they_have(access.pool(Duty.REVIEW_IN_LAW, places), on=on):
            key = row.user_id
            held[row.unit_id].add(key)
            self.users[key] = row.user
            self.open[key] = row.open or 0
            if row.is_away:
                self.away.add(key)
            if given := [at for at in (getattr(row, name) for name in _LAST) if at]:
                self.last[key] = max(given)
        self.pools = {unit: held[unit] | held[organ] for unit, organ in units.items()}

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


def _with_what_they_have(pool: QuerySet, *, on: date) -> QuerySet:
    """Each with what is open, whether away, and the last of each kind of opinion.

    An index has the last of each kind: all that somebody ever gave is not gone through.
    """
    theirs = checks().filter(owner=OuterRef("user")).order_by().values("owner")
    last = {
        name: Subquery(
            Entry.objects.filter(actor=OuterRef("user"), verb=verb).order_by("-at").values("at")[:1]
        )
        for name, verb in _LAST.items()
    }
    return pool.annotate(
        open=Subquery(theirs.annotate(n=Count("pk")).values("n")),
        is_away=Exists(Absence.objects.on(on).filter(user=OuterRef("user"))),
        **last,
    )


def suggestions(units: Mapping[int, int | None], *, on: date) -> dict[int, User]:
    """For each free check of these legal units, by the key of its case, to whom it is suggested.

    `units` has for each its organ, where it is a section. In the order in which they came, so that
    a later one never changes who an earlier one falls to.
    """
    free = checks().filter(owner=None, process__case__legal_unit__in=list(units))
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
    named, unit = named_on([case.pk]).get(case.pk), case.legal_unit
    rotation = Rotation({unit.pk: unit.organ_id}, on=today)
    return rotation.turn(unit.pk, involved=involved, among=named)
