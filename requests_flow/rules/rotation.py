"""Whose turn it is: the fewest open, then the longest without, then the order of the list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class InPool:
    """Somebody who may take the next one: how many they have, and when they did the last."""

    key: int
    open: int
    last_at: datetime | None = None


def next_in_turn(pool: Iterable[InPool], *, barred: Collection[int]) -> int | None:
    """Who of `pool` is next, `barred` ones left out; None if nobody remains."""
    free = [one for one in pool if one.key not in barred]
    if not free:
        return None
    return min(free, key=lambda one: (one.open, one.last_at or LONG_AGO, one.key)).key
