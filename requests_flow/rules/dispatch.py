"""The day an answer counts as given, by the way it left: 送达解释 (国办公开办函〔2016〕235号)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Route(StrEnum):
    """How a reply leaves. A private courier is none of them (item 2; 邮政法 art. 55)."""

    POST = "post"
    HAND = "hand"
    PICKUP = "pickup"
    ELECTRONIC = "electronic"


class Came(StrEnum):
    """What came of an attempt."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    RETURNED = "returned"


# What can come of it. Who hands a letter over and meets nobody has not sent it; what is refused at
# the door is left there (民事诉讼法 art. 89), and a mail refused counts when it comes back as refused.
POSSIBLE: dict[Route, frozenset[Came]] = {
    Route.POST: frozenset(Came),
    Route.HAND: frozenset({Came.DELIVERED, Came.REFUSED}),
    Route.PICKUP: frozenset({Came.DELIVERED}),
    Route.ELECTRONIC: frozenset({Came.DELIVERED, Came.RETURNED}),
}

# It leaves when it is signed for: there is no way between sending and arriving.
SIGNED_AT_ONCE = frozenset({Route.HAND, Route.PICKUP})


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
_LEFT_THERE = "拒收后留置送达之日（参照民事诉讼法第八十九条）"


def answer_by(route: Route, on: date, *, came: Came | None = None) -> Answer:
    """The day of the answer, and its basis.

    `on`: the day it was handed to the post, whenever it arrives; the day the applicant signed for
    it, or it was refused and left (`came`); or the day it entered the applicant's system.
    """
    is_left = route is Route.HAND and came is Came.REFUSED
    return Answer(answered_on=on, basis=_LEFT_THERE if is_left else _BASES[route])


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sending. `is_ours`: it went elsewhere than the applicant had asked, by our mistake."""

    route: Route
    on: date
    came: Came | None = None
    is_ours: bool = False


def answer_of(attempts: Iterable[Attempt]) -> Answer | None:
    """The first attempt that counts, in the order in which they were made.

    By post it is the day of posting, though the mail came back: the applicant named the address
    (art. 29(2)(1)). What was sent elsewhere by our mistake, or came back by wire, told nobody
    anything. None where no attempt counts.
    """
    for one in attempts:
        is_lost = one.came is Came.RETURNED and (one.is_ours or one.route is not Route.POST)
        if not is_lost:
            return answer_by(one.route, one.on, came=one.came)
    return None


def wants_electronic(provision_form: str) -> bool:
    """Whether the applicant asked for it by wire (art. 29(2)(3)); a disc is none."""
    return "电子邮件" in provision_form or provision_form in {"电子", "网络", "网上"}
