"""An outside adviser is let in to one case, until a day; a law firm holds no duty in the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.authors import authors_of
from requests_flow.actions.claiming import take_from
from requests_flow.actions.indexing import index_words
from requests_flow.actions.recording import record
from requests_flow.models import Case, ReviewGrant
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User


class NotLegalUnit(Refusal):
    """Only who reviews for the legal unit, and had no hand in the reply, lets others in."""


class AdviserUnfit(Refusal):
    """Let in is somebody from outside: no duty in the house, no hand in the reply."""

    field = "reviewer"


class GrantTooShort(Refusal):
    """The last day lies in the past."""

    field = "valid_until"


class FirmMissing(Refusal):
    """The file says of which law firm the adviser is."""

    field = "firm"


class GrantedAlready(Refusal):
    """The adviser is let in already."""

    field = "reviewer"


class GrantOver(Refusal):
    """Ended before, or the case is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Who is let in, of which law firm, up to which day (that day included)."""

    reviewer: User
    firm: str
    valid_until: date


def possible_advisers() -> QuerySet[User]:
    """Active people without any duty in the house: whoever has one is no outside adviser."""
    insiders = {person for person, _codename, _unit in access.held_rows()}
    outside = User.objects.filter(is_active=True, is_superuser=False, is_staff=False)
    return outside.exclude(pk__in=insiders).order_by("full_name", "pk")


def may_grant(user: User, case: Case) -> bool:
    """Whether `user` may let somebody in: reviews for the legal unit, and had no hand in it."""
    return access.may(user, Duty.REVIEW_IN_LAW, case.legal_unit) and user.pk not in authors_of(case)


def standing_grants(case: Case, *, on: date) -> QuerySet[ReviewGrant]:
    """Who is let in on that day."""
    return ReviewGrant.objects.standing(on).filter(case=case).select_related("reviewer")


@transaction.atomic
def grant_review(act: Act, *, case: Case, admission: Admission) -> ReviewGrant:
    """Let an outside adviser in. They see the case once a draft was handed in, and review it.

    Raises NotLegalUnit, AdviserUnfit, FirmMissing, GrantTooShort, GrantedAlready or GrantOver.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not may_grant(act.by, case):
        raise NotLegalUnit(_("Only who reviews for this unit, uninvolved, lets others in."))
    if case.closed_on or case.archived_at:
        raise GrantOver(_("The case is closed."))
    _refuse_unfit(case, admission)
    if not admission.firm.strip():
        raise FirmMissing(_("Say of which law firm."))
    if admission.valid_until < act.on:
        raise GrantTooShort(_("This day is over."))
    _end_expired(act, case, admission.reviewer)
    grant = ReviewGrant.objects.create(
        case=case,
        reviewer=admission.reviewer,
        firm=admission.firm.strip(),
        valid_until=admission.valid_until,
        granted_by=act.by,
        granted_on=act.on,
        granted_at=act.at,
    )
    index_words(case)
    record(
        act,
        case=case,
        verb="review_granted",
        duty=Duty.REVIEW_IN_LAW,
        grant=grant.pk,
        reviewer=grant.reviewer_id,
        firm=grant.firm,
        valid_until=grant.valid_until,
        text=f"{grant.reviewer}（{grant.firm}），{grant.valid_until}",
    )
    return grant


def _refuse_unfit(case: Case, admission: Admission) -> None:
    """Locked, so that whoever appoints them at this moment waits, or was first."""
    User.objects.select_for_update().get(pk=admission.reviewer.pk)
    if not possible_advisers().filter(pk=admission.reviewer.pk).exists():
        raise AdviserUnfit(_("Only somebody from outside, without a duty in the house."))
    if admission.reviewer.pk in authors_of(case):
        raise AdviserUnfit(_("This person had a hand in the reply."))


def _end_expired(act: Act, case: Case, reviewer: User) -> None:
    """What ran out is closed, so that one can stand anew; what stands refuses a second."""
    for old in ReviewGrant.objects.filter(case=case, reviewer=reviewer, ended_at=None):
        if old.valid_until >= act.on:
            raise GrantedAlready(_("This adviser is let in already; end that first."))
        _close(act, old)


def _close(act: Act, grant: ReviewGrant) -> None:
    ReviewGrant.objects.filter(pk=grant.pk).update(ended_by=act.by, ended_at=act.at)


@transaction.atomic
def end_grant(act: Act, *, grant: ReviewGrant) -> None:
    """From this second on the adviser sees nothing of the case; their check waits for all again.

    Raises NotLegalUnit or GrantOver. The caller holds the lock of the process.
    """
    grant = ReviewGrant.objects.select_for_update().select_related("case").get(pk=grant.pk)
    case = grant.case
    if not access.may(act.by, Duty.REVIEW_IN_LAW, case.legal_unit):
        raise NotLegalUnit(_("Only who reviews for this unit, uninvolved, lets others in."))
    if grant.ended_at is not None:
        raise GrantOver(_("This was ended before."))
    _close(act, grant)
    record(
        act,
        case=case,
        verb="review_grant_ended",
        duty=Duty.REVIEW_IN_LAW,
        grant=grant.pk,
        reviewer=grant.reviewer_id,
        text=f"{grant.reviewer}（{grant.firm}）",
    )
    take_from(act, case=case, person=grant.reviewer)
