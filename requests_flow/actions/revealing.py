"""Shows personal data to somebody who says what for and why. The looking itself is an act, recorded."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Applicant, Case, Entry, at_rest
from requests_flow.rules.applicants import PURPOSE_SHOWS, Purpose, without_numbers
from requests_flow.units.models import User

from .act import Act, Refusal
from .once import remember
from .recording import record

SHORTEST_REASON = 4
SECONDS = 60  # so long it is shown


class PurposeMissing(Refusal):
    """What is shown depends on what it is needed for (个人信息保护法 art. 6)."""

    field = "purpose"


class ReasonMissing(Refusal):
    """Nobody looks at personal data without saying why (个人信息保护法 art. 6, 51)."""

    field = "reason"


class ReasonTellsData(Refusal):
    """The file keeps the reason for ever: what it is a reason for does not belong into it."""

    field = "reason"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look shows, and the how-manieth it is of this person on this day."""

    purpose: Purpose
    name: str
    fields: dict[str, str]  # as in PURPOSE_SHOWS; what is not on file is not among them
    count: int

    @property
    def is_many(self) -> bool:
        """Whether it stands out in the list of looks."""
        return self.count > settings.YISHEN_UNMASK_NOTICE


@transaction.atomic
def reveal(act: Act, *, case: Case, purpose: str, reason: str, token: str = "") -> Look:
    """Record what for and why, then hand over what that purpose needs, and no more.

    `token`: of the form, which shows something once. Raises PurposeMissing, ReasonMissing,
    ReasonTellsData; IntegrityError where the form was used before.
    """
    if purpose not in set(Purpose):
        raise PurposeMissing(_("Choose what you need it for: that decides what is shown."))
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words why you need to see it."))
    applicant = case.applicant
    if tells_data(reason, applicant):
        raise ReasonTellsData(_("Leave names, numbers and addresses out: this line is kept."))
    if token:
        remember(act, token=token, result_url=case.get_absolute_url())
    record(act, case=case, verb="revealed", purpose=purpose, reason=reason)
    fields = {name: _field(applicant, name) for name in PURPOSE_SHOWS[Purpose(purpose)]}
    return Look(
        purpose=Purpose(purpose),
        name=applicant.name,
        fields={name: text for name, text in fields.items() if text},
        count=looks_of(act.by, at=act.at),
    )


def looks_of(user: User, *, at: datetime) -> int:
    """How often `user` has looked on the day of `at`."""
    day = timezone.localdate(at)
    begin = timezone.make_aware(datetime.combine(day, time.min))
    rows = Entry.objects.filter(verb="revealed", actor=user, at__gte=begin)
    return rows.filter(at__lt=begin + timedelta(days=1)).count()


def tells_data(reason: str, applicant: Applicant) -> bool:
    """Whether `reason` repeats what is behind the mask."""
    if without_numbers(reason) != reason:
        return True
    told = [applicant.phone, applicant.email, applicant.address, applicant.agent]
    if applicant.is_person:
        told.append(applicant.name)
    with suppress(at_rest.Unreadable):
        told.append(applicant.identity_number)
    return any(len(text.strip()) > 1 and text.strip() in reason for text in told)


def _field(applicant: Applicant, name: str) -> str:
    if name == "identity":
        return _identity(applicant)
    if name == "address":
        return f"{applicant.postcode} {applicant.address}".strip()
    return getattr(applicant, name)


def _identity(applicant: Applicant) -> str:
    try:
        number = applicant.identity_number
    except at_rest.Unreadable:
        number = str(_("cannot be read: its key is not in the ring"))
    return f"{applicant.identity_kind} {number}".strip() if number else ""
