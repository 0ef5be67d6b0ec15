"""单位: founded, changed and closed by the system administrator; never deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case
from requests_flow.units import access
from requests_flow.units.appointments import Appointment
from requests_flow.units.duties import ADMINISTRATION, Duty
from requests_flow.units.models import Unit
from requests_flow.units.separation import Clash

from .act import Act, Refusal
from .people import refuse_stranger
from .recording import record

# What may be changed later. A code, and whether it is an organ or a section of one, stay.
CHANGEABLE = (
    "name", "short_name", "kind", "parent", "legal_unit", "letterhead", "seal_name",
    "number_prefix", "reconsideration_organ", "court", "review_url", "address", "postcode",
    "contact", "phone",
)  # fmt: skip


class UnitUnfit(Refusal):
    """A value that this unit cannot have; `field` names it."""

    def __init__(self, sentence: object, field: str | None) -> None:
        super().__init__(sentence)
        self.field = field


class StillOpen(Refusal):
    """Cases, sections or other units hang on it; or the administrators sit there."""


class ReasonMissing(Refusal):
    """Why stands in the entry."""

    field = "reason"


@transaction.atomic
def found_unit(act: Act, *, facts: dict[str, Any]) -> Unit:
    """A new organ, or (with `organ`) a section of one. Raises NotAdministrator or UnitUnfit."""
    refuse_stranger(act, Duty.MANAGE_SYSTEM)
    unit = Unit(**facts)
    if unit.organ_id:
        unit.parent = unit.organ
    _refuse_unfit(unit)
    unit.save(force_insert=True)
    record(act, case=None, verb="unit_founded", duty=Duty.MANAGE_SYSTEM, unit=unit.code)
    return unit


@transaction.atomic
def change_unit(act: Act, *, unit: Unit, facts: dict[str, Any]) -> list[str]:
    """Put something right; which fields changed, in the order of CHANGEABLE.

    A reply that was approved under other words goes back to be written: the gate sees to that.
    Raises NotAdministrator or UnitUnfit; also where duties would meet that may not.
    """
    refuse_stranger(act, Duty.MANAGE_SYSTEM)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    before, clashes = _values(unit), set(map(_key, access.all_clashes()))
    for name in CHANGEABLE:
        if name in facts:
            setattr(unit, name, facts[name])
    _refuse_unfit(unit)
    after = _values(unit)
    changed = [name for name in CHANGEABLE if before[name] != after[name]]
    if not changed:
        return []
    unit.save(update_fields=changed)
    if "legal_unit" in changed:
        for clash in access.all_clashes():
            if _key(clash) not in clashes:
                raise UnitUnfit(clash.sentence(), "legal_unit")
    record(
        act,
        case=None,
        verb="unit_changed",
        duty=Duty.MANAGE_SYSTEM,
        unit=unit.code,
        changed={name: [before[name], after[name]] for name in changed},
    )
    return changed


@transaction.atomic
def close_unit(act: Act, *, unit: Unit, reason: str) -> None:
    """Nothing is registered there any more; its cases stay, and so do the duties to read them.

    Raises NotAdministrator, ReasonMissing or StillOpen.
    """
    refuse_stranger(act, Duty.MANAGE_SYSTEM)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not reason.strip():
        raise ReasonMissing(_("Write why."))
    if unit.closed_on:
        raise StillOpen(_("This unit is closed already."))
    if sentence := hindrance(unit):
        raise StillOpen(sentence)
    Unit.objects.filter(pk=unit.pk).update(closed_on=act.on)
    record(
        act,
        case=None,
        verb="unit_closed",
        duty=Duty.MANAGE_SYSTEM,
        unit=unit.code,
        reason=reason.strip(),
    )


@transaction.atomic
def reopen_unit(act: Act, *, unit: Unit, reason: str) -> None:
    """It answers again. Raises NotAdministrator, ReasonMissing or StillOpen."""
    refuse_stranger(act, Duty.MANAGE_SYSTEM)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not reason.strip():
        raise ReasonMissing(_("Write why."))
    if not unit.closed_on:
        raise StillOpen(_("This unit is not closed."))
    Unit.objects.filter(pk=unit.pk).update(closed_on=None)
    record(
        act,
        case=None,
        verb="unit_reopened",
        duty=Duty.MANAGE_SYSTEM,
        unit=unit.code,
        reason=reason.strip(),
    )


def hindrance(unit: Unit) -> str:
    """Why it cannot be closed now, as a sentence with the count; empty if it can."""
    cases = Case.objects.filter(Q(unit=unit) | Q(section=unit), closed_on=None).count()
    if cases:
        words = _("%(n)d of its cases are still open. They are answered or passed on first.")
        return words % {"n": cases}
    below = Unit.objects.filter(Q(parent=unit) | Q(organ=unit), closed_on=None)
    if below.exists():
        return _("%(n)d units below it are not closed.") % {"n": below.count()}
    if reviewed := Unit.objects.filter(legal_unit=unit, closed_on=None).first():
        return _("Its advisers review the replies of %(unit)s.") % {"unit": reviewed}
    administer = [duty.codename for duty in ADMINISTRATION]
    if Appointment.objects.filter(unit=unit, duty__in=administer, ended_at=None).exists():
        return str(_("The administrators of the house are appointed on it."))
    return ""


def may_stand_above(unit: Unit) -> list[int]:
    """Keys of the organs under which `unit` may be put: not itself, and none below it."""
    children: dict[int | None, list[int]] = {}
    for key, parent in Unit.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(key)
    below, waiting = {unit.pk}, [unit.pk]
    while waiting:
        found = [key for key in children.get(waiting.pop(), ()) if key not in below]
        below.update(found)
        waiting.extend(found)
    return [
        key for key in Unit.objects.filter(organ=None).values_list("pk", flat=True)
        if key not in below
    ]  # fmt: skip


def _refuse_unfit(unit: Unit) -> None:
    is_placed = unit.pk and unit.parent_id and not unit.organ_id
    if is_placed and unit.parent_id not in may_stand_above(unit):
        raise UnitUnfit(_("It would stand below itself."), "parent")
    prefix = unit.number_prefix
    others = Unit.objects.filter(number_prefix=prefix).exclude(pk=unit.pk)
    if prefix and (other := others.first()):
        words = _("%(unit)s numbers its cases with this prefix already.")
        raise UnitUnfit(words % {"unit": other}, "number_prefix")
    if not unit.organ_id:
        for name in ("kind", "number_prefix"):
            if not getattr(unit, name):
                raise UnitUnfit(_("An organ that answers has a kind and a prefix."), name)
    try:
        unit.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise UnitUnfit(sentences[0], None if field == "__all__" else field) from error


def _values(unit: Unit) -> dict[str, Any]:
    keys = {"parent": unit.parent_id, "legal_unit": unit.legal_unit_id}
    return {name: keys[name] if name in keys else getattr(unit, name) for name in CHANGEABLE}


def _key(clash: Clash) -> tuple[int, str, int]:
    return clash.user.pk, clash.duty.value, clash.organ.pk
