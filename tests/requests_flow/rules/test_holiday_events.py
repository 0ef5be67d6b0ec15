"""The events of a calendar: their parts, their folds, and what of them is kept."""

from datetime import date, timedelta

import pytest

from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.holiday_draft import DoubtCode, HolidayError
from requests_flow.rules.holiday_files import read_ics

OFF = "BEGIN:VEVENT\r\nSUMMARY:元旦休\r\nDTSTART:20260101\r\nEND:VEVENT\r\n"


def calendar(*events):
    return "BEGIN:VCALENDAR\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def event(*lines):
    return "".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", *lines, "END:VEVENT"))


def left_out(*events):
    doubts = read_ics(calendar(OFF, *events)).doubts
    return [doubt.about for doubt in doubts if doubt.code is DoubtCode.EVENT_LEFT_OUT]


def test_what_an_alarm_says_is_not_said_of_the_event():
    alarm = ("BEGIN:VALARM", "SUMMARY:闹钟", "DTSTART:20260705", "STATUS:CANCELLED", "END:VALARM")
    said = ("SUMMARY:春节（班）", "DTSTART:20260214")

    for lines in ((*alarm, *said), (*said, *alarm), (*alarm, *alarm, *said)):
        draft = read_ics(calendar(OFF, event(*lines)))
        assert draft.arrangement.worked == {date(2026, 2, 14)}
        assert [holiday.name for holiday in draft.holidays] == ["元旦休", "春节"]


def test_a_part_may_have_parts_of_its_own():
    inner = ("BEGIN:VALARM", "BEGIN:X-A", "SUMMARY:a", "END:X-A", "SUMMARY:b", "END:VALARM")

    (_, spring) = read_ics(
        calendar(OFF, event(*inner, "SUMMARY:春节（班）", "DTSTART:20260214"))
    ).holidays

    assert spring.name == "春节"


def test_of_what_is_said_twice_the_first_counts():
    twice = event("SUMMARY:春节（班）", "SUMMARY:春节（休）", "DTSTART:20260214")

    assert read_ics(calendar(OFF, twice)).arrangement.worked == {date(2026, 2, 14)}


@pytest.mark.parametrize("fold", [" ", "\t"])
def test_a_line_that_begins_with_a_blank_goes_on(fold):
    folded = event("SUMMARY:春节", f"{fold}（班）", "DTSTART:202602", f"{fold}14")

    assert read_ics(calendar(OFF, folded)).arrangement.worked == {date(2026, 2, 14)}


def test_names_of_what_is_left_out_are_short_and_few_and_each_once():
    days = [event(f"SUMMARY:节{n}", "DTSTART:20260301") for n in range(14)]

    assert left_out(event(f"SUMMARY:{'长' * 50}", "DTSTART:20260301")) == ["长" * 40]
    assert left_out(*days, *days) == ["、".join(f"节{n}" for n in range(12))]


def test_an_event_that_says_nothing_is_left_out():
    assert left_out(event("DTSTART:20260301")) == [""]
    assert left_out(event("SUMMARY:腊八节")) == ["腊八节"]


def test_a_holiday_without_a_day_is_refused():
    with pytest.raises(HolidayError) as refused:
        read_ics(calendar(event("SUMMARY:元旦休")))

    assert (refused.value.code, refused.value.what) == (ErrorCode.HOLIDAY_FILE_INCOMPLETE, "")


def test_a_calendar_names_no_notice():
    draft = read_ics(calendar(OFF))

    assert draft.arrangement.source == ""
    assert [doubt.code for doubt in draft.doubts].count(DoubtCode.NUMBER_MISSING) == 1


def test_words_of_two_lines_are_not_read_as_one():
    apart = event("SUMMARY:Works", "CATEGORIES:hop", "DTSTART:20260301")
    work = event("SUMMARY:Work", "CATEGORIES:day", "DTSTART:20260214")

    assert left_out(apart) == ["Works"]
    assert read_ics(calendar(OFF, work)).arrangement.worked == {date(2026, 2, 14)}


@pytest.mark.parametrize(
    "summary",
    [
        *("春节调休工作日", "春节工作日", "春节补班", "春节 调休上班", "Spring Festival (working)"),
        *("Working Day for Spring Festival", "Work-day"),
    ],
)
def test_a_working_day_is_worked(summary):
    assert read_ics(calendar(OFF, event(f"SUMMARY:{summary}", "DTSTART:20260214"))).arrangement == (
        read_ics(calendar(OFF, event("SUMMARY:班", "DTSTART:20260214"))).arrangement
    )


@pytest.mark.parametrize(
    "summary",
    [
        *(
            "妇女节 放假半天",
            "青年节（放假半天）",
            "上班半日",
            "Half-day holiday",
            "调休",
            "春节 调休",
        ),
        *("不放假", "不上班", "不休", "非工作日", "No work", "Not a holiday", "non-working day"),
    ],
)
def test_what_may_be_either_is_neither_and_named_with_its_day(summary):
    draft = read_ics(calendar(OFF, event(f"SUMMARY:{summary}", "DTSTART:20260214")))

    assert (draft.arrangement.off, draft.arrangement.worked) == ({date(2026, 1, 1)}, frozenset())
    (doubt,) = [one for one in draft.doubts if one.code is DoubtCode.EVENT_UNCLEAR]
    assert (doubt.about, doubt.printed) == ("2月14日", summary)


def test_days_exchanged_that_say_that_they_are_off_are_off():
    for summary in ("春节放假调休", "春节调休（休）", "春节 调休假期"):
        draft = read_ics(calendar(OFF, event(f"SUMMARY:{summary}", "DTSTART:20260220")))
        assert date(2026, 2, 20) in draft.arrangement.off


@pytest.mark.parametrize(
    "lines",
    [("DTSTART:19900308", "RRULE:FREQ=YEARLY"), ("DTSTART:19900308",), ("DTSTART:soon",), ()],
)
def test_half_a_day_without_a_day_of_these_years_is_named_by_its_title(lines):
    assert left_out(event("SUMMARY:妇女节 放假半天", *lines)) == ["妇女节 放假半天"]


def test_half_a_day_of_another_year_is_no_doubt_of_this_one():
    draft = read_ics(calendar(OFF, event("SUMMARY:放假半天", "DTSTART:20250308")), year=2026)

    assert DoubtCode.EVENT_UNCLEAR not in {one.code for one in draft.doubts}
    assert DoubtCode.EVENT_LEFT_OUT not in {one.code for one in draft.doubts}


def test_a_stretch_longer_than_any_event_may_be_is_read_and_doubted():
    days = [date(2026, 7, 1) + timedelta(days=n) for n in range(40)]
    off = [event("SUMMARY:暑假", f"DTSTART:{day:%Y%m%d}") for day in days]

    draft = read_ics(calendar(*off))

    assert draft.arrangement.off == set(days)
    (doubt,) = [one for one in draft.doubts if one.code is DoubtCode.OFF_WITHOUT_HOLIDAY]
    assert doubt.about.startswith("7月1日（周三）、7月2日（周四）、7月3日（周五）、7月6日（周一）")
