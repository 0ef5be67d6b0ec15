"""The applicant does not answer: after the period, with proof, the case ends as given up (F1)."""

from datetime import date

import pytest

from requests_flow.models import Case
from requests_flow.views.walking import open_task
from tests.journeys.office import APPLICATION
from tests.journeys.people import fresh, on

pytestmark = pytest.mark.django_db

PROOF = "告知书EX987654321CN于2026年11月6日签收，至今未收到补正。"


@pytest.fixture
def asked(room) -> Case:
    """The applicant has until the twenty-fifth of November."""
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
    with on(date(2026, 11, 4)):
        room.clerk.takes(case, "review", result="correct", items="请写明地块。", period_days=15)
    return fresh(case)


def test_not_before_the_period_is_over(room, asked):
    with on(date(2026, 11, 25)):  # the last day is still theirs
        url = room.clerk.step_of(asked, "await_correction")
        form = room.clerk.form_at(url)
        assert ("result", "lapsed") in form.disabled
        response = room.clerk.client.post(url, {**form.fields, "result": "lapsed", "proof": PROOF})

    assert response.status_code == 422
    assert fresh(asked).closed_on is None


def test_not_without_proof(room, asked):
    with on(date(2026, 11, 26)):
        room.clerk.tries(asked, "await_correction", result="lapsed", proof="  ")

    assert fresh(asked).closed_on is None


def test_given_up_noted_and_archived_without_a_reply(room, asked):
    with on(date(2026, 11, 26)):
        room.clerk.takes(asked, "await_correction", result="lapsed", proof=PROOF)

        case = fresh(asked)
        assert case.outcome_code == "F1"
        assert case.closed_on == date(2026, 11, 26)
        assert case.answered_on is None
        assert sorted(case.letters.values_list("code", flat=True)) == ["L01", "L02", "L21"]
        assert not case.letters.filter(is_reply=True).exists()

        room.clerk.takes(case, "file_away")

    assert fresh(case).is_archived
    assert open_task(case) is None


def test_who_corrects_late_but_before_anybody_closed_the_case_is_heard(room, asked):
    with on(date(2026, 11, 27)):
        room.clerk.takes(
            asked,
            "await_correction",
            result="received",
            received_on="2026-11-27",
            text="申请公开蒲家地块征收补偿安置方案。",
        )

    assert fresh(asked).correction.received_on == date(2026, 11, 27)
    assert open_task(asked).flow_task.name == "review"
