"""The acts that move the clock, as they stand in the file. Nothing here counts."""

from dataclasses import dataclass
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
        later = (self.delivered_on, self.answered_on)
        if any(day is not None and day < self.asked_on for day in later):
            raise ClockError(ErrorCode.CONSULTATION_OUT_OF_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The applicant is asked, once, to make the application clear: art. 30."""

    asked_on: date
    period_ends_on: date
    received_on: date | None = None

    def __post_init__(self) -> None:
        later = (self.period_ends_on, self.received_on)
        if any(day is not None and day < self.asked_on for day in later):
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
class Record:
    """All that the law wants to know of a case to tell when its answer is due."""

    received_on: date
    answered_on: date | None = None
    correction: Correction | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    withdrawn_on: date | None = None

    def __post_init__(self) -> None:
        acts = [self.answered_on, self.withdrawn_on, *(pause.asked_on for pause in self.pauses)]
        if self.correction is not None:
            acts.append(self.correction.asked_on)
        if self.extension is not None:
            acts.append(self.extension.notified_on)
        if any(day is not None and day < self.received_on for day in acts):
            raise ClockError(ErrorCode.ACT_BEFORE_RECEIPT)
