"""What waits for the legal check, in the order in which it must be done, each with whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Case_
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from legal_review.models import UrgentReview
from requests_flow import labels
from requests_flow.actions.authors import kept_out
from requests_flow.actions.suggesting import suggestions
from requests_flow.models import Case, Draft
from requests_flow.models.reading import calendar, law
from requests_flow.models.review_waiting import checks, pace
from requests_flow.rules.safe_day import Slowness, days_after_approval, last_safe_day
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User
from requests_flow.views.keyset import NEVER
from requests_flow.views.rows import Row, rows_of
from requests_flow.views.worklist import LIVE, at_nodes, offered, with_all_for_rows

FIRST = date(1, 1, 1)  # sorts what is needed the same day before everything that has a due date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One draft that waits."""

    row: Row
    age: int  # calendar days since it was handed in
    outcome: Any
    safe_on: date | None  # the last day on which it may be approved and still leave in time
    is_unsafe: bool  # that day is over
    slowness: Slowness
    urgent: UrgentReview | None
    suggested: User | None
    is_mine: bool
    away: Absence | None  # of whoever has it
    is_barred: bool  # this person had a hand in it: the check would be refused

    @property
    def round(self) -> int:
        """Which version of the reply it is."""
        return self.row.case.round


def waiting_for(user: User) -> QuerySet[Case]:
    """Cases at the gate that `user` may see."""
    return Case.objects.visible_to(user).filter(LIVE).filter(at_nodes("review_in_law"))


def turns_of(user: User, *, on: date) -> dict[int, User]:
    """Of the free checks of the units that `user` reviews for: to whom each is suggested."""
    units = list(access.units_for(user, Duty.REVIEW_IN_LAW).select_related("organ"))
    return suggestions(units, on=on) if units else {}


def my_turn(user: User, turns: dict[int, User]) -> Q:
    """Cases that are in the hands of `user`, suggested to them, or of somebody they stand in for."""
    suggested = [case for case, who in turns.items() if who == user]
    open_ = checks().order_by()
    granted = access.units_for(user, Duty.REVIEW_IN_LAW).values("pk")
    taken, stands_in = open_.filter(owner=user.pk), open_.filter(offered(user))
    cases = list(stands_in.values_list("process__case", flat=True))
    involved = kept_out(Duty.REVIEW_IN_LAW.value, cases, on=access.day_of_asking())
    open_to = Q(pk__in=[case for case in cases if user.pk not in involved[case]])
    mine = Q(process__in=taken.values("process")) | open_to
    let_in = ~Q(legal_unit__in=granted) & Q(process__in=open_.filter(owner=None).values("process"))
    return Q(pk__in=suggested) | mine | let_in


def in_order(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Urgent ones first, then by due date.

    The last safe day is the due date less the same number of working days for all, so both orders
    are one.
    """
    last = _last_draft("pk")
    urgent = Exists(UrgentReview.objects.filter(draft=OuterRef("draft_pk")))
    return cases.annotate(draft_pk=last).annotate(
        sort_on=Case_(When(urgent, then=Value(FIRST)), default=Coalesce(F("due_on"), Value(NEVER)))
    )


def with_rounds(keys: list[int]) -> QuerySet[Case]:
    """The cases of a page, with their last draft: which it is, which round, when handed in."""
    return with_all_for_rows(Case.objects.filter(pk__in=keys)).annotate(
        draft_pk=_last_draft("pk"),
        round=_last_draft("version"),
        handed_in_at=_last_draft("submitted_at"),
    )


def _last_draft(column: str) -> Subquery:
    drafts = Draft.objects.filter(case=OuterRef("pk")).order_by("-version")
    return Subquery(drafts.values(column)[:1])


def lines_of(cases: list[Case], user: User, *, turns: dict[int, User], today: date) -> list[Line]:
    """The lines of one page, in a fixed number of queries."""
    days, rows = calendar(), rows_of(cases, user, today=today)
    needed, now = days_after_approval(law().conventions_on(today)), pace(today, days=days)
    drafts = [case.draft_pk for case in cases]
    urgent = {one.draft_id: one for one in UrgentReview.objects.filter(draft__in=drafts)}
    owners = {row.task.owner_id for row in rows if row.task}
    absent = Absence.objects.on(today).filter(user__in=owners - {None})
    away = {one.user_id: one for one in absent.select_related("substitute")}
    involved = kept_out(Duty.REVIEW_IN_LAW.value, [case.pk for case in cases], on=today)

    def line(row: Row) -> Line:
        case, task = row.case, row.task
        due = row.reading.due if row.reading else case.due_on
        safe_on = due and last_safe_day(due, calendar=days, needed=needed)
        came_on = timezone.localdate(task.created if task else case.handed_in_at)
        return Line(
            row=row,
            age=(today - timezone.localdate(case.handed_in_at)).days,
            outcome=labels.OUTCOMES.get(case.outcome_code, ""),
            safe_on=safe_on,
            is_unsafe=safe_on is not None and safe_on < today,
            slowness=now.slowness(came_on=came_on, due=due),
            urgent=urgent.get(case.draft_pk),
            suggested=turns.get(case.pk),
            is_mine=bool(task and task.owner_id == user.pk),
            away=away.get(task.owner_id) if task else None,
            is_barred=user.pk in involved[case.pk],
        )

    return [line(row) for row in rows]
