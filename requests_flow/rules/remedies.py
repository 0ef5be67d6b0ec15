"""What may be done against an answer, and the sentence that says so.

Who must go to review first changed twice: on 1 January 2024, with 行政复议法 art. 23(1)(4),
and on 1 June 2025, with 法释〔2025〕8号 art. 1, which ties "refusal" to arts. 14-16.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .catalogue import Group, Outcome, Remedy
from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode, RuleError


class RemedyError(RuleError):
    """The sentence cannot be printed."""


class OrganKind(StrEnum):
    """What sort of organ answers; it decides who reviews."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWN = "town"
    STREET = "street"
    MUNICIPAL_BRANCH = "municipal_branch"
    VERTICAL = "vertical"
    AUTHORISED = "authorised"
    JUSTICE_BUREAU = "justice_bureau"


class Reviewer(StrEnum):
    """Who reviews, as seen from the district."""

    DISTRICT = "{district}"
    CITY = "{city}"
    CITY_JUSTICE_BUREAU = "{city_justice_bureau}"


# 行政复议法 arts. 24, 27, 28. More than one: the applicant chooses.
REVIEWERS: dict[OrganKind, tuple[Reviewer, ...]] = {
    OrganKind.GOVERNMENT: (Reviewer.CITY,),  # art. 24(1)(2)
    OrganKind.DEPARTMENT: (Reviewer.DISTRICT,),  # art. 24(1)(1)
    OrganKind.TOWN: (Reviewer.DISTRICT,),  # art. 24(1)(2)
    OrganKind.STREET: (Reviewer.DISTRICT,),  # art. 24(1)(3)
    OrganKind.AUTHORISED: (Reviewer.DISTRICT,),  # art. 24(1)(4)
    OrganKind.MUNICIPAL_BRANCH: (Reviewer.CITY, Reviewer.DISTRICT),  # art. 24, last paragraph
    OrganKind.JUSTICE_BUREAU: (Reviewer.DISTRICT, Reviewer.CITY_JUSTICE_BUREAU),  # art. 28
    OrganKind.VERTICAL: (),  # art. 27: the authority above it in its line, which it must name
}


def review_organs(kind: OrganKind, district: str, city: str) -> tuple[str, ...]:
    """The names of those who review; none if the line above must be asked (art. 27)."""
    bureau = city.removesuffix("人民政府") + "司法局"
    return tuple(
        reviewer.format(district=district, city=city, city_justice_bureau=bureau)
        for reviewer in REVIEWERS[kind]
    )


@dataclass(frozen=True, slots=True)
class Period:
    """Which outcomes went to review first, from one change of the law to the next."""

    valid_from: date
    review_first: frozenset[str]
    split: frozenset[str]


_REFUSALS = frozenset({"C1", "C2", "C3", "C4", "C5", "C6", "C7"})
_BEFORE_2024 = Period(date.min, frozenset(), frozenset())
_SINCE_2024 = Period(date(2024, 1, 1), _REFUSALS, frozenset({"B"}))
_SINCE_JUNE_2025 = Period(date(2025, 6, 1), _REFUSALS, frozenset({"B"}))
MATRIX = (_SINCE_JUNE_2025, _SINCE_2024, _BEFORE_2024)


def remedy_on(outcome: Outcome, on: date, conventions: Conventions = DEFAULTS) -> Remedy:
    """Which way was open against an answer given on `on`."""
    if outcome.remedy is Remedy.NONE:
        return Remedy.NONE
    period = next(period for period in MATRIX if period.valid_from <= on)
    if outcome.code in period.split and conventions.is_partial_refusal_review_first:
        return Remedy.SPLIT
    if outcome.code in period.review_first | _doubtful(outcome, period, conventions):
        return Remedy.REVIEW_FIRST
    return Remedy.EITHER


def _doubtful(outcome: Outcome, period: Period, conventions: Conventions) -> frozenset[str]:
    """What the house adds to the list, where the law is disputed: docs/doubts.md."""
    is_c8 = outcome.code == "C8" and period is not _BEFORE_2024
    is_d_then = outcome.group is Group.UNAVAILABLE and period is _SINCE_2024
    is_added = (is_c8 and conventions.is_special_rule_review_first) or (
        is_d_then and conventions.was_unavailable_review_first
    )
    return frozenset({outcome.code}) if is_added else frozenset()


def remedy_text(
    outcome: Outcome,
    *,
    kind: OrganKind,
    unit_name: str,
    review_organs: tuple[str, ...],
    court: str,
    online_url: str | None = None,
    on: date,
    is_sent_online: bool = False,
    conventions: Conventions = DEFAULTS,
) -> str:
    """The sentence for the letter; empty if there is nothing to say.

    Raises RemedyError if it would be wrong or incomplete: no reviewer, an organ that reviews
    itself, no court, or no address to file at although the letter leaves online.
    """
    remedy = remedy_on(outcome, on, conventions)
    if remedy is Remedy.NONE:
        return ""
    _check(kind, unit_name, review_organs, court)
    if is_sent_online and not online_url:
        raise RemedyError(ErrorCode.ONLINE_ADDRESS_MISSING)

    organs = "或者".join(review_organs)
    online = f"（可登录 {online_url} 在线提交）" if online_url else ""
    review_first = _REVIEW_FIRST.format(organs=organs, online=online)
    either = _EITHER.format(organs=organs, online=online, court=court)
    return {
        Remedy.REVIEW_FIRST: f"如不服本告知书，{review_first}",
        Remedy.EITHER: f"如不服本告知书，{either}",
        Remedy.SPLIT: f"如不服本告知书中不予公开的部分，{review_first}"
        f"如认为本告知书中已提供的部分不符合申请内容，{either}",
    }[remedy]


# 行政复议法 arts. 20, 23(2), 34; 行政诉讼法 arts. 45, 46.
_REVIEW_FIRST = (
    "应当自收到本告知书之日起60日内先向{organs}申请行政复议{online}；"
    "对行政复议决定仍不服，或者行政复议机关不予受理、逾期未作出决定的，"
    "可以自收到决定书之日或者行政复议期限届满之日起15日内，依法向人民法院提起行政诉讼。"
)
_EITHER = (
    "可以自收到本告知书之日起60日内向{organs}申请行政复议{online}，"
    "也可以自收到本告知书之日起6个月内直接向{court}提起行政诉讼。"
)


def _check(kind: OrganKind, unit_name: str, review_organs: tuple[str, ...], court: str) -> None:
    if not review_organs:
        raise RemedyError(ErrorCode.REVIEW_ORGAN_MISSING)
    if unit_name in review_organs:
        raise RemedyError(ErrorCode.REVIEW_ORGAN_IS_ITSELF)
    if len(review_organs) > max(1, len(REVIEWERS[kind])):
        raise RemedyError(ErrorCode.TOO_MANY_REVIEW_ORGANS)
    if not court:
        raise RemedyError(ErrorCode.COURT_MISSING)
