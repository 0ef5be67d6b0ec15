"""Sheets as programs write them, sound and broken, and where a ledger lies in them."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from requests_flow.rules.ledger import Column, LedgerCode, LedgerError, read_ledger

from .ledger_files import TODAY, as_csv, as_xlsx, table
from .upload_files import docx


def test_a_header_is_looked_for_in_the_first_twenty_rows_of_each_sheet():
    above = [[f"说明{n}"] for n in range(30)]

    def read_below(rows):
        return list(read_ledger(as_xlsx(above[:rows] + table({})), "a.xlsx", today=TODAY))

    (row,) = read_below(19)
    assert (row.number, row.row) == ("旧2026-1", 21)
    with pytest.raises(LedgerError) as refused:
        read_below(20)
    assert refused.value.code is LedgerCode.COLUMNS_MISSING


def test_a_long_sheet_of_explanations_hides_no_ledger_behind_it():
    book = openpyxl.Workbook()
    for n in range(30):
        book.active.append([f"说明{n}"])
    sheet = book.create_sheet("台账")
    for row in table({}):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)

    (row,) = read_ledger(out.getvalue(), "a.xlsx", today=TODAY)

    assert row.number == "旧2026-1"


def test_a_row_too_long_for_one_delimiter_is_read_with_another():
    long = {"申请内容": "方案" * 20_000, "获取方式": "x" * 60_000, "代理人": "y" * 60_000}
    data = as_csv(table(long), delimiter="\t")

    (row,) = read_ledger(data, "a.tsv", today=TODAY)

    assert row.row == 2


def changed(**cell: str) -> bytes:
    """A sheet whose day of receipt, or whose second row, is written as given."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(table({})))) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = old.read(member).decode()
            if member.filename == "xl/worksheets/sheet2.xml":
                before = '<c r="E2" t="inlineStr"><is><t>2026-11-02</t></is></c>'
                assert before in content
                content = content.replace(before, cell.get("cell", before))
                content = content.replace('<row r="2">', cell.get("row", '<row r="2">'))
            new.writestr(member.filename, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="E2" t="d"><v>2026-11-02</v></c>',
        '<c r="E2" t="d"><v>2026-11-02T00:00:00</v></c>',
        '<c r="E2"><v>20261102.0</v></c>',
    ],
)
def test_a_day_is_read_from_whatever_a_program_makes_of_it(cell):
    (row,) = read_ledger(changed(cell=cell), "a.xlsx", today=TODAY)

    assert row.received_on == date(2026, 11, 2)


BROKEN = {
    "a number without digits": changed(cell='<c r="E2"><v>abc</v></c>'),
    "a day that is none": changed(cell='<c r="E2" t="d"><v>2026-02-30</v></c>'),
    "a text that is not in the list": changed(cell='<c r="E2" t="s"><v>99</v></c>'),
    "a cell that is nowhere": changed(cell='<c r="@@"><v>1</v></c>'),
    "a row without a number": changed(row='<row r="abc">'),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_cell_refuses_the_sheet_and_is_no_fault_of_the_program(data):
    with pytest.raises(LedgerError) as refused:
        list(read_ledger(data, "a.xlsx", today=TODAY))

    assert refused.value.code is LedgerCode.NOT_A_TABLE


def without(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(table({})))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_sheet_without_its_book_is_refused(member):
    with pytest.raises(LedgerError) as refused:
        list(read_ledger(without(member), "a.xlsx", today=TODAY))

    assert refused.value.code is LedgerCode.NOT_A_TABLE


def test_a_document_called_a_sheet_is_refused():
    with pytest.raises(LedgerError) as refused:
        list(read_ledger(docx(), "a.xlsx", today=TODAY))

    assert refused.value.code is LedgerCode.NOT_A_TABLE


def test_a_formula_is_read_as_what_it_came_to():
    formula = '<c r="E2"><f>20261101+1</f><v>20261102</v></c>'
    (row,) = read_ledger(changed(cell=formula), "a.xlsx", today=TODAY)

    assert row.received_on == date(2026, 11, 2)


def test_a_cell_left_empty_says_nothing():
    rows = table({"备注": None, "答复文号": None, "代理人": 3.5})
    (row,) = read_ledger(as_xlsx(rows), "a.xlsx", today=TODAY)

    assert not row.is_answered
    assert row.texts[Column.AGENT] == "3.5"
    assert "None" not in row.texts.values()


def test_lines_within_a_cell_stay_lines():
    (row,) = read_ledger(as_csv(table({"申请内容": "一\r\n二\n三"})), "a.csv", today=TODAY)

    assert row.texts[Column.CONTENT] == "一\r\n二\n三"


def test_a_delimiter_is_told_by_a_header_within_twenty_rows():
    def rows(above):
        return list(
            read_ledger(as_csv([["说明"]] * above + table({}), delimiter=";"), "a.csv", today=TODAY)
        )

    assert [row.row for row in rows(19)] == [21]
    with pytest.raises(LedgerError):
        rows(20)
