"""Who may review a reply: by duty on the legal unit, or let in to this one case; never involved."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.authors import authors_of, checked_secrecy, signs_for_another
from requests_flow.models import Case, Draft, ReviewGrant
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User


class NotReviewer(Refusal):
    """The person holds no duty to review for this unit, and no grant on this case."""


class ReviewerDrafted(Refusal):
    """Who had a hand in the reply does not review it."""


class DutiesMeet(Refusal):
    """The person has to do with the replies of this organ by another duty."""


def grant_of(user: User, case: Case, *, on: date) -> ReviewGrant | None:
    """By what an outside adviser reviews `case` on that day, or None."""
    return ReviewGrant.objects.standing(on).filter(case=case, reviewer=user).first()


def admitted_by(act: Act, case: Case) -> dict[str, int]:
    """What the entry of an opinion tells of the reviewer: the grant, where it is not by duty."""
    if access.may(act.by, Duty.REVIEW_IN_LAW, case.legal_unit):
        return {}
    grant = grant_of(act.by, case, on=act.on)
    return {"grant": grant.pk} if grant else {}


def refuse_reviewer(act: Act, *, draft: Draft) -> None:
    """Raise NotReviewer, ReviewerDrafted or DutiesMeet unless `act.by` may review this draft.

    It is asked of whoever is signed in, and of the record: of nothing that a form says.
    """
    case = draft.case
    by_duty = access.may(act.by, Duty.REVIEW_IN_LAW, case.legal_unit)
    if not by_duty and grant_of(act.by, case, on=act.on) is None:
        raise NotReviewer(_("You do not review replies in law for this unit."))
    if act.by.pk in authors_of(case) or checked_secrecy(act.by, case):
        raise ReviewerDrafted(
            _("You wrote, edited, attached or handled something here; somebody else reviews it.")
        )
    # Not appointed so: rows by hand, a legal unit that moved, a duty given after the grant; or
    # somebody who signs there for a signatory.
    signs = signs_for_another(act.by, case, on=act.on)
    if signs or access.has_to_do_with_replies(act.by, organ=case.unit):
        raise DutiesMeet(
            _("You hold another duty on the replies of this unit; somebody else reviews them.")
        )
