"""发文登记: every number that was ever given, and whether one of them is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from requests_flow.units.models import Unit
from requests_flow.units.places import remembered

from .counter import Counter
from .letter import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of numbers in one year: how far it has come, and what stands in the register.

    `last`: the last number given. `registered`: letters with a number, the voided among them.
    """

    name: str
    year: int
    last: int
    registered: int
    voided: int

    @property
    def kind(self) -> str:
        """`reply`, or the code of a letter of procedure."""
        return self.name.rpartition(":")[2]

    @property
    def is_whole(self) -> bool:
        """Whether each number up to the last stands for exactly one letter."""
        return self.last == self.registered


def _prefix(series: str) -> str:
    return series.rpartition(":")[0]


def _last_numbers(year: int | None) -> dict[tuple[str, int], int]:
    """How far each series of letters has come, of all units: as many rows as there are series."""
    counters = Counter.objects.exclude(series__startswith="case:")  # the numbers of cases
    if year is not None:
        counters = counters.filter(year=year)
    return {(row.series, row.year): row.last for row in counters}


def _given_in(year: int | None) -> dict[tuple[str, int], int]:
    return remembered(("numbers of letters", year), lambda: _last_numbers(year))


def series_of(units: Iterable[Unit] | None = None, *, year: int | None = None) -> list[Series]:
    """The series of these units (None: of all), in two queries whatever their number."""
    last = _given_in(year)
    if units is not None:
        prefixes = {unit.number_prefix for unit in units}
        last = {key: number for key, number in last.items() if _prefix(key[0]) in prefixes}
    letters = Letter.objects.order_by()
    if year is not None:
        letters = letters.filter(year=year)
    if units is not None:
        # By their whole names: an index has them, and no letter's number came without its counter.
        letters = letters.filter(series__in={series for series, _year in last})
    found = {
        (row["series"], row["year"]): row
        for row in letters.values("series", "year").annotate(
            registered=Count("pk"), voided_ones=Count("voided")
        )
    }
    return [
        Series(
            name=name,
            year=of,
            last=last.get((name, of), 0),
            registered=found.get((name, of), {}).get("registered", 0),
            voided=found.get((name, of), {}).get("voided_ones", 0),
        )
        for name, of in sorted(last.keys() | found.keys(), key=lambda key: (-key[1], key[0]))
    ]


def series_names(units: Iterable[Unit], *, year: int) -> list[str]:
    """The series in which letters of these units may stand in that year, however many letters.

    Those of their prefixes, and those of prefixes that no unit has any more: one of these may have
    had it. No letter's number came without its counter.
    """
    ours = {unit.number_prefix for unit in units}
    others = set(Unit.objects.order_by().values_list("number_prefix", flat=True)) - ours
    return sorted(name for name, _year in _given_in(year) if _prefix(name) not in others)


def missing_from(series: Series) -> list[int]:
    """The numbers of a series that were given and stand for no letter; at most 50 of them."""
    there = set(
        Letter.objects.filter(series=series.name, year=series.year).values_list(
            "sequence", flat=True
        )
    )
    return [at for at in range(1, series.last + 1) if at not in there][:50]
