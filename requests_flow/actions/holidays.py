"""The office enters the State Council's arrangement of days off: one proposes, another approves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from requests_flow import labels
from requests_flow.models import Case, HolidayNotice
from requests_flow.models.calendar_preview import Compared, Move, Preview, compare, summary
from requests_flow.models.counted_by import counted_by, is_counted_alike
from requests_flow.models.holiday import approved_arrangements
from requests_flow.models.reading import calendar_of
from requests_flow.rules.holiday_checks import check_arrangement
from requests_flow.rules.working_days import Arrangement, CalendarError, WorkingCalendar
from requests_flow.units import access
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .calendar_lock import hold_calendar_alone
from .recording import record

_AT_A_TIME = 500  # rows in one statement; SQLite takes no list of any length


class DutyMissing(Refusal):
    """The person does not keep the calendar."""


class ArrangementWrong(Refusal):
    """No notice could have said this, or it contradicts the arrangement of another year."""


class YearTooFar(Refusal):
    """The State Council arranges one year ahead, not more."""


class NothingNew(Refusal):
    """These days are known already."""


class YearAlreadyProposed(Refusal):
    """A proposal for that year waits for a decision."""


class NotTwoPeople(Refusal):
    """Who proposed does not approve."""


class AlreadyDecided(Refusal):
    """Somebody else decided first."""


class ReasonMissing(Refusal):
    """A refusal says why."""

    field = "reason"


@transaction.atomic
def propose(act: Act, *, arrangement: Arrangement, origin: str, text: str) -> HolidayNotice:
    """Enter an arrangement; nothing counts by it until a second person approves.

    Raises DutyMissing, ArrangementWrong, YearTooFar, NothingNew or YearAlreadyProposed.
    """
    _refuse_without_duty(act)
    before, after = _both_calendars(arrangement)
    if arrangement.year > act.on.year + 1:
        raise YearTooFar(
            _("The State Council has not arranged %(year)d yet; check the year.")
            % {"year": arrangement.year}
        )
    if before == after:
        raise NothingNew(_("These days off are in the calendar already; nothing would change."))
    try:
        with transaction.atomic():
            notice = HolidayNotice.objects.create(
                year=arrangement.year,
                source=arrangement.source.strip(),
                off=_days(arrangement.off),
                worked=_days(arrangement.worked),
                origin=origin,
                text=text,
                proposed_by=act.by,
                proposed_at=act.at,
            )
    except IntegrityError as error:
        raise YearAlreadyProposed(
            _(
                "A proposal for %(year)d waits for a decision already. "
                "Have it approved or refused first."
            )
            % {"year": arrangement.year}
        ) from error
    record(act, case=None, verb="calendar_proposed", **_about(notice))
    return notice


@transaction.atomic
def approve(act: Act, *, notice: HolidayNotice) -> Preview:
    """Count by the arrangement from now on, and tell every case that moves: all or nothing.

    A case whose clock contradicts itself stops nothing; it is in the answer and in the entry.
    Raises DutyMissing, AlreadyDecided, NotTwoPeople or ArrangementWrong.
    """
    _refuse_without_duty(act)
    notice = _locked(notice)
    if notice.proposed_by_id == act.by.pk:
        raise NotTwoPeople(
            _("You proposed this arrangement yourself; a second person must approve it.")
        )
    hold_calendar_alone()
    before, after = _both_calendars(notice.arrangement())
    compared = list(compare(before, after, today=act.on))
    result = summary(compared)
    _decide(act, notice, HolidayNotice.Decision.APPROVED)
    for move in (*result.moved, *result.closed):
        _tell(act, notice, move)
    for one in result.contradicted:
        if one.is_new:
            data = {"old": one.old_due, "new": None, "contradicts": one.code}
            record(act, case=one.case, verb="calendar_changed", **_about(notice), **data)
    _refresh_copies(compared, before, after, today=act.on)
    record(
        act,
        case=None,
        verb="calendar_approved",
        **_about(notice),
        moved=len(result.moved),
        closed=len(result.closed),
        late=[move.case.pk for move in result.late],
        contradicted=[one.case.pk for one in result.contradicted],
    )
    return result


@transaction.atomic
def refuse(act: Act, *, notice: HolidayNotice, reason: str) -> None:
    """Turn the proposal down; who proposed takes it back in the same way.

    Raises DutyMissing, AlreadyDecided or ReasonMissing.
    """
    _refuse_without_duty(act)
    notice = _locked(notice)
    if not reason.strip():
        raise ReasonMissing(_("Say why the proposal is turned down."))
    _decide(act, notice, HolidayNotice.Decision.REFUSED, reason=reason.strip())
    record(act, case=None, verb="calendar_refused", **_about(notice), reason=reason.strip())


def _refuse_without_duty(act: Act) -> None:
    if not access.keeps_calendar(act.by):
        raise DutyMissing(_("You do not keep the calendar of days off."))


def _both_calendars(arrangement: Arrangement) -> tuple[WorkingCalendar, WorkingCalendar]:
    """The calendar without and with `arrangement`; raises ArrangementWrong."""
    known = approved_arrangements()
    try:
        check_arrangement(arrangement)
        return calendar_of(known), calendar_of((*known, arrangement))
    except CalendarError as error:
        raise ArrangementWrong(labels.ERRORS[error.code]) from error


def _locked(notice: HolidayNotice) -> HolidayNotice:
    """The row as it is now. All rows are locked: two years approved at once could contradict.

    Raises AlreadyDecided.
    """
    rows = HolidayNotice.objects.select_for_update(of=("self",)).order_by("pk").defer("text")
    fresh = {row.pk: row for row in rows}[notice.pk]
    if not fresh.is_open:
        raise AlreadyDecided(_("Somebody else has decided on this proposal already."))
    return fresh


def _decide(act: Act, notice: HolidayNotice, decision: str, *, reason: str = "") -> None:
    HolidayNotice.objects.filter(pk=notice.pk).update(
        decision=decision, decided_by=act.by, decided_at=act.at, reason=reason
    )


def _tell(act: Act, notice: HolidayNotice, move: Move) -> None:
    record(
        act,
        case=move.case,
        verb="calendar_changed",
        **_about(notice),
        old=move.old_due,
        new=move.new_due,
        was_provisional=move.was_provisional,
        is_provisional=move.is_provisional,
        becomes_late=move.becomes_late,
        **({"is_correction": True} if move.is_correction else {}),
    )


def _about(notice: HolidayNotice) -> dict[str, Any]:
    """What each of these entries says: by which duty, and of which notice."""
    return {
        "duty": Duty.KEEP_CALENDAR,
        "notice": notice.pk,
        "number": notice.source,
        "year": notice.year,
    }


def _refresh_copies(
    compared: list[Compared], before: WorkingCalendar, after: WorkingCalendar, *, today: date
) -> None:
    """Bring the stored copies up to the new reading, those a missed night left behind too.

    Where other data were replaced before, their old sign stays: the night tells that.
    """
    changed: dict[tuple[object, ...], list[int]] = {}
    for case, new in ((one.case, one.new) for one in compared if one.new):
        sign = case.counted_by
        if is_counted_alike(case, today=today, days=before):
            sign = counted_by(case, new.due, today=today, days=after)
        fresh = (new.due, new.is_provisional, new.state.value, sign)
        if (case.due_on, case.is_due_provisional, case.clock_state, case.counted_by) != fresh:
            changed.setdefault(fresh, []).append(case.pk)
    # Few days, many cases: one statement for each day.
    for (due, is_provisional, state, sign), keys in changed.items():
        for begin in range(0, len(keys), _AT_A_TIME):
            some = keys[begin : begin + _AT_A_TIME]
            Case.objects.filter(pk__in=some).update(
                due_on=due, is_due_provisional=is_provisional, clock_state=state, counted_by=sign
            )


def _days(days: frozenset[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
