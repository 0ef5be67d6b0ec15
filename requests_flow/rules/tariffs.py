"""What handling may cost: the two tariffs of the fee rules, as dated rows of data.

Both are marginal (费办法 art. 3): what lies within a tier costs what the tier says, and passing its
border makes nothing before it dearer. The rows lie in `data/law/tariffs`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .errors import ErrorCode, RuleError

SHIPPED = Path(__file__).parent / "data" / "law" / "tariffs"


class TariffError(RuleError):
    """No tariff was in force on that day, or its row cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From number `first` on, each costs `yuan`; and `rise` more with every further `block`."""

    first: int
    yuan: int
    block: int = 0
    rise: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers `first` to `last`, which cost the same each."""

    first: int
    last: int
    price: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def yuan(self) -> int:
        return self.count * self.price


@dataclass(frozen=True, slots=True)
class Scale:
    """A marginal tariff. It counts from one, never gets cheaper, and only its end may have blocks."""

    article: str
    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        firsts = [tier.first for tier in self.tiers]
        prices = [tier.yuan for tier in self.tiers]
        is_rising = sorted(set(firsts)) == firsts and sorted(set(prices)) == prices
        if not (is_rising and firsts[:1] == [1] and prices[0] >= 0 and prices[-1] > 0):
            raise TariffError(ErrorCode.TARIFF_UNREADABLE)
        end = self.tiers[-1]
        is_plain = all(tier.block == tier.rise == 0 for tier in self.tiers[:-1])
        if not is_plain or min(end.block, end.rise) < 0 or (end.block == 0) != (end.rise == 0):
            raise TariffError(ErrorCode.TARIFF_UNREADABLE)

    @property
    def free(self) -> int:
        """Up to this number nothing is charged."""
        return 0 if self.tiers[0].yuan else self.tiers[1].first - 1

    def price(self, number: int) -> int:
        """What number `number` alone costs: the marginal price."""
        tier = next(tier for tier in reversed(self.tiers) if tier.first <= number)
        blocks = (number - tier.first) // tier.block if tier.block else 0
        return tier.yuan + blocks * tier.rise

    def total(self, number: int) -> int:
        """What numbers 1 to `number` cost together."""
        return sum(part.yuan for part in self.parts(1, number))

    def parts(self, first: int, last: int) -> tuple[Part, ...]:
        """Numbers `first` to `last`, in runs of one price."""
        ends = [number for number in self._ends(last) if number >= first]
        starts = [first, *(end + 1 for end in ends[:-1])]
        return tuple(
            Part(start, end, self.price(end)) for start, end in zip(starts, ends, strict=True)
        )

    def _ends(self, last: int) -> Iterator[int]:
        """The last number of every price up to `last`, and `last` itself."""
        yield from (tier.first - 1 for tier in self.tiers[1:] if tier.first <= last)
        tier = self.tiers[-1]
        if tier.block:
            yield from range(tier.first + tier.block - 1, last, tier.block)
        yield last


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """The fee rules of one time. `not_by_page`: the outcomes that are never charged by the page."""

    name: str
    order: str
    valid_from: date
    valid_until: date | None
    by_item: Scale
    by_page: Scale
    not_by_page: frozenset[str]

    def is_in_force(self, on: date) -> bool:
        """Both ends are days of force."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


def read_tariff(row: Mapping[str, Any]) -> Tariff:
    """Read one row of data, as `data/law/tariffs/fees-2020-109.json` shows it.

    Raises TariffError if something is missing, or the tiers do not rise from one.
    """
    try:
        until = row["valid_until"]
        return Tariff(
            name=row["name"],
            order=row["order"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=None if until is None else date.fromisoformat(until),
            by_item=_scale(row["by_item"]),
            by_page=_scale(row["by_page"]),
            not_by_page=frozenset(row["by_page"]["not_for"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TariffError(ErrorCode.TARIFF_UNREADABLE) from error


def _scale(row: Mapping[str, Any]) -> Scale:
    if any(type(value) is not int for tier in row["tiers"] for value in tier.values()):
        raise TariffError(ErrorCode.TARIFF_UNREADABLE)
    return Scale(row["article"], tuple(Tier(**tier) for tier in row["tiers"]))


def _shipped() -> tuple[Tariff, ...]:
    return tuple(
        read_tariff(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(SHIPPED.glob("*.json"))
    )


TARIFFS = _shipped()


def tariff_on(received_on: date, tariffs: Iterable[Tariff] = TARIFFS) -> Tariff:
    """The tariff for an application received on that day; of two in force, the later one,
    and of two from the same day the one added last: an office may correct the shipped row.

    Raises TariffError if there was none, as before 1 January 2021: nothing may be charged.
    """
    in_force = [tariff for tariff in tariffs if tariff.is_in_force(received_on)]
    if not in_force:
        raise TariffError(ErrorCode.FEE_BEFORE_TARIFF)
    return sorted(in_force, key=lambda tariff: tariff.valid_from)[-1]
