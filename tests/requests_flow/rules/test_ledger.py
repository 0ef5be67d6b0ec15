"""The ledger of the office: what is good is read, what is bad is named cell by cell."""

from datetime import date, datetime

import pytest

from requests_flow.rules.applicants import ApplicantKind
from requests_flow.rules.ledger import (
    BadRow,
    Column,
    LedgerCode,
    LedgerError,
    Row,
    UnknownColumns,
    read_ledger,
)
from requests_flow.rules.receipt import Channel, Evidence, derive

from .ledger_files import HEADER, TODAY, as_csv, as_xlsx, table


def read(*rows: dict, name="台账.csv", header=HEADER, today=TODAY):
    return list(read_ledger(as_csv(table(*rows, header=header)), name, today=today))


def read_one(**cells):
    (row,) = read(cells)
    return row


# Files --------------------------------------------------------------------------------------

FILES = {
    "utf-8": (as_csv(table({})), "a.csv"),
    "utf-8 with a mark": (as_csv(table({}), encoding="utf-8-sig"), "a.csv"),
    "GB18030": (as_csv(table({}), encoding="gb18030"), "a.csv"),
    "tabs": (as_csv(table({}), delimiter="\t"), "a.txt"),
    "semicolons": (as_csv(table({}), delimiter=";"), "A.CSV"),
    "xlsx, second sheet": (as_xlsx(table({})), "台账.xlsx"),
    "a title above": (as_csv([["海曙区台账"], [], *table({})]), "a.csv"),
    "columns in another order": (as_csv([row[::-1] for row in table({})]), "a.csv"),
}


@pytest.mark.parametrize(("data", "name"), FILES.values(), ids=FILES)
def test_a_ledger_is_read_from_any_file_an_office_saves(data, name):
    (row,) = read_ledger(data, name, today=TODAY)

    assert isinstance(row, Row)
    assert (row.number, row.channel, row.kind) == (
        "旧2026-1",
        Channel.COUNTER,
        ApplicantKind.NATURAL_PERSON,
    )
    assert row.received_on == date(2026, 11, 2)
    # Kept as it was written, full-width punctuation and all.
    assert row.texts[Column.CONTENT] == HEADER["申请内容"]


NO_FILES = {
    "nothing": (b"", "a.csv", LedgerCode.COLUMNS_MISSING),
    "another table": (as_csv([["a", "b"], ["1", "2"]]), "a.csv", LedgerCode.COLUMNS_MISSING),
    "bytes": (b"\xff\xfe\0\0" * 9, "a.csv", LedgerCode.NOT_A_TABLE),
    "an old sheet": (b"\xd0\xcf\x11\xe0", "a.xls", LedgerCode.NOT_A_TABLE),
    "csv called xlsx": (as_csv(table({})), "a.xlsx", LedgerCode.NOT_A_TABLE),
    "a broken sheet": (as_xlsx(table({}))[:-50], "a.xlsx", LedgerCode.NOT_A_TABLE),
    "no sheet with a header": (as_xlsx([["x"]]), "a.xlsx", LedgerCode.COLUMNS_MISSING),
    "a cell without end": (
        as_csv(table({"申请内容": "x" * 200_000})),
        "a.csv",
        LedgerCode.NOT_A_TABLE,
    ),
}


@pytest.mark.parametrize(("data", "name", "code"), NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_ledger_is_refused_whole(data, name, code):
    with pytest.raises(LedgerError) as refused:
        list(read_ledger(data, name, today=TODAY))

    assert refused.value.code is code


@pytest.mark.parametrize("gone", HEADER)
def test_a_column_that_every_case_needs_is_named_when_it_is_missing(gone):
    rows = table({}, header={name: cell for name, cell in HEADER.items() if name != gone})

    with pytest.raises(LedgerError) as refused:
        list(read_ledger(as_csv(rows), "a.csv", today=TODAY))

    assert refused.value.data["columns"] == [gone.replace("(T0)", "")]


def test_unknown_columns_are_named_once_and_known_ones_not_at_all():
    first, *rows = read({"星座": "白羊", "备注": "x", "法定到期日": "y"}, {"受理编号": "2"})

    assert first == UnknownColumns(("星座",))
    assert [type(row) for row in rows] == [Row, Row]


def test_every_column_of_the_working_rules_is_known():
    law = [
        "序号",
        "受理编号",
        "收件单位",
        "申请人类型(自然人/商业企业)",
        "姓名或名称",
        "证件号(脱敏)",
        "联系方式",
        "代理人",
        "申请渠道",
        "申请(寄出)日期",
        "签收/提交日期",
        "确认日期",
        "收到申请之日(T0)",
        "申请内容",
        "获取方式",
        "主办科室/承办部门",
        "承办人",
        "是否补正",
        "补正告知日",
        "补正期限",
        "补正收到日",
        "是否征求第三方",
        "征求/回复日期",
        "是否征求其他机关",
        "是否延期",
        "延期审批日/告知日",
        "是否收费/金额/缴费日",
        "法定到期日",
        "剩余工作日",
        "答复类型(代码)",
        "法律依据",
        "答复文号",
        "签发日",
        "送达方式",
        "邮件号",
        "送达(交邮)日",
        "是否超期",
        "是否公开为主动公开",
        "办结日",
        "归档号",
        "行政复议(机关/案号/结果)",
        "行政诉讼(是否复议后/法院/案号/结果)",
        "投诉举报",
        "纠错情况",
        "备注",
    ]

    assert list(read_ledger(as_csv([law]), "a.csv", today=TODAY)) == []


# Cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02",
        "2026/11/2",
        "2026年11月2日",
        "20261102",
        "2026.11.02",
        "２０２６-11-02",
        " 2026-11-02 ",
    ],
)
def test_a_day_is_read_as_offices_write_it(written):
    assert read_one(**{"收到申请之日(T0)": written}).received_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    "cell", [datetime(2026, 11, 2, 9, 30), date(2026, 11, 2), 20261102, "20261102"]
)
def test_a_day_is_read_from_a_cell_of_a_sheet(cell):
    rows = table({"收到申请之日(T0)": cell, "受理编号": 17})

    (row,) = read_ledger(as_xlsx(rows), "a.xlsx", today=TODAY)

    assert (row.received_on, row.number) == (date(2026, 11, 2), "17")


CHANNELS = [
    ("当面提交", {}, Channel.COUNTER),
    ("EMS", {}, Channel.REGISTERED_POST),
    ("ems", {"签收/提交日期": "2026-11-02"}, Channel.REGISTERED_POST),
    ("平信", {"签收/提交日期": "2026-10-30", "确认日期": "2026-11-02"}, Channel.ORDINARY_POST),
    ("平信", {}, Channel.ORDINARY_POST),
    ("网上", {"申请日期": "2026-10-30"}, Channel.ONLINE),
    ("传真", {"申请日期": "2026-10-30"}, Channel.FAX),
    ("传真", {}, Channel.FAX),
    ("fax", {}, Channel.FAX),
    ("信函", {"签收/提交日期": "2026-11-02"}, Channel.REGISTERED_POST),
    ("邮寄", {"确认日期": "2026-11-02"}, Channel.ORDINARY_POST),
]


@pytest.mark.parametrize(("word", "days", "channel"), CHANNELS)
def test_the_days_of_a_row_prove_its_day_of_receipt(word, days, channel):
    row = read_one(申请渠道=word, **days)

    assert row.channel is channel
    evidence = Evidence(
        submitted_on=row.submitted_on, signed_on=row.signed_on, confirmed_on=row.confirmed_on
    )
    receipt = derive(channel, evidence, is_from_old_ledger=True)
    assert receipt.received_on == row.received_on == date(2026, 11, 2)


@pytest.mark.parametrize("word", ["网上", "传真"])
@pytest.mark.parametrize(
    ("days", "submitted_on"),
    [
        ({}, date(2026, 11, 2)),
        ({"申请日期": "2026-10-30"}, date(2026, 10, 30)),
        ({"申请日期": "2026-10-29", "签收/提交日期": "2026-10-30"}, date(2026, 10, 30)),
    ],
)
def test_what_came_by_wire_was_submitted_on_the_day_that_is_written(word, days, submitted_on):
    row = read_one(申请渠道=word, **days)

    assert (row.submitted_on, row.confirmed_on) == (submitted_on, date(2026, 11, 2))


def test_a_reply_of_the_day_of_receipt_is_a_reply():
    row = read_one(签发日="2026-11-02", 送达日="2026-11-02", 办结日="2026-11-02")

    assert row.is_answered


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("公民", ApplicantKind.NATURAL_PERSON),
        ("法人或其他组织—商业企业", ApplicantKind.COMPANY),
        ("法人或者其他组织：法律服务机构", ApplicantKind.LAW_SERVICE),
        ("company", ApplicantKind.COMPANY),
    ],
)
def test_the_kind_of_applicant_is_read_as_the_report_heads_it(written, kind):
    assert read_one(申请人类型=written).kind is kind


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", ""),
        ("a2", "A2"),
        ("D1a", "D1a"),
        ("予以公开", "A2"),
        ("C4 保护第三方合法权益", "C4"),
        ("c4：保护第三方合法权益", "C4"),
        ("Ｂ", "B"),
    ],
)
def test_an_outcome_is_read_by_code_or_by_name(written, code):
    assert read_one(答复类型=written).outcome_code == code


@pytest.mark.parametrize(
    ("cells", "answered"),
    [
        ({}, False),
        ({"答复文号": ""}, False),
        ({"答复类型": "A2"}, True),
        ({"答复文号": "海政公开〔2026〕1号"}, True),
        ({"送达日": "2026-11-20"}, True),
        ({"归档号": "X001"}, True),
    ],
)
def test_a_trace_of_a_reply_makes_a_row_answered(cells, answered):
    assert read_one(**cells).is_answered is answered


def test_a_bare_sequence_takes_the_year_of_receipt():
    header = {"序号": "3"} | {k: v for k, v in HEADER.items() if k != "受理编号"}

    one, two = read({}, {"收到申请之日(T0)": "2025-11-03"}, header=header)

    assert (one.number, two.number) == ("2026-3", "2025-3")


# What is wrong ------------------------------------------------------------------------------

T0 = "收到申请之日(T0)"
WRONG = [
    ({"受理编号": " "}, "受理编号", "", LedgerCode.NUMBER_MISSING),
    ({T0: ""}, "收到申请之日", "", LedgerCode.DATE_MISSING),
    ({T0: "2026-02-30"}, "收到申请之日", "2026-02-30", LedgerCode.NOT_A_DATE),
    ({T0: "昨天"}, "收到申请之日", "昨天", LedgerCode.NOT_A_DATE),
    ({T0: "46328"}, "收到申请之日", "46328", LedgerCode.NOT_A_DATE),
    ({T0: "2026-11/02"}, "收到申请之日", "2026-11/02", LedgerCode.NOT_A_DATE),
    ({T0: "2026-11-24"}, "收到申请之日", "2026-11-24", LedgerCode.RECEIVED_IN_THE_FUTURE),
    ({T0: "1926-11-02"}, "收到申请之日", "1926-11-02", LedgerCode.DATE_IMPLAUSIBLE),
    ({"申请渠道": ""}, "申请渠道", "", LedgerCode.CHANNEL_UNKNOWN),
    ({"申请渠道": "信鸽"}, "申请渠道", "信鸽", LedgerCode.CHANNEL_UNKNOWN),
    ({"申请渠道": "信函"}, "申请渠道", "信函", LedgerCode.CHANNEL_AMBIGUOUS),
    (
        {"申请渠道": "EMS", "签收/提交日期": "2026-10-30"},
        "收到申请之日",
        "2026-11-02",
        LedgerCode.RECEIPT_CONTRADICTED,
    ),
    (
        {"申请渠道": "EMS", "申请日期": "2026-11-05"},
        "收到申请之日",
        "2026-11-02",
        LedgerCode.RECEIPT_CONTRADICTED,
    ),
    ({"申请内容": " \n"}, "申请内容", "", LedgerCode.CONTENT_MISSING),
    ({"姓名或名称": ""}, "姓名或名称", "", LedgerCode.NAME_MISSING),
    ({"姓名或名称": "张" * 121}, "姓名或名称", "张" * 121, LedgerCode.TOO_LONG),
    ({"姓名或名称": "张\ufffd"}, "姓名或名称", "张\ufffd", LedgerCode.UNREADABLE_CHARACTERS),
    ({"申请内容": "a\x00b"}, "申请内容", "a\x00b", LedgerCode.UNREADABLE_CHARACTERS),
    ({"申请人类型": "外星人"}, "申请人类型", "外星人", LedgerCode.APPLICANT_KIND_UNKNOWN),
    ({"答复类型": "A9"}, "答复类型", "A9", LedgerCode.OUTCOME_UNKNOWN),
    ({"答复类型": "A2部分公开"}, "答复类型", "A2部分公开", LedgerCode.OUTCOME_UNKNOWN),
    ({"送达日": "2026-11-01"}, "送达日", "2026-11-01", LedgerCode.REPLY_BEFORE_RECEIPT),
    ({"签发日": "2026-11-01"}, "签发日", "2026-11-01", LedgerCode.REPLY_BEFORE_RECEIPT),
    ({T0: "2007-12-31"}, "收到申请之日", "2007-12-31", LedgerCode.DATE_IMPLAUSIBLE),
    (
        {"申请渠道": "平信", "确认日期": "2026-11-03"},
        "收到申请之日",
        "2026-11-02",
        LedgerCode.RECEIPT_CONTRADICTED,
    ),
    ({"申请内容": "案" * 20_001}, "申请内容", "案" * 20_001, LedgerCode.TOO_LONG),
    ({"办结日": "2026-12-01"}, "办结日", "2026-12-01", LedgerCode.REPLY_IN_THE_FUTURE),
]


@pytest.mark.parametrize(("cells", "column", "value", "code"), WRONG)
def test_a_bad_cell_is_named_with_row_column_value_and_reason(cells, column, value, code):
    good, bad = read({"受理编号": "0"}, cells)

    assert isinstance(good, Row)
    assert isinstance(bad, BadRow)
    assert bad.flaws == ((3, column, value, code),)


def test_a_number_twice_in_one_file_is_bad_the_second_time():
    one, two, three = read({}, {}, {"受理编号": "other"})

    assert [type(row) for row in (one, two, three)] == [Row, BadRow, Row]
    assert two.flaws == ((3, "受理编号", "旧2026-1", LedgerCode.NUMBER_TWICE),)


def test_a_comma_too_many_moves_nothing_in_silence():
    rows = table({})
    rows[1].append("方案")

    (bad,) = read_ledger(as_csv(rows), "a.csv", today=TODAY)

    assert bad.flaws == ((2, "", "方案", LedgerCode.CELL_WITHOUT_COLUMN),)


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    bad = read_one(申请渠道="信鸽", 申请内容="", 答复类型="Z")

    assert {flaw.code for flaw in bad.flaws} == {
        LedgerCode.CHANNEL_UNKNOWN,
        LedgerCode.CONTENT_MISSING,
        LedgerCode.OUTCOME_UNKNOWN,
    }


def test_a_cell_too_many_hides_no_other_flaw():
    rows = table({"姓名或名称": "张" * 121})
    rows[1].append("方案")

    (bad,) = read_ledger(as_csv(rows), "a.csv", today=TODAY)

    assert {flaw.code for flaw in bad.flaws} == {
        LedgerCode.CELL_WITHOUT_COLUMN,
        LedgerCode.TOO_LONG,
    }


def test_what_just_fits_is_taken_in():
    fits = {"姓名或名称": "张" * 120, "申请内容": "案" * 20_000, T0: TODAY.isoformat()}
    row = read_one(**fits)

    assert (row.row, row.received_on) == (2, TODAY)
    early = {T0: "2008-01-01", "序号": "1", "受理编号": ""}
    assert read_one(**early).number == "2008-1"


def test_a_sequence_without_its_day_of_receipt_is_a_number_still():
    one, two = read({T0: "", "序号": "7", "受理编号": ""}, {T0: "", "序号": "7", "受理编号": ""})

    assert [flaw.code for flaw in one.flaws] == [LedgerCode.DATE_MISSING]
    assert (3, "序号", "7", LedgerCode.NUMBER_TWICE) in two.flaws


def test_a_ledger_that_is_refused_says_why():
    with pytest.raises(LedgerError, match=r"^columns_missing$"):
        list(read_ledger(b"a,b", "a.csv", today=TODAY))


def test_empty_rows_are_passed_over_and_counted():
    rows = table({}, {"受理编号": "2", "申请渠道": "信鸽"})
    rows.insert(2, [""] * len(rows[0]))

    _, bad = read_ledger(as_csv(rows), "a.csv", today=TODAY)

    assert bad.row == 4


def test_every_code_has_a_row_that_shows_it():
    shown = {code for *_, code in WRONG} | {code for *_, code in NO_FILES.values()}
    shown |= {LedgerCode.NUMBER_TWICE, LedgerCode.CELL_WITHOUT_COLUMN}

    assert shown == set(LedgerCode)
