"""The smaller deadlines: of the organ, of those it asks, and of the organ once it is contested."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .acts import Challenge, ChallengeKind, Pause
from .conventions import DEFAULTS, Conventions
from .statute import REGULATION_711, Statute
from .walk import Walk
from .working_days import ONE_DAY, WorkingCalendar


class Deadline(StrEnum):
    """The smaller deadlines beside the great one."""

    CORRECTION_NOTICE = "correction_notice"
    CORRECTION_PERIOD = "correction_period"
    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    REASONS = "reasons"
    FEE_PAYMENT = "fee_payment"
    REVIEW_SIMPLIFIED = "review_simplified"
    REVIEW_ORDINARY = "review_ordinary"
    SUIT = "suit"
    REDO = "redo"


ARTICLES: dict[Deadline, str] = {
    Deadline.CORRECTION_NOTICE: "条例第三十条",
    Deadline.CORRECTION_PERIOD: "条例第三十条",
    Deadline.THIRD_PARTY: "条例第三十二条",
    Deadline.CO_MAKER: "条例第三十四条",
    Deadline.REASONS: "条例第三十五条",
    Deadline.FEE_PAYMENT: "《政府信息公开信息处理费管理办法》第六条",
    Deadline.REVIEW_SIMPLIFIED: "行政复议法第五十四条、第八十八条",
    Deadline.REVIEW_ORDINARY: "行政复议法第四十八条、第八十八条",
    Deadline.SUIT: "行政诉讼法第六十七条、第一百零一条",
    Deadline.REDO: "行政复议法第六十四条",
}

# Working days (行政复议法 art. 88). A suit is answered within calendar days.
REVIEW_DAYS = {ChallengeKind.REVIEW_SIMPLIFIED: 5, ChallengeKind.REVIEW_ORDINARY: 10}
SUIT_DAYS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SubDeadline:
    """A smaller deadline that still matters. `days_left` is negative once it has passed.

    `days_left`: working days, also where the period itself is one of calendar days.
    """

    code: Deadline
    due: date
    days_left: int
    is_provisional: bool

    @property
    def article(self) -> str:
        """Where the period stands."""
        return ARTICLES[self.code]


def correction_notice_due(
    received_on: date, *, calendar: WorkingCalendar, statute: Statute = REGULATION_711
) -> date:
    """The last day to ask for a correction: art. 30."""
    return calendar.add(received_on, statute.days_to_ask_correction)


def correction_period_ends(
    delivered_on: date, *, calendar: WorkingCalendar, conventions: Conventions = DEFAULTS
) -> date:
    """The last day to correct, counted from the day the applicant has the notice: art. 30."""
    return calendar.add(delivered_on, conventions.days_to_correct)


def fee_period_ends(
    served_on: date, *, calendar: WorkingCalendar, statute: Statute = REGULATION_711
) -> date:
    """The last day to pay: 20 working days from the day after the notice came (费办法 art. 6)."""
    return calendar.add(served_on, statute.days_to_pay_fee)


def reply_due(
    challenge: Challenge, *, calendar: WorkingCalendar, conventions: Conventions = DEFAULTS
) -> date:
    """The last day to answer a review or a suit, or to decide anew; see `ChallengeKind`.

    15 days for a suit are calendar days; one that ends on a day off ends on the first day after it
    (民事诉讼法 art. 85, by 行政诉讼法 art. 101).
    """
    received_on, kind = challenge.received_on, challenge.kind
    if kind is ChallengeKind.REDO:
        if challenge.ordered_until is not None:
            return challenge.ordered_until
        return calendar.add(received_on, conventions.days_to_redo)
    if kind is ChallengeKind.SUIT:
        last = received_on + ONE_DAY * SUIT_DAYS
        return last if calendar.is_working_day(last) else calendar.add(last, 1)
    return calendar.add(received_on, REVIEW_DAYS[kind])


def deadlines_of_case(walk: Walk) -> Iterator[SubDeadline]:
    """Those that run, or ran out, while the case is open on the walk's day."""
    record, correction, fee = walk.record, walk.correction, walk.record.fee
    if record.correction is None:
        notice_due = correction_notice_due(
            walk.receipt, calendar=walk.calendar, statute=walk.statute
        )
        if walk.as_of <= notice_due:  # later, nothing can be done about it
            yield _deadline(walk, Deadline.CORRECTION_NOTICE, notice_due)
    if walk.awaits_correction and correction is not None and correction.period_ends_on is not None:
        yield _deadline(walk, Deadline.CORRECTION_PERIOD, correction.period_ends_on)
    for pause in record.pauses:
        yield from _of_pause(walk, pause)
    reasons_end = walk.reasons_end()
    if reasons_end is not None and record.reasons is not None and not record.reasons.given_on:
        yield _deadline(walk, Deadline.REASONS, reasons_end)
    if fee is not None and fee.paid_on is None:
        begin = fee.served_on or fee.notified_on
        ends = fee_period_ends(begin, calendar=walk.calendar, statute=walk.law.on(begin))
        yield _deadline(walk, Deadline.FEE_PAYMENT, ends)


def deadlines_of_challenges(walk: Walk) -> Iterator[SubDeadline]:
    """Those of the organ as respondent: they run although the case is closed."""
    for challenge in walk.record.challenges:
        if challenge.replied_on is None:
            due = reply_due(challenge, calendar=walk.calendar, conventions=walk.conventions)
            yield _deadline(walk, Deadline(challenge.kind.value), due)


def _of_pause(walk: Walk, pause: Pause) -> Iterator[SubDeadline]:
    silence_ends = walk.silence_ends(pause)
    if silence_ends is not None and walk.is_open(pause):
        yield _deadline(walk, Deadline(pause.kind.value), silence_ends)


def _deadline(walk: Walk, code: Deadline, due: date) -> SubDeadline:
    return SubDeadline(
        code=code,
        due=due,
        days_left=walk.calendar.count(walk.as_of, due),
        is_provisional=not walk.calendar.covers_days(walk.record.received_on, due),
    )
