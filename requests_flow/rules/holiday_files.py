"""Reads holidays from files: our own JSON, the JSON of holiday-cn, and calendars (ICS)."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from .errors import ErrorCode
from .holiday_draft import Doubt, DoubtCode, Draft, Holiday, HolidayError, draft_of, say
from .holiday_events import Event, events_of

_NUMBER = re.compile(r"国办发明电〔\d{4}〕\d{1,3}号")


def read_json(text: str, *, year: int | None = None) -> Draft:
    """Read our own form or that of holiday-cn; which of the two, it says itself.

    Raises HolidayError with the line where it is no JSON, else with the entry that is wrong.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise HolidayError(ErrorCode.HOLIDAY_FILE_UNREADABLE, line=error.lineno) from None
    except (RecursionError, ValueError):  # nested too deep; a number too long
        raise HolidayError(ErrorCode.HOLIDAY_FILE_UNREADABLE) from None
    if not isinstance(data, dict):
        raise HolidayError(ErrorCode.HOLIDAY_FILE_UNREADABLE)
    said = data.get("year")
    if type(said) is not int:
        raise HolidayError(ErrorCode.HOLIDAY_FILE_INCOMPLETE, what="year")
    if year not in (None, said):
        raise HolidayError(ErrorCode.HOLIDAY_YEAR_DIFFERS, what=str(said))
    source, holidays = _of_holiday_cn(data) if "days" in data else _of_our_own(data)
    return draft_of(said, source, holidays, _doubts_about_source(source))


def read_ics(text: str, *, year: int | None = None) -> Draft:
    """Read a calendar: its events of whole days that say 休 or 班, holiday or workday.

    `year` chooses one where the calendar has several. What says neither is left out, and named.
    """
    events = list(events_of(text))
    marked = [event for event in events if event.is_worked is not None]
    years = sorted({event.days[-1].year for event in marked})
    if not years:
        raise HolidayError(ErrorCode.HOLIDAYS_NOT_FOUND)
    if year is None and len(years) > 1:
        raise HolidayError(ErrorCode.HOLIDAY_YEAR_UNCLEAR, what="、".join(map(str, years)))
    if year is not None and year not in years:
        raise HolidayError(ErrorCode.HOLIDAY_YEAR_DIFFERS, what="、".join(map(str, years)))
    chosen = years[0] if year is None else year
    doubts = [*_doubts_about_source(""), *_doubts_about_events(events, chosen)]
    days = [
        (event.summary, day, event.is_worked is True)
        for event in marked
        for day in event.days
        if event.days[-1].year == chosen
    ]
    return draft_of(chosen, "", _grouped(days), doubts)


def _doubts_about_source(source: str) -> list[Doubt]:
    return [] if _NUMBER.search(source) else [Doubt(code=DoubtCode.NUMBER_MISSING)]


def _doubts_about_events(events: Iterable[Event], year: int) -> Iterator[Doubt]:
    """What is left out: with its day, if one of the year; the others by their titles."""
    unsaid = [event for event in events if event.is_worked is None]
    for event in unsaid:
        if event.days and event.days[0].year == year:
            yield Doubt(
                code=DoubtCode.EVENT_UNCLEAR, about=say(event.days[0]), printed=event.summary
            )
    left_out = list(dict.fromkeys(event.summary for event in unsaid if not event.days))
    if left_out:
        yield Doubt(code=DoubtCode.EVENT_LEFT_OUT, about="、".join(left_out[:12]))


def _of_our_own(data: dict[str, Any]) -> tuple[str, list[Holiday]]:
    source = _words(data.get("source"), "source")
    days = [
        (source, _day(text), name == "worked")
        for name in ("off", "worked")
        for text in _list(data, name)
    ]
    return source, _grouped(days)


def _of_holiday_cn(data: dict[str, Any]) -> tuple[str, list[Holiday]]:
    """Its papers are addresses; the number of the notice is not in it."""
    days = []
    for entry in _list(data, "days"):
        if not isinstance(entry, dict) or not isinstance(entry.get("isOffDay"), bool):
            raise HolidayError(ErrorCode.HOLIDAY_FILE_INCOMPLETE, what="days: isOffDay")
        name = _words(entry.get("name"), "days: name")
        days.append((name, _day(entry.get("date")), not entry["isOffDay"]))
    return "", _grouped(days)


def _words(value: Any, what: str) -> str:
    """A text that can be kept and shown: JSON can spell half a character."""
    if not isinstance(value, str) or not value.isprintable():
        raise HolidayError(ErrorCode.HOLIDAY_FILE_INCOMPLETE, what=what)
    return value


def _list(data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    if not isinstance(value, list):
        raise HolidayError(ErrorCode.HOLIDAY_FILE_INCOMPLETE, what=name)
    return value


def _day(text: Any) -> date:
    if not isinstance(text, str):
        raise HolidayError(ErrorCode.HOLIDAY_FILE_INCOMPLETE, what=ascii(text)[:60])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HolidayError(
            ErrorCode.HOLIDAY_DATE_IMPOSSIBLE, what=ascii(text[:60]).strip("'")
        ) from None


def _grouped(days: list[tuple[str, date, bool]]) -> list[Holiday]:
    """Days of one name as one holiday, in the order of the year."""
    by_name: dict[str, tuple[set[date], set[date]]] = {}
    for name, day, is_worked in sorted(days, key=lambda entry: entry[1]):
        by_name.setdefault(name, (set(), set()))[is_worked].add(day)
    return [
        Holiday(name=name, off=tuple(sorted(off)), worked=tuple(sorted(worked)))
        for name, (off, worked) in by_name.items()
    ]
