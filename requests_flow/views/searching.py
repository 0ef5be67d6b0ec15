"""What a search finds: a number first, then words, then a whole name; never what one may not see."""

from __future__ import annotations

import re

from django.db.models import F, Q

from requests_flow.models import Case, Sight, SigningDelegation
from requests_flow.models.case_words import (
    cases_that_say,
    place_of,
    place_of_law,
    place_of_person,
)
from requests_flow.models.ways import parts_of, sees_only_parts
from requests_flow.rules.words import runs_of
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from requests_flow.units.places import places_of

# More than that nobody reads: what is not archived comes first, then the newest.
MOST_FOUND = 501
# With more places than that the index of words is not narrowed by them.
MOST_PLACES = 60
_LONG_FIGURES = re.compile(r"\d{5}")


def keys_found(text: str, user: User) -> list[int]:
    """Keys of the cases that `text` finds, MOST_FOUND at most.

    A number of a case or of a letter, typed whole, finds that and nothing else. A name finds a case
    only where the person may know who asked: what is found by a name tells it.
    """
    text = text.strip()
    seen = Case.objects.visible_to(user, Sight.APPLICATION)
    if numbered := list(seen.filter(_is_number(text)).values_list("pk", flat=True)[:MOST_FOUND]):
        return numbered
    told = Case.objects.visible_to(user).order_by()
    named = told.filter(applicant__name=text).values("pk")
    saying = cases_that_say(text, places=_places(user))
    found = seen.filter(pk__in=named if saying is None else saying.union(named))
    ordered = found.order_by(F("archived_at").desc(nulls_first=True), "-pk")
    keys = list(ordered.values_list("pk", flat=True)[:MOST_FOUND])
    if keys and sees_only_parts(user):
        telling = Case.objects.filter(_tells_who_asked(text), pk__among=keys)
        withheld = telling.exclude(pk__in=told.filter(pk__among=keys).values("pk"))
        keys = sorted(set(keys) - set(withheld.values_list("pk", flat=True)))
    return keys


def _tells_who_asked(text: str) -> Q:
    """Where a part of `text` is blotted out of the request for helpers: to find it would tell it.

    What we know of whoever asked, and anywhere figures as long as those of a telephone.
    """
    runs = runs_of(text)
    if any(_LONG_FIGURES.search(run) for run in runs):
        return ~Q(pk=None)
    known = "name", "agent", "phone", "email", "address"
    asked = (Q(**{f"applicant__{name}__icontains": run}) for run in runs for name in known)
    return Q(*asked, _connector=Q.OR)


def _is_number(text: str) -> Q:
    by_letter = Case.objects.filter(letters__number=text).order_by().values("pk")
    by_own = Case.objects.filter(number=text).order_by().values("pk")
    by_old = Case.objects.filter(imported_number=text).exclude(imported_number="")
    return Q(pk__in=by_own.union(by_letter, by_old.order_by().values("pk")))


def _places(user: User) -> list[str]:
    """What the index narrows by: every place and part by which the person sees what a case says."""
    places, has = places_of(user), parts_of(user)
    organs = set(places.organs_of(Duty.READ))
    if sections := places.sections_of(Duty.READ):
        organs |= set(Unit.objects.filter(sections__in=sections).values_list("pk", flat=True))
    if has["deputises"]:
        today = access.day_of_asking()
        delegated = SigningDelegation.objects.of(user, on=today).order_by()
        organs |= set(delegated.values_list("unit", flat=True))
    lawyers = places.of(Duty.REVIEW_IN_LAW)
    found = [*map(place_of, sorted(organs)), *map(place_of_law, sorted(lawyers))]
    if has["co_handles"] or has["advises"]:
        found.append(place_of_person(user.pk))
    return found if len(found) <= MOST_PLACES else []
