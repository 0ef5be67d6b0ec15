"""Who sees one case: how much, by which ways; now, and at any moment since history is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case as Case_
from django.db.models import Min, Q, QuerySet, Value, When
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.units import access
from requests_flow.units.appointments import Appointment, AppointmentQuerySet
from requests_flow.units.duties import IMPLY_READ, Duty
from requests_flow.units.models import Unit, User

from .case import Case
from .case_grant import CaseGrant, Part
from .delegation import SigningDelegation
from .restriction import Restriction
from .review_grant import ReviewGrant
from .sight import Sight
from .ways import Way, ways_of

BY_DUTY = frozenset({"read", "read_section", "review", "oversee"})
READING = frozenset({Duty.READ, *IMPLY_READ})


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment with its day in Beijing; `is_now`: what counts is what stands, not the history."""

    at: datetime
    on: date
    is_now: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Seer:
    """Somebody, a way by which they see the case, and the row that opens it."""

    person: User
    way: str
    sight: Sight
    row: Appointment | CaseGrant | ReviewGrant | SigningDelegation


def ways_to(user: User, case: Case) -> list[Way]:
    """The ways of `user` that lead to `case` today, a restriction aside; one query for all."""
    ways = ways_of(user)
    if not ways:
        return []
    asked = {
        f"way_{place}": Case_(When(way.where, then=Value(True)), default=Value(False))
        for place, way in enumerate(ways)
    }
    found = Case.objects.filter(pk=case.pk).values(**asked).first() or {}
    return [way for place, way in enumerate(ways) if found.get(f"way_{place}")]


def restriction_at(case: Case, instant: Instant) -> Restriction | None:
    """The restriction that stood then."""
    rows = Restriction.objects.filter(Q(lifted_at=None) | Q(lifted_at__gt=instant.at), case=case)
    return rows.filter(set_at__lte=instant.at).select_related("set_by").first()


def named_at(case: Case, instant: Instant) -> frozenset[int]:
    """Keys of the people whom a restriction of the case let in then: named, or at work on it."""
    named = CaseGrant.objects.held_at(instant.at, instant.on).filter(
        case=case, person__isnull=False, part=Part.NAMED
    )
    at_work = Task.objects.filter(process=case.process_id, owner__isnull=False)
    if instant.is_now:
        at_work = at_work.filter(status=STATUS.ASSIGNED)
    else:
        at_work = at_work.filter(
            Q(finished=None) | Q(finished__gt=instant.at), assigned__lte=instant.at
        )
    return frozenset(
        (
            *named.values_list("person_id", flat=True),
            *at_work.values_list("owner_id", flat=True),
        )
    )


def seers(case: Case, instant: Instant) -> list[Seer]:
    """Everybody whom a way leads to the case at that moment, a restriction aside."""
    found = [*_by_duty(case, instant), *_by_part(case, instant), *_by_deputising(case, instant)]
    if instant.is_now:
        found = [one for one in found if one.person.is_active]
    return found


def history_begins() -> datetime | None:
    """From when on appointments are kept; of what was before nothing is known."""
    return Appointment.objects.aggregate(first=Min("given_at"))["first"]


def _appointments(instant: Instant) -> AppointmentQuerySet:
    if instant.is_now:
        return access.standing()
    return Appointment.objects.held_at(instant.at, instant.on)


def _places(*units: Unit | None) -> set[int]:
    """Where a duty counts on these: there, and on the organ that one is a section of."""
    return {key for unit in units if unit for key in (unit.pk, unit.organ_id) if key}


def _above(unit: Unit) -> set[int]:
    """The unit and all above it, each with the organ that it is a section of."""
    found: set[int] = set()
    here: Unit | None = unit
    while here is not None and here.pk not in found:
        found |= _places(here)
        here = here.parent
    return found


def _is_drafted(case: Case, instant: Instant) -> bool:
    return case.drafts.filter(submitted_at__lte=instant.at).exists()


def _by_duty(case: Case, instant: Instant) -> Iterator[Seer]:
    reading = [duty.codename for duty in READING]
    here, above = _places(case.unit, case.section), _above(case.unit)
    lawyers = _places(case.legal_unit) if _is_drafted(case, instant) else set()
    rows = _appointments(instant).filter(
        Q(duty__in=reading, unit__in=here)
        | Q(duty=Duty.REVIEW_IN_LAW.codename, unit__in=lawyers)
        | Q(duty=Duty.OVERSEE.codename, unit__in=above)
    )
    for row in rows.select_related("user", "unit", "given_by").order_by("unit", "user", "pk"):
        way, sight = "read" if row.unit_id == case.unit_id else "read_section", Sight.IDENTITY
        if row.duty == Duty.REVIEW_IN_LAW.codename:
            way = "review"
        elif row.duty == Duty.OVERSEE.codename:
            way, sight = "oversee", Sight.CLOCK
        yield Seer(person=row.user, way=way, sight=sight, row=row)


def parts_at(case: Case, instant: Instant) -> QuerySet[CaseGrant]:
    """The parts that stood then."""
    rows = CaseGrant.objects.held_at(instant.at, instant.on).filter(case=case)
    return rows.select_related("person", "unit", "granted_by", "consultation")


def _by_part(case: Case, instant: Instant) -> Iterator[Seer]:
    for row in parts_at(case, instant):
        if row.part == Part.CO_HANDLER:
            yield Seer(person=row.person, way="co_handler", sight=Sight.APPLICATION, row=row)
        elif row.part == Part.CONSULTED and row.person:
            yield Seer(person=row.person, way="consulted", sight=Sight.QUESTION, row=row)
        elif row.part == Part.CONSULTED:
            yield from _of_unit(row, instant)
    if _is_drafted(case, instant):
        for row in _let_in(case, instant).select_related("reviewer", "granted_by"):
            yield Seer(person=row.reviewer, way="adviser", sight=Sight.REPLY, row=row)


def _of_unit(grant: CaseGrant, instant: Instant) -> Iterator[Seer]:
    handling = _appointments(instant).filter(
        duty=Duty.HANDLE.codename, unit__in=_places(grant.unit)
    )
    seen: set[int] = set()
    for row in handling.select_related("user").order_by("user", "pk"):
        if row.user_id not in seen:
            seen.add(row.user_id)
            yield Seer(person=row.user, way="unit_consulted", sight=Sight.QUESTION, row=grant)


def _let_in(case: Case, instant: Instant) -> QuerySet[ReviewGrant]:
    return ReviewGrant.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=instant.at),
        case=case,
        granted_at__lte=instant.at,
        valid_until__gte=instant.on,
    )


def _by_deputising(case: Case, instant: Instant) -> Iterator[Seer]:
    """Who signs for a signatory, while it waits for that, and afterwards whoever signed it so."""
    began = Task.objects.filter(
        process=case.process_id, flow_task_type="HUMAN", owner_permission=Duty.SIGN.value
    )
    if instant.is_now:
        waits = began.filter(status__in=(STATUS.NEW, STATUS.ASSIGNED)).exists()
    else:
        began = began.filter(created__lte=instant.at)
        waits = began.filter(Q(finished=None) | Q(finished__gt=instant.at)).exists()
    owners = set(began.values_list("owner_id", flat=True))
    signs = _appointments(instant).filter(duty=Duty.SIGN.codename, unit__in=_places(case.unit))
    rows = SigningDelegation.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=instant.at),
        unit=case.unit_id,
        given_at__lte=instant.at,
        valid_from__lte=instant.on,
        valid_until__gte=instant.on,
        signatory__in=signs.values("user"),
    ).covering(Value(case.outcome_code))
    for row in rows.select_related("deputy", "signatory"):
        if waits or row.deputy_id in owners:
            yield Seer(person=row.deputy, way="deputy", sight=Sight.REPLY, row=row)
