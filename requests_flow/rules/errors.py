"""What the rules refuse, by code. The sentence for people stands in `labels.ERRORS`."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Every refusal of this room. `ARTICLES` says which rule stands behind it."""

    CALENDAR_CONTRADICTS_ITSELF = "calendar_contradicts_itself"
    CALENDAR_YEAR_IMPLAUSIBLE = "calendar_year_implausible"
    CALENDAR_SOURCE_MISSING = "calendar_source_missing"
    CALENDAR_HAS_NO_DAYS = "calendar_has_no_days"
    CALENDAR_WORKED_DAY_IS_WEEKDAY = "calendar_worked_day_is_weekday"
    CALENDAR_DAY_OUTSIDE_YEAR = "calendar_day_outside_year"
    CALENDAR_HAS_TOO_MANY_DAYS = "calendar_has_too_many_days"
    HOLIDAYS_NOT_FOUND = "holidays_not_found"
    HOLIDAY_LENGTHENED = "holiday_lengthened"
    HOLIDAY_YEAR_MISSING = "holiday_year_missing"
    HOLIDAY_YEAR_UNCLEAR = "holiday_year_unclear"
    HOLIDAY_YEAR_DIFFERS = "holiday_year_differs"
    HOLIDAY_DATE_IMPOSSIBLE = "holiday_date_impossible"
    HOLIDAY_STRETCH_IMPOSSIBLE = "holiday_stretch_impossible"
    HOLIDAY_FILE_UNREADABLE = "holiday_file_unreadable"
    HOLIDAY_FILE_INCOMPLETE = "holiday_file_incomplete"
    COUNT_BELOW_ZERO = "count_below_zero"
    NO_STATUTE_IN_FORCE = "no_statute_in_force"
    RECEIVED_IN_THE_FUTURE = "received_in_the_future"
    ACT_BEFORE_RECEIPT = "act_before_receipt"
    CORRECTION_OUT_OF_ORDER = "correction_out_of_order"
    CONSULTATION_OUT_OF_ORDER = "consultation_out_of_order"
    EXTENSION_TOO_LONG = "extension_too_long"
    EXTENSION_TOO_SHORT = "extension_too_short"
    EXTENSION_TOO_LATE = "extension_too_late"
    EXTENSION_WHILE_AWAITING = "extension_while_awaiting"
    FEE_OUT_OF_ORDER = "fee_out_of_order"
    REASONS_OUT_OF_ORDER = "reasons_out_of_order"
    DELAY_OUT_OF_ORDER = "delay_out_of_order"
    CHALLENGE_OUT_OF_ORDER = "challenge_out_of_order"
    STATUTE_INCOMPLETE = "statute_incomplete"
    CONVENTION_UNKNOWN = "convention_unknown"
    LAW_FILE_UNREADABLE = "law_file_unreadable"
    HISTORY_UNREADABLE = "history_unreadable"
    ACT_UNKNOWN = "act_unknown"
    ACT_DAY_MISSING = "act_day_missing"
    ACT_IN_THE_FUTURE = "act_in_the_future"
    ACT_AFTER_THE_END = "act_after_the_end"
    RECEIPT_MISSING = "receipt_missing"
    RECEIVED_TWICE = "received_twice"
    CORRECTION_ASKED_TWICE = "correction_asked_twice"
    CORRECTION_NOT_ASKED = "correction_not_asked"
    CONSULTATION_KIND_UNKNOWN = "consultation_kind_unknown"
    DETAILS_DIFFER = "details_differ"
    CONSULTATION_KEY_MISSING = "consultation_key_missing"
    CONSULTATION_SENT_TWICE = "consultation_sent_twice"
    CONSULTATION_NOT_SENT = "consultation_not_sent"
    CONSULTATION_RECORDED_TWICE = "consultation_recorded_twice"
    EXTENDED_TWICE = "extended_twice"
    EXTENSION_DAYS_MISSING = "extension_days_missing"
    FEE_NOTIFIED_TWICE = "fee_notified_twice"
    FEE_NOT_NOTIFIED = "fee_not_notified"
    DELAYED_TWICE = "delayed_twice"
    DELAY_DAY_MISSING = "delay_day_missing"
    REASONS_ASKED_TWICE = "reasons_asked_twice"
    REASONS_NOT_ASKED = "reasons_not_asked"
    ANSWERED_TWICE = "answered_twice"
    WITHDRAWN_TWICE = "withdrawn_twice"
    CORRECTION_NOTICE_TOO_LATE = "correction_notice_too_late"
    NOTHING_RUNS = "nothing_runs"
    DELAY_TOO_LATE = "delay_too_late"
    DAY_IMPLAUSIBLE = "day_implausible"
    ENDED_TWICE = "ended_twice"
    EXTENDED_AFTER_DELAY = "extended_after_delay"
    DELAY_NOT_LATER = "delay_not_later"
    SUBMISSION_DAY_MISSING = "submission_day_missing"
    SIGNATURE_DAY_MISSING = "signature_day_missing"
    ARRIVAL_DAY_MISSING = "arrival_day_missing"
    CONFIRMATION_DAY_MISSING = "confirmation_day_missing"
    RECEIPT_OUT_OF_ORDER = "receipt_out_of_order"
    REVIEW_ORGAN_MISSING = "review_organ_missing"
    REVIEW_ORGAN_IS_ITSELF = "review_organ_is_itself"
    TOO_MANY_REVIEW_ORGANS = "too_many_review_organs"
    REVIEW_ORGAN_NOT_IN_TABLE = "review_organ_not_in_table"
    COURT_MISSING = "court_missing"
    NO_REPORT_FORMAT = "no_report_format"
    ONLINE_ADDRESS_MISSING = "online_address_missing"
    UNKNOWN_OUTCOME = "unknown_outcome"
    NUMBER_PREFIX_MISSING = "number_prefix_missing"
    NUMBER_NOT_COUNTED_FROM_ONE = "number_not_counted_from_one"
    NUMBER_YEAR_IMPLAUSIBLE = "number_year_implausible"
    TARIFF_UNREADABLE = "tariff_unreadable"
    FEE_BEFORE_TARIFF = "fee_before_tariff"
    FEE_TWO_STANDARDS = "fee_two_standards"
    FEE_COUNT_BELOW_ONE = "fee_count_below_one"
    FEE_BY_PAGE_FOR_PUBLISHED = "fee_by_page_for_published"
    FEE_BY_PAGE_FOR_NOTHING = "fee_by_page_for_nothing"
    FEE_NOTHING_TO_CHARGE = "fee_nothing_to_charge"
    FEE_NOTICE_TOO_LATE = "fee_notice_too_late"


ARTICLES: dict[ErrorCode, str] = {
    ErrorCode.NO_STATUTE_IN_FORCE: "条例第五十六条",
    ErrorCode.RECEIVED_IN_THE_FUTURE: "条例第三十一条",
    ErrorCode.ACT_BEFORE_RECEIPT: "条例第三十一条",
    ErrorCode.CORRECTION_OUT_OF_ORDER: "条例第三十条",
    ErrorCode.CONSULTATION_OUT_OF_ORDER: "条例第三十二条、第三十四条",
    ErrorCode.EXTENSION_TOO_LONG: "条例第三十三条第二款",
    ErrorCode.EXTENSION_TOO_SHORT: "条例第三十三条第二款",
    ErrorCode.EXTENSION_TOO_LATE: "条例第三十三条第二款",
    ErrorCode.EXTENSION_WHILE_AWAITING: "条例第三十条、第三十三条第二款",
    ErrorCode.FEE_OUT_OF_ORDER: "条例第四十二条；《政府信息公开信息处理费管理办法》第六条、第七条",
    ErrorCode.REASONS_OUT_OF_ORDER: "条例第三十五条",
    ErrorCode.DELAY_OUT_OF_ORDER: "条例第三十五条",
    ErrorCode.CHALLENGE_OUT_OF_ORDER: "行政复议法第四十八条、第五十四条；行政诉讼法第六十七条",
    ErrorCode.ACT_IN_THE_FUTURE: "条例第三十三条",
    ErrorCode.ACT_AFTER_THE_END: "条例第三十三条",
    ErrorCode.RECEIPT_MISSING: "条例第三十一条",
    ErrorCode.RECEIVED_TWICE: "条例第三十一条",
    ErrorCode.CORRECTION_ASKED_TWICE: "条例第三十条",
    ErrorCode.CORRECTION_NOT_ASKED: "条例第三十条",
    ErrorCode.CONSULTATION_KIND_UNKNOWN: "条例第十一条、第三十二条、第三十四条",
    ErrorCode.DETAILS_DIFFER: "条例第三十三条第三款",
    ErrorCode.CONSULTATION_KEY_MISSING: "条例第三十三条第三款",
    ErrorCode.CONSULTATION_SENT_TWICE: "条例第三十三条第三款",
    ErrorCode.CONSULTATION_NOT_SENT: "条例第三十二条、第三十四条",
    ErrorCode.CONSULTATION_RECORDED_TWICE: "条例第三十三条第三款",
    ErrorCode.EXTENDED_TWICE: "条例第三十三条第二款",
    ErrorCode.EXTENSION_DAYS_MISSING: "条例第三十三条第二款",
    ErrorCode.FEE_NOTIFIED_TWICE: "条例第四十二条；《政府信息公开信息处理费管理办法》第三条、第六条",
    ErrorCode.FEE_NOT_NOTIFIED: "条例第四十二条；《政府信息公开信息处理费管理办法》第六条",
    ErrorCode.DELAYED_TWICE: "条例第三十五条",
    ErrorCode.DELAY_DAY_MISSING: "条例第三十五条",
    ErrorCode.REASONS_ASKED_TWICE: "条例第三十五条",
    ErrorCode.REASONS_NOT_ASKED: "条例第三十五条",
    ErrorCode.ANSWERED_TWICE: "条例第三十六条",
    ErrorCode.WITHDRAWN_TWICE: "条例第二十九条",
    ErrorCode.CORRECTION_NOTICE_TOO_LATE: "条例第三十条",
    ErrorCode.NOTHING_RUNS: "条例第三十条、第三十三条、第四十二条；费办法第六条、第七条",
    ErrorCode.ENDED_TWICE: "条例第二十九条、第三十六条",
    ErrorCode.EXTENDED_AFTER_DELAY: "条例第三十三条第二款、第三十五条",
    ErrorCode.DELAY_TOO_LATE: "条例第三十三条、第三十五条",
    ErrorCode.DELAY_NOT_LATER: "条例第三十五条",
    ErrorCode.SUBMISSION_DAY_MISSING: "条例第三十一条第（一）项、第（三）项",
    ErrorCode.SIGNATURE_DAY_MISSING: "条例第三十一条第（二）项",
    ErrorCode.ARRIVAL_DAY_MISSING: "条例第三十一条第（二）项",
    ErrorCode.CONFIRMATION_DAY_MISSING: "条例第三十一条第（二）项、第（三）项",
    ErrorCode.RECEIPT_OUT_OF_ORDER: "条例第三十一条",
    ErrorCode.REVIEW_ORGAN_MISSING: "行政复议法第二十四条至第二十八条",
    ErrorCode.REVIEW_ORGAN_IS_ITSELF: "行政复议法第二十四条",
    ErrorCode.TOO_MANY_REVIEW_ORGANS: "行政复议法第二十四条、第二十八条",
    ErrorCode.REVIEW_ORGAN_NOT_IN_TABLE: "行政复议法第二十四条、第二十八条",
    ErrorCode.NO_REPORT_FORMAT: "条例第五十条",
    ErrorCode.COURT_MISSING: "行政诉讼法第四十六条",
    ErrorCode.ONLINE_ADDRESS_MISSING: "行政复议法第二十二条第二款",
    ErrorCode.UNKNOWN_OUTCOME: "条例第三十六条至第三十九条",
    ErrorCode.FEE_BEFORE_TARIFF: "条例第四十二条第二款",
    ErrorCode.FEE_TWO_STANDARDS: "《政府信息公开信息处理费管理办法》第三条",
    ErrorCode.FEE_COUNT_BELOW_ONE: "《政府信息公开信息处理费管理办法》第四条、第五条",
    ErrorCode.FEE_BY_PAGE_FOR_PUBLISHED: "《政府信息公开信息处理费管理办法》第五条",
    ErrorCode.FEE_BY_PAGE_FOR_NOTHING: "《政府信息公开信息处理费管理办法》第五条",
    ErrorCode.FEE_NOTHING_TO_CHARGE: "条例第四十二条第一款",
    ErrorCode.FEE_NOTICE_TOO_LATE: "《政府信息公开信息处理费管理办法》第六条",
}


class RuleError(ValueError):
    """A rule was given something that cannot be.

    `code` names the sentence for people, `article` the rule of law behind it ("" where the
    quarrel is with the data, not with the law).
    """

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.value)
        self.code = code
        self.article = ARTICLES.get(code, "")
