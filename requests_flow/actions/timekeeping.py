"""Keeps the copy of the due date in step with the clock, so that lists can sort by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.acts import ClockError

from .act import Refusal
from .calendar_lock import hold_calendar_still


class ClockContradicted(Refusal):
    """With this act the record of the case would contradict itself."""


@transaction.atomic
def copy_due(case: Case, *, today: date) -> None:
    """Write the fresh reading's due date and state beside the case."""
    hold_calendar_still()
    case = Case.objects.get(pk=case.pk)
    try:
        reading = read_case_clock(case, today=today)
    except ClockError as error:
        raise ClockContradicted(labels.ERRORS[error.code]) from error
    Case.objects.filter(pk=case.pk).update(
        due_on=reading.due,
        is_due_provisional=reading.is_provisional,
        clock_state=reading.state.value,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """How many copies moved, and the cases whose clock contradicts itself (an import may)."""

    moved: int
    contradicted: tuple[Case, ...]


def copy_all_due(*, today: date) -> Copied:
    """Do so for every open case whose clock may stand still; one that cannot be read stops none."""
    moved, contradicted = 0, []
    for case in Case.objects.filter(answered_on__isnull=True, archived_at__isnull=True):
        before = (case.due_on, case.clock_state)
        try:
            copy_due(case, today=today)
        except ClockContradicted:
            contradicted.append(case)
            continue
        case.refresh_from_db()
        moved += before != (case.due_on, case.clock_state)
    return Copied(moved=moved, contradicted=tuple(contradicted))
