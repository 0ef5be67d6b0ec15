"""Who reviews the answers of which organ: 行政复议法 arts. 24, 27, 28, as dated rows.

Since 2024 a department's answers are reviewed by its own government only; before, the applicant
could also go to the department above.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode, RuleError


class RemedyError(RuleError):
    """The sentence cannot be printed."""


class OrganKind(StrEnum):
    """What sort of organ answers; it decides who reviews, and which court hears a suit."""

    GOVERNMENT = "government"
    GOVERNMENT_OFFICE = "government_office"  # 区政府办公室, where it answers for the government
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
    DEPARTMENT_ABOVE = "上一级主管部门"
    FOUNDING_DEPARTMENT = "设立该派出机构的市级部门"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """From `valid_from` on. More than one reviewer: the applicant chooses. None: it is entered."""

    valid_from: date
    kind: OrganKind
    reviewers: tuple[Reviewer, ...]
    article: str


_SINCE, _BEFORE = date(2024, 1, 1), date.min
_NEW, _OLD = "行政复议法", "行政复议法（2017年修正）"
_DISTRICT, _CITY = (Reviewer.DISTRICT,), (Reviewer.CITY,)

# The newest first. A change of the law is a row above the one that it ends.
ROWS: tuple[ReviewRow, ...] = (
    ReviewRow(_SINCE, OrganKind.GOVERNMENT, _CITY, f"{_NEW}第二十四条第一款第（二）项"),
    ReviewRow(_SINCE, OrganKind.DEPARTMENT, _DISTRICT, f"{_NEW}第二十四条第一款第（一）项"),
    ReviewRow(_SINCE, OrganKind.TOWN, _DISTRICT, f"{_NEW}第二十四条第一款第（二）项"),
    ReviewRow(_SINCE, OrganKind.STREET, _DISTRICT, f"{_NEW}第二十四条第一款第（三）项"),
    ReviewRow(_SINCE, OrganKind.AUTHORISED, _DISTRICT, f"{_NEW}第二十四条第一款第（四）项"),
    ReviewRow(
        _SINCE,
        OrganKind.MUNICIPAL_BRANCH,
        (Reviewer.CITY, Reviewer.DISTRICT),
        f"{_NEW}第二十四条最后一款",
    ),
    ReviewRow(
        _SINCE,
        OrganKind.JUSTICE_BUREAU,
        (Reviewer.DISTRICT, Reviewer.CITY_JUSTICE_BUREAU),
        f"{_NEW}第二十八条",
    ),
    ReviewRow(_SINCE, OrganKind.VERTICAL, (), f"{_NEW}第二十七条"),
    ReviewRow(_BEFORE, OrganKind.GOVERNMENT, _CITY, f"{_OLD}第十三条第一款"),
    ReviewRow(
        _BEFORE,
        OrganKind.DEPARTMENT,
        (Reviewer.DISTRICT, Reviewer.DEPARTMENT_ABOVE),
        f"{_OLD}第十二条第一款",
    ),
    ReviewRow(_BEFORE, OrganKind.TOWN, _DISTRICT, f"{_OLD}第十三条第一款"),
    ReviewRow(_BEFORE, OrganKind.STREET, _DISTRICT, f"{_OLD}第十五条第一款第（一）项"),
    # Whoever manages it directly, a government or a department: it must be entered.
    ReviewRow(_BEFORE, OrganKind.AUTHORISED, (), f"{_OLD}第十五条第一款第（三）项"),
    ReviewRow(
        _BEFORE,
        OrganKind.MUNICIPAL_BRANCH,
        (Reviewer.CITY, Reviewer.FOUNDING_DEPARTMENT),
        f"{_OLD}第十五条第一款第（二）项",
    ),
    ReviewRow(
        _BEFORE,
        OrganKind.JUSTICE_BUREAU,
        (Reviewer.DISTRICT, Reviewer.CITY_JUSTICE_BUREAU),
        f"{_OLD}第十二条第一款",
    ),
    ReviewRow(_BEFORE, OrganKind.VERTICAL, (), f"{_OLD}第十二条第二款"),
)


def whose_act(kind: OrganKind, conventions: Conventions = DEFAULTS) -> OrganKind:
    """What its office answers for the district government is the government's act, or its own."""
    if kind is not OrganKind.GOVERNMENT_OFFICE:
        return kind
    is_governments = conventions.is_office_reply_of_government
    return OrganKind.GOVERNMENT if is_governments else OrganKind.DEPARTMENT


def review_row(kind: OrganKind, on: date, conventions: Conventions = DEFAULTS) -> ReviewRow:
    """The row that holds for an answer of `on`."""
    act_of = whose_act(kind, conventions)
    return next(row for row in ROWS if row.kind is act_of and row.valid_from <= on)


def review_organs(
    kind: OrganKind,
    *,
    district: str,
    city: str,
    on: date,
    entered: str = "",
    conventions: Conventions = DEFAULTS,
) -> tuple[str, ...]:
    """The names of those who review.

    `entered`: what the office wrote down for the unit; it speaks where the law leaves the name
    open, and must not contradict the table elsewhere. Raises RemedyError if it does, or if there
    is no name at all.
    """
    bureau = city.removesuffix("人民政府") + "司法局"
    named = tuple(
        reviewer.format(district=district, city=city, city_justice_bureau=bureau)
        for reviewer in review_row(kind, on, conventions).reviewers
    )
    if not named and not entered:
        raise RemedyError(ErrorCode.REVIEW_ORGAN_MISSING)
    if named and entered and entered not in named:
        raise RemedyError(ErrorCode.REVIEW_ORGAN_NOT_IN_TABLE)
    return named or (entered,)
