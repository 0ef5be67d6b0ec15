"""Whatever the state of a case: a stored date moves by an act, by itself, or with an entry."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.utils import translation

from requests_flow.actions import handling, reviewing
from requests_flow.actions.act import Act
from requests_flow.actions.timekeeping import copy_all_due
from requests_flow.models import Case, Consultation
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.statute import LAW
from requests_flow.views.rearranged import rearranged
from tests import factories
from tests.factories import at
from tests.requests_flow.calendar_house import House, arrangement, days, fresh

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 9)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture
def replace_law(tmp_path_factory, settings):
    """Put a text of the law in the office's folder with another number of days to answer."""

    def replace(days_to_answer: int) -> None:
        row = json.loads((LAW / "regulation-711.json").read_text(encoding="utf-8"))
        row |= {"name": "x", "valid_from": "2026-01-01"}
        row["numbers"]["days_to_answer"]["value"] = days_to_answer
        folder = tmp_path_factory.mktemp("law")
        (folder / "a.json").write_text(json.dumps(row), encoding="utf-8")
        settings.YISHEN_LAW_DIR = str(folder)

    return replace


def consult(office, case: Case, *, sent_on: date) -> None:
    handling.consult(
        Act(by=office.clerk, at=at(sent_on)),
        case=case,
        kind="other_organ",
        name="甲局",
        question="意见",
        sent_on=sent_on,
    )


def paused(office, *, day: date = date(2026, 11, 2), sent_on: date = date(2026, 11, 4)) -> Case:
    case = factories.accepted(office, day=day)
    consult(office, case, sent_on=sent_on)
    return fresh(case)


def recounted(case: Case) -> list[tuple]:
    found = case.entries.filter(verb="recounted").order_by("pk")
    return [(one.data["old"], one.data["new"]) for one in found]


def test_a_paused_case_tells_that_the_law_moved_it(office, replace_law):
    case = paused(office)
    copy_all_due(at=at(TODAY))
    assert fresh(case).due_on == date(2026, 12, 3)

    replace_law(10)
    copy_all_due(at=at(TODAY))
    copy_all_due(at=at(TODAY))

    assert recounted(case) == [("2026-12-03", "2026-11-19")]


def test_a_paused_case_that_moves_by_itself_tells_nothing(office):
    case = paused(office)

    for day in (10, 11, 20):
        copy_all_due(at=at(date(2026, 11, day)))

    assert fresh(case).due_on > date(2026, 12, 3)
    assert recounted(case) == []


def test_an_answered_case_tells_it_too(office, replace_law):
    case = factories.delivered(office, day=date(2026, 11, 6))
    old = fresh(case).due_on

    replace_law(3)
    copy_all_due(at=at(TODAY))

    case = fresh(case)
    assert recounted(case) == [(old.isoformat(), case.due_on.isoformat())]
    assert case.due_on == read_case_clock(case, today=TODAY).due


def test_what_was_in_time_and_is_late_by_the_new_numbers_says_so(office, replace_law):
    case = factories.delivered(office, day=date(2026, 11, 6))
    Case.objects.filter(pk=case.pk).update(answered_on=date(2026, 11, 13))
    assert fresh(case).clock_state == "answered"

    replace_law(3)
    copy_all_due(at=at(date(2026, 11, 24)))

    entry = case.entries.get(verb="recounted")
    assert fresh(case).clock_state == "answered_late"
    with translation.override("en"):
        assert rearranged(entry.data).endswith(", overdue by it")


def test_a_case_that_awaits_a_correction_tells_it_too(office):
    case = factories.open_case(office)
    act = Act(by=office.clerk, at=at(date(2026, 11, 4)))
    reviewing.ask_correction(act, case=case, items="年份")
    assert fresh(case).due_on is None
    Case.objects.filter(pk=case.pk).update(counted_by="2026-12-01 of other data")

    copy_all_due(at=at(TODAY))

    assert recounted(case) == [("2026-12-01", None)]


def test_an_act_before_the_night_swallows_no_move(office, replace_law):
    case = factories.accepted(office)
    old = fresh(case).due_on

    replace_law(10)
    consult(office, case, sent_on=TODAY)
    assert recounted(case) == []
    copy_all_due(at=at(TODAY))

    assert recounted(case) == [(old.isoformat(), fresh(case).due_on.isoformat())]


def test_an_approval_tells_its_moves_itself_and_the_night_nothing_more():
    house = House()
    case = paused(house.office, day=date(2026, 12, 7), sent_on=date(2026, 12, 8))

    house.enter(arrangement(), day=date(2026, 12, 9))
    copy_all_due(at=at(date(2026, 12, 10)))
    copy_all_due(at=at(date(2027, 1, 12)))

    assert case.entries.filter(verb="calendar_changed").count() == 1
    assert recounted(case) == []


def test_an_approval_leaves_the_move_of_another_cause_to_the_night(replace_law):
    house = House()
    case = paused(house.office)
    old = fresh(case).due_on

    replace_law(10)
    house.enter(arrangement(off=days("2027-05-01")), day=TODAY)
    copy_all_due(at=at(TODAY))

    assert recounted(case) == [(old.isoformat(), fresh(case).due_on.isoformat())]


def test_a_case_never_counted_since_is_signed_without_an_entry(office):
    case = paused(office)
    Case.objects.filter(pk=case.pk).update(counted_by=None)

    copy_all_due(at=at(TODAY))

    assert fresh(case).counted_by.startswith(fresh(case).due_on.isoformat())
    assert recounted(case) == []


def test_a_pause_that_ended_by_itself_tells_nothing(office):
    case = factories.accepted(office)
    day = date(2026, 11, 4)
    act = Act(by=office.clerk, at=at(day))
    handling.consult(
        act, case=case, kind="third_party", name="某公司", question="同意否", sent_on=day
    )
    Consultation.objects.update(delivered_on=day)
    copy_all_due(at=at(TODAY))
    assert fresh(case).clock_state == "paused"

    copy_all_due(at=at(date(2026, 12, 1)))

    assert fresh(case).clock_state == "running"
    assert recounted(case) == []
