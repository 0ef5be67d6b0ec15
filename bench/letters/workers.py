"""Printers in processes of their own: two against one, and what one holds after many letters."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from .material import clocked, html_of


def sheet(context: dict[str, Any]) -> Any:
    """A letter as a worker takes it."""
    from requests_flow.letters.press import Sheet

    return Sheet("L12", html_of(context), "bench")


def two_against_one(context: dict[str, Any], letters: int, rounds: int) -> tuple[float, float]:
    """How many times as many letters two processes print, by the wall and by the processor.

    The median of alternate rounds. On a machine that others use, two processes do not get two
    processors, and the wall tells of that: the second figure is what remains of the double for
    what a letter costs more when two are printed at once.
    """
    from requests_flow.letters.workers import Workers

    one, two, batch = Workers(1), Workers(2), [sheet(context)] * letters
    walls, processors = [], []
    with ThreadPoolExecutor(2) as threads:
        for pool in (one, two):
            list(threads.map(pool.print, batch[:6]))
        for _ in range(rounds):
            before = seconds_of(one)
            alone, _cpu = clocked(lambda: [one.print(each) for each in batch], 1)
            between = seconds_of(two)
            cost = seconds_of(one) - before
            both, _cpu = clocked(lambda: list(threads.map(two.print, batch)), 1)
            walls.append(alone / both)
            processors.append(2 * cost / (seconds_of(two) - between))
    one.stop()
    two.stop()
    return median(walls), median(processors)


def seconds_of(pool: Any) -> float:
    """Processor time of all the processes of a pool that stand still now."""
    places = [pool._places.get() for _ in range(pool.count)]
    spent = 0.0
    for place in places:
        pool._places.put(place)
        if place is not None:
            fields = Path(f"/proc/{place.process.pid}/stat").read_text(encoding="ascii")
            user, system = fields.rpartition(")")[2].split()[11:13]
            spent += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return spent


def through_a_worker(contexts: dict[int, Any], rounds: int) -> tuple[float, dict[int, float]]:
    """The first letter of a new process, and warm ones by pages, on the wall in milliseconds."""
    from requests_flow.letters.workers import Workers

    pool = Workers(1)
    sheets = {pages: sheet(context) for pages, context in contexts.items()}
    first = clocked(lambda: pool.print(next(iter(sheets.values()))), 1)[0]
    warm = {
        pages: clocked(lambda one=one: pool.print(one), rounds)[0] for pages, one in sheets.items()
    }
    pool.stop()
    return first, warm


def memory(contexts: dict[int, Any], letters: int) -> dict[int, float]:
    """Letters printed -> megabytes that the worker holds: each letter with other names in it."""
    from requests_flow.letters.workers import Workers

    pool, held = Workers(1), {}
    marks = {10, 50, 100, 200, 300, 400, letters}
    for at in range(1, letters + 1):
        context = contexts[(1, 3)[at % 2]]
        names = "".join(chr(0x4E00 + (at * 37 + step) % 20000) for step in range(6))
        pool.print(sheet(context | {"addressee": names}))
        if at in marks and at <= letters:
            place = pool._places.get()
            pool._places.put(place)
            status = Path(f"/proc/{place.process.pid}/status").read_text(encoding="ascii")
            held[at] = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
    pool.stop()
    return held
