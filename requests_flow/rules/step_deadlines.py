"""Until when each step is to be done: the law's day where it names one, else the house's own.

The law names the day of a notice to correct (art. 30) and the day the answer leaves (art. 33), and
nothing between. What stands between is counted back from the answer, as the last safe day is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .conventions import DEFAULTS, Conventions
from .safe_day import days_after_approval, last_safe_day
from .statute import REGULATION_711, Statute
from .sub_deadlines import correction_notice_due
from .working_days import WorkingCalendar

DAYS_TO_FILE = (
    30  # calendar days after the answer; no law names them (art. 45 names the stage alone)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """What the day of a step depends on. None where it is not known, or its clock is at rest.

    `due`: of the answer. `correction_ends_on`: of the applicant's time to correct.
    """

    received_on: date
    due: date | None = None
    correction_ends_on: date | None = None
    closed_on: date | None = None
    calendar: WorkingCalendar
    conventions: Conventions = DEFAULTS
    statute: Statute = REGULATION_711


def _entered(facts: StepFacts) -> date | None:
    """It counts from the day it came, entered or not (art. 31): entered by the next working day."""
    return facts.calendar.add(facts.received_on, facts.conventions.working_days_to_confirm)


def _reviewed(facts: StepFacts) -> date | None:
    """Later no correction can be asked (art. 30)."""
    return correction_notice_due(facts.received_on, calendar=facts.calendar, statute=facts.statute)


def _corrected(facts: StepFacts) -> date | None:
    return facts.correction_ends_on


def _before_answer(facts: StepFacts, needed: int) -> date | None:
    if facts.due is None:
        return None
    return last_safe_day(facts.due, calendar=facts.calendar, needed=needed)


def _written(facts: StepFacts) -> date | None:
    """Early enough for a check that takes its time."""
    house = facts.conventions
    return _before_answer(facts, days_after_approval(house) + house.days_to_review)


def _checked(facts: StepFacts) -> date | None:
    """The last safe day."""
    return _before_answer(facts, days_after_approval(facts.conventions))


def _signed(facts: StepFacts) -> date | None:
    return _before_answer(facts, facts.conventions.days_to_seal + facts.conventions.days_to_post)


def _issued(facts: StepFacts) -> date | None:
    return _before_answer(facts, facts.conventions.days_to_post)


def _answered(facts: StepFacts) -> date | None:
    """The day the answer is due (art. 33)."""
    return facts.due


def _filed(facts: StepFacts) -> date | None:
    return facts.closed_on and facts.closed_on + timedelta(days=DAYS_TO_FILE)


# By the names of the steps in the flow; a house test holds both together.
STEP_DEADLINES: Mapping[str, Callable[[StepFacts], date | None]] = {
    "register": _entered,
    "review": _reviewed,
    "await_correction": _corrected,
    "assign": _reviewed,
    "handle": _written,
    "compose": _written,
    "check_secrecy": _checked,
    "review_in_law": _checked,
    "take_over": _checked,
    "check_secrecy_again": _checked,
    "sign": _signed,
    "issue": _issued,
    "deliver": _answered,
    "file_away": _filed,
}


def step_due(step: str, facts: StepFacts) -> date | None:
    """The last day for `step`, by its name in the flow; None while its clock is at rest."""
    return STEP_DEADLINES[step](facts)
