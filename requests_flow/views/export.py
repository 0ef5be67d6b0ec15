"""Lists as CSV and xlsx. Every cell is text: a spreadsheet must not run what an applicant wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .rows import Row
from .wording import CHANNELS

# What makes a spreadsheet take a cell for a formula (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(value: object) -> str:
    """`value` as text that no spreadsheet takes for a formula."""
    text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


def header() -> list[str]:
    """The names of the columns."""
    return [
        _("Time limit"),
        _("Due on"),
        _("Provisional"),
        _("Earliest"),
        _("Number"),
        _("Subject"),
        _("Applicant"),
        _("Kind of applicant"),
        _("Unit"),
        _("Stage"),
        _("Step"),
        _("Handler"),
        _("Channel"),
        _("Received on"),
        _("Outcome"),
        _("Answered on"),
    ]


def cells(row: Row) -> list[str]:
    """One case as cells; names of people who asked stay masked."""
    case, reading = row.case, row.reading
    values: Sequence[object] = (
        f"{row.chip.sign} {row.chip.text}".strip(),
        reading and reading.due,
        _("provisional") if reading and reading.is_provisional else "",
        _("earliest") if reading and reading.is_earliest else "",
        case.number,
        row.subject,
        row.applicant,
        row.kind,
        row.place,
        row.stage,
        row.step,
        case.handler,
        CHANNELS.get(case.channel, ""),
        case.received_on,
        case.outcome_code,
        case.answered_on,
    )
    return [safe(value) for value in values]


def as_csv(rows: Iterable[Row], name: str) -> HttpResponse:
    """The list as a file for a spreadsheet."""
    return csv_file((header(), *(cells(row) for row in rows)), name)


def csv_file(lines: Iterable[Iterable[object]], name: str) -> HttpResponse:
    """UTF-8 with the mark that Excel needs; every cell safe."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return _attachment("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(rows: Iterable[Row], name: str) -> HttpResponse:
    """One sheet, its first line fixed, every cell typed as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Cases"))
    sheet.freeze_panes = "A2"
    for line in (header(), *(cells(row) for row in rows)):
        sheet.append(line)
    held = io.BytesIO()
    book.save(held)
    return _attachment(held.getvalue(), XLSX, f"{name}.xlsx")


def _attachment(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
