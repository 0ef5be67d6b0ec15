"""What the legal check was like in a period: sums, shares, medians. Of units, never of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

MANY_ROUNDS = 3  # three rounds and more are one column


def quantile(counted: Mapping[int, int], percent: int) -> int | None:
    """The least value that `percent` of all reach at most (nearest rank); None of nothing.

    `counted`: how often there is each value; `percent` from 1 to 100.
    """
    total = sum(counted.values())
    return _at(counted, -(-percent * total // 100)) if total else None


def median(counted: Mapping[int, int]) -> float | None:
    """The middle value; of an even number, half way between the two in the middle. None of nothing."""
    total = sum(counted.values())
    if not total:
        return None
    return (_at(counted, (total + 1) // 2) + _at(counted, total // 2 + 1)) / 2


def _at(counted: Mapping[int, int], rank: int) -> int:
    """The value at that place, from 1, of all values in order."""
    for value in sorted(counted):
        rank -= counted[value]
        if rank <= 0:
            return value
    raise IndexError


def mean(counted: Mapping[int, int]) -> float | None:
    """The mean of what was counted; None of nothing."""
    total = sum(counted.values())
    return sum(value * n for value, n in counted.items()) / total if total else None


def percent(part: int, whole: int) -> int | None:
    """`part` of `whole` in whole per cent, a half upwards; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


@dataclass(slots=True, kw_only=True)
class Figures:
    """What was counted of one unit, or of several together."""

    drafts: int = 0  # versions on which an opinion was given
    first: int = 0  # of them, those that were the first of their case
    first_approved: int = 0
    amended: int = 0  # 修改后同意; each is taken over, declined, or not answered yet
    taken: int = 0
    declined: int = 0
    unsigned: int = 0  # returns at the signature
    rounds: Counter[int] = field(default_factory=Counter)  # cases by their number of opinions
    days: Counter[int] = field(default_factory=Counter)  # drafts by their working days at the gate
    points: Counter[str] = field(default_factory=Counter)  # by kind of defect
    point_cases: Counter[str] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        """How many cases there was an opinion on."""
        return sum(self.rounds.values())

    def cases_with(self, rounds: int) -> int:
        """Cases of so many rounds; MANY_ROUNDS stands for those of more as well."""
        if rounds < MANY_ROUNDS:
            return self.rounds[rounds]
        return sum(n for value, n in self.rounds.items() if value >= MANY_ROUNDS)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of defect, the most frequent first; of equals, by their name."""
        return sorted(self.points.items(), key=lambda row: (-row[1], row[0]))


def together(parts: Iterable[Figures]) -> Figures:
    """The sum of figures of different units: no case is of two, so that cases add up as well."""
    whole = Figures()
    for part in parts:
        for one in fields(Figures):
            setattr(whole, one.name, getattr(whole, one.name) + getattr(part, one.name))
    return whole
