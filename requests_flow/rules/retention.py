"""How long a case is kept: a proposal, to be approved by the archive authority of the level.

No law sets these periods for disclosure cases. The unit's own table, once approved, prevails
(机关档案管理规定; 档案法实施条例 art. 19(2)).
"""

from dataclasses import dataclass
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


def propose_retention(outcome_code: str, *, is_contested: bool = False) -> Proposal:
    """The period to propose. A case that went to review or to court is kept for ever."""
    proposal = PROPOSALS[outcome_code]
    return _CONTESTED if is_contested else proposal
