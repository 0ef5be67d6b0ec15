"""Why the rules refuse, in a sentence that says what to do instead."""

from django.utils.translation import gettext_lazy as _

from ..rules.errors import ErrorCode

ERRORS = {
    ErrorCode.CALENDAR_CONTRADICTS_ITSELF: _("The calendar has a day both off and worked."),
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
        "A day lies outside the year of the arrangement; only December before it may be named."
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
    ErrorCode.HOLIDAY_FILE_UNREADABLE: _("This is no file of holidays that can be read here."),
    ErrorCode.HOLIDAY_FILE_INCOMPLETE: _(
        "Something that the file must say is missing in it, or is not what it should be."
    ),
    ErrorCode.COUNT_BELOW_ZERO: _("Working days cannot be counted below zero."),
    ErrorCode.NO_STATUTE_IN_FORCE: _("No statute known here was in force on that day."),
    ErrorCode.RECEIVED_IN_THE_FUTURE: _("The day of receipt has not come yet."),
    ErrorCode.ACT_BEFORE_RECEIPT: _("Nothing can be done on a case before it was received."),
    ErrorCode.CORRECTION_OUT_OF_ORDER: _("A correction cannot end before it was asked for."),
    ErrorCode.CONSULTATION_OUT_OF_ORDER: _(
        "An opinion cannot be delivered or answered before it was asked for."
    ),
    ErrorCode.EXTENSION_TOO_LONG: _(
        "The law allows fewer working days (art. 33(2)). Enter no more than the text in force does."
    ),
    ErrorCode.EXTENSION_TOO_SHORT: _("An extension adds at least one working day."),
    ErrorCode.EXTENSION_TOO_LATE: _("The applicant must be told before the answer is overdue."),
    ErrorCode.EXTENSION_WHILE_AWAITING: _(
        "While the applicant is correcting there is no period to extend."
    ),
    ErrorCode.FEE_OUT_OF_ORDER: _(
        "A fee cannot be paid before the notice of it was sent. Check both days."
    ),
    ErrorCode.REASONS_OUT_OF_ORDER: _(
        "Reasons cannot be given before they were asked for. Check both days."
    ),
    ErrorCode.DELAY_OUT_OF_ORDER: _(
        "The day to which the answer is delayed cannot lie before the day the applicant is told."
    ),
    ErrorCode.CHALLENGE_OUT_OF_ORDER: _(
        "A review or a suit needs its kind and the day its copy came; nothing in it comes earlier."
    ),
    ErrorCode.STATUTE_INCOMPLETE: _(
        "A row of the law needs all its numbers, each above nought and with its article."
    ),
    ErrorCode.CONVENTION_UNKNOWN: _(
        "This row decides a doubt that is not known here, or not in the way it can be decided."
    ),
    ErrorCode.LAW_FILE_UNREADABLE: _("This file of the law cannot be read."),
    ErrorCode.HISTORY_UNREADABLE: _(
        'This line is not a history: write {"id": …, "today": …, "acts": [{"act": …, "on": …}]}.'
    ),
    ErrorCode.ACT_UNKNOWN: _("The clock knows no such act. See docs/clock.md for those it knows."),
    ErrorCode.ACT_DAY_MISSING: _("Each act needs its day, written as 2026-11-23."),
    ErrorCode.ACT_IN_THE_FUTURE: _(
        "An act cannot lie after today. Leave out what has not happened yet."
    ),
    ErrorCode.ACT_AFTER_THE_END: _(
        "Once the case was answered or withdrawn nothing more is asked, put off or charged."
    ),
    ErrorCode.RECEIPT_MISSING: _("Without the day of receipt no clock runs. Enter it."),
    ErrorCode.RECEIVED_TWICE: _(
        "An application is received once. What came later is a correction, or another case."
    ),
    ErrorCode.CORRECTION_ASKED_TWICE: _(
        "A correction is asked for once, with everything in one notice. Clarify the rest by "
        "telephone, or answer that the request is still unclear."
    ),
    ErrorCode.CORRECTION_NOT_ASKED: _(
        "A correction came in that was not asked for. Enter the notice first."
    ),
    ErrorCode.CONSULTATION_KIND_UNKNOWN: _(
        "Say who was asked: a third party, a co-maker or another organ; it decides what silence "
        "means."
    ),
    ErrorCode.CONSULTATION_KEY_MISSING: _(
        "Give each consultation a key, so that its letter, delivery and answer belong together."
    ),
    ErrorCode.CONSULTATION_SENT_TWICE: _(
        "This consultation was sent before. A second letter is a consultation with another key."
    ),
    ErrorCode.CONSULTATION_NOT_SENT: _(
        "Delivered or answered, but never sent. Enter the letter first; it has to be in writing."
    ),
    ErrorCode.CONSULTATION_RECORDED_TWICE: _(
        "This was recorded before for the same consultation. Keep the first."
    ),
    ErrorCode.EXTENDED_TWICE: _(
        "The answer is put off once. For a reasonable request beyond measure a later day can be "
        "set (art. 35)."
    ),
    ErrorCode.EXTENSION_DAYS_MISSING: _("Say by how many working days the answer is put off."),
    ErrorCode.FEE_NOTIFIED_TWICE: _(
        "One request has one fee notice and one payment, by item or by page."
    ),
    ErrorCode.FEE_NOT_NOTIFIED: _("Paid without a notice. Enter the notice of the fee first."),
    ErrorCode.DELAYED_TWICE: _("A later day is set once. Set it so that it can be kept."),
    ErrorCode.DELAY_DAY_MISSING: _("Say until which day the answer is delayed: 2026-11-23."),
    ErrorCode.REASONS_ASKED_TWICE: _("Reasons are asked for once, and given once."),
    ErrorCode.REASONS_NOT_ASKED: _("Reasons came in that were not asked for. Enter that first."),
    ErrorCode.ANSWERED_TWICE: _(
        "A case is answered once. Answering anew after an annulment is a matter of its own."
    ),
    ErrorCode.WITHDRAWN_TWICE: _("A case is withdrawn once."),
    ErrorCode.CORRECTION_NOTICE_TOO_LATE: _(
        "The working days in which a correction may be asked for are over. Ask by telephone, and "
        "answer in time."
    ),
    ErrorCode.NOTHING_RUNS: _(
        "Nothing runs while the applicant has to correct or to pay. Wait for that first."
    ),
    ErrorCode.DAY_IMPLAUSIBLE: _("This day does not lie between 1949 and 2100; is it a slip?"),
    ErrorCode.ENDED_TWICE: _(
        "A case ends by an answer or by a withdrawal, not by both. Keep the one that came first."
    ),
    ErrorCode.EXTENDED_AFTER_DELAY: _(
        "A later day has been set already (art. 35); there is no period left to put off. Keep to it."
    ),
    ErrorCode.DELAY_TOO_LATE: _(
        "A later day is set while the time limit runs, not after it. Answer now, and say why it is "
        "late."
    ),
    ErrorCode.DELAY_NOT_LATER: _(
        "The day that is set has to lie after the one on which the answer is due anyway."
    ),
    ErrorCode.SUBMISSION_DAY_MISSING: _("Enter the day the application was submitted."),
    ErrorCode.SIGNATURE_DAY_MISSING: _("Enter the day the post was signed for."),
    ErrorCode.CONFIRMATION_DAY_MISSING: _(
        "Enter the day on which receipt was confirmed with the applicant."
    ),
    ErrorCode.RECEIPT_OUT_OF_ORDER: _(
        "The days of submission, signature and confirmation are out of order."
    ),
    ErrorCode.REVIEW_ORGAN_MISSING: _("Say which organ reviews the answers of this unit."),
    ErrorCode.REVIEW_ORGAN_IS_ITSELF: _("No organ reviews its own answers."),
    ErrorCode.TOO_MANY_REVIEW_ORGANS: _("The law gives this unit fewer reviewing organs."),
    ErrorCode.REVIEW_ORGAN_NOT_IN_TABLE: _(
        "The reviewing organ entered for this unit is not the one that the law names for its kind; "
        "correct the unit's kind, or leave the organ empty."
    ),
    ErrorCode.NO_REPORT_FORMAT: _("For reports before 2019 no table is known here (art. 50)."),
    ErrorCode.COURT_MISSING: _("Say which court hears suits against this unit."),
    ErrorCode.ONLINE_ADDRESS_MISSING: _(
        "A letter that leaves online must say where to apply for review online."
    ),
    ErrorCode.UNKNOWN_OUTCOME: _("The law knows no such way to end a case."),
    ErrorCode.NUMBER_PREFIX_MISSING: _("The unit has no prefix for its numbers."),
    ErrorCode.NUMBER_NOT_COUNTED_FROM_ONE: _("Numbers count from one."),
    ErrorCode.NUMBER_YEAR_IMPLAUSIBLE: _("That year cannot stand in a number."),
    ErrorCode.TARIFF_UNREADABLE: _(
        "This tariff cannot be read: its tiers must count from one and rise. Correct the file."
    ),
    ErrorCode.FEE_BEFORE_TARIFF: _(
        "No tariff was in force on the day of receipt; the first is that of 1 January 2021. "
        "Answer without a fee."
    ),
    ErrorCode.FEE_TWO_STANDARDS: _(
        "A request is charged by item or by page, never by both. Choose one."
    ),
    ErrorCode.FEE_COUNT_BELOW_ONE: _(
        "Requests, matters and pages count from one. Look at the count again."
    ),
    ErrorCode.FEE_BY_PAGE_FOR_PUBLISHED: _(
        "What is published already is not charged by the page. Say where it is; or charge by item."
    ),
    ErrorCode.FEE_BY_PAGE_FOR_NOTHING: _(
        "Only what is handed out is charged by the page. Charge by item, or not at all."
    ),
    ErrorCode.FEE_NOTHING_TO_CHARGE: _(
        "This lies within what is free of charge. Answer without a fee."
    ),
    ErrorCode.FEE_NOTICE_TOO_LATE: _(
        "A notice of a fee leaves while the time limit runs, not after it. Answer without a fee."
    ),
}
