"""Loads the demo: all of it or nothing of it, in the order in which things happened."""

from __future__ import annotations

import gc
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from requests_flow.actions.timekeeping import copy_all_due
from requests_flow.models import Case
from requests_flow.models.reading import calendar

from .founding import found
from .journeys import Planner
from .life import Life, World

Say = Callable[[str], None]


@dataclass(order=True, slots=True)
class _Next:
    """The next moment of one life."""

    at: datetime
    place: int
    moments: Iterator[datetime] = field(compare=False)


@transaction.atomic
def load(*, count: int, today: date, seed: int, say: Say) -> int:
    """Found the office and live `count` cases in it up to `today`; returns how many there are."""
    staff = found()
    days = calendar()
    latest = today - timedelta(days=1)
    while not days.is_working_day(latest):
        latest -= timedelta(days=1)
    journeys = Planner(today=today, seed=seed, calendar=days).plan(count)
    rng = Random(seed)  # noqa: S311  # a draw of stories, no secret
    world = World(staff, days, latest, rng)
    lives = [Life(journey, world, place) for place, journey in enumerate(journeys)]
    thresholds = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)  # a fifth of the time went into looking for garbage
    try:
        _live(lives, say)
    finally:
        gc.set_threshold(*thresholds)
    copy_all_due(at=datetime.combine(today, time(0), timezone.get_current_timezone()))
    return Case.objects.count()


def _live(lives: list[Life], say: Say) -> None:
    """Whatever happens first is done first, so that numbers and entries follow the days."""
    queue: list[_Next] = []
    for place, life in enumerate(lives):
        moments = life.moments()
        queue.append(_Next(next(moments), place, moments))
    heapq.heapify(queue)
    done, quarter = 0, max(1, len(lives) // 10)
    while queue:
        first = queue[0]
        said = first.at
        if (moment := next(first.moments, None)) is None:
            heapq.heappop(queue)
            done += 1
            if done % quarter == 0 or done == len(lives):
                say(f"{done}/{len(lives)}  {said:%Y-%m-%d}")
        else:
            heapq.heapreplace(queue, _Next(moment, first.place, first.moments))
