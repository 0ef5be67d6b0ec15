"""Numbers of letters and cases, and dates as letters print them (GB/T 9704)."""

from dataclasses import dataclass
from datetime import date

from .errors import ErrorCode, RuleError


class NumberingError(RuleError):
    """A number that no register could hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """How numbers look from `valid_from` on; the blanks are prefix, year and seq."""

    valid_from: date
    letter: str
    case: str
    basis: str


# The newest first. Six-cornered brackets, no 第, no leading noughts. An office with another
# pattern adds a row with the first day of a year: a register does not change within one.
PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        valid_from=date.min,
        letter="{prefix}〔{year}〕{seq}号",  # 海政公开〔2026〕1号
        case="{prefix} {year}-{seq:04d}",  # 海发公开 2026-0191
        basis="GB/T 9704—2012",
    ),
)


def pattern_on(day: date, patterns: tuple[Pattern, ...] = PATTERNS) -> Pattern:
    """The pattern of the register on that day."""
    return next(pattern for pattern in patterns if pattern.valid_from <= day)


def letter_number(prefix: str, year: int, seq: int) -> str:
    """海政公开〔2026〕1号, by the pattern with which the register of the year was opened."""
    _check(prefix, year, seq)
    return pattern_on(date(year, 1, 1)).letter.format(prefix=prefix, year=year, seq=seq)


def case_number(prefix: str, year: int, seq: int) -> str:
    """海发公开 2026-0191, by the pattern with which the register of the year was opened."""
    _check(prefix, year, seq)
    return pattern_on(date(year, 1, 1)).case.format(prefix=prefix, year=year, seq=seq)


def chinese_date(day: date) -> str:
    """2026年11月23日, in Arabic figures."""
    return f"{day.year}年{day.month}月{day.day}日"


def _check(prefix: str, year: int, seq: int) -> None:
    if not prefix.strip():
        raise NumberingError(ErrorCode.NUMBER_PREFIX_MISSING)
    if not 1949 <= year <= 9999:
        raise NumberingError(ErrorCode.NUMBER_YEAR_IMPLAUSIBLE)
    if seq < 1:
        raise NumberingError(ErrorCode.NUMBER_NOT_COUNTED_FROM_ONE)
