"""签发: the signatory's word, after the legal check and never before it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case, Draft, Signature, SigningDelegation
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .authors import authors_of, gave_opinion
from .binding import ContentChanged, refuse_changed, supersede
from .recording import record
from .secrecy import refuse_superseded


class NotApproved(Refusal):
    """There is no approved opinion on exactly this draft."""


class SignerInvolved(Refusal):
    """Who wrote or reviewed the reply does not sign it."""


class NotSignatory(Refusal):
    """The person holds no duty to sign for this unit, and no delegation for this outcome today."""


class ReasonMissing(Refusal):
    """A return says why."""

    field = "reason"


def refuse_unapproved(draft: Draft) -> None:
    """Raise NotApproved unless a legal adviser approved exactly this draft."""
    opinion = getattr(draft, "opinion", None)
    if opinion is None or not opinion.is_approval or opinion.digest != draft.digest:
        raise NotApproved(
            _("No legal adviser has approved exactly this draft; nothing leaves without that.")
        )


@transaction.atomic
def sign(act: Act, *, draft: Draft) -> Signature:
    """Sign the draft as it stands: as a signatory of the unit, or by a delegation of one.

    Raises NotSignatory, DraftSuperseded, NotApproved, ContentChanged or SignerInvolved.
    """
    draft = Draft.objects.select_related("case", "opinion").get(pk=draft.pk)
    delegation = _word_of(act, draft.case)
    refuse_superseded(draft)
    refuse_unapproved(draft)
    if draft.case.entries.filter(verb="returned_unsigned", data__draft=draft.pk).exists():
        raise NotApproved(
            _("This version was returned unsigned; a new one goes through the checks.")
        )
    if act.by.pk in authors_of(draft.case) or gave_opinion(act.by, draft.case):
        raise SignerInvolved(_("You wrote or reviewed this reply; somebody else signs it."))
    refuse_changed(draft, on=act.on)
    row = Signature.objects.create(
        draft=draft,
        digest=draft.digest,
        signed_by=act.by,
        signed_on=act.on,
        signed_at=act.at,
        delegation=delegation,
    )
    record(
        act,
        case=draft.case,
        verb="signed_for_another" if delegation else "signed",
        duty=Duty.SIGN,
        draft=draft.pk,
        digest=draft.digest,
        **_told(delegation),
    )
    return row


def delegation_of(act: Act, *, case: Case) -> SigningDelegation | None:
    """By whose word `act.by` signs for this case; None for a signatory of the unit, and for others."""
    if access.may(act.by, Duty.SIGN, case.unit):
        return None
    return _fitting(act, case).select_related("signatory").first()


def _fitting(act: Act, case: Case) -> QuerySet[SigningDelegation]:
    standing = SigningDelegation.objects.of(act.by, on=act.on).filter(unit=case.unit_id)
    return standing.covering(Value(case.outcome_code)).order_by("-pk")


def _word_of(act: Act, case: Case) -> SigningDelegation | None:
    """As `delegation_of`, held until the act is done: ended a second before, it is not there.

    Raises NotSignatory.
    """
    if access.may(act.by, Duty.SIGN, case.unit):
        return None
    found = _fitting(act, case).select_for_update(of=("self",)).first()
    if found is None:
        raise NotSignatory(_("You do not sign for this unit."))
    return found


def _told(delegation: SigningDelegation | None) -> dict[str, int]:
    """What an entry says of the delegation, if it was by one."""
    if delegation is None:
        return {}
    return {"delegation": delegation.pk, "signatory": delegation.signatory_id}


def sign_or_hand_back(act: Act, *, draft: Draft) -> Signature | ContentChanged:
    """Sign the draft; or, if what was approved is no longer so, supersede it and say what changed.

    Either ends the step of signing. Raises as `sign`, but for ContentChanged.
    """
    try:
        with transaction.atomic():
            return sign(act, draft=draft)
    except ContentChanged as changed:
        supersede(act, draft=draft, changes=changed.changes, duty=Duty.SIGN)
        return changed


@transaction.atomic
def return_unsigned(act: Act, *, draft: Draft, reason: str) -> None:
    """Send the draft back to whoever writes; a new version goes through all checks again.

    Raises NotSignatory or ReasonMissing.
    """
    delegation = _word_of(act, draft.case)
    if not reason.strip():
        raise ReasonMissing(_("Say why, so that it can be put right."))
    record(
        act,
        case=draft.case,
        verb="returned_unsigned",
        duty=Duty.SIGN,
        draft=draft.pk,
        reason=reason,
        **_told(delegation),
    )
