"""The numbers of the law, each with its article. A change in the law is a new row."""

from dataclasses import dataclass
from datetime import date

from .errors import ErrorCode, RuleError


class StatuteError(RuleError):
    """No statute known here was in force on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """One text of the law, from the day it came into force to the day it ended."""

    name: str
    valid_from: date
    valid_until: date | None = None

    # All in working days.
    days_to_answer: int
    days_to_extend: int
    days_to_ask_correction: int
    days_for_third_party: int
    days_for_co_maker: int

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


REGULATION_711 = Statute(
    name="中华人民共和国政府信息公开条例",
    valid_from=date(2019, 5, 15),  # art. 56, order no. 711
    days_to_answer=20,  # art. 33(2)
    days_to_extend=20,  # art. 33(2): at most, with approval, and the applicant told
    days_to_ask_correction=7,  # art. 30
    days_for_third_party=15,  # art. 32: from the day the third party has the letter
    days_for_co_maker=15,  # art. 34: from the day the co-maker has the letter
)

STATUTES: tuple[Statute, ...] = (REGULATION_711,)


def statute_on(day: date) -> Statute:
    """The text in force on `day`: that of the day of receipt governs a case.

    Raises StatuteError for a day before 15 May 2019.
    """
    for statute in STATUTES:
        if statute.is_in_force(day):
            return statute
    raise StatuteError(ErrorCode.NO_STATUTE_IN_FORCE)
