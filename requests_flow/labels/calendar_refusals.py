"""Why an arrangement of days off is refused, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from ..rules.errors import ErrorCode

CALENDAR = {
    ErrorCode.CALENDAR_CONTRADICTS_ITSELF: _(
        "The calendar has a day both off and worked. Correct one of them by the notice."
    ),
    ErrorCode.CALENDAR_YEAR_IMPLAUSIBLE: _(
        "This year cannot be right; enter the year that the notice arranges."
    ),
    ErrorCode.CALENDAR_SOURCE_MISSING: _(
        "Enter the number of the notice, for example 国办发明电〔2025〕7号."
    ),
    ErrorCode.CALENDAR_HAS_NO_DAYS: _("The arrangement has no day off; enter all of its days."),
    ErrorCode.CALENDAR_WORKED_DAY_IS_WEEKDAY: _(
        "Only a Saturday or a Sunday can be worked in exchange; check the days worked."
    ),
    ErrorCode.CALENDAR_DAY_OUTSIDE_YEAR: _(
        "A day lies outside the year of the arrangement; only December before it may be "
        "named. Check the day and the year."
    ),
    ErrorCode.CALENDAR_HAS_TOO_MANY_DAYS: _(
        "No arrangement has so many days; enter the days of one year only."
    ),
    ErrorCode.HOLIDAYS_NOT_FOUND: _(
        "No holiday was found in this. Paste the whole notice, or use its file."
    ),
    ErrorCode.HOLIDAY_LENGTHENED: _(
        "This notice lengthens a holiday and does not name its days one by one. Enter the days as "
        "a JSON file, and tick that only single holidays change."
    ),
    ErrorCode.HOLIDAY_YEAR_MISSING: _("It does not say for which year. Enter the year."),
    ErrorCode.HOLIDAY_YEAR_UNCLEAR: _("It speaks of more than one year. Enter the year you mean."),
    ErrorCode.HOLIDAY_YEAR_DIFFERS: _(
        "It is for another year than the one entered. Check the year."
    ),
    ErrorCode.HOLIDAY_DATE_IMPOSSIBLE: _("There is no such day. Check the date."),
    ErrorCode.HOLIDAY_STRETCH_IMPOSSIBLE: _(
        "These days end before they begin, or last longer than a month. Check both dates."
    ),
    ErrorCode.HOLIDAY_FILE_UNREADABLE: _(
        "This is no file of holidays that can be read here. Use JSON or ICS, or paste the notice."
    ),
    ErrorCode.HOLIDAY_FILE_INCOMPLETE: _(
        "Something that the file must say is missing in it, or is not what it should be. "
        "Correct the file, or paste the notice."
    ),
}
