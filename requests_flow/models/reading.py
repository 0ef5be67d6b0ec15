"""Reads a case's clock from its acts: nothing of it is stored."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from requests_flow.rules import clock
from requests_flow.rules.working_days import WorkingCalendar, load_calendar

from .case import Case


@lru_cache(maxsize=1)
def calendar() -> WorkingCalendar:
    """The working days of all years whose State Council notice is loaded."""
    return load_calendar()


def clock_record(case: Case) -> clock.Record:
    """The acts of `case` that the law's clock knows."""
    correction = getattr(case, "correction", None)
    extension = getattr(case, "extension", None)
    return clock.Record(
        received_on=case.received_on,
        answered_on=case.answered_on,
        withdrawn_on=case.withdrawn_on,
        correction=correction
        and clock.Correction(
            asked_on=correction.asked_on,
            received_on=correction.received_on,
            period_ends_on=correction.period_ends_on,
        ),
        pauses=tuple(
            clock.Pause(
                asked_on=asked.sent_on,
                delivered_on=asked.delivered_on,
                answered_on=asked.answered_on,
                kind=clock.PauseKind(asked.kind),
            )
            for asked in case.consultations.all()
        ),
        extension=extension
        and clock.Extension(
            days=extension.days,
            notified_on=extension.notified_on,
            due_before=extension.due_before,
        ),
    )


def read_case_clock(case: Case, *, today: date) -> clock.Reading:
    """Where the clock of `case` stands on `today`."""
    return clock.read_clock(clock_record(case), calendar=calendar(), today=today)
