"""The lives of cases: which way each went, how far it came, who had it, and on which days.

Every case goes the straight road of the flow, with or without a correction and a secrecy check; one
in thirty is given up. What was returned and written again has a second draft but no second round of
tasks.
"""

from __future__ import annotations

import itertools
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.numbering import case_number
from requests_flow.rules.working_days import load_calendar

from .house import House, Organ, Plan
from .words import Asked, Speaker

HISTORY_BEGINS = date(2020, 1, 6)  # the years whose days off are known
OPENING = ("register", "review", "needs_correction")
CORRECTED = (*OPENING, "await_correction", "is_given_up")
TO_DRAFT = ("is_concluded", "assign", "handle", "compose", "is_reconsidered", "hands_out")
SECRECY = ("check_secrecy", "is_secrecy_kept")
TO_END = (
    "review_in_law", "is_approved", "sign", "is_signed", "issue", "is_issued", "deliver",
    "has_left", "file_away", "end",
)  # fmt: skip
GIVEN_UP = (*CORRECTED, "file_away", "end")

# Where the open ones stand, in hundredths; and how many closed ones wait for the archive.
OPEN_AT = {
    "review": 12, "await_correction": 4, "assign": 8, "handle": 32, "compose": 16,
    "check_secrecy": 4, "review_in_law": 10, "sign": 5, "issue": 4, "deliver": 5,
}  # fmt: skip
TO_BE_FILED = 120
ENDINGS = {"A1": 14, "A2": 30, "B": 12, "C7": 4, "D1a": 18, "D1b": 10, "D2": 4, "E1": 5, "E2": 3}


@dataclass(slots=True, kw_only=True)
class Life:
    """One case. `at`: where it waits; "" where it is archived."""

    pk: int
    organ: Organ
    section: int | None
    handler: int
    clerk: int
    asked: Asked
    number: str
    road: tuple[str, ...]
    at: str
    outcome: str
    versions: int
    received: date
    due: date
    answered: date | None
    closed: date | None
    extended_from: date | None = None
    letters: list[str] = field(default_factory=list)

    def is_past(self, node: str) -> bool:
        """Whether the step was taken."""
        if node not in self.road:
            return False
        return not self.at or self.road.index(node) < self.road.index(self.at)

    def day(self, node: str) -> date:
        """When it came to the step: evenly between the receipt and the answer."""
        end = self.closed or self.received + timedelta(days=20)
        return self.received + (end - self.received) * self.road.index(node) // len(self.road)

    @property
    def corrected_text(self) -> str:
        """What the applicant wrote when asked to correct."""
        is_there = self.outcome != "F1" and self.is_past("await_correction")
        return "已写明地块。" if is_there else ""

    @property
    def drafted(self) -> int:
        """How many versions of the reply there are."""
        return self.versions if self.is_past("compose") else 0

    @property
    def hands_out(self) -> bool:
        """Whether the reply goes through the secrecy check."""
        return "check_secrecy" in self.road


class Lives:
    """All of them in the order of their receipt: the closed ones first."""

    def __init__(self, plan: Plan, house: House, *, first: int) -> None:
        self.plan, self.house, self.first = plan, house, first
        self.chance = random.Random(plan.seed)
        self.speaker, self.calendar = Speaker(self.chance), load_calendar()
        span = (plan.today - HISTORY_BEGINS).days
        days = (HISTORY_BEGINS + timedelta(days=n) for n in range(span))
        self.days = [day for day in days if self.calendar.is_working_day(day)]
        self.counters: defaultdict[tuple[str, int], itertools.count] = defaultdict(
            lambda: itertools.count(1)
        )
        self.due: dict[tuple[date, int], date] = {}

    def many(self, size: int) -> Iterator[list[Life]]:
        """In portions of that size."""
        for begin in range(0, self.plan.cases, size):
            count = min(size, self.plan.cases - begin)
            asked = self.speaker.many(count)
            yield [self._one(begin + n, one) for n, one in enumerate(asked)]

    def _one(self, n: int, asked: Asked) -> Life:
        closed = self.plan.cases - self.plan.still_open
        is_open, chance = n >= closed, self.chance
        organ = chance.choice(self.house.organs)
        handler, section = chance.choice(organ.handlers)
        received = self._received(n, closed)
        clerk = chance.choice(organ.clerks)
        at = self._stage() if is_open else "file_away" if n >= closed - TO_BE_FILED else ""
        road, outcome = self._road(at)
        life = Life(
            pk=self.first + n, organ=organ, clerk=clerk, asked=asked, road=road, at=at,
            section=section if chance.random() < 0.6 else None, handler=handler,
            number=self._number(organ, received.year), outcome=outcome,
            versions=2 if chance.random() < 0.15 else 1, received=received,
            due=self._due(received, 20), answered=None, closed=None,
        )  # fmt: skip
        if life.section is None:
            life.handler = clerk
        self._end(life, is_open=is_open)
        return life

    def _number(self, organ: Organ, year: int) -> str:
        return case_number(organ.prefix, year, next(self.counters[organ.prefix, year]))

    def _received(self, n: int, closed: int) -> date:
        """The closed ones over the years, the open ones within the last five weeks."""
        if n < closed:
            return self.days[n * (len(self.days) - 45) // closed]
        return self.days[len(self.days) - 26 + (n - closed) * 25 // self.plan.still_open]

    def _stage(self) -> str:
        return self.chance.choices(list(OPEN_AT), list(OPEN_AT.values()))[0]

    def _road(self, at: str) -> tuple[tuple[str, ...], str]:
        """The way of a case that stands `at`, and its outcome."""
        if at == "await_correction":
            return (*CORRECTED, *OPENING[1:], *TO_DRAFT, *TO_END), ""
        if at == "" and self.chance.random() < 0.03:
            return GIVEN_UP, "F1"
        outcome = self.chance.choices(list(ENDINGS), list(ENDINGS.values()))[0]
        is_corrected = self.chance.random() < 0.06 and at not in ("review", "assign")
        begin = (*CORRECTED, *OPENING[1:]) if is_corrected else OPENING
        if at == "check_secrecy" or (at != "review_in_law" and OUTCOMES[outcome].provides):
            return (*begin, *TO_DRAFT, *SECRECY, *TO_END), outcome
        return (*begin, *TO_DRAFT, *TO_END), outcome

    def _due(self, received: date, days: int) -> date:
        key = received, days
        if key not in self.due:
            self.due[key] = self.calendar.add(received, days)
        return self.due[key]

    def _end(self, life: Life, *, is_open: bool) -> None:
        """The extension, and the days on which it was answered and closed."""
        if life.is_past("handle") and self.chance.random() < 0.06:
            life.extended_from, life.due = life.due, self._due(life.received, 40)
        if life.at in ("review", "await_correction", "assign", "handle"):
            life.outcome = ""
        if is_open:
            return
        wanted = life.received + (life.due - life.received) * self.chance.randint(40, 102) // 100
        last = min(wanted, self.days[-1])
        life.closed = self.days[bisect_right(self.days, last) - 1]
        life.answered = None if life.outcome == "F1" else life.closed
