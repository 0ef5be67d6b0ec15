"""A due date is not copied while the calendar changes, nor the calendar while one is copied.

Both last to the end of the transaction. On SQLite there is nothing to do: one transaction at a time
writes there.
"""

from __future__ import annotations

from django.db import connection
from viewflow.workflow.models import Process

from requests_flow.models import Case

_CALENDAR_LOCK = 711_2027  # any number that nothing else locks


def hold_case(case: Case) -> None:
    """The lock that each step of the flow takes on its case; before the lock of the calendar."""
    Process.objects.select_for_update().get(pk=case.process_id)


def hold_calendar_still() -> None:
    """Whoever counts by the calendar, and writes down the result; many may at once."""
    _lock("pg_advisory_xact_lock_shared")


def hold_calendar_alone() -> None:
    """Whoever changes the calendar: waits for all who count, and holds back those who would.

    First the lock that each step of the flow takes on its case, on all cases that are not archived;
    else a step could wait for us, and we for it.
    """
    open_processes = Process.objects.filter(case__archived_at=None, case__isnull=False)
    list(open_processes.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_CALENDAR_LOCK])
