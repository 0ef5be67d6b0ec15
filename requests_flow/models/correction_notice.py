"""Until when an applicant may be asked to correct an application (art. 30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_flow.rules.clock import correction_notice_due
from requests_flow.rules.walk import counted_receipt

from .case import Case
from .reading import calendar, conventions_of, read_case_clock, statute_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerm:
    """`ends_on`: the last of the law's days. `closes_on`: after it no notice leaves at all.

    They differ where the house decided that a late notice, too, starts the period again: it may
    leave until the answer is due, with the reason why it is late.
    """

    days: int
    ends_on: date
    closes_on: date

    def is_late(self, day: date) -> bool:
        """Whether a notice of that day needs a reason."""
        return self.ends_on < day <= self.closes_on


def notice_term(case: Case, *, today: date) -> NoticeTerm:
    """The term of `case`, as its text of the law and the house have it."""
    days, statute, conventions = calendar(), statute_of(case, today=today), conventions_of(case)
    receipt = counted_receipt(case.received_on, calendar=days, conventions=conventions)
    ends_on = closes_on = correction_notice_due(receipt, calendar=days, statute=statute)
    if conventions.does_late_correction_restart:
        due = read_case_clock(case, today=today, days=days).due
        closes_on = max(ends_on, due or ends_on)
    return NoticeTerm(days=statute.days_to_ask_correction, ends_on=ends_on, closes_on=closes_on)
