"""日历 · 录入: what is pasted or uploaded is shown as it was understood, then proposed."""

from __future__ import annotations

import json

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_flow.models import HolidayNotice
from requests_flow.rules.working_days import HOLIDAYS
from tests.factories import at
from tests.requests_flow.calendar_house import TODAY, House
from tests.requests_flow.rules.printed_notices import NOTICES

from .doors import as_, errors

pytestmark = pytest.mark.django_db

PAGE = reverse("calendar_import")
TEXT = """国务院办公厅关于2027年部分节假日安排的通知 国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至12日（周五）放假调休，共8天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""
SLIPS = TEXT.replace("1月1日（周五）", "1月1日（周四）").replace("共7天", "共8天")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def client(house):
    return as_(house.one)


def token(client) -> str:
    return client.get(PAGE).context["form"]["form_token"].value()


def read(client, content="", **data):
    """Press the first button."""
    return client.post(PAGE, {"form_token": token(client), "content": content, "read": "1", **data})


def propose(client, content="", **data):
    """Press the second."""
    return client.post(
        PAGE, {"form_token": token(client), "content": content, "propose": "1", **data}
    )


def upload(data: str | bytes, name: str = "2027.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def as_json(**changes) -> str:
    text = (HOLIDAYS / "2026.json").read_text(encoding="utf-8")
    days = {
        name: [day.replace("2026-", "2027-") for day in json.loads(text)[name]]
        for name in ("off", "worked")
    }
    days["worked"] = ["2027-01-31"]
    return json.dumps({"year": 2027, "source": "国办发明电〔2026〕9号", **days, **changes})


def test_what_was_understood_is_shown_before_anything_is_proposed(client):
    page = read(client, TEXT)

    assert page.status_code == 200
    assert [row["name"] for row in page.context["holidays"]][:2] == ["元旦", "春节"]
    assert page.context["holidays"][1]["days"] == 8
    assert len(page.context["holidays"][1]["worked"]) == 2
    assert page.context["doubts"] == []
    assert page.context["form"]["content"].value() == TEXT
    assert not HolidayNotice.objects.exists()


def test_it_is_proposed_as_it_was_read(client, house):
    answer = propose(client, TEXT)
    notice = HolidayNotice.objects.get()

    assert answer.url == reverse("calendar_notice", args=[notice.pk])
    assert (notice.year, notice.source) == (2027, "国办发明电〔2026〕9号")
    assert (len(notice.off), len(notice.worked)) == (28, 5)
    assert (notice.origin, notice.text) == ("text", TEXT)
    assert (notice.proposed_by, notice.is_open) == (house.one, True)


def test_it_is_proposed_once_however_often_it_is_sent(client):
    data = {"form_token": token(client), "content": TEXT, "propose": "1"}
    answers = [client.post(PAGE, data) for _ in range(2)]

    assert {answer.url for answer in answers} == {answers[0].url}
    assert HolidayNotice.objects.count() == 1


def test_every_doubt_is_ticked_before_it_is_proposed(client):
    page = read(client, SLIPS)
    keys = [key for key, _ in page.context["doubts"]]

    assert len(keys) == 2
    assert errors(propose(client, SLIPS))["confirmed"]
    assert errors(propose(client, SLIPS, confirmed=keys[:1]))["confirmed"]
    assert errors(propose(client, SLIPS, confirmed=["made up"]))["confirmed"]
    assert not HolidayNotice.objects.exists()
    assert propose(client, SLIPS, confirmed=keys).status_code == 302


def test_a_doubt_that_was_ticked_is_not_another(client):
    """Who ticks one text and sends another is asked anew."""
    keys = [key for key, _ in read(client, SLIPS).context["doubts"]]
    other = SLIPS.replace("共7天", "共8天").replace("共5天", "共6天")

    assert errors(propose(client, other, confirmed=keys))["confirmed"]


def test_the_number_is_asked_for_where_it_is_missing(client):
    text = TEXT.replace("国办发明电〔2026〕9号", "")
    page = read(client, text)

    assert page.context["asks_number"]
    assert page.context["doubts"] == []
    assert errors(propose(client, text))["source"]
    assert propose(client, text, source="国办发明电〔2026〕9号").status_code == 302
    assert HolidayNotice.objects.get().source == "国办发明电〔2026〕9号"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_into_the_box(client, encoding):
    page = read(client, "what stood there", file=upload(TEXT.encode(encoding), "通知.txt"))

    assert page.status_code == 200
    assert page.context["form"]["content"].value() == TEXT
    assert page.context["arrangement"].year == 2027


def test_our_json_is_named_by_its_place_in_the_year(client):
    page = read(client, file=upload(as_json()))
    names = [str(row["name"]) for row in page.context["holidays"]]

    assert page.context["origin"] == HolidayNotice.Origin.JSON.label
    assert len(names) == 8  # seven holidays, and the weekends worked
    content = page.context["form"]["content"].value()
    keys = [key for key, _ in page.context["doubts"]]
    assert propose(client, content, confirmed=keys).status_code == 302
    assert HolidayNotice.objects.get().origin == "json"


def test_a_calendar_of_several_years_asks_for_one(client):
    event = "BEGIN:VEVENT\r\nSUMMARY:{}休\r\nDTSTART;VALUE=DATE:{}\r\nEND:VEVENT\r\n"
    ics = (
        "BEGIN:VCALENDAR\r\n" + event.format("元旦", "20270101") + event.format("元旦", "20280101")
    )
    ics += "END:VCALENDAR\r\n"

    assert errors(read(client, file=upload(ics, "x.ics")))["year"]
    page = read(client, ics, year="2027")
    assert page.context["arrangement"].year == 2027
    assert page.context["origin"] == HolidayNotice.Origin.ICS.label


def test_a_notice_that_changes_one_holiday_leaves_the_rest(client):
    text = "国办发明电〔2026〕10号 国庆节：2026年10月1日至9日放假。10月24日（周六）上班。"
    replaced = read(client, text, year="2026")
    changed = read(client, text, year="2026", is_change="on")

    assert len(replaced.context["doubts"]) > len(changed.context["doubts"])
    assert len(changed.context["arrangement"].off) == 33 + 2
    assert changed.context["arrangement"].source == "国办发明电〔2025〕7号、国办发明电〔2026〕10号"
    assert errors(read(client, TEXT, is_change="on"))["is_change"]


BAD = {
    "nothing": ({}, "content"),
    "blanks": ({"content": " \n "}, "content"),
    "no holiday": ({"content": "今天天气很好"}, "content"),
    "no year": ({"content": "元旦：1月1日放假。"}, "year"),
    "another year": ({"content": TEXT, "year": "2028"}, "year"),
    "two years": ({"content": NOTICES[2025] + NOTICES[2026]}, "year"),
    "no number for a year": ({"content": TEXT, "year": "abc"}, "year"),
    "a year too far": ({"content": TEXT, "year": "99999999999999999999"}, "year"),
    "no such day": ({"content": TEXT.replace("2月5日", "2月31日")}, "content"),
    "half a JSON": ({"content": '{"year": 2027,'}, "content"),
    "half a character": ({"content": as_json(source="\ud800")}, "content"),
    "a JSON list": ({"content": "[]"}, "content"),
    "a calendar of nothing": ({"content": "BEGIN:VCALENDAR\nEND:VCALENDAR"}, "content"),
    "a nought": ({"content": TEXT + "\0"}, "content"),
    "a long number": ({"content": as_json(source="九" * 121)}, "source"),
    "too long": ({"content": "元" * (512 * 1024 + 1)}, "content"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("button", [read, propose])
def test_what_cannot_be_read_says_so_and_keeps_what_was_typed(client, button, name):
    data, field = BAD[name]

    answer = button(client, **data)

    assert errors(answer)[field]
    assert answer.context["form"]["content"].value() == data.get("content", "")
    assert not HolidayNotice.objects.exists()


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xff\xff", b"a\0b", b"x" * (512 * 1024 + 1)]
)
def test_a_file_that_is_no_text_is_refused(client, data):
    assert errors(read(client, file=upload(data, "x.json")))["file"]


def test_an_empty_file_is_refused(client):
    assert errors(read(client, file=upload(b"", "x.json")))["file"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (NOTICES[2026], "nothing new"),
        (TEXT.replace("2027年", "2028年"), "too far ahead"),
        (as_json(worked=["2027-01-02"], off=["2027-01-02"]), "off and worked"),
    ],
)
def test_what_the_house_does_not_take_is_said_in_the_form(client, content, reason):
    keys = [key for key, _ in read(client, content).context.get("doubts", [])]

    answer = propose(client, content, confirmed=keys)

    assert any(errors(answer).values()), reason
    assert not HolidayNotice.objects.exists()


def test_a_year_waits_for_one_decision_at_a_time(client):
    assert propose(client, TEXT).status_code == 302
    assert errors(propose(client, TEXT))["__all__"]
    assert HolidayNotice.objects.count() == 1
