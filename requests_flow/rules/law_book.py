"""The law as data: the rows that ship with the program, and those an office adds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .conventions import Conventions, Decided, conventions_on, read_decided
from .errors import ErrorCode, RuleError
from .statute import LAW, Governing, Statute, governing, read_statute, statute_on
from .tariffs import TARIFFS, Tariff, read_tariff, tariff_on


class LawBookError(RuleError):
    """A file of the law cannot be read. `file` is its name, `cause` what is wrong with it."""

    def __init__(self, code: ErrorCode, file: str, cause: str = "") -> None:
        super().__init__(code)
        self.file, self.cause = file, cause

    def __str__(self) -> str:
        return f"{self.file}: {self.cause or self.code.value}"


@dataclass(frozen=True, slots=True)
class LawBook:
    """Every text of the law known here, and what the house decided where it is silent."""

    statutes: tuple[Statute, ...]
    decided: tuple[Decided, ...] = ()
    tariffs: tuple[Tariff, ...] = TARIFFS

    def statute_for(self, received_on: date, *, as_of: date | None = None) -> Statute:
        """The text that governs a case received on that day; see `statute.statute_on`."""
        return statute_on(received_on, as_of=as_of, statutes=self.statutes)

    def governing(self, received_on: date) -> Governing:
        """The texts that govern a case received on that day, each from its own day on."""
        return governing(received_on, statutes=self.statutes)

    def conventions_on(self, day: date) -> Conventions:
        """What the house does on `day` where the law is silent."""
        return conventions_on(day, self.decided)

    def tariff_on(self, received_on: date) -> Tariff:
        """What handling an application received on that day may cost; see `tariffs.tariff_on`."""
        return tariff_on(received_on, self.tariffs)


def load_law_book(office: Path | None = None) -> LawBook:
    """Read the rows shipped here and, after them, those in the folder `office`.

    A file is a JSON object with `kind` "statute", "conventions" or "tariff". Raises LawBookError,
    which names the file, if one cannot be read.
    """
    statutes: list[Statute] = []
    decided: list[Decided] = []
    tariffs = list(TARIFFS)
    for name, row in _rows(LAW, *([] if office is None else [office])):
        try:
            if row["kind"] == "statute":
                statutes.append(read_statute(row))
            elif row["kind"] == "conventions":
                decided.append(read_decided(row))
            elif row["kind"] == "tariff":
                tariffs.append(read_tariff(row))
            else:
                raise LawBookError(ErrorCode.LAW_FILE_UNREADABLE, name, f"kind {row['kind']!r}?")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, LawBookError):
                raise
            code = error.code if isinstance(error, RuleError) else ErrorCode.LAW_FILE_UNREADABLE
            raise LawBookError(code, name, str(error)) from error
    return LawBook(tuple(statutes), tuple(decided), tuple(tariffs))


def _rows(*folders: Path) -> Iterator[tuple[str, Any]]:
    for folder in folders:
        if not folder.is_dir():
            raise LawBookError(ErrorCode.LAW_FILE_UNREADABLE, str(folder), "no such folder")
        for path in sorted(folder.glob("*.json")):
            try:
                yield path.name, json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise LawBookError(ErrorCode.LAW_FILE_UNREADABLE, path.name, str(error)) from error
