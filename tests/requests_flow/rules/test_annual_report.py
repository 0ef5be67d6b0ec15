"""The tables of the yearly report: law.md 3.3 to 3.6."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.annual_report import (
    Broken,
    Identity,
    ReportError,
    broken_in_roll_up,
    broken_in_section_four,
    broken_in_section_three,
    format_on,
    main_outcome,
    row_of,
    rows_on,
)
from requests_flow.rules.applicants import ApplicantKind
from requests_flow.rules.catalogue import OUTCOMES, CatalogueError
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.report_rows import COLUMNS, DISPUTE_RESULTS, DISPUTES, FORMATS, TOTAL

# law.md 3.3, word for word; the headings in front of the first row below them.
PRINTED = """
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
三、本年度办理结果
（一）予以公开
（二）部分公开（区分处理的，只计这一情形，不计其他情形）
（三）不予公开
1.属于国家秘密
2.其他法律行政法规禁止公开
3.危及“三安全一稳定”
4.保护第三方合法权益
5.属于三类内部事务信息
6.属于四类过程性信息
7.属于行政执法案卷
8.属于行政查询事项
（四）无法提供
1.本机关不掌握相关政府信息
2.没有现成信息需要另行制作
3.补正后申请内容仍不明确
（五）不予处理
1.信访举报投诉类申请
2.重复申请
3.要求提供公开出版物
4.无正当理由大量反复申请
5.要求行政机关确认或重新出具已获取信息
（六）其他处理
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
3.其他
（七）总计
四、结转下年度继续办理
""".strip().splitlines()
IN_ITS_ROW = {
    "三（一）": "A1 A2 A3",
    "三（二）": "B",
    **{f"三（三）{n}": f"C{n}" for n in range(1, 9)},
    "三（四）1": "D1a D1b",
    "三（四）2": "D2",
    "三（四）3": "D3",
    **{f"三（五）{n}": f"E{n}" for n in range(1, 6)},
    **{f"三（六）{n}": f"F{n}" for n in range(1, 4)},
}


def test_the_rows_are_printed_word_for_word():
    lines = []
    seen: set[tuple[str, ...]] = set()
    for row in rows_on(2021):
        for depth in range(1, len(row.path) + 1):
            if row.path[:depth] not in seen:
                seen.add(row.path[:depth])
                lines.append(row.path[depth - 1])

    assert lines == PRINTED
    assert len(rows_on(2021)) == 25
    assert len(format_on(2021).results) == 21


def test_the_trial_format_had_one_row_for_everything_else():
    keys = [row.key for row in rows_on(2020)]

    assert len(keys) == 23
    assert rows_on(2019) == rows_on(2020)
    assert [key for key in keys if key.startswith("三（六）")] == ["三（六）"]
    assert {row_of(code, 2020) for code in ("F1", "F2", "F3")} == {"三（六）"}


@pytest.mark.parametrize(("year", "name"), [(2020, "60号"), (2021, "30号"), (2026, "30号")])
def test_each_year_has_its_format(year, name):
    assert format_on(year).name.endswith(name)


def test_before_2019_there_was_no_such_table():
    with pytest.raises(ReportError) as refusal:
        rows_on(2018)

    assert refusal.value.code is ErrorCode.NO_REPORT_FORMAT


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_every_outcome_is_counted_in_its_row_and_the_catalogue_says_the_same(code):
    expected = next(key for key, codes in IN_ITS_ROW.items() if code in codes.split())

    assert row_of(code, 2021) == expected == OUTCOMES[code].report_row


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_outcome_is_counted_exactly_once(form):
    counted = [code for row in form.rows for code in row.outcomes]

    assert sorted(counted) == sorted(OUTCOMES)


def test_what_the_law_does_not_know_is_counted_nowhere():
    with pytest.raises(CatalogueError):
        row_of("Z9", 2026)
    with pytest.raises(CatalogueError):
        main_outcome([])
    for codes in (["A2", "Z9"], ["B", "Z9"], ["Z9"]):
        with pytest.raises(CatalogueError):
            main_outcome(codes)


@pytest.mark.parametrize(
    ("codes", "main"),
    [
        (["C5", "B"], "B"),
        (["A2", "B"], "B"),
        (["E1", "C6", "D1a"], "C6"),
        (["A2", "C5"], "B"),
        (["C8", "A1"], "B"),
        (["A3", "C1", "E1"], "B"),
        (["B", "E1"], "B"),
        (["D1a", "A2"], "A2"),
        (["E1", "A1"], "A1"),
        (["D1b"], "D1b"),
    ],
)
def test_a_reply_with_several_results_is_counted_once(codes, main):
    assert main_outcome(codes) == main


def test_the_columns_are_the_kinds_of_applicants_and_their_total():
    assert list(COLUMNS) == [*ApplicantKind, TOTAL]
    assert [words[-1] for words in COLUMNS.values()] == [
        *("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    ]
    assert {words[0] for words in COLUMNS.values()} == {"自然人", "法人或其他组织", "总计"}


def table(numbers, year=2025, third=3):
    """A table in which natural persons and, one in three, companies asked; what is not said is nought."""
    rows = {}
    for row in rows_on(year):
        people = numbers.get(row.key, 0)
        companies = people // third
        rows[row.key] = {**dict.fromkeys(COLUMNS, 0), TOTAL: people}
        rows[row.key]["natural_person"] = people - companies
        rows[row.key]["company"] = companies
    results = [rows[key] for key in format_on(year).results]
    rows["三（七）"] = {column: sum(row[column] for row in results) for column in COLUMNS}
    rows["四"] = {
        column: rows["一"][column] + rows["二"][column] - rows["三（七）"][column]
        for column in COLUMNS
    }
    return rows


# A real report on 2025 (law.md S10): 14069 + 560 = 13810 + 819. What law.md does not name of the
# results is put into one row.
REAL = {
    "一": 14069,
    "二": 560,
    "三（一）": 5548,
    "三（二）": 2168,
    "三（四）1": 3222,
    "三（六）1": 318,
    "三（六）2": 203,
    "三（六）3": 965,
    "三（五）1": 13810 - 5548 - 2168 - 3222 - 318 - 203 - 965,
}


def test_a_real_report_holds():
    real = table(REAL)

    assert (real["三（七）"][TOTAL], real["四"][TOTAL]) == (13810, 819)
    assert 14069 + 560 == 13810 + 819 == 14629
    assert broken_in_section_three(real, year=2025) == ()


def changed(row, column, by, numbers=REAL):
    wrong = copy.deepcopy(table(numbers))
    wrong[row][column] += by
    return wrong


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("一", {Identity.BALANCE}),
        ("四", {Identity.BALANCE}),
        ("三（一）", {Identity.RESULTS}),
        ("三（六）3", {Identity.RESULTS}),
        ("三（七）", {Identity.BALANCE, Identity.RESULTS}),
    ],
)
def test_each_broken_identity_is_named_with_its_place(row, broken):
    wrong = changed(row, "company", 1)
    wrong[row][TOTAL] += 1

    found = broken_in_section_three(wrong, year=2025)

    assert {one.identity for one in found} == broken
    assert {one.place for one in found} == {"company", TOTAL}


def test_a_total_that_is_not_the_sum_of_its_kinds_is_named():
    found = broken_in_section_three(changed("二", "welfare", 2), year=2025)

    assert Broken(Identity.COLUMNS, "二", 560, 562) in found
    assert Broken(Identity.BALANCE, "welfare", 2, 0) in found


def test_what_was_carried_over_is_what_is_taken_over():
    before = table({"一": 560}, 2024)

    assert broken_in_section_three(table(REAL), year=2025, year_before=before) == ()
    before["四"]["company"] -= 1
    found = broken_in_section_three(table(REAL), year=2025, year_before=before)
    assert found == (Broken(Identity.CARRIED, "company", 186, 185),)
    wrong = changed("三（一）", "company", 1)
    wrong["三（一）"][TOTAL] += 1
    both = broken_in_section_three(wrong, year=2025, year_before=before)
    assert {one.identity for one in both} == {Identity.RESULTS, Identity.CARRIED}
    total = wrong["三（七）"]["company"]
    assert Broken(Identity.RESULTS, "company", total, total + 1) in both


def test_a_table_of_another_shape_is_not_compared():
    short = table(REAL)
    del short["三（三）8"]["other"]
    short["三（九）"] = {TOTAL: 1}
    short["一"]["company"] = -1

    assert broken_in_section_three(short, year=2025) == (
        Broken(Identity.SHAPE, "一 · company", -1, 0),
        Broken(Identity.SHAPE, "三（三）8 · other", None, 0),
        Broken(Identity.SHAPE, "三（九） · total", 1, None),
    )


def test_a_table_of_the_trial_format_is_not_one_of_today():
    trial = table({"一": 3, "三（六）": 3}, 2020)

    assert broken_in_section_three(trial, year=2020) == ()
    assert {one.identity for one in broken_in_section_three(trial, year=2021)} == {Identity.SHAPE}


def disputes(**wrong):
    """790 reviews, 97 of them corrected; 56 suits at once, 156 after a review (law.md S10)."""
    rows = {"review": (600, 97, 43, 50), "direct_suit": (40, 6, 4, 6), "suit_after_review": None}
    rows["suit_after_review"] = (120, 8, 8, 20)
    made = {
        block: dict(zip(DISPUTE_RESULTS, (*numbers, sum(numbers)), strict=True))
        for block, numbers in rows.items()
    }
    for block, by in wrong.items():
        made[block][TOTAL] += by
    return made


def test_section_four_has_three_blocks_of_five():
    assert len(DISPUTES) * len(DISPUTE_RESULTS) == 15
    assert [made[TOTAL] for made in disputes().values()] == [790, 56, 156]
    assert broken_in_section_four(disputes()) == ()
    assert broken_in_section_four(disputes(direct_suit=1)) == (
        Broken(Identity.DISPUTES, "direct_suit", 57, 56),
    )
    assert broken_in_section_four({})[0].identity is Identity.SHAPE


def test_the_district_is_the_sum_of_its_units():
    street, bureau = table({"一": 3, "三（一）": 2}), table({"一": 9, "三（二）": 9})
    whole = {
        row: {column: street[row][column] + bureau[row][column] for column in COLUMNS}
        for row in street
    }

    assert broken_in_roll_up(whole, [street, bureau]) == ()
    assert Broken(Identity.ROLL_UP, "一 · total", 12, 9) in broken_in_roll_up(whole, [bureau])
    assert Broken(Identity.ROLL_UP, "一 · total", 0, 3) in broken_in_roll_up({}, [street])


@given(
    numbers=st.fixed_dictionaries({key: st.integers(0, 500) for key in IN_ITS_ROW}),
    carried=st.integers(0, 50),
    row=st.sampled_from([row.key for row in rows_on(2025)]),
    column=st.sampled_from(list(COLUMNS)),
    by=st.integers(1, 9),
)
def test_no_number_can_be_changed_alone_without_being_noticed(numbers, carried, row, column, by):
    right = table({**numbers, "一": sum(numbers.values()), "二": carried}, third=10**6)
    wrong = copy.deepcopy(right)
    wrong[row][column] += by

    assert broken_in_section_three(right, year=2025) == ()
    assert broken_in_section_three(wrong, year=2025) != ()
