"""What waits for the legal check, in the order in which it must be done, each with whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Case_
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value, When
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
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, User
from requests_flow.units.places import places_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """All that waits and that one person sees: keys of cases, whose turn each is, which are theirs."""

    cases: frozenset[int]
    mine: frozenset[int]
    turns: dict[int, User]


def gate_of(user: User, *, on: date) -> Gate:
    """What waits before `user`: of what is live, so it is no more than people can handle.

    Theirs is what they have, what is suggested to them, what they may take over from somebody, and
    what they were let in to.
    """
    open_ = checks().order_by().filter(process=OuterRef("process"))
    rows = waiting_for(user).order_by().values_list(
        "pk",
        "legal_unit",
        Exists(open_.filter(owner=user.pk)),
        Exists(open_.filter(owner=None)),
        Exists(open_.filter(offered(user))),
    )  # fmt: skip
    waiting, places = list(rows), places_of(user)
    involved = kept_out(Duty.REVIEW_IN_LAW.value, [row[0] for row in waiting], on=on)
    granted = places.of(Duty.REVIEW_IN_LAW)
    organ_of = {unit: places.organ_of.get(unit) for unit in granted}
    turns = suggestions(organ_of, on=on) if organ_of else {}
    mine = {
        case
        for case, legal_unit, is_taken, is_free, is_offered in waiting
        if turns.get(case) == user
        or is_taken
        or (is_offered and user.pk not in involved[case])
        or (is_free and legal_unit not in granted)
    }
    return Gate(cases=frozenset(row[0] for row in waiting), mine=frozenset(mine), turns=turns)


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
