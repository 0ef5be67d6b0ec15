"""Until when the step that waits is to be done, in words: the law's day, or the house's own before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from requests_flow.models import Case
from requests_flow.models.reading import conventions_of, correction_ends_on, law_of
from requests_flow.rules.clock import Reading
from requests_flow.rules.step_deadlines import StepFacts, step_due
from requests_flow.rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDay:
    """The last day for a step. It moves with the clock, and is never shown without its marks."""

    on: date
    today: date
    is_provisional: bool
    is_earliest: bool

    @property
    def is_over(self) -> bool:
        """Whether it was to be done before."""
        return self.on < self.today

    @property
    def words(self) -> str:
        """A whole sentence for the page of the case."""
        said = _("It was to be done by %(day)s.") if self.is_over else _("To be done by %(day)s.")
        return said % {"day": self._marked(date_format(self.on, "DATE_FORMAT"))}

    @property
    def in_short(self) -> str:
        """A line for a list."""
        return _("by %(day)s") % {"day": self._marked(date_format(self.on, "m-d"))}

    def _marked(self, day: str) -> str:
        if self.is_earliest:
            return _("%(day)s at the earliest") % {"day": day}
        return _("%(words)s (provisional)") % {"words": day} if self.is_provisional else day


def step_day(
    case: Case, step: str, reading: Reading | None, *, today: date, days: WorkingCalendar
) -> StepDay | None:
    """The last day for `step`, by its name in the flow; None while nothing says one. No query."""
    correction = getattr(case, "correction", None)
    begin = correction.received_on if correction and correction.received_on else case.received_on
    facts = StepFacts(
        received_on=begin,
        due=reading.due if reading else None,
        correction_ends_on=correction and correction_ends_on(correction, days=days),
        closed_on=case.closed_on,
        calendar=days,
        conventions=conventions_of(case),
        statute=law_of(case).on(today),
    )
    on = step_due(step, facts)
    if on is None:
        return None
    is_by_answer = reading is not None and on != step_due(step, replace(facts, due=None))
    return StepDay(
        on=on,
        today=today,
        is_provisional=not days.covers(on.year) or (is_by_answer and reading.is_provisional),
        is_earliest=is_by_answer and reading.is_earliest,
    )
