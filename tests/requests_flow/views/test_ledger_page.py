"""The ledger page: in short, day by day, by which law, what would happen today, and as a file."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_flow.actions import handling, reviewing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Consultation, Extension
from requests_flow.models.reading import calendar, read_case_clock
from requests_flow.rules.clock import Deadline, Reason
from requests_flow.rules.errors import ARTICLES as REFUSED_BY
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.statute import NUMBERS
from requests_flow.rules.step_articles import STEP_ARTICLES
from requests_flow.rules.what_if import Step
from requests_flow.views import ledger_page, ledger_words, small_deadlines, what_if
from requests_flow.views.law_words import DOUBTS, NUMBER_NAMES
from tests import factories
from tests.factories import TODAY, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def as_(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def ledger(office: factories.Office, case: Case, query: str = ""):
    response = as_(office.clerk).get(reverse("case_ledger", args=[case.pk]) + query)
    assert response.status_code == 200
    return response


def words(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def consult(office, case, sent: date, **days) -> Consultation:
    act = Act(by=office.clerk, at=at(sent))
    kind = Consultation.Kind.THIRD_PARTY
    row = handling.consult(act, case=case, kind=kind, name="某企业", question="否", sent_on=sent)
    Consultation.objects.filter(pk=row.pk).update(**days)
    return row


def corrected(office, asked=date(2026, 9, 30), came=date(2026, 10, 30)) -> Case:
    case = factories.open_case(office, day=date(2026, 9, 28))
    act = Act(by=office.clerk, at=at(asked))
    reviewing.ask_correction(act, case=case, items="请写明地块")
    case = Case.objects.get(pk=case.pk)
    act = Act(by=office.clerk, at=at(came))
    reviewing.receive_correction(act, case=case, received_on=came, text="某地块")
    return Case.objects.get(pk=case.pk)


# In short -----------------------------------------------------------------------------------------


def test_the_summary_tells_both_ends_what_was_counted_and_what_was_skipped(office):
    summary = ledger(office, factories.open_case(office, day=date(2026, 9, 24))).context["summary"]

    assert summary.headline == "Received on September 24 → due on October 29"
    assert summary.sentences == [
        "20 working days; the day of receipt is not counted.",
        "Skipped on the way: 5 days of rest, 10 holidays.",
    ]


def test_the_summary_of_a_pause_is_the_earliest_day(office):
    case = factories.accepted(office)
    consult(office, case, date(2026, 11, 17), delivered_on=date(2026, 11, 18))
    summary = ledger(office, case).context["summary"]

    assert summary.headline == "Received on November 2 → due on December 4 at the earliest"
    assert summary.sentences[1].startswith("As if the answer came in today")
    assert summary.sentences[-1].endswith("8 days of rest, 4 days while others were asked.")


def test_the_summary_of_a_correction_says_from_when_it_counts_anew(office):
    summary = ledger(office, corrected(office)).context["summary"]

    assert "The correction came on October 30" in summary.sentences[1]
    assert "31 days before the correction" in summary.sentences[2]


def test_while_the_applicant_has_to_move_there_is_no_last_day(office):
    case = factories.open_case(office, day=date(2026, 11, 16))
    reviewing.ask_correction(Act(by=office.clerk, at=at()), case=case, items="请写明地块")
    response = ledger(office, case)

    assert response.context["summary"].headline == "Received on November 16 → no last day yet"
    assert "then 20 working days are counted" in words(response)


def test_the_summary_of_an_extension_adds_it_up(office):
    case = factories.open_case(office, day=date(2026, 11, 16))
    Extension.objects.create(
        case=case,
        days=5,
        reason="某",
        approved_by=office.clerk,
        approved_on=TODAY,
        notified_on=TODAY,
        due_before=date(2026, 12, 14),
    )

    assert ledger(office, case).context["summary"].sentences[0] == (
        "25 working days: 20 by law and 5 by the extension."
    )


def test_a_withdrawn_case_ends_with_the_withdrawal(office):
    case = factories.open_case(office)
    end = date(2026, 11, 12)
    Case.objects.filter(pk=case.pk).update(withdrawn_on=end, closed_on=end)
    response = ledger(office, case)

    assert response.context["summary"].headline == (
        "Received on November 2 → withdrawn on November 12"
    )
    assert response.context["what_if"] is None


def test_a_case_closed_without_a_reply_ends_with_its_closing(office):
    case = factories.open_case(office, day=date(2026, 10, 12))
    act = Act(by=office.clerk, at=at(date(2026, 10, 14)))
    reviewing.ask_correction(act, case=case, items="请写明地块", period_days=10)
    end = date(2026, 11, 12)
    Case.objects.filter(pk=case.pk).update(closed_on=end)
    response = ledger(office, case)

    assert response.context["summary"].headline == (
        "Received on October 12 → closed on November 12 without a reply"
    )
    assert response.context["reading"].ledger[-1].day == end
    assert response.context["deadlines"] == []
    assert "no last day yet" not in words(response)


@pytest.mark.parametrize("stage", ["paused", "corrected", "plain"])
def test_every_day_of_the_ledger_is_in_the_sum(office, stage):
    case = corrected(office) if stage == "corrected" else factories.accepted(office)
    if stage == "paused":
        consult(office, case, date(2026, 11, 4), delivered_on=date(2026, 11, 5))
    reading = read_case_clock(case, today=TODAY)
    skipped = sum(line.reason in ledger_words.SUMS for line in reading.ledger)
    begins = sum(
        line.reason in (Reason.RECEIVED, Reason.RESTARTED, Reason.PAID) for line in reading.ledger
    )

    assert reading.days_counted + skipped + begins == len(reading.ledger)


# Day by day ---------------------------------------------------------------------------------------


def test_long_waits_are_folded_and_nothing_is_left_out(office):
    response = ledger(office, corrected(office))
    stretches, reading = response.context["stretches"], response.context["reading"]
    folded = [stretch for stretch in stretches if stretch.is_folded]

    assert [row.line for stretch in stretches for row in stretch.rows] == list(reading.ledger)
    assert [(one.first, one.last) for one in folded] == [(date(2026, 9, 29), date(2026, 10, 29))]
    assert "31 days before the correction" in folded[0].sums
    shown = response.content.decode()
    assert shown.count('<details class="fold" data-prints>') == 1
    assert all(line.day.isoformat() in shown and line.note in shown for line in reading.ledger)


def test_holidays_alone_and_short_waits_stay_open(office):
    case = factories.accepted(office, day=date(2026, 9, 24))
    consult(office, case, date(2026, 10, 12), answered_on=date(2026, 10, 14))

    assert not any(one.is_folded for one in ledger(office, case).context["stretches"])


def test_the_day_itself_is_never_folded(office):
    case = factories.accepted(office)
    consult(office, case, date(2026, 11, 3))
    stretches = ledger(office, case).context["stretches"]

    assert [one.has_today for one in stretches if one.is_folded] == [True]
    assert stretches[-1].rows[-1].css == "due"


def test_the_months_leave_out_weeks_that_say_nothing(office):
    case = factories.open_case(office, day=date(2026, 9, 28))
    response = ledger(office, case)
    september = response.context["months"][0]

    assert len(september.weeks) == 1
    late = [c for m in response.context["months"] for w in m.weeks for c in w if "late" in c.css]
    assert late
    assert all(cell.day > response.context["reading"].due and cell.sign == "●" for cell in late)
    assert "overdue" in [str(text) for _css, _sign, text in response.context["legend"]]


def test_every_reason_has_a_look_a_sign_and_a_place_in_the_legend():
    starts = {Reason.RECEIVED, Reason.RESTARTED, Reason.PAID}
    counts = {Reason.COUNTED, Reason.WORKED_WEEKEND}

    assert set(ledger_page.CLASSES) == set(Reason)
    assert set(ledger_page.CLASSES.values()) == set(ledger_page.LEGEND)
    assert set(ledger_page.LEGEND) <= set(ledger_page.SIGNS)
    assert set(ledger_words.SUMS) == set(Reason) - starts - counts


# By which law -------------------------------------------------------------------------------------


def test_the_page_names_the_text_that_governs_and_its_numbers(office):
    response = ledger(office, factories.open_case(office))
    law = response.context["law"]

    assert law.statute.name in response.content.decode()
    assert [n for _name, n, _article in law.numbers] == [20, 20, 7, 15, 15, 20]
    assert all(article for _name, _n, article in law.numbers)
    assert law.decisions == []
    assert "this office decided nothing else" in words(response)


def test_what_the_house_decided_is_there_with_who_said_so(office, settings, tmp_path):
    row = {
        "kind": "conventions",
        "valid_from": "2026-01-01",
        "why": "区政府办公室会议纪要",
        "values": {"days_to_correct": 15, "does_pause_include_day_of_answer": False},
    }
    (tmp_path / "house.json").write_text(json.dumps(row), encoding="utf-8")
    settings.YISHEN_LAW_DIR = str(tmp_path)
    response = ledger(office, factories.open_case(office))
    decided = response.context["law"].decisions

    assert [(str(one.name), one.value) for one in decided] == [
        ("Working days to correct", 15),
        ("The day on which the answer comes in still stands still", "no"),
    ]
    assert {(one.why, one.since) for one in decided} == {("区政府办公室会议纪要", date(2026, 1, 1))}
    assert "区政府办公室会议纪要" in response.content.decode()


def test_every_number_of_the_law_has_a_name():
    assert set(NUMBER_NAMES) == set(NUMBERS)


def test_doubts_are_those_that_exist():
    from requests_flow.rules.conventions import DEFAULTS

    assert all(hasattr(DEFAULTS, name) for name in DOUBTS)


# Smaller deadlines --------------------------------------------------------------------------------


def test_a_smaller_deadline_says_who_until_when_how_long_and_why(office):
    case = factories.accepted(office, day=date(2026, 11, 16))
    consult(office, case, date(2026, 11, 17), delivered_on=date(2026, 11, 18))
    response = ledger(office, case)
    rows = {row.row.code: row for row in response.context["deadlines"]}

    notice, third = rows[Deadline.CORRECTION_NOTICE], rows[Deadline.THIRD_PARTY]
    assert (str(notice.actor), notice.left, notice.tone) == ("we", "2 working days left", "soon")
    assert (str(third.actor), third.left, third.tone) == (
        "the third party",
        "12 working days left",
        "ok",
    )
    assert "条例第三十二条" in response.content.decode()


def test_a_term_of_theirs_that_is_over_is_no_fault_of_ours(office):
    case = factories.open_case(office, day=date(2026, 11, 2))
    act = Act(by=office.clerk, at=at(date(2026, 11, 4)))
    reviewing.ask_correction(act, case=case, items="请写明地块", period_days=5)
    (row,) = ledger(office, case).context["deadlines"]

    assert (row.left, row.tone) == ("over for 8 working days", "")


def test_every_deadline_has_somebody_who_must_act():
    assert set(small_deadlines.ACTORS) == set(Deadline)


# What if ------------------------------------------------------------------------------------------


def rows_of(response) -> dict[str, what_if.Row]:
    return {str(row.step): row for row in response.context["what_if"].rows}


def test_each_step_says_what_would_happen_with_its_article(office):
    case = factories.open_case(office, day=date(2026, 11, 16))
    response = ledger(office, case)
    rows = rows_of(response)

    assert response.context["what_if"].title == "If today…"
    names = [str(name) for step, name in what_if.STEPS.items() if step is not Step.NOTIFY_FEE]
    assert list(rows) == names
    assert rows["Answer"].words == "In time, 15 working days before the last one, December 14."
    ends = calendar().add(TODAY, 10)
    due = calendar().add(ends, 20)
    correct = rows["Ask the applicant for a correction"]
    assert f"by December {ends.day}, the answer is due on {due:%B} {due.day}" in correct.words
    assert correct.article == "条例第三十条"
    assert "silence is no consent" in rows["Ask a third party"].words
    assert "silence counts as consent" in rows["Ask a co-maker"].words
    assert rows["Put off the answer"].is_provisional
    assert not any(row.is_refused for row in rows.values())


def test_what_cannot_be_done_says_why_and_by_which_article(office):
    case = factories.accepted(office, day=date(2026, 10, 22))
    response = ledger(office, case)
    rows = rows_of(response)

    assert rows["Answer"].words == "Late: the last day was November 19. Answer all the same."
    for name in ASKING:
        assert "too late to give more time" in rows[name].words
    assert rows["Put off the answer"].article == REFUSED_BY[ErrorCode.EXTENSION_TOO_LATE]
    assert "cannot be done" in words(response)


ASKING = ("Ask a third party", "Ask a co-maker", "Ask another organ")


def test_on_the_last_day_others_may_be_asked_and_give_no_time(office):
    rows = rows_of(ledger(office, factories.accepted(office, day=date(2026, 10, 26))))

    assert rows["Answer"].words == "In time, on the very last day."
    assert not rows["Put off the answer"].is_refused
    for name in ASKING:
        assert not rows[name].is_refused
        assert "too late to give more time" in rows[name].words


def test_while_another_organ_is_asked_no_day_is_the_latest(office):
    case = factories.accepted(office, day=date(2026, 11, 16))
    handling.consult(
        Act(by=office.clerk, at=at()),
        case=case,
        kind=Consultation.Kind.OTHER_ORGAN,
        name="某局",
        question="是否公开？",
        sent_on=date(2026, 11, 20),
    )
    rows = rows_of(ledger(office, case))

    for name in ("Put off the answer", "Ask a third party"):
        assert "at the earliest" in rows[name].words


def test_while_one_waits_an_answer_is_in_time(office):
    case = factories.open_case(office, day=date(2026, 11, 16))
    reviewing.ask_correction(Act(by=office.clerk, at=at()), case=case, items="请写明地块")
    rows = rows_of(ledger(office, case))

    assert rows["Answer"].words.startswith("In time: while the applicant has to move")
    assert rows["Ask a third party"].article == REFUSED_BY[ErrorCode.NOTHING_RUNS]


def test_another_day_can_be_tried(office):
    case = factories.accepted(office, day=date(2026, 11, 16))
    response = ledger(office, case, "?on=2026-12-15")

    assert response.context["what_if"].title == "If on December 15…"
    assert rows_of(response)["Answer"].words.startswith("Late: the last day was December 14")
    assert 'value="2026-12-15"' in response.content.decode()


@pytest.mark.parametrize(
    "bad",
    ["2026-11-22", "2027-11-25", "2026-13-01", "昨天", "99999-01-01", "0000-00-00", "%00", "1e9"],
)
def test_a_day_that_cannot_be_is_a_sentence_beside_the_field(office, bad):
    response = ledger(office, factories.open_case(office), f"?on={bad}")

    assert response.context["what_if"].form.errors["on"]
    assert response.context["what_if"].title == "If today…"
    assert 'role="alert"' in response.content.decode()


def test_without_a_day_it_is_today_and_no_error(office):
    response = ledger(office, factories.open_case(office), "?on=")

    assert (response.context["what_if"].on, response.context["what_if"].form.errors) == (TODAY, {})
    last = TODAY + timedelta(days=366)
    assert ledger(office, factories.open_case(office), f"?on={last}").context["what_if"].on == last


def test_only_open_cases_are_asked_what_if(office):
    closed = factories.delivered(office)
    clerk = as_(office.clerk)

    assert ledger(office, closed).context["what_if"] is None
    assert "#what-if" not in clerk.get(closed.get_absolute_url()).content.decode()
    opened = factories.open_case(office)
    link = reverse("case_ledger", args=[opened.pk]) + "#what-if"
    assert link in clerk.get(opened.get_absolute_url()).content.decode()


def test_every_step_has_its_name_its_words_and_its_article():
    assert set(what_if.STEPS) == set(STEP_ARTICLES) == set(Step)
    assert set(what_if.SENTENCES) == set(Step) - {Step.ANSWER}


# As a file, and for whom --------------------------------------------------------------------------


def test_the_ledger_is_had_as_a_file(office):
    case = factories.open_case(office, day=date(2026, 12, 18))
    with time_machine.travel(at(date(2026, 12, 21))):
        response = ledger(office, case, "?format=csv")
        reading = read_case_clock(case, today=date(2026, 12, 21))
    text = response.content.decode()
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))

    assert text.startswith("\ufeff")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert header[1:3] == ["Day", "Weekday"]
    assert [row[1] for row in rows] == [line.day.isoformat() for line in reading.ledger]
    assert [row[5] for row in rows] == [line.note for line in reading.ledger]
    assert rows[-1][3] == "20"
    assert rows[-1][6] == "last day, provisional"


def test_a_clock_that_cannot_be_read_is_a_page_and_no_file(office):
    case = factories.open_case(office)
    Case.objects.filter(pk=case.pk).update(received_on=date(2026, 12, 1))

    for query in ("", "?format=csv", "?on=2026-12-01"):
        assert "contradict each other" in words(ledger(office, case, query))


@pytest.mark.parametrize("query", ["", "?format=csv", "?on=2026-12-01", "?on=x"])
def test_to_a_stranger_there_is_nothing(office, query):
    case = factories.open_case(office)
    stranger = as_(factories.Office("区财政局").clerk)

    assert stranger.get(reverse("case_ledger", args=[case.pk]) + query).status_code == 404


def test_what_is_unknown_is_said_with_the_way_to_the_calendar(office):
    case = factories.open_case(office, day=date(2026, 12, 18))
    with time_machine.travel(at(date(2026, 12, 21))):
        for name in ("case", "case_ledger"):
            page = as_(office.clerk).get(reverse(name, args=[case.pk]))
            assert "the holidays of 2027 are not imported yet" in words(page)
            assert reverse("calendar") + "?year=2027" in page.content.decode()


def test_many_consultations_ask_the_database_no_more(office):
    case = factories.accepted(office)
    client, url = as_(office.clerk), reverse("case_ledger", args=[case.pk])
    counts = []
    for n in (2, 9):
        for _ in range(n):
            consult(office, case, date(2026, 11, 17), delivered_on=date(2026, 11, 18))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1], counts
