"""延期: the answer is put off, once, by the head of the disclosure office (art. 33(2))."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case, Extension
from requests_flow.models.reading import read_case_clock, statute_of
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .issuing import issue_notice
from .recording import record
from .timekeeping import copy_due


class ExtensionRefused(Refusal):
    """Art. 33(2): by the head, once, for no longer than the law allows, told before the answer is due."""


@transaction.atomic
def extend(act: Act, *, case: Case, days: int, reason: str) -> Extension:
    """Put the answer off, by decision of the head of the disclosure office; writes L04.

    Raises ExtensionRefused.
    """
    due_before = _refuse_or_due(act, case=case, days=days)
    row = Extension.objects.create(
        case=case,
        days=days,
        reason=reason,
        approved_by=act.by,
        approved_on=act.on,
        notified_on=act.on,
        due_before=due_before,
    )
    record(act, case=case, verb="extended", duty=Duty.EXTEND, days=days, reason=reason)
    copy_due(case, today=act.on)
    fresh = Case.objects.get(pk=case.pk)
    fields = {
        "reason": reason,
        "due_on": fresh.due_on,
        "is_provisional": fresh.is_due_provisional,
        "is_earliest": read_case_clock(fresh, today=act.on).is_earliest,
    }
    issue_notice(act, case=case, code="L04", fields=fields)
    return row


def _refuse_or_due(act: Act, *, case: Case, days: int) -> date:
    """The due date that the extension finds. Raises ExtensionRefused."""
    if not access.may(act.by, Duty.EXTEND, case.unit):
        raise ExtensionRefused(
            _("Only the head of the disclosure office puts an answer off (art. 33(2)).")
        )
    if hasattr(case, "extension"):
        raise ExtensionRefused(_("The answer was put off before; once is all (art. 33(2))."))
    most = statute_of(case, today=act.on).days_to_extend
    if not 1 <= days <= most:
        raise ExtensionRefused(
            _("At most %(n)d working days may be added (art. 33(2)).") % {"n": most}
        )
    reading = read_case_clock(case, today=act.on)
    if reading.due is None or act.on > reading.due:
        raise ExtensionRefused(
            _("An extension must be told to the applicant before the answer is due (art. 33(2)).")
        )
    return reading.due
