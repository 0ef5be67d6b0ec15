"""How long a case is kept: a proposal, to be approved by the archive authority of the level.

No law sets these periods for disclosure cases. The unit's own table, once approved, prevails
(机关档案管理规定; 档案法实施条例 art. 19(2)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

APPROVAL = "须经同级档案主管部门审核同意后施行"


class Retention(StrEnum):
    """The codes of DA/T 22-2015, as they stand in an archive number."""

    PERMANENT = "Y"
    THIRTY_YEARS = "D30"
    TEN_YEARS = "D10"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A period, and why."""

    retention: Retention
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A unit's table of periods, from `valid_from` on. `contested`: review, court, or corrected."""

    valid_from: date
    proposals: Mapping[str, Proposal]
    contested: Proposal
    basis: str


_PRECEDENT = Proposal(
    Retention.PERMANENT, "涉及国家秘密、安全稳定或者第三方异议，具有凭证和先例价值"
)
_CONTESTED = Proposal(Retention.PERMANENT, "引起行政复议、行政诉讼或者被纠正，具有凭证和先例价值")
_RESULT = Proposal(Retention.THIRTY_YEARS, "有处理结果，涉及当事人权利")
_NO_RESULT = Proposal(Retention.TEN_YEARS, "未作实体处理")

PROPOSALS: dict[str, Proposal] = {
    **dict.fromkeys(("A3", "C1", "C3"), _PRECEDENT),
    **dict.fromkeys(("A1", "A2", "B", "C2", "C4", "C5", "C6", "C7", "C8"), _RESULT),
    **dict.fromkeys(("D1a", "D1b", "D2", "D3"), _RESULT),
    **dict.fromkeys(("E1", "E2", "E3", "E4", "E5", "F1", "F2", "F3"), _NO_RESULT),
}

# The newest first. A table approved by the archive authority is a row above the proposal.
SCHEDULES: tuple[Schedule, ...] = (
    Schedule(valid_from=date.min, proposals=PROPOSALS, contested=_CONTESTED, basis=APPROVAL),
)


def schedule_on(day: date, schedules: tuple[Schedule, ...] = SCHEDULES) -> Schedule:
    """The table that holds for a case closed on that day."""
    return next(schedule for schedule in schedules if schedule.valid_from <= day)


def propose_retention(
    outcome_code: str, *, is_contested: bool = False, on: date | None = None
) -> Proposal:
    """The period to propose by the table of `on`, or by the newest.

    A case that went to review or to court is kept for ever. Raises KeyError for a code that the
    catalogue does not know.
    """
    schedule = schedule_on(on or date.max)
    proposal = schedule.proposals[outcome_code]
    return schedule.contested if is_contested else proposal
