"""The fee for handling information, art. 42 and 费办法: how much, on what basis, in which words.

A request is charged by item or by page, never by both (费办法 art. 3): an assessment holds one
count, so that there is nothing a second one could be added to.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .catalogue import REGULATION, Group, outcome
from .errors import ErrorCode, RuleError
from .statute import Statute, statute_on
from .tariffs import TARIFFS, Scale, Tariff, tariff_on
from .working_days import WorkingCalendar

__all__ = [
    "TARIFFS",
    "ByItem",
    "ByPage",
    "FeeAssessment",
    "FeeError",
    "Route",
    "assess",
    "check_notice",
    "tariff_on",
]

_HANDED_OUT = {Group.DISCLOSED, Group.IN_PART}


class FeeError(RuleError):
    """The fee rules do not allow this fee."""


class Route(StrEnum):
    """How the applicant gets the information; the notice goes the same way (费办法 art. 6)."""

    POST = "post"
    HAND = "hand"
    ELECTRONIC = "electronic"
    PICKUP = "pickup"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByItem:
    """按件, art. 4: one of the applicant's requests of a natural month, whatever its outcome.

    `ordinal`: its number in the month. `items`: into how many smallest reasonable matters it is
    split; it is then numbers `ordinal` to `ordinal + items - 1`.
    """

    ordinal: int
    items: int = 1

    def __post_init__(self) -> None:
        if min(self.ordinal, self.items) < 1:
            raise FeeError(ErrorCode.FEE_COUNT_BELOW_ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPage:
    """按量, art. 5: the pages of this one request; those of others are never added.

    A page is one side of A4 or smaller.
    """

    pages: int
    outcome_code: str

    def __post_init__(self) -> None:
        if self.pages < 1:
            raise FeeError(ErrorCode.FEE_COUNT_BELOW_ONE)
        if outcome(self.outcome_code).group not in _HANDED_OUT:
            raise FeeError(ErrorCode.FEE_BY_PAGE_FOR_NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeAssessment:
    """What handling one request costs. `days_to_pay` are working days, counted from the day
    after the notice was received (费办法 art. 6); who does not pay in them has given up (F2).

    Raises FeeError for a fee that the tariff does not know.
    """

    counted: ByItem | ByPage
    received_on: date
    route: Route
    tariff: Tariff
    days_to_pay: int

    def __post_init__(self) -> None:
        if not isinstance(self.counted, ByItem | ByPage):
            raise FeeError(ErrorCode.FEE_TWO_STANDARDS)
        if not self.tariff.is_in_force(self.received_on):
            raise FeeError(ErrorCode.FEE_BEFORE_TARIFF)
        if isinstance(self.counted, ByPage) and self.counted.outcome_code in (
            self.tariff.not_by_page
        ):
            raise FeeError(ErrorCode.FEE_BY_PAGE_FOR_PUBLISHED)

    @property
    def yuan(self) -> int:
        return sum(part.yuan for part in self._scale.parts(*self._numbers))

    @property
    def is_free(self) -> bool:
        return self.yuan == 0

    @property
    def basis(self) -> str:
        """The articles, as the notice prints them."""
        return f"{REGULATION}第四十二条第一款、《{self.tariff.name}》{self._scale.article}、第六条"

    @property
    def standard(self) -> str:
        """收费标准: the tariff in words, from the rows of data."""
        return _standard(self._scale, *_WORDS[type(self.counted)])

    @property
    def computation(self) -> str:
        """计算方式: how the amount comes about, as the notice prints it."""
        unit = _WORDS[type(self.counted)][0]
        lines = [
            f"第{part.first}{unit}"
            + (f"至第{part.last}{unit}" if part.count > 1 else "")
            + "，"
            # No sum where there is nothing to multiply.
            + (f"{part.price}元×{part.count}{unit}＝{part.yuan}元" if part.price else "不收费")
            for part in self._scale.parts(*self._numbers)
        ]
        return f"{self._opening}{'；'.join(lines)}。共计{self.yuan}元。"

    def pay_by(self, served_on: date, calendar: WorkingCalendar) -> date:
        """The last day to pay, if the applicant had the notice on `served_on`."""
        return calendar.add(served_on, self.days_to_pay)

    @property
    def _scale(self) -> Scale:
        is_by_item = isinstance(self.counted, ByItem)
        return self.tariff.by_item if is_by_item else self.tariff.by_page

    @property
    def _numbers(self) -> tuple[int, int]:
        if isinstance(self.counted, ByPage):
            return 1, self.counted.pages
        return self.counted.ordinal, self.counted.ordinal + self.counted.items - 1

    @property
    def _opening(self) -> str:
        if isinstance(self.counted, ByPage):
            return (
                f"按量计收，本件申请提供信息{self.counted.pages}页（A4及以下幅面纸张的单面为1页）："
            )
        month = f"{self.received_on.year}年{self.received_on.month}月"
        split = "，按照“一事一申请”原则拆分计算" if self.counted.items > 1 else ""
        return f"按件计收，本件申请在同一申请人{month}累计申请的件数中{split}："


_WORDS = {
    ByItem: ("件", "按件计收，同一申请人一个自然月内累计申请"),
    ByPage: ("页", "按量计收，以单件申请为单位计算页数"),
}


def _standard(scale: Scale, unit: str, opening: str) -> str:
    lines = []
    for tier, after in zip(scale.tiers, (*scale.tiers[1:], None), strict=True):
        if after is None:
            span = f"{tier.first}{unit}以上的部分"
        else:
            last = after.first - 1
            span = f"{tier.first}—{last}{unit}（含{last}{unit}）的部分"
        price = f"{tier.yuan}元/{unit}" if tier.yuan else "不收费"
        if tier.block:
            price += f"起，以{tier.block}{unit}为一档，每增加一档提高{tier.rise}元/{unit}"
        lines.append(f"{span}，{price}")
    return f"{opening}：{'；'.join(lines)}。"


def assess(
    counted: ByItem | ByPage,
    *,
    received_on: date,
    route: Route,
    tariff: Tariff | None = None,
    statute: Statute | None = None,
) -> FeeAssessment:
    """What handling costs. The day of receipt decides which tariff and which statute apply.

    Raises TariffError for an application received before there was a tariff, FeeError for a fee
    that the tariff does not know.
    """
    return FeeAssessment(
        counted=counted,
        received_on=received_on,
        route=route,
        tariff=tariff or tariff_on(received_on),
        days_to_pay=(statute or statute_on(received_on)).days_to_pay_fee,
    )


def check_notice(assessment: FeeAssessment, *, notified_on: date, due: date) -> None:
    """Raise FeeError if no notice may leave on that day: nothing to pay, or too late (art. 6)."""
    if assessment.is_free:
        raise FeeError(ErrorCode.FEE_NOTHING_TO_CHARGE)
    if notified_on > due:
        raise FeeError(ErrorCode.FEE_NOTICE_TOO_LATE)
