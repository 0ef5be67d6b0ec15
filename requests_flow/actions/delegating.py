"""受托签发: a signatory lets somebody sign for the unit, for some outcomes, between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from requests_flow.models import Case, SigningDelegation, tasks_delegated_to
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from requests_flow.units.separation import DutiesClash

from .act import Act, Refusal
from .claiming import take_from
from .recording import record


class NotSignatory(Refusal):
    """Only who signs for a unit lets others sign for it."""


class DeputyUnfit(Refusal):
    """The person signs there already, is gone, or may not sign what they review."""

    field = "deputy"


class OutcomeUnknown(Refusal):
    """There is no such outcome, or no letter that is signed for it."""

    field = "outcomes"


class DelegationBackdated(Refusal):
    """It begins today at the earliest: nothing is delegated afterwards."""

    field = "valid_from"


class DelegationBackwards(Refusal):
    """It ends before it begins."""

    field = "valid_until"


class ReasonMissing(Refusal):
    """A delegation says why."""

    field = "reason"


class AlreadyEnded(Refusal):
    """Somebody was first, or its last day is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Who signs, for which outcomes (none: all), from and until when (both days included), why."""

    deputy: User
    valid_from: date
    valid_until: date
    reason: str
    outcomes: tuple[str, ...] = ()


def signed_outcomes() -> list[str]:
    """The codes of the outcomes whose letter is signed."""
    return [code for code, outcome in OUTCOMES.items() if not outcome.is_closing_note]


@transaction.atomic
def delegate(act: Act, *, unit: Unit, given: Given) -> SigningDelegation:
    """Let somebody sign for `unit`; the organ still signs, and the file says by whom.

    Raises NotSignatory, DeputyUnfit, OutcomeUnknown, DelegationBackdated, DelegationBackwards or
    ReasonMissing.
    """
    unit = _held(act, unit)
    _refuse_deputy(act, unit, given.deputy)
    _refuse_given(act, given)
    row = SigningDelegation.objects.create(
        unit=unit,
        signatory=act.by,
        deputy=given.deputy,
        outcomes=sorted(set(given.outcomes)),
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        reason=given.reason.strip(),
        given_at=act.at,
    )
    record(
        act,
        case=None,
        verb="signing_delegated",
        duty=Duty.SIGN,
        unit=unit.code,
        delegation=row.pk,
        deputy=row.deputy_id,
        outcomes=row.outcomes,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        reason=row.reason,
    )
    return row


def _held(act: Act, unit: Unit) -> Unit:
    if act.by is None or unit.organ_id or not access.may(act.by, Duty.SIGN, unit):
        raise NotSignatory(_("You do not sign for this unit."))
    return Unit.objects.select_for_update().get(pk=unit.pk)


def _refuse_given(act: Act, given: Given) -> None:
    if unknown := set(given.outcomes) - set(signed_outcomes()):
        raise OutcomeUnknown(_("There is no such outcome: %(codes)s.") % {"codes": sorted(unknown)})
    if given.valid_from < act.on:
        raise DelegationBackdated(_("It begins today at the earliest."))
    if given.valid_until < given.valid_from:
        raise DelegationBackwards(_("It would end before it begins."))
    if not given.reason.strip():
        raise ReasonMissing(_("Say why somebody else signs."))


def _refuse_deputy(act: Act, unit: Unit, deputy: User) -> None:
    """Locked, so that whoever appoints them or closes their account waits, or was first."""
    deputy = User.objects.select_for_update().get(pk=deputy.pk)
    if deputy.pk == act.by.pk:
        raise DeputyUnfit(_("Nobody signs for himself."))
    if not deputy.is_active:
        raise DeputyUnfit(_("This person does not work here any more."))
    if access.may(deputy, Duty.SIGN, unit):
        raise DeputyUnfit(_("This person signs for the unit already."))
    if clashes := access.clashes_of(deputy, also=(Duty.SIGN.codename, unit.pk)):
        raise DeputyUnfit(str(DutiesClash(clashes[0])))


@transaction.atomic
def end_delegation(act: Act, *, delegation: SigningDelegation) -> SigningDelegation:
    """From this second on the deputy signs nothing by it; what they had taken waits for others.

    Any signatory of the unit may, and the deputy. Raises NotSignatory or AlreadyEnded.
    """
    unit, deputy = delegation.unit, delegation.deputy
    if act.by.pk != deputy.pk and not access.may(act.by, Duty.SIGN, unit):
        raise NotSignatory(_("You do not sign for this unit."))
    taken = Task.objects.filter(
        status=STATUS.ASSIGNED,
        owner=deputy,
        owner_permission=Duty.SIGN.value,
        process__case__unit=unit,
    )
    # Who signs holds the process first and then this row; so does this.
    held = Process.objects.select_for_update().filter(pk__in=taken.values("process"))
    list(held.order_by("pk"))
    row = SigningDelegation.objects.select_for_update().get(pk=delegation.pk)
    if row.ended_at is not None or row.valid_until < act.on:
        raise AlreadyEnded(_("This has ended already."))
    row.ended_by, row.ended_at = act.by, act.at
    SigningDelegation.objects.filter(pk=row.pk).update(ended_by=act.by, ended_at=act.at)
    record(
        act,
        case=None,
        verb="signing_delegation_ended",
        duty=Duty.SIGN,
        unit=unit.code,
        delegation=row.pk,
        deputy=deputy.pk,
    )
    if not access.may(deputy, Duty.SIGN, unit):
        lost = taken.exclude(pk__in=tasks_delegated_to(deputy, on=act.on).values("pk"))
        for case in Case.objects.filter(process__in=list(lost.values_list("process", flat=True))):
            take_from(act, case=case, person=deputy)
    return row
