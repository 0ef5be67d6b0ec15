"""Turns working days of a story into moments: in office hours, in order, and never ahead."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from requests_flow.rules.working_days import WorkingCalendar

BEIJING = ZoneInfo("Asia/Shanghai")


class Diary:
    """The days of one case, counted from its receipt or from its correction."""

    def __init__(
        self, received_on: date, calendar: WorkingCalendar, latest: date, rng: Random
    ) -> None:
        self.base = received_on
        self.calendar, self.latest, self.rng = calendar, latest, rng
        self.waited = 0
        self.at = datetime.combine(received_on, datetime.min.time(), BEIJING)

    def turn_to(self, offset: float) -> datetime:
        """The moment of what happens `offset` working days after the base, and any waiting."""
        day = min(self.calendar.add(self.base, round(offset) + self.waited), self.latest)
        if day > self.at.date() or self.at.hour == 0:
            opening = datetime.combine(max(day, self.at.date()), datetime.min.time(), BEIJING)
            self.at = opening + timedelta(minutes=self.rng.randrange(525, 900))
        else:
            self.at += timedelta(minutes=self.rng.randrange(4, 25))
        return self.at

    def begin_anew(self) -> None:
        """From today on days are counted afresh: art. 30."""
        self.base, self.waited = self.at.date(), 0

    def wait(self, working_days: int) -> None:
        """All that follows moves back."""
        self.waited += working_days
