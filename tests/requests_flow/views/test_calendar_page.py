"""日历: the year at a glance, and a proposal that a second person decides."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_flow.actions import holidays
from requests_flow.actions.act import Act
from requests_flow.models import HolidayNotice
from requests_flow.models.reading import calendar
from requests_flow.units import access
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at
from tests.requests_flow.calendar_house import (
    ARRIVED,
    TODAY,
    House,
    arrangement,
    copies_are_fresh,
    days,
    fresh,
)

from .doors import as_, errors

pytestmark = pytest.mark.django_db

CALENDAR = reverse("calendar")
# Two Saturdays of November are worked after all: what arrived on the 2nd is late by then.
LATE_2026 = days("2026-11-21", "2026-11-28")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def house() -> House:
    return House()


def page_of(notice: HolidayNotice) -> str:
    return reverse("calendar_notice", args=[notice.pk])


def decide(user, notice: HolidayNotice, decision: str, **data):
    """Open the page, press the button."""
    client = as_(user)
    token = client.get(page_of(notice)).context["form"]["form_token"].value()
    return client.post(page_of(notice), {"form_token": token, "decision": decision, **data})


def worked_in_november() -> holidays.Arrangement:
    """The days of 2026 with two Saturdays more to be worked."""
    from requests_flow.views.calendar_year import arrangements_in_force

    known = arrangements_in_force()[2026]
    return arrangement(2026, off=known.off, worked=known.worked | LATE_2026)


# ---- the year ----


@pytest.mark.parametrize(("year", "is_said"), [(2025, False), (2026, True), (2027, False)])
def test_the_page_says_that_the_last_days_of_december_may_still_change(house, year, is_said):
    page = as_(house.office.clerk).get(CALENDAR, {"year": year})

    assert ('id="december"' in page.content.decode()) is is_said


def test_everybody_may_look_at_the_year(house):
    page = as_(house.office.clerk).get(CALENDAR)

    assert page.status_code == 200
    assert page.context["year"] == 2026
    assert page.context["working_days"] == 248
    assert "国办发明电〔2025〕7号" in page.content.decode()
    assert reverse("calendar_import") not in page.content.decode()


def test_a_year_says_which_days_are_off_and_which_are_worked(house):
    months = as_(house.one).get(CALENDAR, {"year": 2026}).context["months"]
    kinds = {cell.day: cell.css for month in months for week in month.weeks for cell in week}

    assert kinds[date(2026, 10, 1)] == "holiday"
    assert kinds[date(2026, 10, 10)] == "worked"
    assert kinds[date(2026, 10, 11)] == "weekend"
    assert kinds[date(2026, 10, 12)] == "counted"
    assert kinds[TODAY] == "counted today"
    assert len(kinds) == 365 + 1  # and the blanks, all under None
    assert [month.working_days for month in months] == [
        21,
        16,
        22,
        21,
        19,
        21,
        23,
        21,
        22,
        18,
        21,
        23,
    ]


def test_a_year_that_nobody_entered_says_so_in_words(house):
    factories.open_case(house.office, day=ARRIVED)
    page = as_(house.one).get(CALENDAR, {"year": 2027})

    assert page.context["arrangement"] is None
    assert page.context["gap"].count == 1
    assert "is-provisional" in page.content.decode()


@pytest.mark.parametrize("year", ["", "x", "1999", "9999", "٢٠٢٥", "-2026", "20260000000000000000"])
def test_another_year_than_there_is_shows_this_one(house, year):
    page = as_(house.one).get(CALENDAR, {"year": year})

    assert page.context["year"] == 2026


def test_a_year_that_was_approved_says_by_whom(house):
    house.enter()
    page = as_(house.office.clerk).get(CALENDAR, {"year": 2027})

    assert page.context["notice"].proposed_by == house.one
    assert page.context["notice"].decided_by == house.other
    assert [row["notice"].decision for row in page.context["decided"]] == ["approved"]


def test_a_proposal_is_announced_until_it_is_decided(house):
    notice = house.propose()
    link = page_of(notice)

    assert link in as_(house.other).get(CALENDAR).content.decode()
    assert link not in as_(house.office.clerk).get(CALENDAR).content.decode()
    house.approve(notice)
    assert as_(house.other).get(CALENDAR).context["waiting"] == []


def test_the_place_is_in_the_menu_of_those_who_keep_it(house):
    def places(user):
        return [item["url"] for item in as_(user).get(CALENDAR).context["nav"]]

    assert CALENDAR in places(house.one)
    assert CALENDAR not in places(house.office.clerk)


# ---- the proposal ----


@pytest.mark.parametrize("role", ["clerk", "checker", "adviser", "signatory"])
def test_nobody_else_opens_a_proposal(house, role):
    notice = house.propose()
    client = as_(getattr(house.office, role))

    assert client.get(page_of(notice)).status_code == 404
    assert client.post(page_of(notice), {"decision": "approve"}).status_code == 404
    assert client.get(reverse("calendar_import")).status_code == 404


def test_the_duty_counts_at_the_top_of_the_house_only(house):
    section = factories.make_section(house.office.unit)
    person = factories.make_person(section, Duty.KEEP_CALENDAR)

    assert as_(person).get(reverse("calendar_import")).status_code == 404


def test_a_proposal_shows_what_would_move(house):
    case = factories.open_case(house.office, day=ARRIVED)
    access.appoint(house.other, unit=house.office.unit, duty=Duty.READ)
    page = as_(house.other).get(page_of(house.propose()))
    (move,) = page.context["shown"].rows

    assert (move.case, move.was_provisional, move.is_provisional) == (case, True, False)
    assert case.get_absolute_url() in page.content.decode()
    assert page.context["settled"] == 1
    assert [str(row.day) for row in page.context["differences"]] == ["2027-01-01"]
    assert not page.context["differences"][0].is_gained


def test_late_ones_stand_first(house):
    access.appoint(house.other, unit=house.office.unit, duty=Duty.READ)
    early = factories.open_case(house.office, day=date(2026, 11, 11))
    late = factories.open_case(house.office, day=date(2026, 11, 12))
    page = as_(house.other).get(page_of(house.propose(worked_in_november())))
    first, second = page.context["shown"].rows

    assert {first.case, second.case} == {early, late}
    assert [move.becomes_late for move in (first, second)] == [True, False]
    assert len(page.context["preview"].late) == 1


def test_cases_of_others_are_counted_and_not_named(house):
    case = factories.open_case(house.office, day=ARRIVED, subject="秘密地块", name="欧阳秘密")
    page = as_(house.other).get(page_of(house.propose()))
    text = page.content.decode()

    assert page.context["shown"].rows == []
    assert page.context["shown"].unseen == [(house.office.unit.short_name, 1, 0)]
    assert case.number not in text
    assert case.get_absolute_url() not in text
    assert "秘密" not in text


def test_the_own_proposal_cannot_be_approved_and_says_why(house):
    notice = house.propose()
    page = as_(house.one).get(page_of(notice))

    assert page.context["is_own"]
    assert page.context["others"] == [house.other]
    assert 'value="approve" data-default disabled' in page.content.decode()
    said = errors(decide(house.one, notice, "approve"))
    assert said["__all__"]
    assert fresh_notice(notice).is_open


def fresh_notice(notice: HolidayNotice) -> HolidayNotice:
    return HolidayNotice.objects.get(pk=notice.pk)


def test_a_second_person_approves_and_all_is_counted_by_it(house):
    case = factories.open_case(house.office, day=ARRIVED)
    before = case.due_on
    notice = house.propose()

    answer = decide(house.other, notice, "approve")

    assert answer.status_code == 302
    assert answer.url == f"{CALENDAR}?year=2027"
    assert calendar().covers(2027)
    assert fresh(case).due_on > before
    assert fresh_notice(notice).decided_by == house.other
    copies_are_fresh(TODAY)
    page = as_(house.one).get(page_of(notice))
    assert page.context["effect_then"]
    assert "preview" not in page.context


def test_the_second_click_has_no_second_effect(house):
    notice = house.propose()
    client = as_(house.other)
    token = client.get(page_of(notice)).context["form"]["form_token"].value()
    answers = [
        client.post(page_of(notice), {"form_token": token, "decision": "approve"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_who_comes_second_reads_a_sentence(house, decision):
    notice = house.propose()
    third = factories.make_person(house.office.unit, Duty.KEEP_CALENDAR)
    house.approve(notice)

    answer = as_(third).post(
        page_of(notice), {"form_token": "t", "decision": decision, "reason": "不对"}
    )

    assert answer.status_code == 409
    assert fresh_notice(notice).decided_by == house.other


def test_a_refusal_says_why(house):
    notice = house.propose()

    assert errors(decide(house.other, notice, "refuse", reason=" "))["reason"]
    assert decide(house.other, notice, "refuse", reason="漏了春节").status_code == 302
    assert fresh_notice(notice).reason == "漏了春节"
    assert not calendar().covers(2027)
    page = as_(house.office.clerk).get(CALENDAR, {"year": 2027})
    assert "漏了春节" in page.content.decode()


def test_who_proposed_may_take_it_back(house):
    notice = house.propose()

    assert decide(house.one, notice, "refuse", reason="贴错了").status_code == 302
    assert fresh_notice(notice).decision == "refused"


@pytest.mark.parametrize("data", [{}, {"decision": "sing"}, {"decision": ["approve", "refuse"]}])
def test_a_form_without_sense_is_answered_with_the_form(house, data):
    notice = house.propose()

    answer = as_(house.other).post(page_of(notice), data)

    assert answer.status_code == 422
    assert fresh_notice(notice).is_open


def test_a_proposal_that_has_come_to_contradict_another_year_cannot_be_approved(house):
    notice = house.propose(arrangement(off=days("2026-12-26", "2027-01-01")))
    other = worked_in_november()
    holidays.approve(
        Act(by=house.other, at=at(TODAY)),
        notice=holidays.propose(
            Act(by=house.one, at=at(TODAY)),
            arrangement=arrangement(2026, off=other.off, worked=other.worked | days("2026-12-26")),
            origin="text",
            text="",
        ),
    )
    page = as_(house.other).get(page_of(notice))

    assert page.context["contradiction"]
    assert "disabled" in page.content.decode()
    assert decide(house.other, notice, "approve").status_code == 422


def test_a_proposal_asks_no_more_for_many_cases_than_for_few(house):
    access.appoint(house.other, unit=house.office.unit, duty=Duty.READ)
    notice, client, counts = house.propose(), as_(house.other), []
    for many in (2, 9):
        for _ in range(many):
            factories.open_case(house.office, day=ARRIVED)
        client.get(page_of(notice))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(page_of(notice))
        counts.append(len(queries))

    assert len(page.context["shown"].rows) == 11
    assert counts[0] == counts[1]
