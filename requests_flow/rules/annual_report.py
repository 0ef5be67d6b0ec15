"""The yearly report (art. 50): where each case is counted, and whether the numbers agree.

Tables are plain mappings, row -> column -> number. Nothing here counts cases.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .catalogue import OUTCOMES, CatalogueError, Group, outcome
from .errors import ErrorCode, RuleError
from .report_rows import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    DISPUTE_RESULTS,
    DISPUTES,
    FORMATS,
    NEW,
    RESULTS,
    TOTAL,
    ReportFormat,
    ReportRow,
)

Table = Mapping[str, Mapping[str, int]]


class ReportError(RuleError):
    """No format of the report is known for that year."""


class Identity(StrEnum):
    """What must hold between the numbers. `SHAPE` first: without it nothing else is compared."""

    SHAPE = "shape"  # exactly the rows and columns of the format, and no number below zero
    BALANCE = "balance"  # 一 + 二 = 三（七） + 四, in every column
    RESULTS = "results"  # 三（七） is the sum of the rows above it
    COLUMNS = "columns"  # 总计 is the sum of the kinds of applicants
    CARRIED = "carried"  # 二 is what the year before carried over
    DISPUTES = "disputes"  # section four: 总计 is the sum of the four results
    ROLL_UP = "roll_up"  # the whole is the sum of its units


@dataclass(frozen=True, slots=True)
class Broken:
    """One identity that does not hold: in which row or column, what stands there, what should.

    Of a cell that is missing `found` is None, of one that the format does not know `expected`.
    """

    identity: Identity
    place: str
    found: int | None
    expected: int | None


def format_on(year: int) -> ReportFormat:
    """The format of the report on `year`.

    Raises ReportError for a year before 2019: the report had no such table then.
    """
    for form in FORMATS:
        if form.first_year <= year:
            return form
    raise ReportError(ErrorCode.NO_REPORT_FORMAT)


def rows_on(year: int) -> tuple[ReportRow, ...]:
    """The rows of section three, in the order in which they are printed."""
    return format_on(year).rows


def row_of(outcome_code: str, year: int) -> str:
    """The row in which a case that ended so is counted, once: 三（三）1."""
    for row in rows_on(year):
        if outcome_code in row.outcomes:
            return row.key
    raise CatalogueError(ErrorCode.UNKNOWN_OUTCOME)


def main_outcome(outcome_codes: Iterable[str]) -> str:
    """Of several outcomes in one reply, the one that is counted: law.md 3.6.

    Given in part and refused in part is B and nothing else; otherwise the first in the order of the
    table. Raises CatalogueError for none at all, and for one that the law does not know.
    """
    given = {outcome(code).code: outcome(code).group for code in outcome_codes}
    if {Group.DISCLOSED, Group.REFUSED} <= set(given.values()) or Group.IN_PART in given.values():
        return "B"
    try:
        return next(code for code in OUTCOMES if code in given)
    except StopIteration:
        raise CatalogueError(ErrorCode.UNKNOWN_OUTCOME) from None


def broken_in_section_three(
    table: Table, *, year: int, year_before: Table | None = None
) -> tuple[Broken, ...]:
    """Every identity of section three that does not hold; `year_before`: the table of last year."""
    form = format_on(year)
    wrong_shape = _wrong_shape(table, [row.key for row in form.rows], COLUMNS)
    if wrong_shape:
        return wrong_shape
    found = [
        *_balance(table),
        *(
            Broken(Identity.RESULTS, column, table[RESULTS][column], total)
            for column, total in _sums(table, form.results).items()
            if table[RESULTS][column] != total
        ),
        *_totals(Identity.COLUMNS, table),
    ]
    if year_before is not None:
        found += [
            Broken(Identity.CARRIED, column, table[CARRIED_IN][column], carried)
            for column, carried in year_before[CARRIED_OUT].items()
            if table[CARRIED_IN][column] != carried
        ]
    return tuple(found)


def broken_in_section_four(table: Table) -> tuple[Broken, ...]:
    """Every block of reviews and suits whose results do not add up."""
    return _wrong_shape(table, DISPUTES, DISPUTE_RESULTS) or _totals(Identity.DISPUTES, table)


def broken_in_roll_up(whole: Table, units: Iterable[Table]) -> tuple[Broken, ...]:
    """Every number of the whole that is not the sum of its units, towns and streets included."""
    tables = tuple(units)
    return tuple(
        Broken(Identity.ROLL_UP, f"{row} · {column}", number, expected)
        for row, column in sorted(_cells(whole).union(*map(_cells, tables)))
        if (number := _at(whole, row, column) or 0)
        != (expected := sum(_at(one, row, column) or 0 for one in tables))
    )


def _cells(table: Table) -> set[tuple[str, str]]:
    return {(row, column) for row, numbers in table.items() for column in numbers}


def _at(table: Table, row: str, column: str) -> int | None:
    return table.get(row, {}).get(column)


def _wrong_shape(table: Table, rows: Iterable[str], columns: Iterable[str]) -> tuple[Broken, ...]:
    given, wanted = _cells(table), {(row, column) for row in rows for column in columns}
    below_zero = {(row, column) for row, column in given if table[row][column] < 0}
    return tuple(
        Broken(
            Identity.SHAPE,
            f"{row} · {column}",
            _at(table, row, column),
            0 if (row, column) in wanted else None,
        )
        for row, column in sorted((wanted ^ given) | below_zero)
    )


def _balance(table: Table) -> list[Broken]:
    came, went = _sums(table, (NEW, CARRIED_IN)), _sums(table, (RESULTS, CARRIED_OUT))
    return [
        Broken(Identity.BALANCE, column, came[column], went[column])
        for column in came
        if came[column] != went[column]
    ]


def _sums(table: Table, rows: Iterable[str]) -> dict[str, int]:
    keys = tuple(rows)
    return {column: sum(table[key][column] for key in keys) for column in COLUMNS}


def _totals(identity: Identity, table: Table) -> tuple[Broken, ...]:
    """Rows whose last number is not the sum of the others."""
    return tuple(
        Broken(identity, row, numbers[TOTAL], expected)
        for row, numbers in table.items()
        if numbers[TOTAL]
        != (expected := sum(number for column, number in numbers.items() if column != TOTAL))
    )
