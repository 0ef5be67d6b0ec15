"""Printers of their own: a few processes that do nothing but print.

Pango serves one thread at a time, so a web process with four threads prints one letter after
another and blocks them meanwhile. With `YISHEN_LETTER_WORKERS` letters are printed in processes
beside it, each with one font configuration. One that hangs or dies takes one letter with it, by
name, and is replaced; the bytes are the same either way.
"""

from __future__ import annotations

import os
import pickle
import queue
import socket
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection

from .errors import LetterStopped, PrinterBusy, PrinterDied, PrinterTooSlow
from .fonts import PROJECT
from .press import Printed, Sheet

SECONDS = 60  # a letter of thirty pages takes one


class _Worker:
    """One process that prints, and the line to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own Python, our own module
                [sys.executable, "-m", "requests_flow.letters.worker", str(theirs.fileno())],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self.line = Connection(ours.detach())

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def print(self, sheet: Sheet, seconds: float) -> Printed | LetterStopped:
        """Raises TimeoutError, or EOFError or OSError if the process is gone."""
        self.line.send((sheet, seconds))
        if not self.line.poll(seconds):
            raise TimeoutError
        answer = self.line.recv()
        if not isinstance(answer, Printed | LetterStopped):
            raise EOFError
        return answer

    def stop(self) -> int:
        """End it and say how it ended."""
        self.line.close()
        self.process.kill()
        return self.process.wait()


class Workers:
    """So many printers; each is started when it is first needed, and again when it has died."""

    def __init__(self, count: int, *, seconds: float = SECONDS) -> None:
        self.count, self.seconds = count, seconds
        # The last one used is warm and is taken first; `None` is a place without a process.
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(count):
            self._places.put(None)

    def start(self) -> None:
        """Start every printer that is not running. They load their fonts by themselves."""
        held = []
        try:
            while True:
                held.append(self._places.get_nowait())
        except queue.Empty:
            pass
        for worker in held:
            self._places.put(_alive(worker))

    def print(self, sheet: Sheet) -> Printed:
        """Print in the next free process.

        Raises LetterStopped; PrinterBusy, PrinterTooSlow or PrinterDied if a process failed.
        """
        until = time.monotonic() + self.seconds
        try:
            place = self._places.get(timeout=self.seconds)
        except queue.Empty:
            raise PrinterBusy(sheet.code) from None
        worker: _Worker | None = place
        try:
            worker = _alive(place)
            answer = worker.print(sheet, max(1.0, until - time.monotonic()))
        except TimeoutError:
            worker = _gone(worker)
            raise PrinterTooSlow(sheet.code, round(self.seconds)) from None
        except (EOFError, OSError, pickle.UnpicklingError):
            ended = worker.stop() if worker else None
            worker = None
            raise PrinterDied(sheet.code, ended) from None
        except BaseException:  # a half-read line would answer the next letter with this one
            worker = _gone(worker)
            raise
        finally:
            self._places.put(worker)
        if isinstance(answer, LetterStopped):
            raise answer
        return answer

    def stop(self) -> None:
        """End the processes, each as soon as it is free."""
        held = [self._places.get(timeout=self.seconds) for _ in range(self.count)]
        for worker in held:
            self._places.put(_gone(worker))


def _alive(worker: _Worker | None) -> _Worker:
    """This one, or a new one if it died while nobody used it."""
    if worker is not None and worker.is_alive:
        return worker
    _gone(worker)
    return _Worker()


def _gone(worker: _Worker | None) -> None:
    if worker is not None:
        worker.stop()


_pools: dict[tuple[int, int], Workers] = {}
_pools_lock = threading.Lock()


def workers(count: int) -> Workers:
    """The printers of this process. A forked child does not share those of its parent."""
    key = (os.getpid(), count)
    with _pools_lock:
        if key not in _pools:
            _pools[key] = Workers(count)
        return _pools[key]
