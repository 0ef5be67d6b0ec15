"""签发: the signatory's word, after the legal check and never before it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Draft, Signature
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .authors import authors_of
from .recording import record
from .secrecy import refuse_superseded


class NotApproved(Refusal):
    """There is no approved opinion on exactly this draft."""


class SignerInvolved(Refusal):
    """Who wrote or reviewed the reply does not sign it."""


class NotSignatory(Refusal):
    """The person holds no duty to sign for this unit."""


def refuse_unapproved(draft: Draft) -> None:
    """Raise NotApproved unless a legal adviser approved exactly this draft."""
    opinion = getattr(draft, "opinion", None)
    if opinion is None or not opinion.is_approval or opinion.digest != draft.digest:
        raise NotApproved(
            _("No legal adviser has approved exactly this draft; nothing leaves without that.")
        )


@transaction.atomic
def sign(act: Act, *, draft: Draft) -> Signature:
    """Sign the draft as it stands.

    Raises NotSignatory, DraftSuperseded, NotApproved or SignerInvolved.
    """
    draft = Draft.objects.select_related("case", "opinion").get(pk=draft.pk)
    if not access.may(act.by, Duty.SIGN, draft.case.unit):
        raise NotSignatory(_("You do not sign for this unit."))
    refuse_superseded(draft)
    refuse_unapproved(draft)
    if draft.case.entries.filter(verb="returned_unsigned", data__draft=draft.pk).exists():
        raise NotApproved(
            _("This version was returned unsigned; a new one goes through the checks.")
        )
    if act.by.pk in authors_of(draft.case) or act.by.pk == draft.opinion.reviewer_id:
        raise SignerInvolved(_("You wrote or reviewed this reply; somebody else signs it."))
    row = Signature.objects.create(
        draft=draft, digest=draft.digest, signed_by=act.by, signed_on=act.on, signed_at=act.at
    )
    record(act, case=draft.case, verb="signed", duty=Duty.SIGN, draft=draft.pk, digest=draft.digest)
    return row


@transaction.atomic
def return_unsigned(act: Act, *, draft: Draft, reason: str) -> None:
    """Send the draft back to whoever writes; a new version goes through all checks again."""
    record(
        act,
        case=draft.case,
        verb="returned_unsigned",
        duty=Duty.SIGN,
        draft=draft.pk,
        reason=reason,
    )
