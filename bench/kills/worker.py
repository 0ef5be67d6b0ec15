"""A process that issues one letter after another and says where it is, until it is killed."""

from __future__ import annotations

import mmap
import os
import signal
import struct
import time
from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG
from typing import Any

from django.db import Error, connections

from requests_flow.actions import issuing
from requests_flow.models import Case, vault

from .office import Desk
from .strategies import STRATEGIES

# Where a letter is on its way. A worker is killed after the step it last took.
STEPS = (
    "begun", "numbered", "printed", "writing", "syncing", "synced", "kept", "row inserted",
    "writing the sealed", "syncing the sealed", "synced the sealed", "kept the sealed", "sealed",
    "entry written", "committed", "acknowledged",
)  # fmt: skip
_ROW = struct.Struct("=iid")


class Board:
    """What the workers let be seen: which case, which step, since when. Survives their death."""

    def __init__(self, workers: int) -> None:
        self._shared = mmap.mmap(-1, _ROW.size * workers)
        for worker in range(workers):
            self.write(worker, 0, len(STEPS) - 1, 0.0)

    def write(self, worker: int, case: int, step: int, since: float) -> None:
        _ROW.pack_into(self._shared, worker * _ROW.size, case, step, since)

    def read(self, worker: int) -> tuple[int, int, float]:
        """The place of its case, the place of its step, when that case was begun (monotonic)."""
        return _ROW.unpack_from(self._shared, worker * _ROW.size)


class Worker:
    """Issues the replies of `cases`, beginning where the board says that its forerunner died.

    `aimed` (case, step): from that case on it kills itself where it next takes that step, so that
    every step is hit and not only the long ones.
    """

    def __init__(self, place: int, board: Board, acks: Path, aimed: tuple[int, str] | None) -> None:
        self.place, self.board, self.aimed = place, board, aimed
        self.acks = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.case, self.since = board.read(place)[0], 0.0
        self.is_sealing = False

    def run(self, desk: Desk, cases: tuple[int, ...], strategy: str) -> None:
        """Issue them all. Never returns to the caller's work: the process ends with it."""
        STRATEGIES[strategy]()
        self._watch()
        while self.case < len(cases):
            self.since = time.monotonic()
            self._took("begun")
            case = Case(pk=cases[self.case])
            letter = _stubbornly(lambda case=case: _issue(desk, case))
            if letter is not None:
                self._took("committed")
                os.write(self.acks, f"{case.pk} {letter.sequence} {letter.sha256}\n".encode())
            self._took("acknowledged")
            self.case += 1
        self.board.write(self.place, len(cases), len(STEPS) - 1, self.since)

    def _took(self, step: str) -> None:
        if self.is_sealing and f"{step} the sealed" in STEPS:
            step = f"{step} the sealed"
        self.board.write(self.place, self.case, STEPS.index(step), self.since)
        if self.aimed and self.case >= self.aimed[0] and step == self.aimed[1]:
            os.kill(os.getpid(), signal.SIGKILL)

    def _watch(self) -> None:
        """Have the parts of the real action say when they are done; they do what they did."""
        issuing.next_number = self._then(issuing.next_number, "numbered")
        issuing.engine.render = self._then(issuing.engine.render, "printed")
        vault.folder._write = self._after("writing", vault.folder._write)
        vault.folder.os.fsync = self._syncing(os.fsync)
        vault.put = self._then(vault.put, "kept")
        issuing.seal_letter = self._then(self._sealing(issuing.seal_letter), "sealed")
        issuing.record = self._then(issuing.record, "entry written")  # and then comes the commit

    def _syncing(self, fsync: Callable[[int], None]) -> Callable[[int], None]:
        """The file's, which still has its passing name; a folder's is no step of its own."""
        watched = self._then(self._after("syncing", fsync), "synced")
        return lambda handle: (watched if S_ISREG(os.fstat(handle).st_mode) else fsync)(handle)

    def _sealing(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def sealed(*given: Any, **named: Any) -> Any:
            self._took("row inserted")
            self.is_sealing = True
            try:
                return work(*given, **named)
            finally:
                self.is_sealing = False

        return sealed

    def _then(self, work: Callable[..., Any], step: str) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            result = work(*given, **named)
            self._took(step)
            return result

        return done

    def _after(self, step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def begun(*given: Any, **named: Any) -> Any:
            self._took(step)
            return work(*given, **named)

        return begun


def _issue(desk: Desk, case: Case) -> Any:
    """The letter, or None if the forerunner's transaction was committed after all."""
    try:
        return issuing.issue_reply(desk.act, case=case)
    except issuing.AlreadyIssued:
        return None


def _stubbornly(work: Callable[[], Any], *, seconds: float = 60) -> Any:
    """Again and again while the database is away: what a person would do."""
    until = time.monotonic() + seconds
    while True:
        try:
            return work()
        except Error:
            if time.monotonic() > until:
                raise
            connections.close_all()
            time.sleep(0.1)
