"""A clock as it is looked at: the words that say it, and what they are said of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_flow.models import Case
from requests_flow.rules.clock import Deadline, Reading, Reason, SubDeadline
from requests_flow.rules.working_days import WorkingCalendar

from .wording import day

SIGNS = {"late": "●", "soon": "▲", "ok": "✓", "hold": "‖", "provisional": "◌", "": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """The clock in words. `tone` is the colour, `sign` what stands for it in exports.

    `text` and `detail` are for lists, `sentence` and `todo` for the card. `year`: the first year
    whose days off are not known and on which the dates rest; then nothing in it is final.
    """

    tone: str
    text: str
    detail: str = ""
    sentence: str = ""
    todo: str = ""
    year: int | None = None

    @property
    def sign(self) -> str:
        return SIGNS[self.tone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A case, its clock, and the day on which one looks at it."""

    case: Case
    reading: Reading
    today: date
    days: WorkingCalendar

    def due(self) -> str:
        """The last day, as people say it."""
        return day(self.reading.due) if self.reading.due else "—"

    def deadline(self, code: Deadline) -> SubDeadline | None:
        return next((row for row in self.reading.deadlines if row.code is code), None)

    def unknown_year(self, *until: date | None) -> int | None:
        """The first year without an arrangement of days off that a count up to there touches."""
        last = max((one.year for one in until if one), default=0)
        years = range(self.case.received_on.year, last + 1)
        return next((year for year in years if not self.days.covers(year)), None)


def is_delayed(reading: Reading) -> bool:
    """Whether the last day is one that was set and told (art. 35)."""
    return reading.due is not None and reading.ledger[-1].reason is Reason.DELAYED


def is_closed_unanswered(case: Case) -> bool:
    """Whether the case ended without a reply, and without the applicant taking it back."""
    return bool(case.closed_on and not case.answered_on and not case.withdrawn_on)
