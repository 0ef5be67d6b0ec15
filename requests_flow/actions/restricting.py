"""限制知悉: a case is shown to named people only, and to all who hold a duty again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.models import Case, CaseGrant, Part, Restriction
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

from .act import Act, Refusal
from .part_checks import ReasonMissing, held, standing_restriction
from .parts import told
from .recording import record


class NotYoursToRestrict(Refusal):
    """Who heads the handling and sees the case."""


class AlreadyRestricted(Refusal):
    """Somebody was first."""


class NotRestricted(Refusal):
    """It was lifted before, or never was."""


class NotLeftAlone(Refusal):
    """Somebody who heads is named on it, or it is not restricted: they decide."""


def may_restrict(user: User, case: Case) -> bool:
    """Whether `user` heads the handling of `case` and sees it."""
    is_head = access.may(user, Duty.REVIEW, case.unit)
    return is_head and Case.objects.visible_to(user).filter(pk=case.pk).exists()


@transaction.atomic
def restrict(act: Act, *, case: Case, kind: Restriction.Kind, reason: str) -> Restriction:
    """From this second on only named people see it: who restricts, the handler, who is at work on it.

    Raises NotYoursToRestrict, AlreadyRestricted or ReasonMissing. The caller holds the process.
    """
    case = held(case)
    if not may_restrict(act.by, case):
        raise NotYoursToRestrict(_("You do not restrict this case."))
    if standing_restriction(case) is not None:
        raise AlreadyRestricted(_("The case is restricted already."))
    if not reason.strip():
        raise ReasonMissing(_("Say why; the case file keeps it."))
    row = Restriction.objects.create(
        case=case, kind=kind, reason=reason.strip(), set_by=act.by, set_at=act.at
    )
    named = _name(act, case, row)
    record(
        act,
        case=case,
        verb="restricted",
        duty=Duty.REVIEW,
        restriction=row.pk,
        kind=row.kind,
        named=[grant.person_id for grant in named],
        text=" · ".join([row.reason, *(str(grant.person) for grant in named)]),
    )
    return row


def _name(act: Act, case: Case, restriction: Restriction) -> list[CaseGrant]:
    at_work = Task.objects.filter(
        process=case.process_id, status=STATUS.ASSIGNED, flow_task_type="HUMAN"
    )
    keys = {act.by.pk, case.handler_id, *at_work.values_list("owner_id", flat=True)}
    people = User.objects.filter(pk__in=keys - {None}, is_active=True).order_by("pk")
    return [
        CaseGrant.objects.create(
            case=case,
            person=person,
            part=Part.NAMED,
            valid_from=act.on,
            reason=restriction.reason,
            granted_by=act.by,
            granted_at=act.at,
        )
        for person in people
    ]


@transaction.atomic
def lift(act: Act, *, case: Case, reason: str) -> None:
    """Whoever holds a duty sees it again; names end with what they were for.

    Raises NotYoursToRestrict, NotRestricted or ReasonMissing. The caller holds the process.
    """
    case = held(case)
    if not may_restrict(act.by, case):
        raise NotYoursToRestrict(_("You do not restrict this case."))
    row = standing_restriction(case)
    if row is None:
        raise NotRestricted(_("The restriction was lifted before."))
    if not reason.strip():
        raise ReasonMissing(_("Say why; the case file keeps it."))
    Restriction.objects.filter(pk=row.pk).update(lifted_by=act.by, lifted_at=act.at)
    names = CaseGrant.objects.filter(case=case, part=Part.NAMED, ended_at=None)
    names.update(ended_by=act.by, ended_at=act.at)
    record(
        act,
        case=case,
        verb="restriction_lifted",
        duty=Duty.REVIEW,
        restriction=row.pk,
        text=reason.strip(),
    )


def has_head(case: Case, *, on: date) -> bool:
    """Whether anybody named on `case` heads its handling, and so sees it and may lift it."""
    named = CaseGrant.objects.standing(on).filter(case=case, part=Part.NAMED).values("person")
    return access.people_with(Duty.REVIEW, case.unit).filter(pk__in=named).exists()


def left_alone(*, on: date) -> list[Case]:
    """Restricted cases on which nobody who heads is named any more: they left, or lost the duty."""
    rows = Restriction.objects.filter(lifted_at=None).select_related("case__unit")
    return [row.case for row in rows if not has_head(row.case, on=on)]


@transaction.atomic
def adopt(act: Act, *, case: Case, reason: str) -> CaseGrant:
    """Name whoever acts, who heads there, on a restricted case that nobody who heads sees any more.

    Raises NotLeftAlone, NotYoursToRestrict or ReasonMissing. The caller holds the process.
    """
    case = held(case)
    if standing_restriction(case) is None or has_head(case, on=act.on):
        raise NotLeftAlone(_("Somebody who heads is named on this case; they name others."))
    if not access.may(act.by, Duty.REVIEW, case.unit):
        raise NotYoursToRestrict(_("You do not head the handling of this case."))
    if not reason.strip():
        raise ReasonMissing(_("Say why; the case file keeps it."))
    grant = CaseGrant.objects.create(
        case=case,
        person=act.by,
        part=Part.NAMED,
        valid_from=act.on,
        reason=reason.strip(),
        granted_by=act.by,
        granted_at=act.at,
    )
    record(act, case=case, verb="part_given", **told(act, case, grant))
    return grant
