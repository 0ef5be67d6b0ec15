"""Several people at the same moment, each on a connection of their own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.http import HttpResponse

# What the loser of a race may be told; anything else is a fault of ours.
TOLD = {403, 404, 409}


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """The results of all `calls`, begun together; an exception comes back as a result."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def statuses(answers: list[HttpResponse]) -> Counter[int]:
    """How often each status was answered; an exception fails here, under its own name."""
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return Counter(answer.status_code for answer in answers)
