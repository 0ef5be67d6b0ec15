"""保密审查: may what is to be handed out be handed out (art. 17, secrecy law art. 35)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Draft, SecrecyCheck
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .authors import authors_of
from .recording import record


class CheckerDrafted(Refusal):
    """Who wrote the reply does not check its secrecy."""


class DraftSuperseded(Refusal):
    """There is a newer version; the older one is not checked any more."""


@transaction.atomic
def check_secrecy(act: Act, *, draft: Draft, passes: bool, note: str) -> SecrecyCheck:
    """Say whether the draft's content may leave the house.

    Raises CheckerDrafted or DraftSuperseded.
    """
    refuse_superseded(draft)
    if act.by.pk in authors_of(draft.case):
        raise CheckerDrafted(_("You had a hand in this reply; somebody else checks its secrecy."))
    row = SecrecyCheck.objects.create(
        draft=draft,
        digest=draft.digest,
        passes=passes,
        note=note,
        checked_by=act.by,
        checked_at=act.at,
    )
    record(
        act,
        case=draft.case,
        verb="secrecy_checked",
        duty=Duty.CHECK_SECRECY,
        draft=draft.pk,
        digest=draft.digest,
        passes=passes,
    )
    return row


def refuse_superseded(draft: Draft) -> None:
    """Raise DraftSuperseded unless `draft` is the case's last version."""
    if draft.case.drafts.filter(version__gt=draft.version).exists():
        raise DraftSuperseded(_("There is a newer version of this reply; look at that one."))
