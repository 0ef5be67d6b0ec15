"""Reads a case's clock from its acts: nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from requests_flow.rules import clock
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.law_book import LawBook, load_law_book
from requests_flow.rules.statute import Governing, Statute
from requests_flow.rules.working_days import Arrangement, WorkingCalendar, load_calendar
from requests_flow.units.places import remembered

from .case import Case
from .clockwork import Correction
from .holiday import approved_arrangements


def calendar() -> WorkingCalendar:
    """The working days of all years whose notice was shipped, or approved by the office.

    One query each time, since another process may have approved a year meanwhile (while a page is
    read, once): ask before a loop, and hand the answer to `read_case_clock`.
    """
    return calendar_of(remembered("approved arrangements", approved_arrangements))


@lru_cache(maxsize=4)
def calendar_of(approved: tuple[Arrangement, ...]) -> WorkingCalendar:
    """The shipped years and `approved`, of which the last of a year prevails."""
    return load_calendar(approved)


def law() -> LawBook:
    """Every text of the law, and what the office decided: `YISHEN_LAW_DIR` adds its own rows."""
    return _law_book(settings.YISHEN_LAW_DIR)


@lru_cache(maxsize=8)
def _law_book(folder: str) -> LawBook:
    return load_law_book(Path(folder) if folder else None)


def statute_of(case: Case, *, today: date) -> Statute:
    """The text that governs `case` on `today`; once it is over, that of its last day."""
    ends = [day for day in (case.answered_on, case.withdrawn_on, case.closed_on) if day]
    return law_of(case).on(min([today, *ends]))


def law_of(case: Case) -> Governing:
    """The texts that govern `case`: that of its receipt, and those whose transition took it over."""
    return law().governing(case.received_on)


def conventions_of(case: Case) -> Conventions:
    """What the office did, where the law is silent, on the day `case` was received."""
    return law().conventions_on(case.received_on)


def correction_ends_on(correction: Correction, *, days: WorkingCalendar | None = None) -> date:
    """The last day to correct, by the calendar of now; of what is over, the day that was kept."""
    if correction.received_on or correction.lapsed_on:
        return correction.period_ends_on
    begin = correction.served_on or correction.asked_on
    return (days or calendar()).add(begin, correction.period_days)


def clock_record(case: Case, *, days: WorkingCalendar | None = None) -> clock.Record:
    """The acts of `case` that the law's clock knows; `days` is the calendar, if it is at hand."""
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
            period_ends_on=correction_ends_on(correction, days=days),
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


def read_case_clock(
    case: Case, *, today: date, days: WorkingCalendar | None = None
) -> clock.Reading:
    """Where the clock of `case` stands on `today`; `days` is the calendar, if it is at hand."""
    days = days or calendar()
    return clock.read_clock(
        clock_record(case, days=days),
        calendar=days,
        today=today,
        statute=law_of(case),
        conventions=conventions_of(case),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StrictDue:
    """A last day with its marks: never to be shown without them, as that of a `Reading`."""

    due: date
    is_provisional: bool
    is_earliest: bool


def strict_due_of(
    case: Case, *, today: date, days: WorkingCalendar | None = None
) -> StrictDue | None:
    """The last day as an applicant might count it, where that is another: from the day it came.

    An extension that was told too late by that count is left out of it.
    """
    conventions = replace(conventions_of(case), is_rest_day_receipt_moved=False)
    came_on = case.strict_received_on or case.received_on
    if came_on == case.received_on and conventions == conventions_of(case):
        return None
    days, statute = days or calendar(), law_of(case)
    record = replace(clock_record(case, days=days), received_on=came_on)
    own_due = read_case_clock(case, today=today, days=days).due
    for extension in (record.extension and replace(record.extension, due_before=None), None):
        try:
            strict = clock.read_clock(
                replace(record, extension=extension),
                calendar=days,
                today=today,
                statute=statute,
                conventions=conventions,
            )
        except clock.ClockError:
            continue
        if strict.due is None or strict.due == own_due:
            return None
        return StrictDue(
            due=strict.due,
            is_provisional=strict.is_provisional,
            is_earliest=strict.is_earliest,
        )
    return None
