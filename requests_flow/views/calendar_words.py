"""How the calendar's pages speak: doubts, refusals, holidays, stretches of days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from requests_flow import labels
from requests_flow.models import HolidayNotice
from requests_flow.rules.holiday_checks import Doubt as WholeDoubt
from requests_flow.rules.holiday_draft import Doubt, DoubtCode
from requests_flow.rules.holiday_names import HolidayName
from requests_flow.rules.working_days import CalendarError

HOLIDAYS = {
    HolidayName.NEW_YEAR: gettext_lazy("New Year"),
    HolidayName.SPRING: gettext_lazy("Spring Festival"),
    HolidayName.QINGMING: gettext_lazy("Qingming"),
    HolidayName.LABOUR: gettext_lazy("Labour Day"),
    HolidayName.DRAGON_BOAT: gettext_lazy("Dragon Boat Festival"),
    HolidayName.MID_AUTUMN: gettext_lazy("Mid-Autumn Festival"),
    HolidayName.NATIONAL: gettext_lazy("National Day"),
    HolidayName.NATIONAL_AND_MID_AUTUMN: gettext_lazy("National Day and Mid-Autumn"),
    HolidayName.OTHER: gettext_lazy("Other days off"),
}

# What a doubt says: `about`, `printed` and `found` are its own words.
DOUBTS: dict[DoubtCode | WholeDoubt, Any] = {
    DoubtCode.WEEKDAY_DIFFERS: gettext_lazy(
        "%(about)s is printed as %(printed)s, but it is %(found)s. One of the two is a slip."
    ),
    DoubtCode.COUNT_DIFFERS: gettext_lazy(
        "%(about)s: %(printed)s days are printed, %(found)s were read."
    ),
    DoubtCode.NAMED_TWICE: gettext_lazy("%(about)s stands in it twice; both were taken."),
    DoubtCode.NOT_NAMED: gettext_lazy(
        "Not in it: %(about)s. What is entered replaces the whole year; these would have no day "
        "off."
    ),
    DoubtCode.NOT_UNDERSTOOD: gettext_lazy(
        "%(about)s: of %(printed)s it was not understood whether they are off or worked. They "
        "were left out."
    ),
    DoubtCode.WORKED_IS_A_WEEKDAY: gettext_lazy(
        "%(about)s is called worked, but it is %(found)s and counts anyway. It may be a slip."
    ),
    DoubtCode.YEAR_TAKEN_FROM_BEFORE: gettext_lazy(
        "%(about)s is printed without its year; %(found)s was taken."
    ),
    DoubtCode.NUMBER_MISSING: gettext_lazy("The number of the notice is not in it."),
    DoubtCode.NUMBER_OF_ANOTHER_YEAR: gettext_lazy(
        "%(about)s is a number of another year. Is this the right notice?"
    ),
    DoubtCode.DAYS_DO_NOT_BALANCE: gettext_lazy(
        "Weekdays off less weekends worked: %(about)s = %(found)s. The law gives %(printed)s days "
        "off in this year; a day may be missing or too many."
    ),
    DoubtCode.EVENT_LEFT_OUT: gettext_lazy(
        "Neither off nor worked by their title, and left out: %(about)s."
    ),
    DoubtCode.EVENT_UNCLEAR: gettext_lazy(
        "%(about)s, %(printed)s: neither clearly off for the whole day nor clearly worked. It was "
        "left out; half a day off changes nothing."
    ),
    DoubtCode.OFF_WITHOUT_HOLIDAY: gettext_lazy(
        "Off, but of none of the seven holidays: %(about)s. Such a day needs a notice of its own."
    ),
    WholeDoubt.STATUTORY_DAY_MISSING: gettext_lazy(
        "A day that the law itself gives is not off (1 January, 1 May, 1 to 3 October; since 2025 "
        "also 2 May)."
    ),
    WholeDoubt.FEW_DAYS_OFF: gettext_lazy("There are very few days off for a whole year."),
    WholeDoubt.NO_DAY_WORKED: gettext_lazy("No weekend is worked; in most years there are some."),
}

TONES = {
    HolidayNotice.Decision.OPEN: "hold",
    HolidayNotice.Decision.APPROVED: "ok",
    HolidayNotice.Decision.REFUSED: "refused",
}


def say_doubt(doubt: Doubt) -> str:
    """The doubt as a sentence."""
    words = {"about": doubt.about, "printed": doubt.printed, "found": doubt.found}
    return str(DOUBTS[doubt.code]) % words


def say_refusal(error: CalendarError) -> str:
    """Why it cannot be read, and where, as far as that is known."""
    sentence = str(labels.ERRORS[error.code])
    line, what = getattr(error, "line", None), getattr(error, "what", "")
    if line and what:
        return _("%(sentence)s Line %(line)d: %(what)s") % {
            "sentence": sentence,
            "line": line,
            "what": what,
        }
    if line:
        return _("%(sentence)s Line %(line)d.") % {"sentence": sentence, "line": line}
    if what:
        return _("%(sentence)s Here: %(what)s") % {"sentence": sentence, "what": what}
    return sentence


def _short(when: date) -> str:
    return formats.date_format(when, pgettext("short day, as a Django date format", "M j"))


def say_stretch(first: date, last: date) -> str:
    """10月1日至7日, or one day."""
    if first == last:
        return _short(first)
    if first.month == last.month:
        number = formats.date_format(last, pgettext("day of the month, as a Django format", "j"))
        return _("%(first)s to %(last)s") % {"first": _short(first), "last": number}
    return _("%(first)s to %(last)s") % {"first": _short(first), "last": _short(last)}


def say_day(when: date) -> str:
    """1月4日（周日）: a single day with its weekday."""
    return _("%(day)s (%(weekday)s)") % {
        "day": _short(when),
        "weekday": (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))[when.weekday()],
    }


def say_effect(moved: int, late: int) -> str:
    """17 open cases move, 3 become late."""
    if not moved:
        return _("No open case moves.")
    moving = ngettext("%(n)d open case moves", "%(n)d open cases move", moved) % {"n": moved}
    if not late:
        return _("%(moving)s; none becomes late.") % {"moving": moving}
    lateness = ngettext("%(n)d becomes late", "%(n)d become late", late) % {"n": late}
    return _("%(moving)s, %(lateness)s.") % {"moving": moving, "lateness": lateness}
