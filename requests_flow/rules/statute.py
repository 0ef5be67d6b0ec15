"""The numbers of the law, each with its article. A change in the law is a new row of data.

The rows lie in `data/law`; an office may add its own beside them (`law_book.load_law_book`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .errors import ErrorCode, RuleError

LAW = Path(__file__).parent / "data" / "law"
NUMBERS = (
    "days_to_answer",
    "days_to_extend",
    "days_to_ask_correction",
    "days_for_third_party",
    "days_for_co_maker",
    "days_to_pay_fee",
)


class StatuteError(RuleError):
    """No statute known here was in force on that day, or its row cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """One text of the law, from the day it came into force to the day it ended.

    All numbers are working days; `articles` tells where each stands. `governs_pending`: its
    transition says that it also rules what was received before and is not answered yet.
    """

    name: str
    valid_from: date
    valid_until: date | None = None
    governs_pending: bool = False

    days_to_answer: int
    days_to_extend: int
    days_to_ask_correction: int
    days_for_third_party: int
    days_for_co_maker: int
    days_to_pay_fee: int
    articles: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def is_in_force(self, on: date) -> bool:
        """Both ends are days of force."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Governing:
    """The texts that govern one case: that of its receipt, then those that took it over.

    An act is judged by the text in force on its own day; what comes later does not undo it.
    """

    first: Statute
    later: tuple[Statute, ...] = ()

    def on(self, day: date) -> Statute:
        """The text that governs the case on `day`."""
        taken_over = [statute for statute in self.later if statute.valid_from <= day]
        return taken_over[-1] if taken_over else self.first


def read_statute(row: Mapping[str, Any]) -> Statute:
    """Read one row of data, as `data/law/regulation-711.json` shows it.

    Raises StatuteError if a number is missing, unknown, below one, or without its article.
    """
    numbers = row.get("numbers", {})
    if set(numbers) != set(NUMBERS):
        raise StatuteError(ErrorCode.STATUTE_INCOMPLETE)
    values = {name: entry.get("value") for name, entry in numbers.items()}
    articles = {name: entry.get("article") for name, entry in numbers.items()}
    if not all(type(value) is int and value > 0 for value in values.values()):
        raise StatuteError(ErrorCode.STATUTE_INCOMPLETE)
    if not all(articles.values()):
        raise StatuteError(ErrorCode.STATUTE_INCOMPLETE)
    until = row.get("valid_until")
    return Statute(
        name=row["name"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=None if until is None else date.fromisoformat(until),
        governs_pending=bool(row.get("governs_pending", False)),
        articles=articles,
        **values,
    )


REGULATION_711 = read_statute(json.loads((LAW / "regulation-711.json").read_text(encoding="utf-8")))
STATUTES: tuple[Statute, ...] = (REGULATION_711,)


def governing(received_on: date, *, statutes: tuple[Statute, ...] = STATUTES) -> Governing:
    """The texts that govern a case: the one in force on the day of receipt, and what follows.

    Where two are in force the later one prevails. A later text whose transition says so takes over
    a case still open on the day it came into force.

    Raises StatuteError for a day before 15 May 2019.
    """
    by_age = sorted(statutes, key=lambda statute: statute.valid_from)
    in_force = [statute for statute in by_age if statute.is_in_force(received_on)]
    if not in_force:
        raise StatuteError(ErrorCode.NO_STATUTE_IN_FORCE)
    later = (statute for statute in by_age if statute.valid_from > received_on)
    return Governing(in_force[-1], tuple(statute for statute in later if statute.governs_pending))


def statute_on(
    received_on: date, *, as_of: date | None = None, statutes: tuple[Statute, ...] = STATUTES
) -> Statute:
    """The text that governs a case on `as_of`; without that day, the one of its receipt.

    Raises StatuteError for a day before 15 May 2019.
    """
    return governing(received_on, statutes=statutes).on(as_of or received_on)
