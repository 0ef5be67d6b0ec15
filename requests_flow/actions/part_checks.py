"""Who may give a part in a case, to whom, and the sentence why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case, CaseGrant, Consultation, Part, Restriction, Sight
from requests_flow.models.seeing import BY_DUTY, Instant, named_at, ways_to
from requests_flow.units import access
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Unit, User

from .act import Act, Refusal

SHOWS = {Part.CO_HANDLER: Sight.APPLICATION, Part.CONSULTED: Sight.QUESTION}


class NotYoursToGive(Refusal):
    """Who heads the handling gives parts, and who handles the case; names, who restricted it."""


class PersonUnfit(Refusal):
    """Nobody, a closed account, an administrator, or somebody who sees as much by duty."""

    field = "person"


class UnitUnfit(Refusal):
    """Closed, the unit that handles the case itself, or nobody handles cases there."""

    field = "unit"


class QuestionMissing(Refusal):
    """Who is asked is asked one of the open questions of this case."""

    field = "consultation"


class ReasonMissing(Refusal):
    """The file says why."""

    field = "reason"


class DayMissing(Refusal):
    """Every part but a name has a last day, and it is not over."""

    field = "valid_until"


class AlreadyGiven(Refusal):
    """The same part stands; somebody was first."""

    field = "person"


class PartOver(Refusal):
    """Ended before, or its last day is over."""


class CaseOver(Refusal):
    """A closed case needs no help and asks nobody; one without a restriction names nobody."""

    field = "part"


class LastNamed(Refusal):
    """Nobody would be left who sees the case and may lift its restriction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """Which part, to whom (a person, or a unit that is asked), until when (that day included), why."""

    part: Part
    reason: str
    valid_until: date | None = None
    person: User | None = None
    unit: Unit | None = None
    consultation: Consultation | None = None


def standing_restriction(case: Case) -> Restriction | None:
    """The restriction of `case` that nobody lifted."""
    return Restriction.objects.filter(case=case, lifted_at=None).select_related("set_by").first()


def may_give(user: User, case: Case, part: Part) -> bool:
    """Who sees the case and heads, handles it, or (to name somebody) restricted it."""
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        return False
    if access.may(user, Duty.REVIEW, case.unit):
        return True
    if part == Part.NAMED:
        restriction = standing_restriction(case)
        return restriction is not None and restriction.set_by_id == user.pk
    return case.handler_id == user.pk


def may_end(user: User, grant: CaseGrant) -> bool:
    """Who might give it, and the person themself."""
    return grant.person_id == user.pk or may_give(user, grant.case, Part(grant.part))


def held(case: Case) -> Case:
    """The case under a lock, for whoever gives and ends what shows it; the process is locked before."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "section", "legal_unit").get(pk=case.pk)


def refuse_giving(act: Act, case: Case, giving: Giving) -> None:
    """What can be said without looking at whom it is given to."""
    if giving.part == Part.NAMED:
        if standing_restriction(case) is None:
            raise CaseOver(_("The case is not restricted: there is nothing to be named on."))
    elif case.closed_on or case.archived_at:
        raise CaseOver(_("The case is closed."))
    elif giving.valid_until is None:
        raise DayMissing(_("Say until which day."))
    if giving.valid_until is not None and giving.valid_until < act.on:
        raise DayMissing(_("This day is over."))
    if not giving.reason.strip():
        raise ReasonMissing(_("Say why; the case file keeps it."))
    if (giving.part == Part.CONSULTED) != (giving.consultation is not None):
        raise QuestionMissing(_("Choose what they are asked."))
    if giving.consultation is not None:
        _refuse_question(case, giving.consultation)
    if giving.unit is not None and (giving.person is not None or giving.part != Part.CONSULTED):
        raise UnitUnfit(_("A unit is only ever asked; else choose a person."))


def _refuse_question(case: Case, consultation: Consultation) -> None:
    asked = Consultation.objects.filter(case=case, pk=consultation.pk).first()
    if asked is None or asked.kind == Consultation.Kind.THIRD_PARTY:
        raise QuestionMissing(_("A third party is asked by letter; choose another question."))
    if asked.answered_on is not None:
        raise QuestionMissing(_("This question was answered."))


def refuse_person(case: Case, giving: Giving, act: Act) -> None:
    """Locked, so that whoever closes the account at this moment waits, or was first."""
    person = User.objects.select_for_update().get(pk=giving.person.pk)
    if not person.is_active:
        raise PersonUnfit(_("This person does not work here any more."))
    administers = {duty.codename for duty in ADMINISTRATION}
    if person.is_superuser or administers & {held for _who, held, _on in access.held_rows(person)}:
        raise PersonUnfit(_("An administrator has no part in a case."))
    if giving.part == Part.NAMED:
        return
    shown = SHOWS[giving.part]
    if any(way.name in BY_DUTY and way.sight >= shown for way in ways_to(person, case)):
        raise PersonUnfit(_("This would change nothing: the person sees as much by duty."))
    is_closed = standing_restriction(case) is not None
    if is_closed and person.pk not in named_at(case, Instant(at=act.at, on=act.on)):
        raise PersonUnfit(_("The case is restricted: name the person first, then give the part."))


def refuse_unit(case: Case, giving: Giving) -> None:
    """A unit that works on cases, and not on this one. Raises PersonUnfit or UnitUnfit."""
    if giving.unit is None:
        raise PersonUnfit(_("Choose somebody."))
    if giving.unit.closed_on is not None:
        raise UnitUnfit(_("This unit is closed."))
    if giving.unit.pk in (case.unit_id, case.section_id):
        raise UnitUnfit(_("This would change nothing: the case is handled there."))
    if not access.people_with(Duty.HANDLE, giving.unit).exists():
        raise UnitUnfit(_("Nobody handles cases there; ask a person."))


def refuse_last(act: Act, case: Case, grant: CaseGrant) -> None:
    """Raises LastNamed: somebody must be able to lift the restriction."""
    if standing_restriction(case) is None:
        return
    others = CaseGrant.objects.standing(act.on).filter(case=case, part=Part.NAMED)
    others = others.exclude(person=grant.person_id).values("person")
    if not access.people_with(Duty.REVIEW, case.unit).filter(pk__in=others).exists():
        raise LastNamed(
            _("Nobody who heads here would be left on this case. Name another, or lift it.")
        )
