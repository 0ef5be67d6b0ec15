"""How pages say what a clock says: on a list in two short lines, on its card in sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_flow import labels
from requests_flow.models import Case
from requests_flow.models.reading import calendar, law, read_case_clock
from requests_flow.rules.clock import ClockState, Deadline, Reading
from requests_flow.rules.errors import RuleError
from requests_flow.rules.remedies import cell_on, silence_on
from requests_flow.rules.remedy_matrix import SILENCE
from requests_flow.rules.working_days import WorkingCalendar

from . import clock_endings, waiting
from .clock_face import Chip, Look, is_closed_unanswered, is_delayed
from .wording import day

DAYS_SOON = 3


def clock_of(
    case: Case, *, today: date, days: WorkingCalendar | None = None
) -> tuple[Reading | None, Chip]:
    """The clock of `case`, or None if its record contradicts itself (an import may); its words."""
    days = days or calendar()
    try:
        reading = read_case_clock(case, today=today, days=days)
    except RuleError as error:
        return None, _unreadable(error)
    return reading, clock_chip(case, reading, today=today, days=days)


def _unreadable(error: RuleError) -> Chip:
    """With the rule that the record breaks."""
    return Chip(
        tone="late",
        text=_("The clock cannot be read"),
        detail=_("its days contradict each other"),
        sentence=f"{labels.ERRORS[error.code]} {error.article}".strip(),
        todo=_("Check the days on file against the papers."),
    )


def clock_chip(
    case: Case, reading: Reading, *, today: date, days: WorkingCalendar | None = None
) -> Chip:
    """What the clock says, for lists and for its card."""
    if is_closed_unanswered(case):
        return clock_endings.closed(case)
    look = Look(case=case, reading=reading, today=today, days=days or calendar())
    chip = _SAYINGS[reading.state](look)
    chip = replace(chip, sentence=chip.sentence or chip.detail)
    return _marked(chip) if chip.year else chip


def _marked(chip: Chip) -> Chip:
    """Never as if it were final."""
    detail = _("%(detail)s; the holidays of %(year)d are not imported yet") % {
        "detail": chip.detail,
        "year": chip.year,
    }
    tone = "provisional" if chip.tone == "ok" else chip.tone
    text = _("%(words)s (provisional)") % {"words": chip.text}
    return replace(chip, tone=tone, text=text, detail=detail)


def _running(look: Look) -> Chip:
    reading, left = look.reading, look.reading.days_left or 0
    detail = _("due on %(day)s") % {"day": look.due()}
    gone = sum(line.is_counted for line in reading.ledger if line.day <= look.today)
    all_days = {"gone": gone, "all": reading.days_allowed, "day": look.due()}
    sentence = _("%(gone)d of %(all)d working days are gone; the last one is %(day)s.") % all_days
    if is_delayed(reading):
        detail = _("due on %(day)s, the day that was set") % {"day": look.due()}
        sentence = (
            _("Delayed to %(day)s: the day that was set, and told the applicant (art. 35).")
            % all_days
        )
    text = ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
    return Chip(
        tone="soon" if left <= DAYS_SOON else "ok",
        text=text if left else _("Due today"),
        detail=detail,
        sentence=sentence,
        todo=_todo_while_running(look, left),
        year=look.unknown_year(reading.due) if reading.is_provisional else None,
    )


def _todo_while_running(look: Look, left: int) -> str:
    if left == 0:
        return _("Answer today: by post, the day of posting counts.")
    can_extend = not getattr(look.case, "extension", None) and not is_delayed(look.reading)
    if left <= DAYS_SOON and can_extend:
        return _(
            "If it takes longer, tell the applicant by %(day)s at the latest (art. 33(2))."
        ) % {"day": look.due()}
    return ""


def _paused(look: Look) -> Chip:
    reading = look.reading
    asked = waiting.for_whom(look.case, today=look.today, days=look.days)
    if not asked:
        return _running(look)
    dates = {"day": look.due(), "latest": reading.latest and day(reading.latest)}
    detail = _("due on %(day)s at the earliest") % dates
    sentence = _("Due on %(day)s at the earliest; there is no latest day yet.") % dates
    if reading.latest:
        detail = _("due on %(day)s at the earliest, %(latest)s at the latest") % dates
        sentence = (
            _("Due on %(day)s at the earliest; if those asked stay silent, on %(latest)s.") % dates
        )
    return Chip(
        tone="hold",
        text=waiting.headline(asked, today=look.today),
        detail=detail,
        sentence=_("%(sentence)s %(names)s")
        % {"sentence": sentence, "names": waiting.names(asked)},
        todo=waiting.todo(asked),
        year=look.unknown_year(reading.due, reading.latest),
    )


def _awaiting(
    code: Deadline, text: Callable[[], str], then: Callable[[], str], passed: Callable[[], str]
) -> Callable[[Look], Chip]:
    def say(look: Look) -> Chip:
        row = look.deadline(code)
        has_passed = row is not None and row.due < look.today
        detail = ""
        if row is not None:
            said = (
                _("the applicant had until %(day)s")
                if has_passed
                else _("the applicant has until %(day)s")
            )
            detail = said % {"day": day(row.due)}
        return Chip(
            tone="hold",
            text=text(),
            detail=detail,
            sentence=_("Nothing is due meanwhile: %(detail)s.") % {"detail": detail}
            if detail
            else _("Nothing is due meanwhile."),
            todo=passed() if has_passed else then(),
            year=look.unknown_year(row.due) if row is not None and row.is_provisional else None,
        )

    return say


def _late(look: Look) -> Chip:
    n = abs(look.reading.days_left or 0)
    words = ngettext("%(n)d working day overdue", "%(n)d working days overdue", n) % {"n": n}
    return Chip(
        tone="late",
        text=words if n else _("Overdue"),
        detail=_("was due on %(day)s") % {"day": look.due()},
        sentence=_("The last day was %(day)s. %(silence)s")
        % {"day": look.due(), "silence": _silence(look)},
        todo=_(
            "Answer now and put on file why it is late. Asking others or putting off the answer "
            "no longer helps."
        ),
        year=look.unknown_year(look.reading.due) if look.reading.is_provisional else None,
    )


def _silence(look: Look) -> str:
    """What the applicant may do about it. In no letter: there is none."""
    due = look.reading.due or look.today
    said = labels.SILENCE[silence_on(due, law().conventions_on(due))]
    return said % {"basis": cell_on(SILENCE, due).basis}


_SAYINGS: dict[ClockState, Callable[[Look], Chip]] = {
    ClockState.RUNNING: _running,
    ClockState.PAUSED: _paused,
    ClockState.AWAITING_CORRECTION: _awaiting(
        Deadline.CORRECTION_PERIOD,
        lambda: _("Waiting for the correction"),
        lambda: _("Once the correction is in, all the days are counted again from the next day."),
        lambda: _("Nothing came: prove that the notice was delivered, then close (art. 30)."),
    ),
    ClockState.AWAITING_PAYMENT: _awaiting(
        Deadline.FEE_PAYMENT,
        lambda: _("Waiting for the payment"),
        lambda: _("Once it is paid, all the days are counted again from the next day."),
        lambda: _("Nothing was paid: prove that the notice was delivered, then close."),
    ),
    ClockState.LATE: _late,
    ClockState.ANSWERED: clock_endings.answered,
    ClockState.ANSWERED_LATE: clock_endings.answered_late,
    ClockState.WITHDRAWN: clock_endings.withdrawn,
}
