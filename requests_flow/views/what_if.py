"""如果今天…: what would become of the due date, step by step. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.models.reading import clock_record, conventions_of, law, law_of
from requests_flow.rules.errors import ARTICLES, RuleError
from requests_flow.rules.step_articles import STEP_ARTICLES
from requests_flow.rules.what_if import Prospect, Step, prospects
from requests_flow.rules.working_days import WorkingCalendar

from .forms.inputs import DayField
from .side import BEFORE_CHECKS
from .side_action import open_nodes
from .wording import day

A_YEAR = timedelta(days=366)

STEPS: dict[Step, Any] = {
    Step.ANSWER: gettext_lazy("Answer"),
    Step.ASK_CORRECTION: gettext_lazy("Ask the applicant for a correction"),
    Step.ASK_THIRD_PARTY: gettext_lazy("Ask a third party"),
    Step.ASK_CO_MAKER: gettext_lazy("Ask a co-maker"),
    Step.ASK_OTHER_ORGAN: gettext_lazy("Ask another organ"),
    Step.EXTEND: gettext_lazy("Put off the answer"),
    Step.NOTIFY_FEE: gettext_lazy("Ask for a fee"),
}

# Where the case has to stand, so that the step is still ahead of it; an answer always is. A fee is
# counted by the rules, but nobody can enter one here yet.
AHEAD_AT: dict[Step, frozenset[str]] = {
    Step.ASK_CORRECTION: frozenset({"review"}),
    Step.ASK_THIRD_PARTY: BEFORE_CHECKS,
    Step.ASK_CO_MAKER: BEFORE_CHECKS,
    Step.ASK_OTHER_ORGAN: BEFORE_CHECKS,
    Step.EXTEND: BEFORE_CHECKS,
    Step.NOTIFY_FEE: frozenset(),
}

# What the step does to the clock; an answer has words of its own.
SENTENCES: dict[Step, Any] = {
    Step.ASK_CORRECTION: gettext_lazy(
        "While one waits there is no last day. If the applicant has the notice that day and "
        "corrects by %(until)s, the answer is due on %(due)s at the latest."
    ),
    Step.ASK_THIRD_PARTY: gettext_lazy(
        "From the next day on no day counts. If the third party has the letter that day and stays "
        "silent until %(until)s, the answer is due on %(due)s; silence is no consent."
    ),
    Step.ASK_CO_MAKER: gettext_lazy(
        "From the next day on no day counts. If the co-maker has the letter that day and stays "
        "silent until %(until)s, the answer is due on %(due)s; silence counts as consent."
    ),
    Step.ASK_OTHER_ORGAN: gettext_lazy(
        "From the next day on no day counts until the answer is in; the law sets no term for it. "
        "The answer is due on %(due)s at the earliest."
    ),
    Step.EXTEND: gettext_lazy(
        "If the applicant is told that day, with all the days that the law allows, the answer is "
        "due on %(due)s."
    ),
    Step.NOTIFY_FEE: gettext_lazy(
        "While one waits there is no last day. If the applicant has the notice that day and pays "
        "by %(until)s, the answer is due on %(due)s at the latest."
    ),
}


class WhatIfForm(forms.Form):
    """On which day one would do it: today, or a day of the year to come."""

    on = DayField(label=gettext_lazy("Another day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        limits = {"min": today.isoformat(), "max": (today + A_YEAR).isoformat()}
        self.fields["on"].widget.attrs.update(limits)

    def clean_on(self) -> date | None:
        """What lies behind cannot be tried any more; what lies far ahead nobody knows."""
        wanted = self.cleaned_data["on"]
        if wanted and not self.today <= wanted <= self.today + A_YEAR:
            raise forms.ValidationError(
                _("Enter a day from %(first)s to %(last)s.")
                % {"first": self.today.isoformat(), "last": (self.today + A_YEAR).isoformat()}
            )
        return wanted

    @property
    def day(self) -> date:
        """The day to look at; today if none was entered, or none that can be."""
        return (self.is_valid() and self.cleaned_data["on"]) or self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One step: what would happen, or why it cannot be taken."""

    step: Any
    words: Any
    article: str
    is_refused: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The section of the page: its form, the day it is about, and a row for each step."""

    form: WhatIfForm
    on: date
    title: str
    rows: list[Row]


def what_if(
    case: Case, data: Mapping[str, Any], *, today: date, days: WorkingCalendar
) -> WhatIf | None:
    """What might be done on a case that is open; None for one that is not."""
    if case.closed_on or case.archived_at:
        return None
    form = WhatIfForm(data if "on" in data else None, today=today)
    try:
        found = prospects(
            clock_record(case),
            calendar=days,
            today=form.day,
            statute=law_of(case),
            conventions=conventions_of(case),
            days_to_correct=law().conventions_on(form.day).days_to_correct,
        )
    except RuleError:
        return None
    if not found:
        return None
    title = _("If today…") if form.day == today else _("If on %(day)s…") % {"day": day(form.day)}
    here = open_nodes(case)
    rows = [row_of(one, on=form.day) for one in found if is_ahead(one.step, here)]
    return WhatIf(form=form, on=form.day, title=title, rows=rows)


def is_ahead(step: Step, here: frozenset[str]) -> bool:
    """Whether a case that stands `here` can still come to `step`."""
    return step is Step.ANSWER or bool(AHEAD_AT[step] & here)


def row_of(prospect: Prospect, *, on: date) -> Row:
    """The words for one step taken on that day."""
    name = STEPS[prospect.step]
    if prospect.refusal is not None:
        return Row(
            step=name,
            words=labels.ERRORS[prospect.refusal],
            article=ARTICLES.get(prospect.refusal, ""),
            is_refused=True,
        )
    is_answer = prospect.step is Step.ANSWER
    return Row(
        step=name,
        words=_answer(prospect, on=on) if is_answer else _sentence(prospect),
        article=STEP_ARTICLES[prospect.step],
        is_provisional=prospect.is_provisional,
    )


def _sentence(prospect: Prospect) -> str:
    dates = {
        "due": day(prospect.due) if prospect.due else "—",
        "until": day(prospect.waits_until) if prospect.waits_until else "—",
    }
    if not prospect.gains_time:
        return (
            _(
                "It may be done, and where the law asks for it it must be; but it begins too late to "
                "give more time. The last day stays %(due)s."
            )
            % dates
        )
    if prospect.is_earliest and prospect.step is not Step.ASK_OTHER_ORGAN:
        return (
            _(
                "Another organ is still being asked, and the law sets it no term: the answer is due "
                "on %(due)s at the earliest."
            )
            % dates
        )
    return SENTENCES[prospect.step] % dates


def _answer(prospect: Prospect, *, on: date) -> str:
    if prospect.due is None or prospect.days_left is None:
        return _("In time: while the applicant has to move there is no last day.")
    due = {"due": day(prospect.due)}
    if prospect.due < on:
        return _("Late: the last day was %(due)s. Answer all the same.") % due
    if prospect.days_left == 0:
        return _("In time, on the very last day.")
    words = ngettext(
        "In time, %(n)d working day before the last one, %(due)s.",
        "In time, %(n)d working days before the last one, %(due)s.",
        prospect.days_left,
    )
    return words % {"n": prospect.days_left, **due}
