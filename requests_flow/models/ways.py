"""Every way to a case: what gives it, and how much of the case it shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from requests_flow.units import access
from requests_flow.units.appointments import Appointment
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User
from requests_flow.units.places import below, places_of, remembered

from .case_grant import CaseGrant, Part
from .delegation import SigningDelegation, tasks_delegated_to
from .draft import Draft
from .review_grant import ReviewGrant
from .sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One condition on cases by which somebody sees `sight` of them.

    `where` stands beside others and is asked of each row. `alone` is the same question for a list
    of what this one way leads to; `places` are its units one by one, each a range of an index.
    """

    name: str
    sight: Sight
    where: Q
    alone: Q
    places: tuple[Q, ...] = ()


FEW_PLACES = 4


def ranges_of(user: User, sight: Sight, *, is_sorted: bool = True) -> list[Q]:
    """The ways to `sight`, as conditions that an index answers in the order of a list, each alone.

    For who has many places one condition with all of them: then enough of any list is theirs; and
    so where the order is of no matter, as it is for a count.
    """
    found: list[Q] = []
    for way in ways_of(user):
        if way.sight >= sight:
            few = is_sorted and way.places and len(way.places) <= FEW_PLACES
            found.extend(way.places if few else (way.alone,))
    return found


def drafted() -> Exists:
    """Cases of which a draft was handed in."""
    return Exists(Draft.objects.filter(case=OuterRef("pk"), submitted_at__isnull=False))


def ways_of(user: User) -> list[Way]:
    """The ways that are open to `user` today; two queries, three for who oversees.

    A way whose table holds nothing for the person is left out, so that the database sees the
    simplest question; whether one that is in leads to a case the database says, row by row.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    return remembered(("ways", user.pk), lambda: [*_by_duty(user), *_by_part(user)])


def _by_duty(user: User) -> list[Way]:
    places = places_of(user)
    sections, lawyers = places.sections_of(Duty.READ), places.of(Duty.REVIEW_IN_LAW)
    ways = []
    if organs := places.organs_of(Duty.READ):
        ways.append(_place("read", "unit", organs))
    if sections:
        ways.append(_place("read_section", "section", sections))
    if lawyers:
        ways.append(_place("review", "legal_unit", lawyers, also=Q(drafted())))
    if overseen := below(user):
        ways.append(_place("oversee", "unit", overseen, sight=Sight.CLOCK))
    return ways


def _place(
    name: str,
    column: str,
    units: frozenset[int],
    sight: Sight = Sight.IDENTITY,
    also: Q | None = None,
) -> Way:
    where = Q(**{f"{column}__in": sorted(units)}) & (also or Q())
    places = tuple(Q(**{column: key}) & (also or Q()) for key in sorted(units))
    return Way(name=name, sight=sight, where=where, alone=where, places=places)


def _part(name: str, sight: Sight, rows: QuerySet, also: Q | None = None) -> Way:
    """By rows with a `case`: asked of each case, or gone through from those rows."""
    return Way(
        name=name,
        sight=sight,
        where=Q(Exists(rows.filter(case=OuterRef("pk")))) & (also or Q()),
        alone=Q(pk__in=rows.order_by().values("case")) & (also or Q()),
    )


def _by_part(user: User) -> list[Way]:
    today, has = access.day_of_asking(), parts_of(user)
    grants = CaseGrant.objects.standing(today)
    mine = grants.filter(person=user.pk)
    ways = []
    if has["co_handles"]:
        rows = mine.filter(part=Part.CO_HANDLER)
        ways.append(_part("co_handler", Sight.APPLICATION, rows))
    if has["is_consulted"]:
        ways.append(_part("consulted", Sight.QUESTION, mine.filter(part=Part.CONSULTED)))
    if has["anybody_consulted"] and (units := places_of(user).of(Duty.HANDLE)):
        ours = grants.filter(unit__in=sorted(units), part=Part.CONSULTED)
        ways.append(_part("unit_consulted", Sight.QUESTION, ours))
    if has["advises"]:
        let_in = ReviewGrant.objects.standing(today).filter(reviewer=user.pk)
        ways.append(_part("adviser", Sight.REPLY, let_in, also=Q(drafted())))
    if has["deputises"]:
        waiting = Q(process__in=tasks_delegated_to(user, on=today).values("process"))
        ways.append(Way(name="deputy", sight=Sight.REPLY, where=waiting, alone=waiting))
    return ways


def sees_only_parts(user: User) -> bool:
    """Whether some case might show itself to `user` without who asked."""
    return any(Sight.APPLICATION <= way.sight < Sight.REPLY for way in ways_of(user))


def parts_of(user: User) -> dict[str, bool]:
    """Which kinds of parts the person has at all, perhaps over by now or not yet begun: one query."""
    return remembered(("parts", user.pk), lambda: _parts_of(user))


def _parts_of(user: User) -> dict[str, bool]:
    grants = CaseGrant.objects.filter(ended_at=None)
    mine = grants.filter(person=user.pk)
    later = Appointment.objects.filter(valid_from__gt=access.day_of_asking())
    asked = {
        "co_handles": Exists(mine.filter(part=Part.CO_HANDLER)),
        "is_consulted": Exists(mine.filter(part=Part.CONSULTED)),
        "anybody_consulted": Exists(grants.filter(unit__isnull=False)),
        "advises": Exists(ReviewGrant.objects.filter(reviewer=user.pk, ended_at=None)),
        "deputises": Exists(SigningDelegation.objects.filter(deputy=user.pk, ended_at=None)),
        "begins_later": Exists(later.filter(user=user.pk, ended_at=None)),
        "stands_in": Exists(Absence.objects.filter(substitute=user.pk, cancelled_at=None)),
    }
    found = User.objects.filter(pk=user.pk).values(**asked).first()
    return found or dict.fromkeys(asked, False)
