"""The applicant does not answer: after the period, with proof, the case ends as given up (F1)."""

from datetime import date

import pytest

from requests_flow.models import Case
from requests_flow.views.walking import open_task
from tests.journeys.office import APPLICATION
from tests.journeys.people import fresh, on

pytestmark = pytest.mark.django_db

PROOF = "告知书EX987654321CN于2026年11月6日签收，至今未收到补正。"
LAPSED = {"result": "lapsed", "served_on": "2026-11-06", "proof": PROOF}


@pytest.fixture
def asked(room) -> Case:
    """Posted on the fourth, in the applicant's hands on the sixth: they have until the twenty-seventh."""
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
    with on(date(2026, 11, 4)):
        room.clerk.takes(case, "review", result="correct", items="请写明地块。", period_days=15)
    return fresh(case)


def test_not_before_the_period_could_be_over(room, asked):
    with on(date(2026, 11, 25)):  # fifteen working days after the notice left
        url = room.clerk.step_of(asked, "await_correction")
        form = room.clerk.form_at(url)
        assert ("result", "lapsed") in form.disabled
        response = room.clerk.client.post(url, {**form.fields, **LAPSED})

    assert response.status_code == 422
    assert fresh(asked).closed_on is None


def test_the_period_runs_from_the_day_they_had_the_notice(room, asked):
    with on(date(2026, 11, 27)):  # the last day is still theirs
        page = room.clerk.tries(asked, "await_correction", **LAPSED)

    assert "2026-11-27" in page
    assert fresh(asked).closed_on is None


@pytest.mark.parametrize("gap", [{"proof": "  "}, {"served_on": ""}, {"served_on": "2026-11-03"}])
def test_not_without_proof(room, asked, gap):
    with on(date(2026, 11, 30)):
        room.clerk.tries(asked, "await_correction", **{**LAPSED, **gap})

    assert fresh(asked).closed_on is None


def test_given_up_noted_and_archived_without_a_reply(room, asked):
    with on(date(2026, 11, 30)):
        room.clerk.takes(asked, "await_correction", **LAPSED)

        case = fresh(asked)
        assert case.outcome_code == "F1"
        assert case.closed_on == date(2026, 11, 30)
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
