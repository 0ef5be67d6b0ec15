"""The day an answer counts as given, by the way it left: 送达解释 (国办公开办函〔2016〕235号)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Route(StrEnum):
    """How a reply leaves. A private courier is none of them (item 2; 邮政法 art. 55)."""

    POST = "post"
    HAND = "hand"
    PICKUP = "pickup"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`answered_on` ends the clock; `basis` says why it is that day."""

    answered_on: date
    basis: str


# The fact whose day decides, and the rule. Electronic: the interpretation is silent; by analogy.
_BASES: dict[Route, str] = {
    Route.POST: "交邮之日（国办公开办函〔2016〕235号第四项）",
    Route.HAND: "申请人签收之日（国办公开办函〔2016〕235号第四项）",
    Route.PICKUP: "申请人签收之日（国办公开办函〔2016〕235号第四项）",
    Route.ELECTRONIC: "到达申请人系统之日（参照民事诉讼法第九十条）",
}


def answer_by(route: Route, on: date) -> Answer:
    """The day of the answer, and its basis.

    `on`: the day it was handed to the post, whenever it arrives; the day the applicant signed for
    it; or the day it entered the applicant's system.
    """
    return Answer(answered_on=on, basis=_BASES[route])
