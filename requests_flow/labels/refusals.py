"""Why the rules refuse, in a sentence that says what to do instead."""

from django.utils.translation import gettext_lazy as _

from ..rules.errors import ErrorCode
from .calendar_refusals import CALENDAR

ERRORS = {
    **CALENDAR,
    ErrorCode.COUNT_BELOW_ZERO: _(
        "Working days cannot be counted below zero. Enter nought or more."
    ),
    ErrorCode.NO_STATUTE_IN_FORCE: _(
        "No statute known here was in force on that day. Check the day, or add the text of "
        "the law as a file."
    ),
    ErrorCode.RECEIVED_IN_THE_FUTURE: _(
        "The day of receipt has not come yet. Enter the day on which it came."
    ),
    ErrorCode.ACT_BEFORE_RECEIPT: _(
        "Nothing can be done on a case before it was received. Check both days."
    ),
    ErrorCode.CORRECTION_OUT_OF_ORDER: _(
        "A correction cannot end before it was asked for. Check both days."
    ),
    ErrorCode.CONSULTATION_OUT_OF_ORDER: _(
        "An opinion cannot be delivered or answered before it was asked for. Check the days."
    ),
    ErrorCode.EXTENSION_TOO_LONG: _(
        "The law allows fewer working days (art. 33(2)). Enter no more than the text in force does."
    ),
    ErrorCode.EXTENSION_TOO_SHORT: _(
        "An extension adds at least one working day. Enter how many, or leave it out."
    ),
    ErrorCode.EXTENSION_TOO_LATE: _(
        "The applicant must be told before the answer is overdue. Answer now, and say why it "
        "is late."
    ),
    ErrorCode.EXTENSION_WHILE_AWAITING: _(
        "While the applicant is correcting there is no period to extend. Wait for the "
        "correction; the time limit then starts again."
    ),
    ErrorCode.FEE_OUT_OF_ORDER: _(
        "A fee cannot be paid before the notice of it was sent. Check both days."
    ),
    ErrorCode.REASONS_OUT_OF_ORDER: _(
        "Reasons cannot be given before they were asked for. Check both days."
    ),
    ErrorCode.DELAY_OUT_OF_ORDER: _(
        "The day to which the answer is delayed cannot lie before the day the applicant is "
        "told. Check both days."
    ),
    ErrorCode.CHALLENGE_OUT_OF_ORDER: _(
        "A review or a suit needs its kind and the day its copy came; nothing in it comes "
        "earlier. Enter both, and check its days."
    ),
    ErrorCode.STATUTE_INCOMPLETE: _(
        "A row of the law needs all its numbers, each above nought and with its article. "
        "Correct the file."
    ),
    ErrorCode.CONVENTION_UNKNOWN: _(
        "This row decides a doubt that is not known here, or not in the way it can be "
        "decided. See docs/doubts.md for those that can be."
    ),
    ErrorCode.LAW_FILE_UNREADABLE: _(
        "This file of the law cannot be read. Correct it as docs/law.md shows."
    ),
    ErrorCode.HISTORY_UNREADABLE: _(
        'This line is not a history: write {"id": …, "today": …, "acts": [{"act": …, "on": …}]}.'
    ),
    ErrorCode.ACT_UNKNOWN: _("The clock knows no such act. See docs/clock.md for those it knows."),
    ErrorCode.ACT_DAY_MISSING: _("Each act needs its day. Enter it as 2026-11-23."),
    ErrorCode.ACT_IN_THE_FUTURE: _(
        "An act cannot lie after today. Leave out what has not happened yet."
    ),
    ErrorCode.ACT_AFTER_THE_END: _(
        "Once the case was answered or withdrawn nothing more is asked, put off or charged. "
        "Check the days, or leave that act out."
    ),
    ErrorCode.RECEIPT_MISSING: _("Without the day of receipt no clock runs. Enter it."),
    ErrorCode.RECEIVED_TWICE: _(
        "An application is received once. Enter what came later as a correction, or as "
        "another case."
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
    ErrorCode.DETAILS_DIFFER: _(
        "Two acts with one key say different things of it. Keep one, or give the other its own key."
    ),
    ErrorCode.CONSULTATION_KEY_MISSING: _(
        "Give each consultation a key, so that its letter, delivery and answer belong together."
    ),
    ErrorCode.CONSULTATION_SENT_TWICE: _(
        "This consultation was sent before. Enter a second letter with another key."
    ),
    ErrorCode.CONSULTATION_NOT_SENT: _(
        "Delivered or answered, but never sent. Enter the letter first; it has to be in writing."
    ),
    ErrorCode.CONSULTATION_RECORDED_TWICE: _(
        "This was recorded before for the same consultation. Keep the first."
    ),
    ErrorCode.EXTENDED_TWICE: _(
        "The answer is put off once. Keep to that day; for a reasonable request beyond measure set a "
        "later one (art. 35)."
    ),
    ErrorCode.EXTENSION_DAYS_MISSING: _("Say by how many working days the answer is put off."),
    ErrorCode.FEE_NOTIFIED_TWICE: _(
        "One request has one fee notice and one payment, by item or by page. Keep the first."
    ),
    ErrorCode.FEE_NOT_NOTIFIED: _("Paid without a notice. Enter the notice of the fee first."),
    ErrorCode.DELAYED_TWICE: _("A later day is set once. Set it so that it can be kept."),
    ErrorCode.DELAY_DAY_MISSING: _("Say until which day the answer is delayed: 2026-11-23."),
    ErrorCode.REASONS_ASKED_TWICE: _("Reasons are asked for once, and given once. Keep the first."),
    ErrorCode.REASONS_NOT_ASKED: _("Reasons came in that were not asked for. Enter that first."),
    ErrorCode.ANSWERED_TWICE: _(
        "A case is answered once. Keep the first answer; answering anew after an annulment is "
        "a matter of its own."
    ),
    ErrorCode.WITHDRAWN_TWICE: _("A case is withdrawn once. Keep the first day."),
    ErrorCode.CORRECTION_NOTICE_TOO_LATE: _(
        "The working days in which a correction may be asked for are over. Ask by telephone, and "
        "answer in time."
    ),
    ErrorCode.NOTHING_RUNS: _(
        "Nothing runs while the applicant has to correct or to pay. Wait for that first."
    ),
    ErrorCode.DAY_IMPLAUSIBLE: _(
        "This day does not lie between 1949 and 2100. Check whether it is a slip."
    ),
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
        "The day that is set has to lie after the one on which the answer is due anyway. Set "
        "a later day, or none."
    ),
    ErrorCode.SUBMISSION_DAY_MISSING: _("Enter the day the application was submitted."),
    ErrorCode.SIGNATURE_DAY_MISSING: _("Enter the day the post was signed for."),
    ErrorCode.ARRIVAL_DAY_MISSING: _(
        "Enter the day the letter came into the house: it is confirmed on that day."
    ),
    ErrorCode.CONFIRMATION_DAY_MISSING: _(
        "Enter the day on which receipt was confirmed with the applicant."
    ),
    ErrorCode.RECEIPT_OUT_OF_ORDER: _(
        "The days of submission, signature and confirmation are out of order. Check each of them."
    ),
    ErrorCode.REVIEW_ORGAN_MISSING: _("Say which organ reviews the answers of this unit."),
    ErrorCode.REVIEW_ORGAN_IS_ITSELF: _(
        "No organ reviews its own answers. Enter the one that the law names."
    ),
    ErrorCode.TOO_MANY_REVIEW_ORGANS: _(
        "The law gives this unit fewer reviewing organs. Leave out those that do not review it."
    ),
    ErrorCode.REVIEW_ORGAN_NOT_IN_TABLE: _(
        "The reviewing organ entered for this unit is not the one that the law names for its kind; "
        "correct the unit's kind, or leave the organ empty."
    ),
    ErrorCode.NO_REPORT_FORMAT: _(
        "For reports before 2019 no table is known here (art. 50). Choose a later year."
    ),
    ErrorCode.COURT_MISSING: _("Say which court hears suits against this unit."),
    ErrorCode.ONLINE_ADDRESS_MISSING: _(
        "A letter that leaves online must say where to apply for review online. Enter that "
        "address for the unit."
    ),
    ErrorCode.UNKNOWN_OUTCOME: _(
        "The law knows no such way to end a case. Choose one of those offered."
    ),
    ErrorCode.NUMBER_PREFIX_MISSING: _("The unit has no prefix for its numbers. Enter one for it."),
    ErrorCode.NUMBER_NOT_COUNTED_FROM_ONE: _("Numbers count from one. Check the counter."),
    ErrorCode.NUMBER_YEAR_IMPLAUSIBLE: _("That year cannot stand in a number. Check the day."),
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
