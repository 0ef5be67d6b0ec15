"""A draft that is needed the same day: it is seen first, and checked like every other."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from legal_review.models import UrgentReview
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.recording import record
from requests_flow.models import Draft
from requests_flow.units.duties import Duty


class NotDrafter(Refusal):
    """Whoever hands a version in says that it is urgent, and nobody else."""

    field = "urgent_reason"


class UrgencyUnexplained(Refusal):
    """What is needed the same day says why."""

    field = "urgent_reason"


@transaction.atomic
def mark_urgent(act: Act, *, draft: Draft, reason: str) -> UrgentReview:
    """The draft jumps the queue of the legal check; no step, duty or check falls away by it.

    Raises NotDrafter or UrgencyUnexplained.
    """
    if draft.author_id != act.by.pk:
        raise NotDrafter(_("Only who hands a version in says that it is needed the same day."))
    if not reason.strip():
        raise UrgencyUnexplained(_("Say why it is needed the same day."))
    urgent = UrgentReview.objects.create(
        draft=draft, needed_on=act.on, reason=reason.strip(), asked_by=act.by, asked_at=act.at
    )
    record(
        act,
        case=draft.case,
        verb="review_is_urgent",
        duty=Duty.HANDLE,
        draft=draft.pk,
        needed_on=act.on,
        reason=urgent.reason,
    )
    return urgent
