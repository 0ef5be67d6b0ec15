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
    SUBMISSION_DAY_MISSING = "submission_day_missing"
    SIGNATURE_DAY_MISSING = "signature_day_missing"
    CONFIRMATION_DAY_MISSING = "confirmation_day_missing"
    RECEIPT_OUT_OF_ORDER = "receipt_out_of_order"
    REVIEW_ORGAN_MISSING = "review_organ_missing"
    REVIEW_ORGAN_IS_ITSELF = "review_organ_is_itself"
    TOO_MANY_REVIEW_ORGANS = "too_many_review_organs"
    COURT_MISSING = "court_missing"
    ONLINE_ADDRESS_MISSING = "online_address_missing"
    UNKNOWN_OUTCOME = "unknown_outcome"
    NUMBER_PREFIX_MISSING = "number_prefix_missing"
    NUMBER_NOT_COUNTED_FROM_ONE = "number_not_counted_from_one"
    NUMBER_YEAR_IMPLAUSIBLE = "number_year_implausible"


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
    ErrorCode.SUBMISSION_DAY_MISSING: "条例第三十一条第（一）项、第（三）项",
    ErrorCode.SIGNATURE_DAY_MISSING: "条例第三十一条第（二）项",
    ErrorCode.CONFIRMATION_DAY_MISSING: "条例第三十一条第（二）项、第（三）项",
    ErrorCode.RECEIPT_OUT_OF_ORDER: "条例第三十一条",
    ErrorCode.REVIEW_ORGAN_MISSING: "行政复议法第二十四条至第二十八条",
    ErrorCode.REVIEW_ORGAN_IS_ITSELF: "行政复议法第二十四条",
    ErrorCode.TOO_MANY_REVIEW_ORGANS: "行政复议法第二十四条、第二十八条",
    ErrorCode.COURT_MISSING: "行政诉讼法第四十六条",
    ErrorCode.ONLINE_ADDRESS_MISSING: "行政复议法第二十二条第二款",
    ErrorCode.UNKNOWN_OUTCOME: "条例第三十六条至第三十九条",
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
