"""查身份证号: the applications of one person, by the whole number. That it was looked up is recorded."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case, at_rest
from requests_flow.rules.applicants import normal_identity

from .act import Act, Refusal
from .recording import record

SHORTEST = 6


class NumberTooShort(Refusal):
    """A part of a number would find many people, and cannot be searched for: it is sealed."""

    field = "number"


@transaction.atomic
def find_by_identity(act: Act, *, number: str) -> QuerySet[Case]:
    """The cases of this number whose applicant `act.by` may know. Raises NumberTooShort.

    Nothing is opened for it, and the number is not written down.
    """
    if len(normal_identity(number)) < SHORTEST:
        raise NumberTooShort(_("Type the whole number of the identity proof."))
    found = Case.objects.held_by(act.by).filter(
        applicant__identity_index__in=at_rest.indexes_of(number)
    )
    record(act, case=None, verb="identity_searched", found=found.count())
    return found
