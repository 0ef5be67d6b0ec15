"""The review finds that another organ is responsible (D1b): answered at once, checked all the same."""

from datetime import date

import pytest

from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.walking import open_task
from tests.journeys.office import APPLICATION, agreed_signed_and_issued, delivered, pdf_words
from tests.journeys.people import fresh, on

pytestmark = pytest.mark.django_db

REASON = "该信息由宁波市自然资源和规划局海曙分局制作并保存。"


@pytest.fixture
def case(room):
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
        room.clerk.takes(case, "review", result="D1b", reason=REASON)
    return fresh(case)


def test_it_goes_to_whoever_reviewed_without_being_assigned(room, case):
    assert open_task(case).flow_task.name == "handle"
    assert open_task(case).owner == room.office.clerk
    assert case.outcome_code == "D1b"
    assert case.fact_records.get().text == REASON


def test_the_legal_check_is_not_skipped(room, case, tmp_path):
    with on(date(2026, 11, 3)):
        room.clerk.takes(case, "handle")  # the outcome that the review chose is filled in
        room.clerk.takes(
            case,
            "compose",
            letter_reason=REASON,
            letter_right_organ="宁波市自然资源和规划局海曙分局",
            letter_right_organ_contact="0574-11111111",
        )
    assert open_task(case).flow_task.name == "review_in_law"

    letter = agreed_signed_and_issued(room, case, first=date(2026, 11, 4))

    words = pdf_words(room, case, letter, tmp_path)
    assert "宁波市自然资源和规划局海曙分局" in words
    assert "第三十六条第（五）项" in words
    assert delivered(room, case).answered_on == date(2026, 11, 6)


def test_not_without_saying_whose_it_is(room):
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
        room.clerk.tries(case, "review", result="D1b", reason="")

    assert fresh(case).review_result == ""


def test_only_somebody_who_handles_cases_answers_at_once(room):
    reviewer = room.office.clerk
    access.dismiss(reviewer, unit=room.office.unit, duty=Duty.HANDLE)

    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
        url = room.clerk.step_of(case, "review")
        form = room.clerk.form_at(url)
        assert ("result", "D1b") in form.disabled
        response = room.clerk.client.post(url, {**form.fields, "result": "D1b", "reason": REASON})

    assert response.status_code == 422
    assert fresh(case).outcome_code == ""
