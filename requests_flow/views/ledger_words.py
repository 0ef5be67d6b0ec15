"""The ledger in plain words: how many days, and which were skipped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from requests_flow.rules.clock import ClockState, LedgerLine, Reading, Reason
from requests_flow.rules.statute import Statute

from .clock_face import is_delayed
from .wording import day

# How the days of each reason are summed up. A day that counts, or begins the count, has no place here.
SUMS: dict[Reason, Any] = {
    Reason.WEEKEND: ngettext_lazy("%(n)d day of rest", "%(n)d days of rest", "n"),
    Reason.HOLIDAY: ngettext_lazy("%(n)d holiday", "%(n)d holidays", "n"),
    Reason.PAUSED: ngettext_lazy(
        "%(n)d day while others were asked", "%(n)d days while others were asked", "n"
    ),
    Reason.AWAITING: ngettext_lazy(
        "%(n)d day waiting for the correction", "%(n)d days waiting for the correction", "n"
    ),
    Reason.DISCARDED: ngettext_lazy(
        "%(n)d day before the correction", "%(n)d days before the correction", "n"
    ),
    Reason.AWAITING_PAYMENT: ngettext_lazy(
        "%(n)d day waiting for the payment", "%(n)d days waiting for the payment", "n"
    ),
    Reason.BEFORE_PAYMENT: ngettext_lazy(
        "%(n)d day before the payment", "%(n)d days before the payment", "n"
    ),
    Reason.AWAITING_REASONS: ngettext_lazy(
        "%(n)d day waiting for reasons", "%(n)d days waiting for reasons", "n"
    ),
    Reason.MOVED: ngettext_lazy(
        "%(n)d day until the next working day", "%(n)d days until the next working day", "n"
    ),
    Reason.DELAYED: ngettext_lazy(
        "%(n)d day up to the day that was set", "%(n)d days up to the day that was set", "n"
    ),
}
RESTARTS = {
    Reason.RESTARTED: gettext_lazy(
        "The correction came on %(day)s: the count began anew on the next day (art. 30)."
    ),
    Reason.PAID: gettext_lazy(
        "The fee was paid on %(day)s: the count began anew on the next day (fee rules, art. 7)."
    ),
}


def sums_of(lines: Iterable[LedgerLine]) -> str:
    """14 days while others were asked, 6 days of rest."""
    counts = Counter(line.reason for line in lines)
    said = [words % {"n": counts[why]} for why, words in SUMS.items() if counts[why]]
    return _(", ").join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The ledger in two or three sentences."""

    headline: str
    sentences: list[str]


def summary_of(reading: Reading, *, statute: Statute, closed_on: date | None = None) -> Summary:
    """From which day to which, how many days were counted, what was skipped.

    `closed_on`: the day the case was closed without a reply, if it was.
    """
    lines = reading.ledger
    days = {"start": day(lines[0].day), "due": day(reading.due) if reading.due else ""}
    if closed_on is not None:
        headline = _("Received on %(start)s → closed on %(end)s without a reply") % {
            **days,
            "end": day(closed_on),
        }
    elif reading.state is ClockState.WITHDRAWN:
        headline = _("Received on %(start)s → withdrawn on %(end)s") % {
            **days,
            "end": day(lines[-1].day),
        }
    elif reading.due is None:
        headline = _("Received on %(start)s → no last day yet") % days
    elif reading.is_earliest:
        headline = _("Received on %(start)s → due on %(due)s at the earliest") % days
    else:
        headline = _("Received on %(start)s → due on %(due)s") % days
    is_over = closed_on is not None or reading.state is ClockState.WITHDRAWN
    sentences = [_("Nothing is due any more.") if is_over else _counted(reading, statute)]
    if reading.is_earliest:
        sentences.append(
            _(
                "As if the answer came in today: with each working day that it takes longer, the "
                "last day moves by one."
            )
        )
    sentences += [
        RESTARTS[ln.reason] % {"day": day(ln.day)} for ln in lines if ln.reason in RESTARTS
    ]
    if skipped := sums_of(lines):
        sentences.append(_("Skipped on the way: %(days)s.") % {"days": skipped})
    return Summary(headline=headline, sentences=sentences)


def _counted(reading: Reading, statute: Statute) -> str:
    if reading.due is None:
        n = statute.days_to_answer
        return ngettext(
            "The applicant has to move first; then %(n)d working day is counted.",
            "The applicant has to move first; then %(n)d working days are counted.",
            n,
        ) % {"n": n}
    n, extra = reading.days_counted, reading.days_allowed - statute.days_to_answer
    if is_delayed(reading):
        return _("The day was set and told the applicant; up to then %(n)d working days ran.") % {
            "n": n
        }
    if extra > 0:
        return _("%(n)d working days: %(law)d by law and %(extra)d by the extension.") % {
            "n": n,
            "law": statute.days_to_answer,
            "extra": extra,
        }
    return ngettext(
        "%(n)d working day; the day of receipt is not counted.",
        "%(n)d working days; the day of receipt is not counted.",
        n,
    ) % {"n": n}
