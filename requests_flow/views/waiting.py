"""Whom the clock waits for, and what to do about it. Those whose term is over are not among them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requests_flow.models import Case, Consultation
from requests_flow.models.reading import clock_record, conventions_of, law_of
from requests_flow.rules.acts import as_known
from requests_flow.rules.walk import Walk
from requests_flow.rules.working_days import WorkingCalendar

from .wording import day

PAUSED_FOR = {
    Consultation.Kind.THIRD_PARTY: gettext_lazy("waiting for the third party"),
    Consultation.Kind.CO_MAKER: gettext_lazy("waiting for the co-maker"),
    Consultation.Kind.OTHER_ORGAN: gettext_lazy("waiting for another organ"),
}
NO_TERM = Consultation.Kind.OTHER_ORGAN

Asked = tuple[Consultation, date | None]


def for_whom(case: Case, *, today: date, days: WorkingCalendar) -> list[Asked]:
    """Who may still answer, each with the last day for it; None where none is known."""
    walk = Walk(
        record=as_known(clock_record(case, days=days), today),
        calendar=days,
        law=law_of(case),
        conventions=conventions_of(case),
        as_of=today,
    )
    sent = [asked for asked in case.consultations.all() if asked.sent_on <= today]
    due = walk.due
    return [
        (asked, walk.silence_ends(pause))
        for asked, pause in zip(sent, walk.record.pauses, strict=True)
        if walk.is_open(pause) and due is not None and walk.first_day_of(pause) <= due
    ]


def headline(waiting: list[Asked], *, today: date) -> str:
    """已暂停：等待第三方意见（第 4 天）."""
    first = min(asked.sent_on for asked, _ends in waiting)
    why = PAUSED_FOR[waiting[0][0].kind]
    if len(waiting) > 1:
        n = len(waiting)
        why = ngettext("waiting for %(n)d answer", "waiting for %(n)d answers", n) % {"n": n}
    n = (today - first).days
    if n < 1:
        return _("Paused from tomorrow: %(why)s") % {"why": why}
    return _("Paused: %(why)s (day %(n)d)") % {"why": why, "n": n}


def names(waiting: list[Asked]) -> str:
    """Who they are, and until when each has time."""
    said = []
    for asked, ends in waiting:
        words = _("%(name)s, until %(day)s")
        if ends is None:
            is_termless = asked.kind == NO_TERM
            words = _("%(name)s, without a term") if is_termless else _("%(name)s, not delivered")
        said.append(words % {"name": asked.name, "day": ends and day(ends)})
    return _("Asked: %(names)s.") % {"names": _("; ").join(said)}


def todo(waiting: list[Asked]) -> str:
    """What would bring the answer nearer."""
    if any(asked.kind != NO_TERM and ends is None for asked, ends in waiting):
        return _(
            "Enter the day the letter was delivered: the working days for an answer begin then."
        )
    if any(asked.kind == NO_TERM for asked, _ends in waiting):
        return _("Press the other organ for its answer: the law sets it no term (art. 11).")
    return _("Record the answer as soon as it is in: the days count again from the next day.")
