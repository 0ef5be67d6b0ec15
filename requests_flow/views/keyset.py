"""Pages by key: the next page begins after the last row, whatever came or went meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


def sorted_by_dated(rows: QuerySet, field: str) -> QuerySet:
    """The same where every row has that date: an index on the column goes by it."""
    return rows.annotate(sort_on=F(field))


def page_of(rows: QuerySet, *, key: str, size: int, is_falling: bool = False) -> Page:
    """One page of `rows` (from `sorted_by`); `key` is empty, or from an earlier page."""
    return page_among([rows], key=key, size=size, is_falling=is_falling, load=None)


def page_among(
    ranges: Sequence[QuerySet],
    *,
    key: str,
    size: int,
    is_falling: bool = False,
    load: Callable[[list[int]], Iterable[Any]] | None,
) -> Page:
    """One page of what all of `ranges` hold together, each read no further than the page goes.

    `load` gives the rows for keys, in any order; without it there is one range, of the rows.
    """
    is_back, at = key.startswith("-"), _read(key.removeprefix("-"))
    goes_up = is_falling == is_back
    if load is None:
        found = list(_from(ranges[0], at, goes_up=goes_up)[: size + 1])
    else:
        found = _merged([_from(rows, at, goes_up=goes_up) for rows in ranges], size + 1, goes_up)
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    if not found:
        return Page(rows=[], previous="", following="")
    before = has_more if is_back else at is not None
    after = True if is_back else has_more
    rows = found if load is None else _loaded(found, load)
    return Page(
        rows=rows,
        previous=f"-{_write(found[0])}" if before else "",
        following=_write(found[-1]) if after else "",
    )


def _from(rows: QuerySet, at: tuple[date, int] | None, *, goes_up: bool) -> QuerySet:
    if at is not None:
        word = "gt" if goes_up else "lt"
        rows = rows.filter(
            Q(**{f"sort_on__{word}": at[0]}) | Q(**{"sort_on": at[0], f"pk__{word}": at[1]}),
            **{f"sort_on__{word}e": at[0]},  # says no more, but an index can begin there
        )
    order = ("sort_on", "pk") if goes_up else ("-sort_on", "-pk")
    return rows.order_by(*order)


@dataclass(frozen=True, slots=True, order=True)
class _Key:
    sort_on: date
    pk: int


def _merged(ranges: list[QuerySet], most: int, goes_up: bool) -> list[_Key]:
    """The first `most` keys of each range, together in their order: one query."""
    if len(ranges) == 1:
        rows = ranges[0].values_list("sort_on", "pk")[:most]
    elif ranges:
        parts = [  # SQLite cuts no part of a union, but a question within one
            rows.order_by().filter(pk__in=rows.values("pk")[:most]).values_list("sort_on", "pk")
            for rows in ranges
        ]
        rows = parts[0].union(*parts[1:])
    else:
        return []
    return sorted((_Key(*row) for row in rows), reverse=not goes_up)


def _loaded(keys: list[_Key], load: Callable[[list[int]], Iterable[Any]]) -> list[Any]:
    rows = {row.pk: row for row in load([key.pk for key in keys])}
    return [rows[key.pk] for key in keys if key.pk in rows]


def _write(row: Any) -> str:
    return f"{row.sort_on.isoformat()}_{row.pk}"


def _read(key: str) -> tuple[date, int] | None:
    day, _, pk = key.partition("_")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None  # a key that nobody gave out: the first page
