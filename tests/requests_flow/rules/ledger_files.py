"""Ledgers as offices save them: one good row, and what is changed in it."""

import csv
import io
from datetime import date

import openpyxl

TODAY = date(2026, 11, 23)
HEADER = {
    "受理编号": "旧2026-1",
    "申请人类型": "自然人",
    "姓名或名称": "张三",
    "申请渠道": "当面",
    "收到申请之日(T0)": "2026-11-02",
    "申请内容": "申请公开：某某地块，征收补偿方案",
}


def table(*rows: dict, header=HEADER) -> list[list[str]]:
    columns = list(dict.fromkeys([*header, *(name for row in rows for name in row)]))
    return [columns, *([(header | row).get(name, "") for name in columns] for row in rows)]


def as_csv(rows, *, encoding="utf-8", delimiter=",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows, *, title="台账") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表由办公室填写"])
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
