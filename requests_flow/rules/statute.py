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


def read_statute(row: Mapping[str, Any]) -> Statute:
    """Read one row of data, as `data/law/regulation-711.json` shows it.

    Raises StatuteError if a number is missing, unknown, below one, or without its article.
    """
    numbers = row.get("numbers", {})
    if set(numbers) != set(NUMBERS):
        raise StatuteError(ErrorCode.STATUTE_INCOMPLETE)
    values = {name: entry.get("value") for name, entry in numbers.items()}
    articles = {name: entry.get("article") for name, entry in numbers.items()}
    if not all(isinstance(value, int) and value > 0 for value in values.values()):
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


def statute_on(
    received_on: date, *, as_of: date | None = None, statutes: tuple[Statute, ...] = STATUTES
) -> Statute:
    """The text that governs a case: the one in force on the day of receipt.

    Where two are in force the later one prevails. A later text whose transition says so takes over
    a case still open on the day it came into force; `as_of` is the day to which one looks.

    Raises StatuteError for a day before 15 May 2019.
    """
    by_age = sorted(statutes, key=lambda statute: statute.valid_from)
    governing = [statute for statute in by_age if statute.is_in_force(received_on)]
    if not governing:
        raise StatuteError(ErrorCode.NO_STATUTE_IN_FORCE)
    later = [
        statute
        for statute in by_age
        if statute.governs_pending
        and as_of is not None
        and received_on < statute.valid_from <= as_of
    ]
    return (governing + later)[-1]
