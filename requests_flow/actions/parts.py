"""A part in one case is given, until a day, and ended: to help, to answer a question, to be named."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case, CaseGrant, Part
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .act import Act
from .claiming import take_from
from .indexing import index_words
from .part_checks import (
    AlreadyGiven,
    Giving,
    NotYoursToGive,
    PartOver,
    held,
    may_end,
    may_give,
    refuse_giving,
    refuse_last,
    refuse_person,
    refuse_unit,
)
from .recording import record


@transaction.atomic
def give_part(act: Act, *, case: Case, giving: Giving) -> CaseGrant:
    """Let somebody see what the part shows, from this second to the end of its last day.

    Raises NotYoursToGive, CaseOver, PersonUnfit, UnitUnfit, QuestionMissing, ReasonMissing,
    DayMissing or AlreadyGiven. The caller holds the lock of the process.
    """
    case = held(case)
    if not may_give(act.by, case, giving.part):
        raise NotYoursToGive(_("You do not give this part in this case."))
    refuse_giving(act, case, giving)
    if giving.person is not None:
        refuse_person(case, giving, act)
    else:
        refuse_unit(case, giving)
    _end_expired(act, case, giving)
    grant = CaseGrant.objects.create(
        case=case,
        person=giving.person,
        unit=giving.unit,
        part=giving.part,
        consultation=giving.consultation,
        valid_from=act.on,
        valid_until=giving.valid_until,
        reason=giving.reason.strip(),
        granted_by=act.by,
        granted_at=act.at,
    )
    index_words(case)
    record(act, case=case, verb="part_given", **told(act, case, grant))
    return grant


def _end_expired(act: Act, case: Case, giving: Giving) -> None:
    """What ran out is closed, so that one can stand anew; what stands refuses a second."""
    whose = {"person": giving.person, "unit": giving.unit}
    for old in CaseGrant.objects.filter(case=case, part=giving.part, ended_at=None, **whose):
        if old.valid_until is None or old.valid_until >= act.on:
            refusal = AlreadyGiven(_("This part stands already; end it first."))
            refusal.field = "unit" if giving.unit else "person"
            raise refusal
        _close(act, old)


def _close(act: Act, grant: CaseGrant) -> None:
    CaseGrant.objects.filter(pk=grant.pk, ended_at=None).update(ended_by=act.by, ended_at=act.at)


@transaction.atomic
def end_part(act: Act, *, grant: CaseGrant) -> None:
    """From this second on it shows nothing; a step in the hands of who was named waits for others.

    Raises NotYoursToGive, PartOver or LastNamed. The caller holds the lock of the process.
    """
    case = held(grant.case)
    rows = CaseGrant.objects.select_for_update(of=("self",)).select_related("person", "unit")
    grant = rows.get(pk=grant.pk)
    grant.case = case
    if not may_end(act.by, grant):
        raise NotYoursToGive(_("You do not end this part."))
    if grant.ended_at is not None or (grant.valid_until and grant.valid_until < act.on):
        raise PartOver(_("This has ended already."))
    if grant.part == Part.NAMED:
        refuse_last(act, case, grant)
    _close(act, grant)
    record(act, case=case, verb="part_ended", **told(act, case, grant))
    if grant.part == Part.NAMED:
        take_from(act, case=case, person=grant.person)


def told(act: Act, case: Case, grant: CaseGrant) -> dict[str, Any]:
    """What the entry about a part says."""
    words = [str(grant.person or grant.unit), str(grant.valid_until or ""), grant.reason]
    return {
        "duty": Duty.REVIEW if access.may(act.by, Duty.REVIEW, case.unit) else "",
        "grant": grant.pk,
        "part": grant.part,
        "person": grant.person_id,
        "unit": grant.unit_id,
        "consultation": grant.consultation_id,
        "valid_until": grant.valid_until,
        "text": " · ".join(word for word in words if word),
    }
