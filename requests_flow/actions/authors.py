"""Who had a hand in a reply, and so may neither check, review nor sign it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, Value

from requests_flow.models import (
    Case,
    Consultation,
    Document,
    Draft,
    Entry,
    FactRecord,
    SearchRecord,
    SigningDelegation,
)
from requests_flow.models.ways import parts_of
from requests_flow.units import access
from requests_flow.units.duties import HANDS_ON, Duty
from requests_flow.units.models import User
from requests_flow.units.places import places_of, remembered

# Whoever did one of these had a hand in the reply, even if somebody else handles the case by now.
DEEDS = ("outcome_chosen", "fact_recorded", "searched", "consulted", "consultation_recorded")
# Beside any hand in it, what keeps somebody from a gate.
_REFUSED_FOR = {
    Duty.CHECK_SECRECY.value: "reviewed",
    Duty.SIGN.value: "reviewed",
    Duty.REVIEW_IN_LAW.value: "checked",
}
_ATTACHED = ("found", "evidence", "attachment")


def authors_of(case: Case) -> frozenset[int]:
    """Primary keys of all who wrote, edited, searched, recorded facts for or handled `case`."""
    return authors_by_case([case.pk])[case.pk]


def gave_opinion(user: User, case: Case) -> bool:
    """Whether `user` reviewed any version in law: 修改后同意 is wording it, and words are kept."""
    return Draft.objects.filter(case=case, opinion__reviewer=user.pk).exists()


def checked_secrecy(user: User, case: Case) -> bool:
    """Whether `user` checked the secrecy of any version."""
    return Draft.objects.filter(case=case, secrecy_check__checked_by=user.pk).exists()


def authors_by_case(cases: Collection[int]) -> dict[int, frozenset[int]]:
    """The same for many cases, by one query; each of `cases` has its key."""
    return remembered(("authors", frozenset(cases)), lambda: _authors_by_case(cases))


def _authors_by_case(cases: Collection[int]) -> dict[int, frozenset[int]]:
    return _people(cases, _left_by("hand"))


def _left_by(deed: str) -> tuple[tuple[Any, str, str], ...]:
    """The tables in which that deed is seen, each with its columns for the case and the person."""
    if deed == "reviewed":
        return ((Draft.objects, "case", "opinion__reviewer"),)
    if deed == "checked":
        return ((Draft.objects, "case", "secrecy_check__checked_by"),)
    return (
        (Draft.objects, "case", "author"),
        (FactRecord.objects, "case", "recorded_by"),
        (SearchRecord.objects, "case", "searched_by"),
        (Document.objects.filter(kind__in=_ATTACHED), "case", "added_by"),
        (Consultation.objects, "case", "recorded_by"),
        (Entry.objects.filter(verb__in=DEEDS), "case", "actor"),
        (Case.objects, "pk", "handler"),
    )


def kept_out(duty: str, cases: Collection[int], *, on: date) -> dict[int, frozenset[int]]:
    """Who may not take the step of `duty` in each of `cases` on that day, whatever they hold.

    What `check_secrecy`, `give_opinion` and `sign` refuse, asked before anything is offered: a fixed
    number of queries, and while a page is read none for a case that was asked about. Nobody is kept
    out of a step that somebody who wrote may take.
    """
    known: dict[int, frozenset[int]] = remembered(("kept out", duty, on), dict)
    if new := [case for case in cases if case not in known]:
        known.update(_kept_out(duty, new, on=on))
    return {case: known[case] for case in cases}


def _kept_out(duty: str, cases: Collection[int], *, on: date) -> dict[int, frozenset[int]]:
    if duty not in _REFUSED_FOR:
        return dict.fromkeys(cases, frozenset())
    named = _people(cases, (*_left_by("hand"), *_left_by(_REFUSED_FOR[duty])))
    if duty != Duty.REVIEW_IN_LAW.value:
        return named
    of_unit = _by_unit(cases, on=on)
    return {case: named[case] | of_unit[case] for case in cases}


def barred_from(user: User, waiting: Mapping[int, str], *, on: date) -> frozenset[int]:
    """Those of `waiting` (a case, and the duty of its step) whose step `kept_out` refuses to `user`.

    One query, two for who reviews in law, and none where no step of a gate waits.
    """
    gates = {case: duty for case, duty in waiting.items() if duty in _REFUSED_FOR}
    if not gates:
        return frozenset()
    did = _deeds_of(user, gates)
    found = {
        case
        for case, duty in gates.items()
        if not did.isdisjoint({(case, "hand"), (case, _REFUSED_FOR[duty])})
    }
    checks = {case for case, duty in gates.items() if duty == Duty.REVIEW_IN_LAW.value} - found
    if checks and _is_near_replies(user):
        by_case = _by_unit(checks, on=on)
        found |= {case for case in checks if user.pk in by_case[case]}
    return frozenset(found)


def is_kept_out(user: User, *, duty: str, case: Case, on: date) -> bool:
    """The same for one."""
    return user.pk in kept_out(duty, [case.pk], on=on)[case.pk]


def signs_for_another(user: User, case: Case, *, on: date) -> bool:
    """Whether `user` is named to sign for this unit on that day, even if the word has lapsed.

    Wider than what lets them sign, as the database has it: it knows no appointments.
    """
    named = SigningDelegation.objects.filter(unit=case.unit_id, deputy=user.pk, ended_at=None)
    return named.filter(valid_from__lte=on, valid_until__gte=on).exists()


def _by_unit(cases: Collection[int], *, on: date) -> dict[int, frozenset[int]]:
    """Who has to do with the replies of the unit of each case: by a duty, or signing for somebody."""
    units = dict(Case.objects.filter(pk__in=cases).values_list("pk", "unit").order_by())
    found: dict[int, set[int]] = defaultdict(set)
    named = SigningDelegation.objects.filter(ended_at=None, valid_from__lte=on, valid_until__gte=on)
    for unit, deputy in named.filter(unit__in=units.values()).values_list("unit", "deputy"):
        found[unit].add(deputy)
    for person, organ in access.held_within(set(units.values()), duties=HANDS_ON):
        found[organ].add(person)
    return {case: frozenset(found[units[case]]) for case in cases}


def _is_near_replies(user: User) -> bool:
    """Whether `_by_unit` could name `user` for any unit at all."""
    has = parts_of(user)
    if has["deputises"] or has["begins_later"]:
        return True
    return not HANDS_ON.isdisjoint(places_of(user).held)


def _deeds_of(user: User, cases: Collection[int]) -> set[tuple[int, str]]:
    """What `user` did in each of `cases`: one query."""
    found = [
        rows.filter(**{f"{key}__in": cases, person: user.pk})
        .order_by()
        .values_list(key, Value(deed, output_field=CharField()))
        for deed in ("hand", "reviewed", "checked")
        for rows, key, person in _left_by(deed)
    ]
    return set(found[0].union(*found[1:]))


def _people(
    cases: Collection[int], left_by: Iterable[tuple[Any, str, str]]
) -> dict[int, frozenset[int]]:
    """Each pair of case and person, out of all these tables at once."""
    found: dict[int, set[int]] = defaultdict(set)
    named = [
        rows.filter(**{f"{key}__in": cases, f"{person}__isnull": False})
        .order_by()
        .values_list(key, person)
        for rows, key, person in left_by
    ]
    for case, somebody in named[0].union(*named[1:]):
        found[case].add(somebody)
    return {case: frozenset(found[case]) for case in cases}
