"""The events of a calendar (ICS), and what each says of its days.

Of RFC 5545 only what a calendar of holidays uses: folded lines, escapes, events of whole days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import ErrorCode
from .holiday_draft import HolidayError, days_from, plausible
from .working_days import ONE_DAY

_WORKED = re.compile(r"班|工作日|work(?:ing|[ -]?day)", re.IGNORECASE)
_OFF = re.compile(r"休(?<!调休)|假|holiday|day off", re.IGNORECASE)
# Half a day off never changes which days count, and what is denied is not the contrary.
_NEITHER = re.compile(
    r"半[天日]|half|不(?:放假|上班|休|补班)|非工作日|\bno(?:t a)? (?:holiday|work)|non-?work",
    re.IGNORECASE,
)
_EXCHANGED = "调休"  # alone it may be either of the two days
_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(?P<value>.*)"
)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MARK = "X-APPLE-SPECIAL-DAY"  # WORK-HOLIDAY or ALTERNATE-WORKDAY
_SWAPPED = re.compile(r"^上班[（(]补(.+?)[）)]$")
_LASTS = re.compile(r"P(?:(?P<weeks>\d{1,2})W|(?P<days>\d{1,3})D)")
_ESCAPE = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. `is_worked` is None where it does not say; `days` then tells of which it spoke."""

    summary: str
    days: tuple[date, ...]
    is_worked: bool | None


def events_of(text: str) -> Iterator[Event]:
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


def _event(event: dict[str, str], line: int) -> Event:
    summary = event.get("SUMMARY", "").split("\n")[0].strip()[:40]
    said = " ".join((summary, event.get("CATEGORIES", ""), event.get(_MARK, "")))
    is_worked = True if _WORKED.search(said) else False if _OFF.search(said) else None
    start = event.get("DTSTART", "")
    if _NEITHER.search(said) or (is_worked is None and _EXCHANGED in said):
        return Event(summary=summary, days=_spoken_of(event, line), is_worked=None)
    if "RRULE" in event or ("T" in start and not (is_worked and _is_within_a_day(event))):
        is_worked = None  # repeats, or has hours: not a day off as the State Council gives it
    if is_worked is None:
        return Event(summary=summary, days=(), is_worked=None)
    first = _ics_day(start.partition("T")[0], line)
    days = (first,) if "T" in start else _lasting(event, first, line)
    return Event(summary=_name_of(summary), days=days, is_worked=is_worked)


def _spoken_of(event: dict[str, str], line: int) -> tuple[date, ...]:
    """The first day of what is left out, as far as it has one that a notice could name."""
    if "RRULE" in event:
        return ()
    try:
        return (_ics_day(event.get("DTSTART", "").partition("T")[0], line),)
    except HolidayError:
        return ()


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
