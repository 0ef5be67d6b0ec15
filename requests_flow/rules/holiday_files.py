"""Reads holidays from files: our own JSON, the JSON of holiday-cn, and calendars (ICS).

Of RFC 5545 only what such a calendar uses: folded lines, escapes, events of whole days.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .errors import ErrorCode
from .holiday_draft import (
    Doubt,
    DoubtCode,
    Draft,
    Holiday,
    HolidayError,
    days_from,
    draft_of,
    plausible,
)
from .working_days import ONE_DAY

_NUMBER = re.compile(r"国办发明电〔\d{4}〕\d{1,3}号")
_WORKED = re.compile(r"班|work(?:ing)? ?day", re.IGNORECASE)
_OFF = re.compile(r"休|假|holiday|day off", re.IGNORECASE)
_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(?P<value>.*)"
)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MARK = "X-APPLE-SPECIAL-DAY"  # WORK-HOLIDAY or ALTERNATE-WORKDAY
_SWAPPED = re.compile(r"^上班[（(]补(.+?)[）)]$")
_LASTS = re.compile(r"P(?:(?P<weeks>\d{1,2})W|(?P<days>\d{1,3})D)")
_ESCAPE = re.compile(r"\\([\\;,nN])")


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
    events = list(_events(text))
    marked = [event for event in events if event.is_worked is not None]
    years = sorted({event.days[-1].year for event in marked})
    if not years:
        raise HolidayError(ErrorCode.HOLIDAYS_NOT_FOUND)
    if year is None and len(years) > 1:
        raise HolidayError(ErrorCode.HOLIDAY_YEAR_UNCLEAR, what="、".join(map(str, years)))
    if year is not None and year not in years:
        raise HolidayError(ErrorCode.HOLIDAY_YEAR_DIFFERS, what="、".join(map(str, years)))
    chosen = years[0] if year is None else year
    left_out = dict.fromkeys(event.summary for event in events if event.is_worked is None)
    doubts = [*_doubts_about_source("")]
    if left_out:
        doubts.append(Doubt(code=DoubtCode.EVENT_LEFT_OUT, about="、".join(list(left_out)[:12])))
    days = [
        (event.summary, day, event.is_worked is True)
        for event in marked
        for day in event.days
        if event.days[-1].year == chosen
    ]
    return draft_of(chosen, "", _grouped(days), doubts)


def _doubts_about_source(source: str) -> list[Doubt]:
    return [] if _NUMBER.search(source) else [Doubt(code=DoubtCode.NUMBER_MISSING)]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    summary: str
    days: tuple[date, ...]
    is_worked: bool | None  # None: it does not say


def _events(text: str) -> Iterator[_Event]:
    """Every event of whole days, in the order of the file."""
    lines = _unfolded(text)
    first = next(lines, (1, ""))
    if first[1].strip().upper() != "BEGIN:VCALENDAR":
        raise HolidayError(ErrorCode.HOLIDAY_FILE_UNREADABLE, line=first[0])
    event: dict[str, str] | None = None
    begun, inner = 0, 0  # `inner`: how deep in a part of the event, such as its alarm
    for number, line in lines:
        found = _LINE.fullmatch(line)
        if not found:
            raise HolidayError(ErrorCode.HOLIDAY_FILE_UNREADABLE, line=number)
        name, value = found["name"].upper(), found["value"]
        if event is None:
            if (name, value.upper()) == ("BEGIN", "VEVENT"):
                event, begun, inner = {}, number, 0
        elif (name, value.upper()) == ("END", "VEVENT"):
            if event.get("STATUS", "").upper() != "CANCELLED":
                yield _event(event, begun)
            event = None
        elif name in ("BEGIN", "END"):
            inner += 1 if name == "BEGIN" else -1
        elif not inner:
            event.setdefault(name, _ESCAPE.sub(_unescaped, value))
    if event is not None:
        raise HolidayError(ErrorCode.HOLIDAY_FILE_UNREADABLE, line=begun)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; one that begins with a blank goes on with the one before."""
    begun, whole = 0, ""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        if whole and line[:1] in (" ", "\t"):
            whole += line[1:]
            continue
        if whole.strip():
            yield begun, whole
        begun, whole = number, line
    if whole.strip():
        yield begun, whole


def _unescaped(escape: re.Match[str]) -> str:
    return "\n" if escape[1] in "nN" else escape[1]


def _event(event: dict[str, str], line: int) -> _Event:
    summary = event.get("SUMMARY", "").split("\n")[0].strip()[:40]
    said = " ".join((summary, event.get("CATEGORIES", ""), event.get(_MARK, "")))
    is_worked = True if _WORKED.search(said) else False if _OFF.search(said) else None
    start = event.get("DTSTART", "")
    if "RRULE" in event or ("T" in start and not (is_worked and _is_within_a_day(event))):
        is_worked = None  # repeats, or has hours: not a day off as the State Council gives it
    if is_worked is None:
        return _Event(summary=summary, days=(), is_worked=None)
    first = _ics_day(start.partition("T")[0], line)
    days = (first,) if "T" in start else _lasting(event, first, line)
    return _Event(summary=_name_of(summary), days=days, is_worked=is_worked)


def _is_within_a_day(event: dict[str, str]) -> bool:
    """A day worked is also written as its office hours, of one day and in local time."""
    start, end = event["DTSTART"], event.get("DTEND", "")
    return start[:8] == end[:8] and not start.endswith("Z")


def _lasting(event: dict[str, str], first: date, line: int) -> tuple[date, ...]:
    if "DTEND" in event:  # the first day that no longer belongs to it
        after = _ics_day(event["DTEND"], line)
        return days_from(first, after - ONE_DAY if after > first else after)
    lasts = _LASTS.fullmatch(event.get("DURATION", "P1D"))
    if not lasts:
        raise HolidayError(ErrorCode.HOLIDAY_FILE_INCOMPLETE, line=line, what="DURATION")
    days = int(lasts["weeks"]) * 7 if lasts["weeks"] else int(lasts["days"])
    return days_from(first, first + timedelta(days=days) - ONE_DAY)


def _ics_day(text: str, line: int) -> date:
    found = _DAY.fullmatch(text)
    if not found:
        raise HolidayError(ErrorCode.HOLIDAY_FILE_INCOMPLETE, line=line, what=text[:40])
    year = plausible(int(found[1]))
    try:
        return date(year, int(found[2]), int(found[3]))
    except ValueError:
        raise HolidayError(ErrorCode.HOLIDAY_DATE_IMPOSSIBLE, line=line, what=text) from None


def _name_of(summary: str) -> str:
    """ "元旦 假期 第1天/共3天", "元旦（休）" and "上班(补元旦假期)" are all 元旦."""
    name = _SWAPPED.sub(r"\1", summary)
    return re.split(r"[\s（(]", name, maxsplit=1)[0].removesuffix("假期") or summary
