"""Numbers of letters and cases, and dates as letters print them (GB/T 9704)."""

from datetime import date

from .errors import ErrorCode, RuleError


class NumberingError(RuleError):
    """A number that no register could hold."""


def letter_number(prefix: str, year: int, seq: int) -> str:
    """海政公开〔2026〕1号: six-cornered brackets, no 第, no leading noughts."""
    _check(prefix, year, seq)
    return f"{prefix}〔{year}〕{seq}号"


def case_number(prefix: str, year: int, seq: int) -> str:
    """海发公开 2026-0191."""
    _check(prefix, year, seq)
    return f"{prefix} {year}-{seq:04d}"


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
