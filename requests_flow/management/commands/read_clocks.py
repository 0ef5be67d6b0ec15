"""Reads clocks from standard input, one history a line, and writes one reading a line.

No database, no case of the house: what docs/clock.md describes, for anybody who wants to check a
deadline or compare it with another program's.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_flow import labels
from requests_flow.rules.clock import ClockError, ClockState, Reading, read_clock
from requests_flow.rules.errors import ErrorCode, RuleError
from requests_flow.rules.history import read_day, read_history
from requests_flow.rules.law_book import LawBook, LawBookError, load_law_book
from requests_flow.rules.working_days import WorkingCalendar, load_calendar, read_arrangement


class Command(BaseCommand):
    """`manage.py read_clocks [--ledger] < histories.jsonl > readings.jsonl`."""

    help = "Read histories as JSON lines, write what the clock says of each. No database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is added to each reading, and what the law is read from."""
        parser.add_argument("--ledger", action="store_true", help="add every day, with its reason")
        parser.add_argument("--deadlines", action="store_true", help="add the smaller deadlines")
        parser.add_argument(
            "--calendar",
            action="append",
            default=[],
            metavar="FILE",
            help="holidays of one more year, as in requests_flow/rules/data/holidays",
        )
        parser.add_argument(
            "--law",
            metavar="DIR",
            default=settings.YISHEN_LAW_DIR,
            help="folder of further rows of the law, see docs/law.md",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line in, one line out; a history that cannot be is answered with an error."""
        try:
            law = load_law_book(Path(options["law"]) if options["law"] else None)
            files = [Path(name).read_text(encoding="utf-8") for name in options["calendar"]]
            calendar = load_calendar([read_arrangement(text) for text in files])
        except (LawBookError, OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        reader = _Reader(law, calendar, ledger=options["ledger"], deadlines=options["deadlines"])
        for line in self.stdin_lines():
            if line.strip():
                self.stdout.write(_spelt(reader.read(line)))

    def stdin_lines(self) -> Iterator[str]:
        """Standard input, as UTF-8 whatever the machine's own encoding is."""
        import sys

        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            yield from sys.stdin
            return
        for line in stream:
            yield line.decode("utf-8-sig", errors="replace")  # a mark may lead the file


def _spelt(reading: dict[str, Any]) -> str:
    """As JSON that UTF-8 can carry, whatever the line before called itself."""
    text = json.dumps(reading, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates, which JSON allows
        return json.dumps(reading)
    return text


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


class _Reader:
    """Turns one line into one reading."""

    def __init__(
        self, law: LawBook, calendar: WorkingCalendar, *, ledger: bool, deadlines: bool
    ) -> None:
        self.law, self.calendar = law, calendar
        self.ledger, self.deadlines = ledger, deadlines

    def read(self, line: str) -> dict[str, Any]:
        """A reading, or an error with its article."""
        key: Any = None
        try:
            history = self._parse(line)
            key = history.get("id")
            return {"id": key, **self._reading(history)}
        except RuleError as error:
            return {
                "id": key,
                "error": str(labels.ERRORS[error.code]),
                "code": error.code.value,
                "article": error.article,
            }

    def _parse(self, line: str) -> dict[str, Any]:
        try:
            history = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise ClockError(ErrorCode.HISTORY_UNREADABLE) from None
        if not isinstance(history, dict):
            raise ClockError(ErrorCode.HISTORY_UNREADABLE)
        return history

    def _reading(self, history: dict[str, Any]) -> dict[str, Any]:
        today = timezone.localdate()
        if history.get("today") is not None:
            today = read_day(history["today"])
        record = read_history(history.get("acts"), today=today)
        reading = read_clock(
            record,
            calendar=self.calendar,
            today=today,
            statute=self.law.governing(record.received_on),
            conventions=self.law.conventions_on(record.received_on),
        )
        return self._spell(reading)

    def _spell(self, reading: Reading) -> dict[str, Any]:
        state = reading.state
        spelt: dict[str, Any] = {
            "due": reading.due and reading.due.isoformat(),
            "provisional": reading.is_provisional,
            "state": (ClockState.ANSWERED if state is ClockState.ANSWERED_LATE else state).value,
            "days_left": None if reading.is_over else reading.days_left,
            "late": reading.is_late,
            "earliest": reading.is_earliest,
            "latest": reading.latest and reading.latest.isoformat(),
            "latest_provisional": reading.is_latest_provisional,
        }
        if self.deadlines:
            spelt["deadlines"] = [
                {
                    "code": row.code.value,
                    "due": row.due.isoformat(),
                    "days_left": row.days_left,
                    "provisional": row.is_provisional,
                    "article": row.article,
                }
                for row in reading.deadlines
            ]
        if self.ledger:
            spelt["ledger"] = [
                {
                    "day": row.day.isoformat(),
                    "counted": row.is_counted,
                    "number": row.number,
                    "reason": row.reason.value,
                    "note": row.note,
                    "article": row.article,
                }
                for row in reading.ledger
            ]
        return spelt
