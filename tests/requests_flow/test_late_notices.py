"""A notice to correct that leaves late, or after a receipt on a day of rest: as the house decided."""

import json
from datetime import date

import pytest
import time_machine

from requests_flow.actions import reviewing
from requests_flow.actions.act import Act
from requests_flow.actions.reviewing import CorrectionTooLate, LatenessUnexplained
from requests_flow.models import Case, Correction
from tests.factories import Office, at, open_case
from tests.requests_flow.views.doors import as_, errors, node_of, step

pytestmark = pytest.mark.django_db

RECEIVED, LAST, LATE = date(2026, 11, 2), date(2026, 11, 11), date(2026, 11, 12)
DUE, OVERDUE = date(2026, 11, 30), date(2026, 12, 1)
SENT = {"form_token": "a", "result": "correct", "items": "请写明地块", "period_days": "10"}


@pytest.fixture
def house_decides(tmp_path, settings):
    settings.YISHEN_LAW_DIR = str(tmp_path)

    def write(valid_from="2026-01-01", **values):
        row = {"kind": "conventions", "valid_from": valid_from, "why": "纪要", "values": values}
        (tmp_path / "a.json").write_text(json.dumps(row), encoding="utf-8")

    return write


def ask(office, case, day, **more):
    act = Act(by=office.clerk, at=at(day))
    return reviewing.ask_correction(act, case=case, items="请写明地块", **more)


def review(office, case, day, **more):
    with time_machine.travel(at(day), tick=False):
        return as_(office.clerk).post(step(case, "review"), {**SENT, **more})


def test_a_late_notice_leaves_with_its_reason_where_the_house_lets_it_restart(house_decides):
    house_decides(does_late_correction_restart=True)
    office = Office()
    case = open_case(office, day=RECEIVED)

    with pytest.raises(LatenessUnexplained, match=LAST.isoformat()):
        ask(office, case, LATE, late_reason="  ")
    ask(office, case, LATE, late_reason="系统故障")

    case = Case.objects.get(pk=case.pk)
    assert case.clock_state == "awaiting_correction"
    assert case.entries.get(verb="correction_asked").data["late_reason"] == "系统故障"


def test_without_that_decision_no_reason_helps():
    office = Office()
    case = open_case(office, day=RECEIVED)

    with pytest.raises(CorrectionTooLate, match=LAST.isoformat()):
        ask(office, case, LATE, late_reason="系统故障")


def test_what_has_run_out_no_notice_brings_back(house_decides):
    house_decides(does_late_correction_restart=True)
    office = Office()
    case, other = open_case(office, day=RECEIVED), open_case(office, day=RECEIVED)

    ask(office, case, DUE, late_reason="系统故障")
    with pytest.raises(CorrectionTooLate):
        ask(office, other, OVERDUE, late_reason="系统故障")


def test_in_time_no_reason_is_asked(house_decides):
    house_decides(does_late_correction_restart=True)
    office = Office()
    case = open_case(office, day=RECEIVED)

    ask(office, case, LAST)

    assert "late_reason" not in case.entries.get(verb="correction_asked").data


def test_the_review_asks_why_it_is_late(house_decides):
    house_decides(does_late_correction_restart=True)
    office = Office()
    case = open_case(office, day=RECEIVED)

    assert set(errors(review(office, case, LATE))) == {"late_reason"}
    review(office, case, LATE, late_reason="系统故障")

    assert node_of(case) == "await_correction"
    entry = case.entries.get(verb="correction_asked")
    assert entry.data["late_reason"] == "系统故障"
    with time_machine.travel(at(LATE), tick=False):
        assert "系统故障" in as_(office.clerk).get(case.get_absolute_url()).content.decode()


def test_a_receipt_on_a_sunday_that_is_moved_gives_the_notice_a_day_more(house_decides):
    house_decides(is_rest_day_receipt_moved=True)
    office, sunday, last = Office(), date(2026, 11, 8), date(2026, 11, 18)
    case, other = open_case(office, day=sunday), open_case(office, day=sunday)

    with pytest.raises(CorrectionTooLate, match=last.isoformat()):
        ask(office, other, date(2026, 11, 19))
    assert review(office, case, last).status_code == 302


def test_the_term_is_that_of_the_day_of_the_notice(house_decides):
    house_decides(valid_from="2026-11-05", days_to_correct=15)
    office = Office()
    case, other = open_case(office, day=RECEIVED), open_case(office, day=RECEIVED)

    with time_machine.travel(at(date(2026, 11, 9)), tick=False):
        page = as_(office.clerk).get(step(case, "review"))
    assert page.context["form"]["period_days"].initial == 15
    assert ask(office, case, date(2026, 11, 9)).period_days == 15
    assert ask(office, other, date(2026, 11, 4)).period_days == 10
    assert Correction.objects.count() == 2
