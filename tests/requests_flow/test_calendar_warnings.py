"""Nobody is surprised by a year whose days off are not known, nor by a due date that moved."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.utils import translation

from requests_flow import checks
from requests_flow.actions import handling, reviewing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Consultation
from requests_flow.models import unpublished as unpublished_years
from requests_flow.models.reading import read_case_clock
from requests_flow.models.unpublished import unpublished
from requests_flow.views.rearranged import rearranged
from tests import factories
from tests.factories import at
from tests.journeys.people import on
from tests.requests_flow.calendar_house import ARRIVED, SOURCE, TODAY, House, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


# Warnings ----------------------------------------------------------------------


def test_open_cases_that_reach_an_unpublished_year_are_counted(house):
    other = factories.Office("区民政局")
    for office, day in ((house.office, 7), (house.office, 8), (other, 9)):
        factories.open_case(office, day=date(2026, 12, day))
    factories.open_case(other, day=date(2026, 11, 2))

    (gap,) = unpublished(TODAY)

    assert (gap.year, gap.count, gap.earliest) == (2027, 3, date(2027, 1, 4))
    assert gap.units == (("区发改局", 2), ("区民政局", 1))


def consult(house, case, *, sent_on: date, kind: str = "other_organ"):
    act = Act(by=house.office.clerk, at=at(sent_on))
    return handling.consult(act, case=case, kind=kind, name="某", question="意见", sent_on=sent_on)


def test_a_clock_that_stands_still_is_read_anew_whatever_the_night_copied(house):
    case = factories.accepted(house.office, day=date(2026, 11, 16))
    consult(house, case, sent_on=date(2026, 11, 17))
    assert fresh(case).due_on.year == 2026
    assert unpublished(TODAY)[0].earliest.year == 2027
    assert unpublished(date(2026, 11, 17)) == ()

    (gap,) = unpublished(date(2027, 1, 20))

    assert gap.earliest == read_case_clock(fresh(case), today=date(2027, 1, 20)).due


def test_the_day_on_which_silence_ends_reaches_it_too(house):
    case = factories.accepted(house.office, day=date(2026, 11, 23))
    asked = consult(house, case, sent_on=date(2026, 11, 25), kind="third_party")
    Consultation.objects.filter(pk=asked.pk).update(delivered_on=date(2026, 11, 27))
    today = date(2026, 11, 28)
    reading = read_case_clock(fresh(case), today=today)
    assert (reading.due.year, reading.latest.year) == (2026, 2027)

    (gap,) = unpublished(today)

    assert (gap.year, gap.count, gap.earliest) == (2027, 1, reading.latest)


def test_the_period_of_a_correction_reaches_it_too(house):
    case = factories.open_case(house.office, day=date(2026, 12, 21))
    act = Act(by=house.office.clerk, at=at(date(2026, 12, 22)))
    reviewing.ask_correction(act, case=case, items="年份", period_days=10)

    (gap,) = unpublished(date(2026, 12, 23))

    assert (gap.year, gap.earliest) == (2027, date(2027, 1, 5))


def test_a_clock_that_cannot_be_read_counts_by_its_copy(house):
    case = factories.accepted(house.office, day=date(2026, 12, 1))
    consult(house, case, sent_on=date(2026, 12, 2))
    Case.objects.update(received_on=date(2019, 5, 14), due_on=date(2027, 1, 7))

    (gap,) = unpublished(TODAY)

    assert gap.earliest == date(2027, 1, 7)


def test_many_clocks_that_stand_still_cost_no_more_queries(house, django_assert_num_queries):
    for _ in range(4):
        case = factories.accepted(house.office, day=date(2026, 12, 1))
        consult(house, case, sent_on=date(2026, 12, 2))

    with django_assert_num_queries(4):
        assert unpublished(TODAY)[0].count == 4


def test_the_command_and_the_check_warn_until_the_year_is_known(house, capsys):
    factories.open_case(house.office, day=ARRIVED)
    with on(TODAY):
        with pytest.raises(CommandError, match="2027"):
            call_command("check_calendar")
        said = capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("check_calendar", "--json")
        data = json.loads(capsys.readouterr().out)
        (warning,) = checks.the_year_has_a_calendar(None)

        house.enter()
        call_command("check_calendar")

        assert checks.the_year_has_a_calendar(None) == []
    assert "2027: open cases 1" in said
    assert "2027-01-04" in said
    assert data["unpublished"][0]["units"] == [["区发改局", 1]]
    assert warning.id == "yishen.W002"


def test_the_server_says_so_in_its_log(house, caplog):
    factories.open_case(house.office, day=ARRIVED)

    with on(TODAY):
        checks.warn_of_missing_years()

    assert "Open cases that reach it: 1" in caplog.text
    assert "yishen.W002" in caplog.text


def test_a_check_without_a_database_says_nothing(monkeypatch):
    def fail(today):
        raise OperationalError("no such table")

    monkeypatch.setattr(unpublished_years, "unpublished", fail)

    assert checks.the_year_has_a_calendar(None) == []


def test_a_running_year_that_is_missing_is_told_without_any_case():
    with on(date(2027, 1, 4)):
        assert [one.id for one in checks.the_year_has_a_calendar(None)] == ["yishen.W001"]


# On screen ---------------------------------------------------------------------


def test_the_story_of_the_case_tells_it(house):
    case = factories.open_case(house.office, day=ARRIVED)
    house.enter()
    client = Client()

    with on(TODAY):
        client.force_login(house.office.clerk)
        page = client.get(case.get_absolute_url(), headers={"accept-language": "en"})

    words = f"Days off rearranged ({SOURCE}): due on 2027-01-05, not 2027-01-04"
    assert words in page.content.decode()
    assert house.other.full_name in page.content.decode()


def test_every_kind_of_change_has_its_words():
    base = {"number": SOURCE, "old": "2027-01-05", "new": "2027-01-05"}
    with translation.override("en"):
        firm = rearranged({**base, "was_provisional": True, "is_provisional": False})
        late = rearranged({**base, "new": "2027-01-04", "becomes_late": True})
        open_end = rearranged({**base, "new": "2027-01-07", "is_provisional": True})
    assert firm.endswith("as before, no longer provisional")
    assert late.endswith("due on 2027-01-04, not 2027-01-05, overdue by it")
    assert open_end.endswith(", provisional")


def test_the_desk_tells_those_who_keep_the_calendar(house):
    factories.open_case(house.office, day=ARRIVED)
    keeper, clerk = Client(headers={"accept-language": "en"}), Client()

    with on(TODAY):
        keeper.force_login(house.one)
        clerk.force_login(house.office.clerk)
        seen = keeper.get("/").content.decode()
        unseen = clerk.get("/").content.decode()
        house.enter()
        after = keeper.get("/").content.decode()

    assert "data-unpublished" in seen
    assert "data-unpublished" not in unseen
    assert "data-unpublished" not in after
