"""`python -m requests_flow.letters.worker FD`: print what comes over this line until it closes."""

from __future__ import annotations

import contextlib
import math
import signal
import sys
from multiprocessing.connection import Connection

from . import press
from .errors import LetterStopped

GRACE_SECONDS = 5  # whoever waits gives up first; then we end, even if they are gone


def serve(line: Connection) -> None:
    """Print one letter after another. What is no fault of the letter ends the process."""
    with contextlib.suppress(LetterStopped):  # the first letter will say it by name
        press.warm_up()
    while True:
        try:
            sheet, seconds = line.recv()
        except (EOFError, OSError):
            return
        signal.alarm(math.ceil(seconds) + GRACE_SECONDS)
        try:
            answer: press.Printed | LetterStopped = press.print_here(sheet)
        except LetterStopped as stopped:
            answer = stopped
        signal.alarm(0)
        try:
            line.send(answer)
        except OSError:
            return


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server; we end with it
    serve(Connection(int(sys.argv[1])))
