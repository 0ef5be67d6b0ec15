"""作废: a letter that was numbered and must not leave. Its number stays in the register."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from requests_flow.models import Letter, VoidedLetter
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .recording import record

SHORTEST_REASON = 4
# The receipt can be printed again by itself; other notices are what an act of the case rests on.
MAY_BE_VOIDED = frozenset({"L01"})


class VoidImpossible(Refusal):
    """The letter has left, is voided already, or is what an act of the case rests on."""

    field: str | None = None


class VoidReasonMissing(Refusal):
    """A voided number says why it was voided."""

    field = "reason"


def refuse_void(letter: Letter) -> str:
    """Why this letter cannot be voided; empty if it can."""
    if letter.is_voided:
        return _("This letter is voided already.")
    if letter.dispatches.exists():
        return _("What has left is not voided. Answer anew, or send what is missing after it.")
    if letter.case.is_archived:
        return _("The dossier of this case is sealed already.")
    if not letter.is_reply and letter.code not in MAY_BE_VOIDED:
        return _("An act of the case rests on this notice; it cannot be voided by itself.")
    return ""


@transaction.atomic
def void(act: Act, *, letter: Letter, reason: str) -> VoidedLetter:
    """Void a letter before it leaves. A reply is then written anew, with all checks.

    Raises VoidImpossible or VoidReasonMissing.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter.pk)
    if sentence := refuse_void(letter):
        raise VoidImpossible(sentence)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise VoidReasonMissing(_("Say why it must not leave; the register keeps that."))
    row = VoidedLetter.objects.create(
        letter=letter, reason=reason, voided_by=act.by, voided_at=act.at
    )
    record(
        act,
        case=letter.case,
        verb="letter_voided",
        duty=Duty.DELIVER,
        letter=letter.pk,
        number=letter.number,
        reason=reason,
    )
    return row


def voided_before(case_pk: int) -> Letter | None:
    """The voided reply whose place the next reply of the case takes, or None."""
    voided = Letter.objects.filter(case=case_pk, is_reply=True, voided__isnull=False)
    return voided.order_by("-id").first()
