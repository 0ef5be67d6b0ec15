"""Loads the demo: all of it or nothing of it, in the order in which things happened."""

from __future__ import annotations

import gc
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from requests_flow.actions.timekeeping import copy_all_due
from requests_flow.letters.seals.port import Method
from requests_flow.models import Case
from requests_flow.models.reading import calendar

from .affairs import Affairs
from .founding import found
from .journeys import Planner
from .life import Life, World
from .parts import share
from .phrases import keep_wording
from .seals import seal_everywhere

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
    if settings.YISHEN_SEALER == Method.PADES:
        seal_everywhere(staff.signatories(), at=_years_ago(today))
    days = calendar()
    latest = today - timedelta(days=1)
    while not days.is_working_day(latest):
        latest -= timedelta(days=1)
    journeys = Planner(today=today, seed=seed, calendar=days).plan(count)
    since = min(journey.received_on for journey in journeys) - timedelta(days=7)
    keep_wording(staff, since=since, renewed_on=since + (today - since) * 3 // 4)
    rng = Random(seed)  # noqa: S311  # a draw of stories, no secret
    world = World(staff, days, latest, rng)
    lives = [Life(journey, world, place) for place, journey in enumerate(journeys)]
    thresholds = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)  # a fifth of the time went into looking for garbage
    affairs = Affairs(staff, latest=latest, days=days)
    try:
        _live([*lives, affairs], say, count=len(lives))
    finally:
        gc.set_threshold(*thresholds)
    share(staff, latest=latest, today=today)
    copy_all_due(at=datetime.combine(today, time(0), timezone.get_current_timezone()))
    return Case.objects.count()


def _years_ago(today: date) -> datetime:
    """Before the first case: the morning on which the seals are given."""
    morning = time(9, tzinfo=timezone.get_current_timezone())
    return datetime.combine(today - timedelta(days=3 * 365), morning)


def _live(lives: list[Life | Affairs], say: Say, *, count: int) -> None:
    """Whatever happens first is done first, so that numbers and entries follow the days."""
    queue: list[_Next] = []
    for place, life in enumerate(lives):
        moments = life.moments()
        queue.append(_Next(next(moments), place, moments))
    heapq.heapify(queue)
    done, quarter = 0, max(1, count // 10)
    while queue:
        first = queue[0]
        said = first.at
        if (moment := next(first.moments, None)) is None:
            heapq.heappop(queue)
            if not isinstance(lives[first.place], Life):
                continue
            done += 1
            if done % quarter == 0 or done == count:
                say(f"{done}/{count}  {said:%Y-%m-%d}")
        else:
            heapq.heapreplace(queue, _Next(moment, first.place, first.moments))
