"""Keeps workers at work and kills them, without a thread: a forked child must not inherit one."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections

from .office import Desk
from .strategies import HOUSE
from .worker import STEPS, Board, Worker


@dataclass(slots=True, kw_only=True)
class Plan:
    """How to kill. `spread`: seconds from the beginning of a letter in which a kill may come."""

    kills: int
    workers: int = 4
    strategy: str = HOUSE
    spread: float = 0.06
    aimed_share: float = 0.5
    aimed_at: tuple[str, ...] = STEPS
    in_turn: bool = False  # one step after another, and not by lot
    crash: Callable[[], None] | None = None  # the database
    crashes: int = 0
    seconds: float = 3600
    seed: int = 0


@dataclass(slots=True)
class Killed:
    """What was done to them."""

    kills: int = 0
    aimed: int = 0
    crashes: int = 0
    failed: int = 0
    steps: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True, kw_only=True)
class _Slot:
    """A place of work: who sits there, and when that one dies. `delay` None: by its own hand."""

    pid: int
    at_case: int
    delay: float | None


class Killer:
    """One run. `acks` is the file in which the workers note what they were told is done."""

    def __init__(self, plan: Plan, desk: Desk, acks: Path) -> None:
        self.plan, self.desk, self.acks = plan, desk, acks
        self.board = Board(plan.workers)
        self.cases = [desk.cases[place :: plan.workers] for place in range(plan.workers)]
        self.dice = random.Random(plan.seed)
        self.done = Killed()
        self.slots: dict[int, _Slot] = {}

    def run(self) -> Killed:
        """Kill so many, as long as there are letters left; the last workers finish in peace."""
        connections.close_all()  # a child must not speak on our line
        until = time.monotonic() + self.plan.seconds
        for place in range(self.plan.workers):
            self._seat(place)
        try:
            while self.slots and self.done.kills < self.plan.kills and time.monotonic() < until:
                self._crash_if_due()
                for place in list(self.slots):
                    self._attend(place)
                time.sleep(0.0005)
        finally:
            for slot in self.slots.values():  # who is left over goes with us
                os.kill(slot.pid, signal.SIGKILL)
                os.waitpid(slot.pid, 0)
        return self.done

    def _attend(self, place: int) -> None:
        """See whether the worker there has ended, or is to end now."""
        slot = self.slots[place]
        case, _, since = self.board.read(place)
        is_due = slot.delay is not None and case >= slot.at_case and since > 0
        if is_due and time.monotonic() - since >= slot.delay:
            os.kill(slot.pid, signal.SIGKILL)
            _, status = os.waitpid(slot.pid, 0)
        else:
            pid, status = os.waitpid(slot.pid, os.WNOHANG)
            if not pid:
                return
        del self.slots[place]
        if os.WIFSIGNALED(status):
            self.done.kills += 1
            self.done.aimed += slot.delay is None
            self.done.steps[STEPS[self.board.read(place)[1]]] += 1
            if self.done.kills % 100 == 0:
                print(f"{self.done.kills} killed", file=sys.stderr, flush=True)
            self._seat(place)
        elif status:
            self.done.failed += 1

    def _crash_if_due(self) -> None:
        """The database's crashes are spread evenly over the kills."""
        plan, done = self.plan, self.done
        due = plan.kills * (done.crashes + 1) / (plan.crashes + 1)
        if plan.crash and done.crashes < plan.crashes and done.kills >= due:
            plan.crash()
            done.crashes += 1

    def _step(self) -> str:
        """At which step the next one kills itself."""
        steps = self.plan.aimed_at
        return steps[self.done.kills % len(steps)] if self.plan.in_turn else self.dice.choice(steps)

    def _seat(self, place: int) -> None:
        """Fork a worker that begins where the last one at this place was."""
        at_case = self.board.read(place)[0] + self.dice.choice((0, 0, 1))
        aimed = None
        delay: float | None = self.dice.uniform(0, self.plan.spread)
        if self.dice.random() < self.plan.aimed_share:
            aimed, delay = (at_case, self._step()), None
        self.board.write(place, self.board.read(place)[0], 0, 0.0)
        pid = os.fork()
        if pid:
            self.slots[place] = _Slot(pid=pid, at_case=at_case, delay=delay)
            return
        code = 1
        try:
            worker = Worker(place, self.board, self.acks, aimed)
            worker.run(self.desk, self.cases[place], self.plan.strategy)
            code = 0
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)
