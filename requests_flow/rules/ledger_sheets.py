"""A table out of a file: CSV as offices save it, or a sheet. Rows of text and dates, no meaning."""

import csv
import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from .upload_checks import UploadRefused
from .upload_packages import check_package

Cell = str | date
Table = Iterator[list[Cell]]
_DELIMITERS = ",\t;|"


_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
)


class NotATable(ValueError):
    """Neither CSV in UTF-8 or GB18030, nor a sound .xlsx."""


def tables(data: bytes, name: str, *, is_header: Callable[[list[Cell]], bool]) -> Iterator[Table]:
    """The tables of the file: one of a CSV, one a sheet. `is_header` helps to tell delimiters.

    Raises NotATable if the bytes are not what the name says.
    """
    extension = name.rpartition(".")[2].lower()
    if extension == "xlsx" and data.startswith(b"PK\x03\x04"):
        return _sheets(data)
    if extension in ("csv", "txt", "tsv"):
        return iter([_csv(data, is_header)])
    raise NotATable


def _csv(data: bytes, is_header: Callable[[list[Cell]], bool]) -> Table:
    text = _decode(data)

    def rows(delimiter: str) -> Table:
        return ([*row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    for delimiter in _DELIMITERS:
        try:
            if any(is_header(row) for _, row in zip(range(20), rows(delimiter), strict=False)):
                return rows(delimiter)
        except csv.Error:
            continue
    return rows(",")


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable


def _sheets(data: bytes) -> Iterator[Table]:
    import openpyxl  # type: ignore[import-untyped]

    try:
        if check_package(data) != "xlsx":
            raise NotATable
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles that openpyxl does not know
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except UploadRefused:
        raise NotATable from None
    except (LookupError, TypeError, ValueError) as error:
        raise NotATable from error
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong one
        yield _rows(sheet)


def _rows(sheet: Any) -> Table:
    """Raises NotATable at a cell that is not what it says: a number without digits, say."""
    try:
        for row in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    except (LookupError, TypeError, ValueError) as error:
        raise NotATable from error


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def text_of(cell: Cell) -> str:
    """A cell as it is kept."""
    if isinstance(cell, date):
        return cell.isoformat()
    return unicodedata.normalize("NFC", cell).strip()


def plain(cell: Cell) -> str:
    """A cell as it is compared: half-width, without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(cell)))


def parse_day(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_unreadable(char: str) -> bool:
    """Control characters, halves of surrogates, and what a wrong decoding leaves behind."""
    return (unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\r\n") or char == "\ufffd"
