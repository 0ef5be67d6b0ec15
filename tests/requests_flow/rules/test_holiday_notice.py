"""The notice of the State Council as people paste it, and what in it contradicts itself."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules import holiday_checks
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.holiday_draft import Doubt, DoubtCode, HolidayError, changing, say
from requests_flow.rules.holiday_notice import SEVEN, read_notice
from requests_flow.rules.working_days import (
    HOLIDAYS,
    CalendarError,
    WorkingCalendar,
    read_arrangement,
)

from .printed_notices import (
    CHANGE_OF_2019,
    CHANGE_OF_2020,
    FIRST_OF_2019,
    FIRST_OF_2020,
    NOTICES,
)

OF_THE_WHOLE = {
    DoubtCode.NOT_NAMED,
    DoubtCode.DAYS_DO_NOT_BALANCE,
    DoubtCode.OFF_WITHOUT_HOLIDAY,
}
BODY = "国务院办公厅关于2026年部分节假日安排的通知 国办发明电〔2025〕7号 {}"


def shipped(year):
    return read_arrangement((HOLIDAYS / f"{year}.json").read_text(encoding="utf-8"))


def days_worked(arrangement):
    """Every day of the year on which the office is open."""
    calendar = WorkingCalendar(arrangement.off, arrangement.worked, frozenset({arrangement.year}))
    days = (date(arrangement.year, 1, 1) + timedelta(days=n) for n in range(365))
    return {day for day in days if calendar.is_working_day(day)}


def clause(text):
    """What is read from one clause in a notice of 2026, without the doubts about the rest."""
    draft = read_notice(BODY.format(text))
    doubts = [
        doubt
        for doubt in draft.doubts
        if isinstance(doubt.code, DoubtCode) and doubt.code not in OF_THE_WHOLE
    ]
    return draft.arrangement, doubts


def days(*texts):
    return {date.fromisoformat(text) for text in texts}


@pytest.mark.parametrize("year", NOTICES)
def test_every_printed_notice_gives_the_year_shipped_without_a_doubt(year):
    draft = read_notice(NOTICES[year])

    assert draft.doubts == ()
    assert draft.arrangement.source == shipped(year).source
    assert days_worked(draft.arrangement) == days_worked(shipped(year))


@pytest.mark.parametrize("year", [2021, 2025, 2026])
def test_where_no_weekend_is_joined_the_days_are_the_very_same(year):
    assert read_notice(NOTICES[year]).arrangement == shipped(year)


def test_what_is_understood_is_named_holiday_by_holiday():
    new_year, spring, *_, national = read_notice(NOTICES[2026]).holidays

    assert new_year.name == "元旦"
    assert new_year.runs == ((date(2026, 1, 1), date(2026, 1, 3)),)
    assert new_year.worked == (date(2026, 1, 4),)
    assert (spring.name, len(spring.off)) == ("春节", 9)
    assert (national.name, len(national.off), len(national.worked)) == ("国庆节", 7, 2)


def test_a_joint_holiday_is_one():
    names = [holiday.name for holiday in read_notice(NOTICES[2025]).holidays]

    assert names == ["元旦", "春节", "清明节", "劳动节", "端午节", "国庆节、中秋节"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: unicodedata.normalize("NFKC", text),
        lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda text: text.replace("周", "星期"),
        lambda text: text.replace("（周日）", "（星期天）"),
        lambda text: text.replace("\n", "\r\n\r\n").replace("月", " 月 "),
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("至", "—"),
        lambda text: text.replace("元旦：1月", "元旦：2026年1月"),
        lambda text: text.replace("〔2025〕", "[2025]"),
        lambda text: text.replace("共3天", "共三天").replace("共7天", "共七天"),
        lambda text: text.replace("一、", "").replace("春节：", "春节假期："),
        lambda text: text.replace("天。", "天；"),
        lambda text: "\u200b".join(text),
    ],
)
def test_it_may_be_typed_or_pasted_in_many_ways(change):
    assert read_notice(change(NOTICES[2026])).doubts == ()
    assert read_notice(change(NOTICES[2026])).arrangement == shipped(2026)


def test_a_wish_is_no_day_off():
    text = NOTICES[2024]

    assert "鼓励" in text
    assert date(2024, 2, 9) not in read_notice(text).arrangement.off


def test_a_holiday_that_joins_the_weekend_takes_both_its_days():
    arrangement, doubts = clause("五、端午节：6月19日放假，与周末连休，共3天。")

    assert arrangement.off == days("2026-06-19", "2026-06-20", "2026-06-21")
    assert doubts == []


def test_a_holiday_on_a_monday_joins_the_weekend_before_it():
    arrangement, doubts = clause("五、端午节：6月22日放假，与周末连休，共3天。")

    assert arrangement.off == days("2026-06-20", "2026-06-21", "2026-06-22")
    assert doubts == []


def test_a_day_made_up_for_is_off():
    arrangement, doubts = clause("三、清明节：4月5日（星期日）放假，4月6日（星期一）补休。")

    assert arrangement.off == days("2026-04-05", "2026-04-06")
    assert doubts == []


def test_a_day_of_the_year_before_is_named_with_its_year():
    off = read_notice(NOTICES[2023]).holidays[0].off
    worked = read_notice(FIRST_OF_2019).holidays[0].worked

    assert off[0] == date(2022, 12, 31)
    assert worked == (date(2018, 12, 29),)


def test_days_may_be_listed_and_worked_in_the_same_sentence():
    arrangement, doubts = clause(
        "中国人民抗日战争胜利纪念日放假安排\n"
        "一、胜利纪念日：9月3日、4日放假，9月6日（周日），9月12日（周六）上班。"
    )

    assert arrangement.off == days("2026-09-03", "2026-09-04")
    assert arrangement.worked == days("2026-09-06", "2026-09-12")
    assert doubts == []


def test_a_weekday_that_is_not_the_dates_is_said():
    arrangement, (doubt,) = clause("七、国庆节：10月1日（周五）至7日（周三）放假调休，共7天。")

    assert (doubt.code, doubt.about) == (DoubtCode.WEEKDAY_DIFFERS, "10月1日")
    assert (doubt.printed, doubt.found) == ("周五", "周四")
    assert date(2026, 10, 1) in arrangement.off


def test_a_count_that_is_not_the_days_is_said():
    _, (doubt,) = clause("七、国庆节：10月1日（周四）至6日（周二）放假调休，共7天。")

    assert doubt.code is DoubtCode.COUNT_DIFFERS
    assert (doubt.about, doubt.printed, doubt.found) == ("国庆节", "7", "6")


@pytest.mark.parametrize(("printed", "number"), [("两", 2), ("十", 10), ("十一", 11)])
def test_a_count_may_be_a_numeral(printed, number):
    _, (doubt,) = clause(f"七、国庆节：10月1日至7日放假，共{printed}天。")

    assert doubt.printed == str(number)


def test_a_holiday_named_twice_is_said():
    _, (doubt,) = clause("一、元旦：1月1日放假。二、元旦：1月2日放假。")

    assert doubt == Doubt(code=DoubtCode.NAMED_TWICE, about="元旦", printed="", found="")


def test_days_of_which_nothing_is_said_are_not_off_but_said():
    arrangement, (doubt,) = clause("一、元旦：1月1日至3日放假。1月5日至6日轮班。")

    assert arrangement.off == days("2026-01-01", "2026-01-02", "2026-01-03")
    assert doubt == Doubt(
        code=DoubtCode.NOT_UNDERSTOOD, about="元旦", printed="1月5日、1月6日", found=""
    )


def test_what_else_is_said_of_a_day_does_not_make_it_worked():
    arrangement, (doubt,) = clause(
        "一、元旦：1月1日放假。1月3日（周六）值班，1月10日（周六）上班。"
    )

    assert arrangement.worked == days("2026-01-10")
    assert (doubt.code, doubt.printed) == (DoubtCode.NOT_UNDERSTOOD, "1月3日")


@pytest.mark.parametrize(
    "half",
    [
        "二、妇女节：3月9日（周一）妇女放假半天。",
        "二、妇女节：3月9日（周一）放假半日。",
        "二、春节：3月9日（周一）下午放假。",
        "二、春节：3月9日（周一）上午上班。",
    ],
)
def test_half_a_day_changes_nothing_and_is_said(half):
    arrangement, doubts = clause(f"一、元旦：1月1日放假。{half}")

    assert (arrangement.off, arrangement.worked) == (days("2026-01-01"), frozenset())
    assert [(one.code, one.printed) for one in doubts] == [(DoubtCode.NOT_UNDERSTOOD, "3月9日")]


@pytest.mark.parametrize(
    "said", ["不上班", "无需上班", "不用上班", "不正常上班", "不放假", "不安排放假", "不补休"]
)
def test_what_is_denied_is_not_the_contrary(said):
    arrangement, doubts = clause(f"一、元旦：1月1日放假。1月3日（周六）{said}。")

    assert (arrangement.off, arrangement.worked) == (days("2026-01-01"), frozenset())
    assert [(one.code, one.printed) for one in doubts] == [(DoubtCode.NOT_UNDERSTOOD, "1月3日")]


def test_a_weekday_off_that_is_of_no_holiday_is_said():
    draft = read_notice(BODY.format("一、元旦：1月1日放假。二、国庆节：8月3日放假。8月8日放假。"))

    (doubt,) = [one for one in draft.doubts if one.code is DoubtCode.OFF_WITHOUT_HOLIDAY]
    assert doubt.about == "8月3日（周一）"


def test_the_long_wording_of_the_first_years_is_refused_rather_than_misread():
    """Of 2008: which days "上班" is said of, only the sense tells."""
    body = (
        "2月2日（星期六）、2月3日（星期日）两个公休日调至2月11日（星期一）、2月12日（星期二），"
        "2月2日（星期六）、2月3日（星期日）上班。"
    )
    with pytest.raises(HolidayError) as refused:
        read_notice(f"2008年放假安排 二、春节：2月6日—12日放假，共7天。其中，{body}")

    assert refused.value.code is ErrorCode.CALENDAR_CONTRADICTS_ITSELF


def test_a_weekday_that_is_called_worked_counts_anyway_and_is_said():
    arrangement, (doubt,) = clause("一、元旦：1月1日放假。1月5日上班。")

    assert arrangement.worked == frozenset()
    assert (doubt.code, doubt.about, doubt.found) == (
        DoubtCode.WORKED_IS_A_WEEKDAY,
        "1月5日",
        "周一",
    )


def test_from_a_day_onwards_is_no_day_worked():
    arrangement, (doubt,) = clause("二、春节：2月16日放假。延长至2月22日，2月23日起正常上班。")

    assert arrangement.worked == frozenset()
    assert (doubt.code, doubt.printed) == (DoubtCode.NOT_UNDERSTOOD, "2月22日")


def test_december_before_january_is_of_the_year_before_and_said():
    arrangement, (doubt,) = clause("一、元旦：12月31日（周三）至1月2日放假调休，共3天。")

    assert arrangement.off == days("2025-12-31", "2026-01-01", "2026-01-02")
    assert (doubt.code, doubt.about, doubt.found) == (
        DoubtCode.YEAR_TAKEN_FROM_BEFORE,
        "12月31日",
        "2025",
    )


def test_the_weekdays_beside_such_a_stretch_are_those_of_their_own_days():
    _, found = clause("一、元旦：12月31日（周三）至1月2日（周五）放假调休，共3天。")

    assert [doubt.code for doubt in found] == [DoubtCode.YEAR_TAKEN_FROM_BEFORE]


def test_a_day_named_before_a_stretch_is_kept():
    arrangement, doubts = clause("七、国庆节：10月1日、3日至5日放假，共4天。")

    assert arrangement.off == days("2026-10-01", "2026-10-03", "2026-10-04", "2026-10-05")
    assert doubts == []


@pytest.mark.parametrize("stop", ["。", "；", ";"])
def test_a_word_reaches_no_further_back_than_its_sentence(stop):
    arrangement, (doubt,) = clause(f"一、元旦：1月1日放假。1月3日{stop}1月4日（周日）上班。")

    assert arrangement.worked == days("2026-01-04")
    assert (doubt.code, doubt.printed) == (DoubtCode.NOT_UNDERSTOOD, "1月3日")


def test_holidays_that_are_not_named_are_said():
    draft = read_notice(BODY.format("一、元旦：1月1日放假。五、端午节：6月19日放假。"))
    codes = {doubt.code: doubt for doubt in draft.doubts}

    assert codes[DoubtCode.NOT_NAMED].about == "春节、清明、劳动节、中秋、国庆节"
    assert holiday_checks.Doubt.STATUTORY_DAY_MISSING in codes


def test_days_given_and_taken_must_leave_those_of_the_law():
    text = NOTICES[2026].replace("1月4日（周日）上班。", "")

    (doubt,) = read_notice(text).doubts

    assert doubt.code is DoubtCode.DAYS_DO_NOT_BALANCE
    assert (doubt.about, doubt.printed, doubt.found) == ("19 − 5", "13", "14")


def test_the_number_is_missing_or_of_another_year():
    without = read_notice(NOTICES[2026].replace("国办发明电〔2025〕7号", ""))
    other = read_notice(NOTICES[2026].replace("〔2025〕", "〔2021〕"))

    assert [doubt.code for doubt in without.doubts] == [DoubtCode.NUMBER_MISSING]
    assert without.arrangement.source == ""
    assert other.doubts == (
        Doubt(code=DoubtCode.NUMBER_OF_ANOTHER_YEAR, about="国办发明电〔2021〕7号", printed="2021"),
    )


def test_the_year_may_be_said_by_the_person():
    text = "国办发明电〔2025〕7号 一、元旦：1月1日放假1天。"

    assert read_notice(text, year=2026).arrangement.year == 2026
    assert read_notice(NOTICES[2026], year=2026).arrangement == shipped(2026)


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("", 2026, ErrorCode.HOLIDAYS_NOT_FOUND),
        ("今天放假", 2026, ErrorCode.HOLIDAYS_NOT_FOUND),
        (BODY.format("一、元旦：不放假。"), None, ErrorCode.HOLIDAYS_NOT_FOUND),
        (CHANGE_OF_2020, None, ErrorCode.HOLIDAY_LENGTHENED),
        ("一、元旦：1月1日放假。", None, ErrorCode.HOLIDAY_YEAR_MISSING),
        (NOTICES[2025] + NOTICES[2026], None, ErrorCode.HOLIDAY_YEAR_UNCLEAR),
        (NOTICES[2026], 2027, ErrorCode.HOLIDAY_YEAR_DIFFERS),
        ("一、元旦：1月1日放假。", 9999, ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE),
        (
            BODY.format("一、元旦：9999年12月31日放假，与周末连休。"),
            None,
            "calendar_year_implausible",
        ),
        (BODY.format("二、春节：2月30日放假。"), None, ErrorCode.HOLIDAY_DATE_IMPOSSIBLE),
        (BODY.format("二、春节：0月3日放假。"), None, ErrorCode.HOLIDAY_DATE_IMPOSSIBLE),
        (BODY.format("二、春节：3日放假。"), None, ErrorCode.HOLIDAY_DATE_IMPOSSIBLE),
        (BODY.format("二、春节：2月16日、31日放假。"), None, ErrorCode.HOLIDAY_DATE_IMPOSSIBLE),
        (BODY.format("二、春节：2月20日至2月16日放假。"), None, "holiday_stretch_impossible"),
        (BODY.format("二、春节：2月16日至4月22日放假。"), None, "holiday_stretch_impossible"),
        (BODY.format("一、元旦：2027年1月1日放假。"), None, ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR),
        (BODY.format("一、元旦：2025年11月1日放假。"), None, ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR),
        (BODY.format("一、元旦：1月3日放假。1月3日上班。"), None, "calendar_contradicts_itself"),
    ],
)
def test_what_cannot_be_read_is_refused(text, year, code):
    with pytest.raises(HolidayError) as refused:
        read_notice(text, year=year)

    assert refused.value.code == code


def test_a_refusal_says_where():
    with pytest.raises(HolidayError) as refused:
        read_notice(NOTICES[2026].replace("2月28日", "2月30日"))

    assert refused.value.what == "春节 2月30日(周六)"


@pytest.mark.parametrize(
    ("text", "year", "what"),
    [
        (NOTICES[2025] + NOTICES[2026], None, "2025、2026"),
        (NOTICES[2025] + NOTICES[2026], 2027, "2025、2026"),
        ("一、元旦：1月1日放假。", None, ""),
    ],
)
def test_a_refusal_names_the_years_that_are_said(text, year, what):
    with pytest.raises(HolidayError) as refused:
        read_notice(text, year=year)

    assert refused.value.what == what


def test_a_notice_that_changes_one_holiday_leaves_the_others():
    present = read_notice(FIRST_OF_2019).arrangement
    change = read_notice(CHANGE_OF_2019)
    both = changing(present, change)

    assert DoubtCode.NOT_NAMED in {doubt.code for doubt in change.doubts}
    assert both.doubts == ()
    assert both.holidays == change.holidays != ()
    assert both.arrangement.source == shipped(2019).source
    assert days_worked(both.arrangement) == days_worked(shipped(2019))


def test_a_later_notice_gives_back_a_weekend_that_was_to_be_worked():
    present = read_notice(FIRST_OF_2020).arrangement
    change = read_notice("春节：2020年1月31日至2月2日放假。国办发明电〔2020〕1号", year=2020)
    both = changing(present, change)

    assert days_worked(both.arrangement) == days_worked(shipped(2020))
    assert [doubt.code for doubt in both.doubts] == [DoubtCode.DAYS_DO_NOT_BALANCE]


WEEKDAYS = "一二三四五六日"
WORDS = [
    "元旦",
    "春节",
    "：",
    "1月",
    "31日",
    "2月30日",
    "至",
    "放假",
    "上班",
    "共3天",
    "共十九天",
    "。",
]
WORDS += [
    "，",
    "、",
    "一、",
    "（周六）",
    "2026年",
    "12月31日",
    "起",
    "连休",
    "9999年",
    "鼓励",
    "国庆节",
]


@st.composite
def printed_years(draw):
    """A year's holidays, one a month, and the notice that prints them."""
    year = draw(st.integers(2010, 2040))
    week, joint = draw(st.sampled_from(["周", "星期"])), draw(st.sampled_from(["", "调休"]))
    off, worked, body = set(), set(), ""

    def weekday(day):
        return f"（{week}{WEEKDAYS[day.weekday()]}）"

    for number, name in enumerate(SEVEN):
        first = date(year, 1 + number, draw(st.integers(1, 9)))
        run = [first + timedelta(days=n) for n in range(draw(st.integers(1, 9)))]
        off |= set(run)
        to = f"至{run[-1].day}日{weekday(run[-1])}" if len(run) > 1 else ""
        body += f"{WEEKDAYS[number].replace('日', '七')}、{name}：{say(first)}{weekday(first)}{to}"
        body += f"放假{joint}，共{len(run)}天。"
        later = [run[-1] + timedelta(days=n) for n in range(1, 14)]
        swaps = draw(st.sets(st.sampled_from([day for day in later if day.weekday() >= 5])))
        worked |= swaps
        body += "、".join(say(day) + weekday(day) for day in sorted(swaps))
        body += "上班。" if swaps else ""
    title = f"国务院办公厅关于{year}年部分节假日安排的通知国办发明电〔{year - 1}〕7号"
    return year, off, worked - off, title + body


@given(printed_years())
def test_whatever_is_printed_in_this_manner_is_read(printed):
    year, off, worked, text = printed
    draft = read_notice(text)
    own = {*OF_THE_WHOLE, *holiday_checks.Doubt}

    assert draft.arrangement.year == year
    assert draft.arrangement.off == off
    assert draft.arrangement.worked == worked
    assert {doubt.code for doubt in draft.doubts} <= own


@given(st.lists(st.sampled_from(WORDS)).map("".join) | st.text())
def test_whatever_is_pasted_is_read_or_refused(text):
    for year in (None, 2026):
        try:
            draft = read_notice(text, year=year)
        except CalendarError:
            continue
        assert draft.arrangement.off
