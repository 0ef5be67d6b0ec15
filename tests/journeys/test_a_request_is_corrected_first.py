"""The application is not clear: one notice, the correction comes, the clock starts again (art. 30)."""

from datetime import date

import pytest

from tests.journeys.office import (
    APPLICATION,
    SEARCH,
    agreed_signed_and_issued,
    pdf_words,
)
from tests.journeys.people import fresh, on

pytestmark = pytest.mark.django_db

ITEMS = "请写明地块名称，并附身份证明。"
CORRECTED = "申请公开望春街道蒲家地块征收补偿安置方案。"


def asked(room):
    """Registered on the second of November, the notice to correct it left on the fourth."""
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
    with on(date(2026, 11, 4)):
        room.clerk.takes(case, "review", result="correct", items=ITEMS, period_days=15)
    return fresh(case)


def corrected(room):
    case = asked(room)
    with on(date(2026, 11, 13)):
        room.clerk.takes(
            case,
            "await_correction",
            result="received",
            received_on="2026-11-12",
            text=CORRECTED,
        )
    return fresh(case)


def test_the_notice_is_printed_and_the_answer_is_not_due_meanwhile(room, tmp_path):
    case = asked(room)

    assert case.due_on is None
    assert case.correction.period_ends_on == date(2026, 11, 25)
    words = pdf_words(room, case, case.letters.get(code="L02"), tmp_path)
    assert ITEMS.rstrip("。") in words
    assert "15个工作日" in words


def test_the_clock_starts_again_in_full(room):
    case = corrected(room)

    assert case.due_on == date(2026, 12, 10)
    assert case.received_on == date(2026, 11, 2)


def test_nobody_is_asked_twice(room):
    case = corrected(room)

    with on(date(2026, 11, 13)):
        url = room.clerk.step_of(case, "review")
        form = room.clerk.form_at(url)
        assert ("result", "correct") in form.disabled
        sent = {**form.fields, "result": "correct", "items": "还要", "period_days": "5"}
        response = room.clerk.client.post(url, sent)

    assert response.status_code == 422
    assert case.letters.filter(code="L02").count() == 1


def test_a_notice_after_seven_working_days_is_refused(room):
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
    with on(date(2026, 11, 12)):  # the eighth
        url = room.clerk.step_of(case, "review")
        form = room.clerk.form_at(url)
        sent = {**form.fields, "result": "correct", "items": ITEMS, "period_days": "5"}
        response = room.clerk.client.post(url, sent)

    assert response.status_code == 422
    assert not case.letters.filter(code="L02").exists()


@pytest.mark.parametrize("day", ["2026-11-03", "2026-11-14"])
def test_a_correction_comes_between_the_notice_and_today(room, day):
    case = asked(room)

    with on(date(2026, 11, 13)):
        page = room.clerk.tries(
            case, "await_correction", result="received", received_on=day, text=CORRECTED
        )

    assert "2026-11-04" in page
    assert fresh(case).correction.received_on is None


def test_the_reply_tells_of_it_and_answers_the_corrected_words(room, tmp_path):
    case = corrected(room)
    with on(date(2026, 11, 16)):
        room.clerk.takes(case, "review", result="accept")
        room.clerk.takes(case, "assign", handler=room.office.clerk.pk)
        room.clerk.records(case, "record_search", **SEARCH)
        room.clerk.takes(case, "handle", outcome="D1a")
        room.clerk.takes(case, "compose", letter_search_scope="综合档案系统")
    letter = agreed_signed_and_issued(room, case, first=date(2026, 11, 17))

    words = pdf_words(room, case, letter, tmp_path)

    assert "蒲家地块" in words
    assert "2026年11月4日" in words
    assert "2026年11月12日" in words
    assert "望春街道某地块" not in words
