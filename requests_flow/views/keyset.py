"""Pages by key: the next page begins after the last row, whatever came or went meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

NEVER = date(9999, 12, 31)  # sorts what has no date behind everything that has


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The rows of one page, and the keys of its neighbours (empty where there is none)."""

    rows: list[Any]
    previous: str
    following: str


def sorted_by(rows: QuerySet, field: str) -> QuerySet:
    """`rows` with the date that pages go by."""
    return rows.annotate(sort_on=Coalesce(F(field), Value(NEVER)))


def page_of(rows: QuerySet, *, key: str, size: int, is_falling: bool = False) -> Page:
    """One page of `rows` (from `sorted_by`); `key` is empty, or from an earlier page."""
    is_back, at = key.startswith("-"), _read(key.removeprefix("-"))
    goes_up = is_falling == is_back
    if at is not None:
        word = "gt" if goes_up else "lt"
        rows = rows.filter(
            Q(**{f"sort_on__{word}": at[0]}) | Q(**{"sort_on": at[0], f"pk__{word}": at[1]})
        )
    order = ("sort_on", "pk") if goes_up else ("-sort_on", "-pk")
    found = list(rows.order_by(*order)[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    if not found:
        return Page(rows=[], previous="", following="")
    before = has_more if is_back else at is not None
    after = True if is_back else has_more
    return Page(
        rows=found,
        previous=f"-{_write(found[0])}" if before else "",
        following=_write(found[-1]) if after else "",
    )


def _write(row: Any) -> str:
    return f"{row.sort_on.isoformat()}_{row.pk}"


def _read(key: str) -> tuple[date, int] | None:
    day, _, pk = key.partition("_")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None  # a key that nobody gave out: the first page
