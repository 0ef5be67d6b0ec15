"""Holidays from files: our own JSON, that of holiday-cn, and calendars."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.holiday_draft import DoubtCode, HolidayError, runs_of
from requests_flow.rules.holiday_files import read_ics, read_json
from requests_flow.rules.working_days import HOLIDAYS, CalendarError, read_arrangement

YEARS = range(2019, 2027)
EVENT = "BEGIN:VEVENT\r\nSUMMARY:{}\r\nDTSTART;VALUE=DATE:{}\r\n{}END:VEVENT\r\n"


def shipped(year):
    return read_arrangement((HOLIDAYS / f"{year}.json").read_text(encoding="utf-8"))


def as_json(arrangement):
    return json.dumps(
        {
            "year": arrangement.year,
            "source": arrangement.source,
            "off": [day.isoformat() for day in sorted(arrangement.off)],
            "worked": [day.isoformat() for day in sorted(arrangement.worked)],
        },
        ensure_ascii=False,
    )


def as_holiday_cn(arrangement):
    days = [(day, True) for day in arrangement.off] + [(day, False) for day in arrangement.worked]
    return json.dumps(
        {
            "$schema": "https://example.org/schema.json",
            "year": arrangement.year,
            "papers": ["https://example.org/content_7047091.htm"],
            "days": [
                {"name": f"{day.month}月", "date": day.isoformat(), "isOffDay": is_off}
                for day, is_off in sorted(days)
            ],
        }
    )


def calendar(*events, head="BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"):
    return head + "".join(events) + "END:VCALENDAR\r\n"


def event(summary, start, more=""):
    return EVENT.format(summary, start, more)


def as_ics(arrangement):
    events = []
    for days, word in ((arrangement.off, "休"), (arrangement.worked, "班")):
        for first, last in runs_of(days):
            after = last + timedelta(days=1)
            events.append(
                event(f"{first.month}月（{word}）", f"{first:%Y%m%d}", f"DTEND:{after:%Y%m%d}\r\n")
            )
    return calendar(*events)


def codes(draft):
    return {doubt.code for doubt in draft.doubts}


@pytest.mark.parametrize("year", YEARS)
def test_every_file_shipped_is_read(year):
    text = (HOLIDAYS / f"{year}.json").read_text(encoding="utf-8")

    assert read_json(text).arrangement == shipped(year)
    assert DoubtCode.NUMBER_MISSING not in codes(read_json(text))
    assert read_json(text, year=year).arrangement == shipped(year)


@pytest.mark.parametrize("year", YEARS)
def test_holiday_cn_and_calendars_give_the_same_days(year):
    for draft in (read_json(as_holiday_cn(shipped(year))), read_ics(as_ics(shipped(year)))):
        assert draft.arrangement.year == year
        assert draft.arrangement.off == shipped(year).off
        assert draft.arrangement.worked == shipped(year).worked
        assert draft.arrangement.source == ""
        assert DoubtCode.NUMBER_MISSING in codes(draft)


def test_a_file_names_its_holidays():
    days = [
        {"name": "元旦", "date": "2026-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2026-01-04", "isOffDay": False},
        {"name": "春节", "date": "2026-02-16", "isOffDay": True},
    ]
    draft = read_json(json.dumps({"year": 2026, "papers": [], "days": days}))
    new_year, spring = draft.holidays

    assert (new_year.name, new_year.worked) == ("元旦", (date(2026, 1, 4),))
    assert (spring.name, spring.runs) == ("春节", ((date(2026, 2, 16), date(2026, 2, 16)),))


def test_holidays_stand_in_the_order_of_the_year_whatever_that_of_the_file():
    days = [
        {"name": "国庆节", "date": "2026-10-01", "isOffDay": True},
        {"name": "春节", "date": "2026-02-16", "isOffDay": True},
        {"name": "元旦", "date": "2026-01-04", "isOffDay": False},
        {"name": "元旦", "date": "2026-01-01", "isOffDay": True},
    ]
    draft = read_json(json.dumps({"year": 2026, "days": days}))

    assert [one.name for one in draft.holidays] == ["元旦", "春节", "国庆节"]


OURS = {"year": 2026, "source": "国办发明电〔2025〕7号", "off": ["2026-01-01"], "worked": []}
THEIRS = {"name": "元旦", "date": "2026-01-01", "isOffDay": True}


def ours(**changes):
    return json.dumps({**OURS, **changes})


def theirs(**changes):
    return json.dumps({"year": 2026, "papers": [], "days": [{**THEIRS, **changes}]})


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("[]", ErrorCode.HOLIDAY_FILE_UNREADABLE, ""),
        ("7", ErrorCode.HOLIDAY_FILE_UNREADABLE, ""),
        ("[" * 100_000, ErrorCode.HOLIDAY_FILE_UNREADABLE, ""),
        ('{"year": ' + "9" * 5000 + "}", ErrorCode.HOLIDAY_FILE_UNREADABLE, ""),
        ("{}", ErrorCode.HOLIDAY_FILE_INCOMPLETE, "year"),
        (ours(year="2026"), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "year"),
        (ours(year=True), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "year"),
        (ours(year=0), ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE, "0"),
        (ours(year=99999), ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE, "99999"),
        (ours(source=None), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "source"),
        (ours(source="\ud800"), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "source"),
        (theirs(name="a\0b"), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "days: name"),
        (ours(off=["\ud800"]), ErrorCode.HOLIDAY_DATE_IMPOSSIBLE, "\\ud800"),
        (ours(off={}), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "off"),
        (ours(worked=None), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "worked"),
        (ours(off=[20260101]), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "20260101"),
        (ours(off=["x" * 70]), ErrorCode.HOLIDAY_DATE_IMPOSSIBLE, "x" * 60),
        (ours(off=[["x" * 70]]), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "['" + "x" * 58),
        (ours(off=["2026-02-30"]), ErrorCode.HOLIDAY_DATE_IMPOSSIBLE, "2026-02-30"),
        (ours(off=[]), ErrorCode.HOLIDAYS_NOT_FOUND, ""),
        (ours(off=["2027-01-01"]), ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR, "2027-01-01"),
        (ours(worked=["2026-01-01"]), ErrorCode.CALENDAR_CONTRADICTS_ITSELF, "2026-01-01"),
        (theirs(name=1), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "days: name"),
        (theirs(isOffDay="yes"), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "days: isOffDay"),
        (theirs(date=None), ErrorCode.HOLIDAY_FILE_INCOMPLETE, "None"),
        ('{"year": 2026, "papers": [], "days": [1]}', "holiday_file_incomplete", "days: isOffDay"),
        ('{"year": 2027, "papers": [], "days": []}', ErrorCode.HOLIDAYS_NOT_FOUND, ""),
    ],
)
def test_a_json_that_says_something_else_is_refused(text, code, what):
    with pytest.raises(HolidayError) as refused:
        read_json(text)

    assert (refused.value.code, refused.value.what) == (code, what)


def test_a_weekday_that_is_called_worked_is_said():
    """As holiday-cn has it of 3 February 2020, a Monday, after the holiday was lengthened."""
    draft = read_json(ours(worked=["2026-01-05", "2026-01-10"]))

    assert draft.arrangement.worked == {date(2026, 1, 10)}
    assert DoubtCode.WORKED_IS_A_WEEKDAY in codes(draft)


def test_what_is_no_json_is_refused_with_its_line():
    with pytest.raises(HolidayError) as refused:
        read_json('{\n"year": 2026,\n"off": [,]\n}')

    assert refused.value.code is ErrorCode.HOLIDAY_FILE_UNREADABLE
    assert refused.value.line == 3


def test_the_year_entered_must_be_that_of_the_file():
    with pytest.raises(HolidayError) as refused:
        read_json(ours(), year=2027)

    assert refused.value.code is ErrorCode.HOLIDAY_YEAR_DIFFERS


def test_a_calendar_with_folds_escapes_and_events_of_several_days():
    text = calendar(
        "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260215\r\nDTEND;VALUE=DATE:20260224\r\n"
        'DESCRIPTION:二、春节：2月15日\\, 第一行\\n第二行\r\nSUM\r\n MARY;LANGUAGE="zh:CN":春节\r\n'
        " （休）\\; 九天\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n\r\n",
        event("春节（班）", "20260214"),
        head="\ufeffBEGIN:VCALENDAR\r\n",
    )
    (spring,) = read_ics(text).holidays

    assert spring.name == "春节"
    assert spring.runs == ((date(2026, 2, 15), date(2026, 2, 23)),)
    assert spring.worked == (date(2026, 2, 14),)


@pytest.mark.parametrize(
    ("summary", "more", "is_worked"),
    [
        ("元旦 假期 第1天/共3天", "", False),
        ("元旦 补班", "", True),
        ("休假班", "", True),
        ("New Year", "CATEGORIES:Public Holiday\r\n", False),
        ("Work day", "", True),
        ("New Year", "CATEGORIES:workday\r\n", True),
        ("（休）", "", False),
        ("New Year", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY\r\n", False),
        ("New Year", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r\n", True),
    ],
)
def test_an_event_says_what_it_is(summary, more, is_worked):
    text = calendar(event(summary, "20260103", more), event("元旦休", "20260101"))
    arrangement = read_ics(text).arrangement

    assert (date(2026, 1, 3) in arrangement.worked) is is_worked
    assert (date(2026, 1, 3) in arrangement.off) is not is_worked


@pytest.mark.parametrize(
    ("summary", "start", "more"),
    [
        ("腊八节", "20260126", ""),
        ("周会（休息室）", "20260126T090000", ""),
        ("每周休", "20260126", "RRULE:FREQ=WEEKLY\r\n"),
    ],
)
def test_what_is_no_holiday_is_left_out_and_named(summary, start, more):
    draft = read_ics(calendar(event("元旦休", "20260101"), event(summary, start, more)))
    (left_out,) = [d for d in draft.doubts if d.code is DoubtCode.EVENT_LEFT_OUT]

    assert draft.arrangement.off == {date(2026, 1, 1)}
    assert left_out.about == summary


HOURS = (
    "BEGIN:VEVENT\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:元旦 补班 第1天/共1天\r\n{}END:VEVENT\r\n"
)
ALARM = "BEGIN:VALARM\r\nTRIGGER:-PT60M\r\nSTATUS:CANCELLED\r\nEND:VALARM\r\n"


@pytest.mark.parametrize(
    "summary", ["元旦假期", "元旦 假期 第1天/共3天", "元旦（休）", "元旦(假期)", "元旦休", "元旦"]
)
@pytest.mark.parametrize("swapped", ["上班(补元旦假期)", "元旦 补班 第1天/共1天", "元旦（班）"])
def test_the_days_of_one_holiday_stand_together(summary, swapped):
    off = event(summary, "20260101", "CATEGORIES:holiday\r\n")
    holidays = read_ics(calendar(off, event(swapped, "20260104"))).holidays

    assert [(one.name, len(one.off), len(one.worked)) for one in holidays] == (
        [("元旦", 1, 1)] if summary != "元旦休" else [("元旦休", 1, 0), ("元旦", 0, 1)]
    )


def test_a_day_worked_may_have_its_hours_and_an_alarm():
    hours = HOURS.format("20260104T090000", "20260104T180000", ALARM)
    (holiday,) = read_ics(calendar(event("元旦 假期", "20260101"), hours)).holidays

    assert holiday.worked == (date(2026, 1, 4),)


def test_hours_without_an_end_are_left_out():
    hours = HOURS.replace("DTEND:{}\r\n", "").format("20260104T090000", "")
    draft = read_ics(calendar(event("元旦 假期", "20260101"), hours))

    assert draft.arrangement.worked == frozenset()
    assert DoubtCode.EVENT_LEFT_OUT in codes(draft)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"腊八节\, 周一", "腊八节, 周一"),
        (r"腊八节\; 周一", "腊八节; 周一"),
        (r"腊八节\n第二行", "腊八节"),
        (r"腊八节\N第二行", "腊八节"),
        (r"腊八\\节", "腊八\\节"),
    ],
)
def test_escapes_are_read_and_only_the_first_line_kept(written, read):
    draft = read_ics(calendar(event("元旦休", "20260101"), event(written, "20260126")))
    (left_out,) = [d for d in draft.doubts if d.code is DoubtCode.EVENT_LEFT_OUT]

    assert left_out.about == read


@pytest.mark.parametrize(
    ("start", "more", "what"),
    [
        ("2026-1-1", "", "2026-1-1"),
        ("x" * 50, "", "x" * 40),
        ("20260230", "", "20260230"),
        ("20260101", "DURATION:P1M\r\n", "DURATION"),
        ("20260101", "DTEND:soon\r\n", "soon"),
    ],
)
def test_a_calendar_that_is_refused_says_what_and_where(start, more, what):
    with pytest.raises(HolidayError) as refused:
        read_ics(calendar(event("元旦休", start, more)))

    assert (refused.value.what, refused.value.line) == (what, 3)


@pytest.mark.parametrize(
    ("start", "end"),
    [("20260103T160000Z", "20260103T180000Z"), ("20260104T220000", "20260105T060000")],
)
def test_hours_that_may_be_of_another_day_are_left_out(start, end):
    draft = read_ics(calendar(event("元旦 假期", "20260101"), HOURS.format(start, end, "")))

    assert draft.arrangement.worked == frozenset()
    assert DoubtCode.EVENT_LEFT_OUT in codes(draft)


def test_a_cancelled_event_is_nothing():
    gone = event("元旦休", "20260102", "STATUS:CANCELLED\r\n")

    assert read_ics(calendar(event("元旦休", "20260101"), gone)).arrangement.off == {
        date(2026, 1, 1)
    }


@pytest.mark.parametrize(
    ("more", "days"),
    [("DURATION:P3D\r\n", 3), ("DURATION:P1W\r\n", 7), ("DTEND:20260101\r\n", 1), ("", 1)],
)
def test_how_long_an_event_lasts(more, days):
    assert len(read_ics(calendar(event("元旦休", "20260101", more))).arrangement.off) == days


def test_of_several_years_one_is_chosen():
    text = calendar(
        event("元旦休", "20251231", "DTEND:20260102\r\n"),
        event("国庆休", "20251001"),
        event("春节休", "20260216"),
    )
    with pytest.raises(HolidayError) as refused:
        read_ics(text)

    assert refused.value.code is ErrorCode.HOLIDAY_YEAR_UNCLEAR
    assert refused.value.what == "2025、2026"
    assert read_ics(text, year=2026).arrangement.off == {
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(2026, 2, 16),
    }
    assert read_ics(text, year=2025).arrangement.off == {date(2025, 10, 1)}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", ErrorCode.HOLIDAY_FILE_UNREADABLE, 1),
        ("\r\n\r\nhello", ErrorCode.HOLIDAY_FILE_UNREADABLE, 3),
        ("BEGIN:VCALENDAR\r\nnothing\r\n", ErrorCode.HOLIDAY_FILE_UNREADABLE, 2),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x", ErrorCode.HOLIDAY_FILE_UNREADABLE, 2),
        (calendar(), ErrorCode.HOLIDAYS_NOT_FOUND, None),
        (calendar(event("腊八节", "20260126")), ErrorCode.HOLIDAYS_NOT_FOUND, None),
        (calendar("END:VEVENT\r\n"), ErrorCode.HOLIDAYS_NOT_FOUND, None),
        (calendar(event("春节班", "20260214")), ErrorCode.HOLIDAYS_NOT_FOUND, None),
        (calendar(event("元旦休", "2026-1-1")), ErrorCode.HOLIDAY_FILE_INCOMPLETE, 3),
        (calendar(event("元旦休", "20260230")), ErrorCode.HOLIDAY_DATE_IMPOSSIBLE, 3),
        (calendar(event("元旦休", "99991231")), ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE, None),
        (calendar(event("元旦休", "20260101", "DURATION:P1M\r\n")), "holiday_file_incomplete", 3),
        (
            calendar(event("元旦休", "20260101", "DTEND:20250101\r\n")),
            ErrorCode.HOLIDAY_STRETCH_IMPOSSIBLE,
            None,
        ),
        (
            calendar(event("元旦休", "20260101", "DURATION:P0D\r\n")),
            "holiday_stretch_impossible",
            None,
        ),
        (
            calendar(event("元旦休", "20260101", "DTEND:20260301\r\n")),
            "holiday_stretch_impossible",
            None,
        ),
    ],
)
def test_a_calendar_that_cannot_be_read_is_refused_with_its_line(text, code, line):
    with pytest.raises(HolidayError) as refused:
        read_ics(text)

    assert (refused.value.code, refused.value.line) == (code, line)


def test_the_year_entered_must_be_in_the_calendar():
    with pytest.raises(HolidayError) as refused:
        read_ics(calendar(event("元旦休", "20260101")), year=2027)

    assert refused.value.code is ErrorCode.HOLIDAY_YEAR_DIFFERS
    assert refused.value.what == "2026"
    both = calendar(event("元旦休", "20260101"), event("元旦休", "20250101"))
    with pytest.raises(HolidayError) as refused:
        read_ics(both, year=2027)

    assert refused.value.what == "2025、2026"


@st.composite
def arrangements(draw):
    """Days off, and weekends worked that are not among them, of one year."""
    year = draw(st.integers(2010, 2040))
    days = st.dates(date(year, 1, 1), date(year, 12, 31))
    off = draw(st.sets(days, min_size=1, max_size=40))
    weekends = days.filter(lambda day: day.weekday() >= 5 and day not in off)
    return year, off, draw(st.sets(weekends, max_size=8))


@given(arrangements())
def test_what_is_written_is_read_again(arrangement):
    year, off, worked = arrangement
    given_ = type(shipped(2026))(year=year, source="", off=frozenset(off), worked=frozenset(worked))

    for draft in (
        read_json(as_json(given_)),
        read_json(as_holiday_cn(given_)),
        read_ics(as_ics(given_)),
    ):
        assert (draft.arrangement.year, draft.arrangement.off) == (year, off)
        assert draft.arrangement.worked == worked


LINES = [
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "SUMMARY:元旦休",
    "SUMMARY:班",
    " x",
    "\t",
]
LINES += [
    "DTSTART:20260101",
    "DTSTART;VALUE=DATE:99991231",
    "DTEND:20260105",
    "DTEND:00010101",
    "x",
]
LINES += [
    "DURATION:P999D",
    "DURATION:P9W",
    "RRULE:X",
    "STATUS:CANCELLED",
    "",
    "DTSTART:20260101T09",
]


@given(st.lists(st.sampled_from(LINES)).map("\n".join) | st.text())
def test_whatever_is_sent_as_a_calendar_is_read_or_refused(text):
    for whole in (text, f"BEGIN:VCALENDAR\n{text}"):
        try:
            draft = read_ics(whole, year=2026)
        except CalendarError:
            continue
        assert draft.arrangement.off


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("2026-01-01"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["year", "source", "off", "worked", "papers", "days", "name", "date"]),
            inner,
            max_size=8,
        )
    ),
)


@given(
    JSON
    | st.fixed_dictionaries(
        {"year": st.integers(2000, 2110), "source": st.text(), "off": JSON, "worked": JSON}
    )
)
def test_whatever_is_sent_as_json_is_read_or_refused(data):
    try:
        draft = read_json(json.dumps(data))
    except CalendarError:
        return
    assert draft.arrangement.off
