"""The acts that move the clock, as they stand in the file. Nothing here counts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .errors import ErrorCode, RuleError


class ClockError(RuleError):
    """The record cannot be: the law, or the order of days, forbids it."""


class PauseKind(StrEnum):
    """Who is asked; it decides what silence means, and after how long."""

    THIRD_PARTY = "third_party"  # art. 32: 15 days, then the organ decides itself
    CO_MAKER = "co_maker"  # art. 34: 15 days, then it is taken to agree
    OTHER_ORGAN = "other_organ"  # art. 11: no term, and silence means nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """While others are asked, the clock stands still: art. 33(3).

    `asked_on` is the day the letter left, `delivered_on` the day they had it.
    """

    asked_on: date
    delivered_on: date | None = None
    answered_on: date | None = None
    kind: PauseKind = PauseKind.THIRD_PARTY

    def __post_init__(self) -> None:
        if not _follows(self.asked_on, self.delivered_on, self.answered_on):
            raise ClockError(ErrorCode.CONSULTATION_OUT_OF_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The applicant is asked, once, to make the application clear: art. 30.

    `period_ends_on` is None where the file does not say how long the applicant has.
    """

    asked_on: date
    period_ends_on: date | None = None
    received_on: date | None = None

    def __post_init__(self) -> None:
        if not _follows(self.asked_on, self.period_ends_on, self.received_on):
            raise ClockError(ErrorCode.CORRECTION_OUT_OF_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The answer is put off, once, and the applicant told: art. 33(2).

    `due_before`: the due date as it was known when the applicant was told. Where it is on file it
    decides whether that was in time, whatever is learnt later of a pause; otherwise it is counted.
    """

    days: int
    notified_on: date
    due_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """The applicant is asked to pay for an abnormal request: art. 42, 费办法 arts. 6, 7."""

    notified_on: date
    served_on: date | None = None
    paid_on: date | None = None

    def __post_init__(self) -> None:
        if not _follows(self.notified_on, self.served_on, self.paid_on):
            raise ClockError(ErrorCode.FEE_OUT_OF_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Too much, too often: the applicant is asked to give reasons (art. 35)."""

    asked_on: date
    served_on: date | None = None
    given_on: date | None = None

    def __post_init__(self) -> None:
        if not _follows(self.asked_on, self.served_on, self.given_on):
            raise ClockError(ErrorCode.REASONS_OUT_OF_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """The reasons are good and the work is long: a later day is set and told (art. 35)."""

    told_on: date
    until: date

    def __post_init__(self) -> None:
        if not _follows(self.told_on, self.until):
            raise ClockError(ErrorCode.DELAY_OUT_OF_ORDER)


class ChallengeKind(StrEnum):
    """What the organ must answer to, or do, when its answer is contested."""

    REVIEW_SIMPLIFIED = "review_simplified"  # 行政复议法 arts. 53(1)(4), 54: 5 working days
    REVIEW_ORDINARY = "review_ordinary"  # 行政复议法 art. 48: 10 working days
    SUIT = "suit"  # 行政诉讼法 art. 67: 15 days
    REDO = "redo"  # 行政复议法 art. 64(2): as ordered; if no term is written, see conventions


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """The copy of an application for review or of a suit came in, or an order to decide anew.

    `ordered_until`: the day that the order itself names, if it names one.
    """

    kind: ChallengeKind
    received_on: date
    replied_on: date | None = None
    ordered_until: date | None = None

    def __post_init__(self) -> None:
        if not _follows(self.received_on, self.replied_on, self.ordered_until):
            raise ClockError(ErrorCode.CHALLENGE_OUT_OF_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that the law wants to know of a case to tell when its answer is due."""

    received_on: date
    answered_on: date | None = None
    correction: Correction | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    withdrawn_on: date | None = None
    fee: Fee | None = None
    reasons: Reasons | None = None
    delay: Delay | None = None
    challenges: tuple[Challenge, ...] = ()

    def __post_init__(self) -> None:
        if any(day < self.received_on for day in self.begun_on()):
            raise ClockError(ErrorCode.ACT_BEFORE_RECEIPT)

    def begun_on(self) -> Iterator[date]:
        """The day of every act that the organ or the applicant began."""
        yield from (day for day in (self.answered_on, self.withdrawn_on) if day is not None)
        yield from (pause.asked_on for pause in self.pauses)
        if self.correction is not None:
            yield self.correction.asked_on
        if self.extension is not None:
            yield self.extension.notified_on
        if self.fee is not None:
            yield self.fee.notified_on
        if self.reasons is not None:
            yield self.reasons.asked_on
        if self.delay is not None:
            yield self.delay.told_on
        yield from (challenge.received_on for challenge in self.challenges)


def as_known(record: Record, on: date) -> Record:
    """The record as it stood on that evening: what came later is not in it yet."""

    def until(day: date | None) -> date | None:
        return None if day is None or day > on else day

    correction, fee, reasons = record.correction, record.fee, record.reasons
    extension, delay = record.extension, record.delay
    return replace(
        record,
        answered_on=until(record.answered_on),
        withdrawn_on=until(record.withdrawn_on),
        correction=None
        if correction is None or correction.asked_on > on
        else replace(correction, received_on=until(correction.received_on)),
        pauses=tuple(
            replace(
                pause,
                delivered_on=until(pause.delivered_on),
                answered_on=until(pause.answered_on),
            )
            for pause in record.pauses
            if pause.asked_on <= on
        ),
        extension=None if extension is None or extension.notified_on > on else extension,
        fee=None
        if fee is None or fee.notified_on > on
        else replace(fee, served_on=until(fee.served_on), paid_on=until(fee.paid_on)),
        reasons=None
        if reasons is None or reasons.asked_on > on
        else replace(reasons, served_on=until(reasons.served_on), given_on=until(reasons.given_on)),
        delay=None if delay is None or delay.told_on > on else delay,
        challenges=tuple(
            replace(challenge, replied_on=until(challenge.replied_on))
            for challenge in record.challenges
            if challenge.received_on <= on
        ),
    )


def _follows(first: date, *later: date | None) -> bool:
    """Whether none of the later days lies before the first."""
    return all(day is None or day >= first for day in later)
