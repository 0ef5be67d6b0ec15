"""Somebody is away: entered by themselves or by who heads them; a substitute may take what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User

from .act import Act, Refusal
from .recording import record


class NotTheirHead(Refusal):
    """One enters one's own absence; the head enters those of others."""

    field = "user"


class AbsenceBackwards(Refusal):
    """It ends before it begins."""

    field = "until_on"


class AbsenceOver(Refusal):
    """It lies in the past, or was cancelled."""

    field = "until_on"


class AbsentTwice(Refusal):
    """The person is away then already."""

    field = "from_on"


class SubstituteUnfit(Refusal):
    """The substitute shares no duty with the person, or is away as well."""

    field = "substitute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Who is away, the first and the last day, and who stands in."""

    user: User
    from_on: date
    until_on: date
    substitute: User | None = None
    note: str = ""


class SubstituteHimself(SubstituteUnfit):
    """Nobody gives himself the tasks of a colleague; only who assigns them may."""


def led_by(head: User) -> QuerySet[User]:
    """Those whose absence `head` may enter, without themselves.

    Who assigns the cases of an organ heads those who hold a duty there or in its sections; those
    who review in law for one unit enter it for each other, but name a third to stand in.
    """
    reviewing = access.units_for(head, Duty.REVIEW_IN_LAW).values_list("pk", flat=True)
    found = _headed_by(head) | access.holders_on(reviewing, duty=Duty.REVIEW_IN_LAW)
    return User.objects.filter(pk__in=found - {head.pk}, is_active=True)


def _headed_by(head: User) -> frozenset[int]:
    return access.holders_on(access.units_for(head, Duty.REVIEW).values_list("pk", flat=True))


def possible_substitutes(user: User) -> QuerySet[User]:
    """Those who share a duty with `user` on the same unit."""
    return User.objects.filter(pk__in=access.colleagues_of(user), is_active=True)


@transaction.atomic
def enter_absence(act: Act, *, away: Away) -> Absence:
    """Put it down. What waits with the person is offered to the substitute from the first day on.

    Raises NotTheirHead, AbsenceBackwards, AbsenceOver, AbsentTwice, SubstituteUnfit or
    SubstituteHimself.
    """
    User.objects.select_for_update().get(pk=away.user.pk)
    if away.user != act.by and not led_by(act.by).filter(pk=away.user.pk).exists():
        raise NotTheirHead(_("Only their head enters that somebody else is away."))
    if away.until_on < away.from_on:
        raise AbsenceBackwards(_("It ends before it begins."))
    if away.until_on < act.on:
        raise AbsenceOver(_("These days are over."))
    _refuse_overlap(away)
    _refuse_himself(act, away)
    _refuse_unfit(away)
    absence = Absence.objects.create(
        user=away.user,
        from_on=away.from_on,
        until_on=away.until_on,
        substitute=away.substitute,
        note=away.note.strip(),
        entered_by=act.by,
        entered_at=act.at,
    )
    record(act, case=None, verb="absence_entered", **_facts(absence))
    return absence


@transaction.atomic
def cancel_absence(act: Act, *, absence: Absence) -> None:
    """The person is there after all, or back early. Raises NotTheirHead or AbsenceOver."""
    absence = Absence.objects.select_for_update().select_related("user").get(pk=absence.pk)
    if absence.user != act.by and not led_by(act.by).filter(pk=absence.user_id).exists():
        raise NotTheirHead(_("Only their head enters that somebody else is away."))
    if absence.cancelled_at or absence.until_on < act.on:
        raise AbsenceOver(_("These days are over."))
    Absence.objects.filter(pk=absence.pk).update(cancelled_at=act.at)
    record(act, case=None, verb="absence_cancelled", **_facts(absence))


def _refuse_overlap(away: Away) -> None:
    others = Absence.objects.filter(
        user=away.user, cancelled_at=None, from_on__lte=away.until_on, until_on__gte=away.from_on
    )
    if others.exists():
        raise AbsentTwice(_("Some of these days are entered already; cancel that entry first."))


def _refuse_himself(act: Act, away: Away) -> None:
    """To say that a colleague is away would otherwise be a way to whatever they have in hand."""
    if away.substitute != act.by or away.user == act.by:
        return
    if away.user.pk not in _headed_by(act.by):
        raise SubstituteHimself(
            _("You do not assign this person's tasks: somebody else stands in, or nobody.")
        )


def _refuse_unfit(away: Away) -> None:
    if away.substitute is None:
        return
    if not possible_substitutes(away.user).filter(pk=away.substitute.pk).exists():
        raise SubstituteUnfit(_("The substitute holds none of this person's duties."))
    is_away = Absence.objects.filter(
        Q(from_on__lte=away.until_on, until_on__gte=away.from_on),
        user=away.substitute,
        cancelled_at=None,
    )
    if is_away.exists():
        raise SubstituteUnfit(_("The substitute is away then as well."))


def _facts(absence: Absence) -> dict[str, Any]:
    return {
        "absence": absence.pk,
        "user": absence.user_id,
        "from_on": absence.from_on,
        "until_on": absence.until_on,
        "substitute": absence.substitute_id,
    }
