"""`manage.py read_clocks`: one history a line in, one reading a line out, and no database."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import translation

from requests_flow.rules.statute import LAW

RECEIVED = {"act": "received", "on": "2026-09-24"}


def history(*acts, today="2026-11-23", key="x"):
    return {"id": key, "today": today, "acts": [RECEIVED, *acts]}


@pytest.fixture
def read_clocks(monkeypatch):
    """Run the command on these lines and return what it writes."""

    def run(*lines, **options):
        text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="ascii")
        monkeypatch.setattr("sys.stdin", stdin)
        out = io.StringIO()
        call_command("read_clocks", stdout=out, **options)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


def test_a_reading_says_what_the_format_promises(read_clocks):
    assert read_clocks(history()) == [
        {
            "id": "x",
            "due": "2026-10-29",
            "provisional": False,
            "state": "late",
            "days_left": -17,
            "late": True,
            "earliest": False,
            "latest": None,
            "latest_provisional": False,
        }
    ]


@pytest.mark.parametrize(
    ("acts", "today", "state", "due"),
    [
        ([], "2026-10-29", "running", "2026-10-29"),
        (
            [{"act": "consultation_sent", "on": "2026-10-12", "key": "a", "kind": "co_maker"}],
            "2026-10-13",
            "paused",
            "2026-10-30",
        ),
        (
            [{"act": "correction_asked", "on": "2026-09-28"}],
            "2026-12-01",
            "awaiting_correction",
            None,
        ),
        ([{"act": "fee_notified", "on": "2026-09-28"}], "2026-12-01", "awaiting_payment", None),
        ([{"act": "answered", "on": "2026-10-29"}], "2026-12-01", "answered", "2026-10-29"),
        ([{"act": "answered", "on": "2026-10-30"}], "2026-12-01", "answered", "2026-10-29"),
        ([{"act": "withdrawn", "on": "2026-10-12"}], "2026-12-01", "withdrawn", None),
        (
            [{"act": "delayed", "on": "2026-10-12", "until": "2027-01-15"}],
            "2026-12-01",
            "running",
            "2027-01-15",
        ),
    ],
)
def test_every_state_has_its_word(read_clocks, acts, today, state, due):
    (reading,) = read_clocks(history(*acts, today=today))

    assert (reading["state"], reading["due"]) == (state, due)


@pytest.mark.parametrize(("day", "is_late"), [("2026-10-29", False), ("2026-10-30", True)])
def test_nothing_is_left_of_what_is_over(read_clocks, day, is_late):
    (reading,) = read_clocks(history({"act": "answered", "on": day}))

    assert (reading["days_left"], reading["late"]) == (None, is_late)


def test_an_impossible_history_gets_a_sentence_and_the_next_line_is_read(read_clocks):
    too_long = history({"act": "extended", "on": "2026-10-12", "days": 21}, key="long")

    first, second, third = read_clocks(too_long, "{not json", history(key=7))

    assert first["id"] == "long"
    assert first["article"] == "条例第三十三条第二款"
    assert first["error"]
    assert first["code"] == "extension_too_long"
    assert set(first) == {"id", "error", "code", "article"}
    assert (second["id"], second["code"]) == (None, "history_unreadable")
    assert third["id"] == 7
    assert third["due"] == "2026-10-29"


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "null",
        '"x"',
        '{"id": "x"}',
        '{"id": "x", "today": "tomorrow", "acts": []}',
        '{"id": "x", "acts": [1]}',
        "[" * 100_000,
        '{"id": NaN, "acts": []}',
        '{"id": "x", "today": "9999-12-31", "acts": [{"act": "received", "on": "9999-12-20"}]}',
        '{"id": "x", "today": "1948-12-31", "acts": []}',
        '{"id": "x", "today": "2019-05-14", "acts": [{"act": "received", "on": "2019-05-14"}]}',
    ],
    ids=lambda line: line[:30],
)
def test_no_line_breaks_the_run(read_clocks, line):
    bad, good = read_clocks(line, history())

    assert bad["error"]
    assert good["due"]


def test_the_error_speaks_the_language_of_the_reader(read_clocks):
    line = history({"act": "extended", "on": "2026-10-12", "days": 21})

    with translation.override("en"):
        (english,) = read_clocks(line)
    with translation.override("zh-hans"):
        (chinese,) = read_clocks(line)

    assert english["error"] != chinese["error"]


def test_the_ledger_has_a_line_for_every_day(read_clocks):
    (reading,) = read_clocks(history(), ledger=True)
    ledger = reading["ledger"]

    assert [ledger[0]["day"], ledger[-1]["day"]] == ["2026-09-24", reading["due"]]
    assert len(ledger) == (date(2026, 10, 29) - date(2026, 9, 24)).days + 1
    assert [line["number"] for line in ledger if line["counted"]] == list(range(1, 21))
    assert all(line["reason"] and line["note"] for line in ledger)
    assert all("条" in line["article"] and line["article"] in line["note"] for line in ledger)


def test_the_smaller_deadlines_name_their_articles(read_clocks):
    fee = {"act": "fee_notified", "on": "2026-09-28"}
    (reading,) = read_clocks(history(fee, today="2026-09-29"), deadlines=True)

    assert {row["code"] for row in reading["deadlines"]} == {"correction_notice", "fee_payment"}
    assert all(row["article"] for row in reading["deadlines"])


def test_a_year_to_come_is_provisional_until_its_holidays_are_given(read_clocks, tmp_path):
    line = {
        "id": 1,
        "today": "2026-12-04",
        "acts": [{"act": "received", "on": "2026-12-04"}],
    }
    year = {"year": 2027, "source": "made up", "off": ["2027-01-01"], "worked": []}
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(year), encoding="utf-8")

    (without,) = read_clocks(line)
    (given,) = read_clocks(line, calendar=[str(file)])

    assert (without["due"], without["provisional"]) == ("2027-01-01", True)
    assert (given["due"], given["provisional"]) == ("2027-01-04", False)


def test_an_amended_law_is_read_from_its_folder(read_clocks, tmp_path):
    row = {
        "kind": "conventions",
        "valid_from": "2026-01-01",
        "why": "made up",
        "values": {"does_late_correction_restart": True},
    }
    (tmp_path / "row.json").write_text(json.dumps(row), encoding="utf-8")
    late = history({"act": "correction_asked", "on": "2026-10-20"})

    assert read_clocks(late)[0]["state"] == "late"
    assert read_clocks(late, law=str(tmp_path))[0]["state"] == "awaiting_correction"


def test_an_answered_case_is_judged_by_the_law_of_its_answer(read_clocks, tmp_path):
    row = json.loads((LAW / "regulation-711.json").read_text(encoding="utf-8"))
    row |= {"valid_from": "2026-11-16", "governs_pending": True}
    row["numbers"]["days_to_answer"]["value"] = 10
    (tmp_path / "row.json").write_text(json.dumps(row), encoding="utf-8")
    answered = history({"act": "answered", "on": "2026-10-29"})

    assert read_clocks(answered, law=str(tmp_path)) == read_clocks(answered)


def test_a_file_that_cannot_be_read_is_named(read_clocks, tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        read_clocks(history(), law=str(tmp_path / "nowhere"))
    with pytest.raises(CommandError, match=r"none\.json"):
        read_clocks(history(), calendar=[str(tmp_path / "none.json")])


def test_a_mark_before_the_first_line_is_passed_over(read_clocks):
    assert read_clocks("\ufeff" + json.dumps(history()))[0]["due"] == "2026-10-29"


def test_empty_lines_are_passed_over(read_clocks):
    assert len(read_clocks("", history(), "  ", "")) == 1


def test_half_a_character_comes_back_as_it_came(read_clocks):
    bad, good = read_clocks('{"id": "x\\ud800", "acts": [], "today": "2026-11-23"}', history())

    assert bad["id"] == "x\ud800"
    assert good["due"]


def test_names_that_are_not_ascii_come_back_as_they_came(read_clocks):
    assert read_clocks(history(key="甲"))[0]["id"] == "甲"


@pytest.mark.parametrize("today", [None, "absent"])
def test_without_a_day_it_reads_the_clock_today(read_clocks, today, time_machine):
    time_machine.move_to("2026-10-28T23:30:00+08:00")
    line = history(today=today)
    if today == "absent":
        del line["today"]

    assert read_clocks(line)[0]["days_left"] == 1


def test_no_database_is_touched(read_clocks):
    """No `django_db` mark here: a query would raise."""
    read_clocks(*[history(key=n) for n in range(50)], ledger=True)

    assert not any(connection.queries_log for connection in connections.all())
