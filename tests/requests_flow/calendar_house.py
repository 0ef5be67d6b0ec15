"""An office with two people who keep the calendar of days off, and days for them to enter."""

from __future__ import annotations

from datetime import date

from requests_flow.actions import holidays
from requests_flow.actions.act import Act
from requests_flow.models import Case, HolidayNotice
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.working_days import Arrangement
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at

TODAY = date(2026, 12, 8)
SOURCE = "国办发明电〔2026〕8号"
ARRIVED = date(2026, 12, 7)  # twenty working days later it is another year


def days(*texts: str) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))


NEW_YEAR = days("2027-01-01", "2027-01-02", "2027-01-03")


def arrangement(year: int = 2027, *, off=NEW_YEAR, worked=frozenset(), source=SOURCE):
    return Arrangement(year=year, source=source, off=off, worked=worked)


class House:
    """An office with two people who keep the calendar."""

    def __init__(self) -> None:
        self.office = factories.Office()
        self.one, self.other = (
            factories.make_person(self.office.unit, Duty.KEEP_CALENDAR) for _ in range(2)
        )

    def propose(self, what: Arrangement | None = None, *, day: date = TODAY) -> HolidayNotice:
        act = Act(by=self.one, at=at(day))
        return holidays.propose(act, arrangement=what or arrangement(), origin="text", text="…")

    def approve(self, notice: HolidayNotice, *, day: date = TODAY):
        return holidays.approve(Act(by=self.other, at=at(day)), notice=notice)

    def enter(self, what: Arrangement | None = None, *, day: date = TODAY):
        return self.approve(self.propose(what, day=day), day=day)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def changes(case: Case) -> list[dict]:
    return [entry.data for entry in case.entries.filter(verb="calendar_changed")]


def copies_are_fresh(today: date) -> None:
    for case in Case.objects.filter(archived_at=None):
        reading = read_case_clock(case, today=today)
        assert (case.due_on, case.is_due_provisional, case.clock_state) == (
            reading.due,
            reading.is_provisional,
            reading.state.value,
        )
