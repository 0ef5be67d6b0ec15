"""How long a letter takes here and now, so that kills fall on the whole of its way."""

from __future__ import annotations

import time

from django.db import transaction

from requests_flow.actions import issuing
from requests_flow.models import Case

from .office import Desk


def seconds_a_letter(desk: Desk, workers: int, rounds: int = 4) -> float:
    """A little more than one takes while `workers` wait for the same counter.

    Each is taken back, number and all. Everything that a worker would load first is then loaded.
    """
    took = []
    for _ in range(rounds):
        with transaction.atomic():
            started = time.monotonic()
            issuing.issue_reply(desk.act, case=Case(pk=desk.cases[0]))
            took.append(time.monotonic() - started)
            transaction.set_rollback(True)
    return min(took) * 1.5 * max(1, workers - 1)
