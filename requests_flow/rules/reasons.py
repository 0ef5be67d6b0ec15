"""One day of the clock: whether it counts, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why a day counts, or does not."""

    RECEIVED = "received"
    MOVED = "moved"
    COUNTED = "counted"
    WORKED_WEEKEND = "worked_weekend"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    AWAITING = "awaiting"
    DISCARDED = "discarded"
    RESTARTED = "restarted"
    AWAITING_PAYMENT = "awaiting_payment"
    BEFORE_PAYMENT = "before_payment"
    PAID = "paid"
    AWAITING_REASONS = "awaiting_reasons"
    DELAYED = "delayed"


COUNTING = frozenset({Reason.COUNTED, Reason.WORKED_WEEKEND})

NOTES: dict[Reason, str] = {
    Reason.RECEIVED: "收到申请之日，不计入期限（条例第三十一条；参照民事诉讼法第八十五条）",
    Reason.MOVED: "休息日收到，视为次一工作日收到，不计入期限（条例第三十一条；本机关约定）",
    Reason.COUNTED: "工作日，计入期限（条例第三十三条第二款）",
    Reason.WORKED_WEEKEND: "调休上班日，计入期限（条例第三十三条第二款；国务院办公厅放假安排）",
    Reason.WEEKEND: "休息日，不计入期限（条例第三十三条第二款）",
    Reason.HOLIDAY: "放假日，不计入期限（条例第三十三条第二款；全国年节及纪念日放假办法；国务院办公厅放假安排）",
    Reason.PAUSED: "征求第三方或者其他机关意见，不计入期限（条例第三十三条第三款）",
    Reason.AWAITING: "等待申请人补正，不计入期限（条例第三十条）",
    Reason.DISCARDED: "收到补正之前的日子，不计入期限（条例第三十条）",
    Reason.RESTARTED: "收到补正之日，期限自次日起重新计算（条例第三十条）",
    Reason.AWAITING_PAYMENT: "等待申请人缴费，不计入期限（条例第四十二条；费办法第六条、第七条）",
    Reason.BEFORE_PAYMENT: "完成缴费之前的日子，不计入期限（费办法第七条）",
    Reason.PAID: "完成缴费之日，期限自次日起重新计算（费办法第七条）",
    Reason.AWAITING_REASONS: "等待申请人说明理由，不计入期限（条例第三十五条；本机关约定）",
    Reason.DELAYED: "延迟答复期限之内，至所告知之日届满（条例第三十五条）",
}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One day. `number` is its place among the days that count, or None."""

    day: date
    is_counted: bool
    number: int | None
    reason: Reason
    note: str

    @property
    def article(self) -> str:
        """Where the law says so: what the note has in brackets."""
        return self.note.partition("（")[2].removesuffix("）")


def ledger_line(day: date, reason: Reason, number: int | None = None) -> LedgerLine:
    """The line of `day`, with the sentence that the law gives for `reason`."""
    return LedgerLine(day, number is not None, number, reason, NOTES[reason])
