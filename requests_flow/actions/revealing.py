"""Shows personal data to somebody who says why. The looking itself is an act and is recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Applicant, Case

from .act import Act, Refusal
from .recording import record

SHORTEST_REASON = 4


class ReasonMissing(Refusal):
    """Nobody looks at personal data without saying why (个人信息保护法 art. 6, 51)."""

    field = "reason"


@transaction.atomic
def reveal(act: Act, *, case: Case, reason: str) -> Applicant:
    """Record why, then hand over the applicant as they are.

    Raises ReasonMissing.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words why you need to see it."))
    record(act, case=case, verb="revealed", reason=reason)
    return case.applicant
