"""台账: the office's list of cases, read cell by cell, so that nothing wrong slips in unseen.

The columns and what may stand in them: docs/office/import.md. Their order is free.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .ledger_codes import COLUMNS, PASSED_OVER, REQUIRED, Column, LedgerCode
from .ledger_rows import BadRow, Flaw, Row, RowReader
from .ledger_sheets import Cell, NotATable, Table, plain, tables, text_of

__all__ = [
    "BadRow",
    "Column",
    "Flaw",
    "LedgerCode",
    "LedgerError",
    "Row",
    "UnknownColumns",
    "read_ledger",
]

HEADER_WITHIN = 20  # a title and an explanation may stand above it


class LedgerError(ValueError):
    """The file is no ledger. `data` names the columns that are missing."""

    def __init__(self, code: LedgerCode, data: Mapping[str, object] | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.data = dict(data or {})


@dataclass(frozen=True, slots=True)
class UnknownColumns:
    """Columns that nothing is done with, said once, before the rows."""

    names: tuple[str, ...]


def read_ledger(data: bytes, name: str, *, today: date) -> Iterator[Row | BadRow | UnknownColumns]:
    """Each row of the ledger, good or bad; before them the columns nobody knows, if any.

    Raises LedgerError if there is no table, or if it lacks a column that every case needs.
    """
    table, at, header = _find_header(data, name)
    columns = [_column(cell) for cell in header]
    unknown = tuple(
        text_of(cell)
        for cell, column in zip(header, columns, strict=True)
        if column is None and plain(cell) and _bare(cell) not in PASSED_OVER
    )
    if unknown:
        yield UnknownColumns(unknown)
    rows_by_number: dict[str, int] = {}
    try:
        for row, cells in enumerate(table, start=at + 1):
            if any(text_of(cell) for cell in cells):
                yield _read(row, columns, cells, rows_by_number, today)
    except (NotATable, csv.Error):
        raise LedgerError(LedgerCode.NOT_A_TABLE) from None


def _read(
    row: int,
    columns: list[Column | None],
    cells: list[Cell],
    rows_by_number: dict[str, int],
    today: date,
) -> Row | BadRow:
    by_column: dict[Column, Cell] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            by_column.setdefault(column, cell)
    reader = RowReader(row, by_column, today=today)
    # A comma too many moves every cell behind it.
    beyond = [text for cell in cells[len(columns) :] if (text := text_of(cell))]
    reader.flaws += [Flaw(row, "", text, LedgerCode.CELL_WITHOUT_COLUMN) for text in beyond]
    return reader.read(rows_by_number)


def _find_header(data: bytes, name: str) -> tuple[Table, int, list[Cell]]:
    """The table behind its header, the row of the header, and the header."""
    nearest: list[str] | None = None
    try:
        for table in tables(data, name, is_header=lambda row: not _missing(row)):
            for at in range(1, HEADER_WITHIN + 1):
                row = next(table, None)
                if row is None:
                    break
                missing = _missing(row)
                if not missing:
                    return table, at, row
                if nearest is None or len(missing) < len(nearest):
                    nearest = missing
    except (NotATable, csv.Error):
        raise LedgerError(LedgerCode.NOT_A_TABLE) from None
    raise LedgerError(LedgerCode.COLUMNS_MISSING, {"columns": nearest or []})


def _missing(row: list[Cell]) -> list[str]:
    there = {_column(cell) for cell in row}
    return [choice[0].value for choice in REQUIRED if not there & set(choice)]


def _bare(cell: Cell) -> str:
    """A column's name without what stands in brackets: 收到申请之日（T0） is 收到申请之日."""
    return re.sub(r"\([^)]*\)", "", plain(cell))


def _column(cell: Cell) -> Column | None:
    return COLUMNS.get(_bare(cell))
