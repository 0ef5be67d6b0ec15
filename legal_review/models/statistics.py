"""Counts of the legal check, by the database: a fixed number of questions, whatever there is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Case_
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import RowNumber, TruncDate

from legal_review.rules.statistics import MANY_ROUNDS, Figures
from requests_flow.models import Case, Draft, Entry
from requests_flow.models.reading import calendar
from requests_flow.models.restriction import cases_closed_to
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.units.places import places_of

from .opinion import Opinion
from .points import TAKEN_OVER, Amendment, Point

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Span:
    """These cases, from one day to another, both among them."""

    cases: QuerySet[Case]
    first: date
    last: date

    @property
    def opinions(self) -> QuerySet[Opinion]:
        """Those given in the period; an approval that was carried over is no second review."""
        days = (self.first, self.last)
        rows = Opinion.objects.filter(carries=None, given_on__range=days)
        return rows.filter(draft__case__in=self.cases.values("pk"))

    @property
    def amendments(self) -> QuerySet[Amendment]:
        """With `is_answered` and `is_taken`: whether the next version is there, and is that text."""
        draft = "opinion__draft__"
        after = Draft.objects.filter(
            case=OuterRef(f"{draft}case"), version=OuterRef(f"{draft}version") + 1
        )
        same = Q(digest=OuterRef("digest")) | Q(reply_to_return=TAKEN_OVER)
        rows = Amendment.objects.filter(opinion__in=self.opinions.values("pk"))
        return rows.annotate(is_answered=Exists(after), is_taken=Exists(after.filter(same)))

    @property
    def points(self) -> QuerySet[Point]:
        """What was found wrong."""
        return Point.objects.filter(opinion__in=self.opinions.values("pk")).order_by()

    @property
    def unsigned(self) -> QuerySet[Entry]:
        """Returns at the signature."""
        rows = Entry.objects.filter(verb="returned_unsigned", on__range=(self.first, self.last))
        return rows.filter(case__in=self.cases.values("pk")).order_by()

    @property
    def reviewed(self) -> QuerySet[Case]:
        """Cases with an opinion in the period; `rounds`: their opinions up to its last day."""
        given = Opinion.objects.filter(carries=None, given_on__lte=self.last)
        rounds = given.filter(draft__case=OuterRef("pk")).order_by().values("draft__case")
        cases = Case.objects.filter(pk__in=self.opinions.values("draft__case")).order_by()
        return cases.annotate(rounds=Subquery(rounds.annotate(n=Count("pk")).values("n")))


def counted_for(user: User) -> QuerySet[Case]:
    """The cases that `user` may count: those that they review for, and those of their own units.

    A restricted one is counted for who is named on it: of few cases a number tells of each.
    """
    reviewing = access.units_for(user, Duty.REVIEW_IN_LAW).values("pk")
    heading = access.units_for(user, Duty.REVIEW).values("pk")
    cases = Case.objects.filter(Q(legal_unit__in=reviewing) | Q(unit__in=heading)).order_by()
    return cases.exclude(pk__in=cases_closed_to(user))


def may_count(user: User) -> bool:
    """Whether there is anything that `user` could count: a duty, on any unit."""
    return any(places_of(user).of(duty) for duty in (Duty.REVIEW_IN_LAW, Duty.REVIEW))


def _with_first(opinions: QuerySet[Opinion]) -> QuerySet[Opinion]:
    before = Opinion.objects.filter(
        carries=None,
        draft__case=OuterRef("draft__case"),
        draft__version__lt=OuterRef("draft__version"),
    )
    return opinions.annotate(is_first=~Exists(before))


def figures_of(span: Span) -> tuple[dict[int, Figures], bool]:
    """The figures of every unit, by its key; and whether a year without a notice was counted in."""
    found: defaultdict[int, Figures] = defaultdict(Figures)
    is_provisional = _count_opinions(span, found)
    for unit, rounds, n in span.reviewed.values_list("unit", "rounds").annotate(n=Count("pk")):
        found[unit].rounds[rounds] += n
    rows = span.amendments.values("is_answered", "is_taken", unit=F("opinion__draft__case__unit"))
    for row in rows.annotate(n=Count("pk")):
        one, n = found[row["unit"]], row["n"]
        one.amended += n
        one.taken += n if row["is_taken"] else 0
        one.declined += n if row["is_answered"] and not row["is_taken"] else 0
    for unit, n in span.unsigned.values_list("case__unit").annotate(n=Count("pk")):
        found[unit].unsigned += n
    case = "opinion__draft__case"
    kinds = span.points.values_list(f"{case}__unit", "kind")
    for unit, kind, n, cases in kinds.annotate(n=Count("pk"), cases=Count(case, distinct=True)):
        found[unit].points[kind] += n
        found[unit].point_cases[kind] += cases
    return dict(found), is_provisional


def _count_opinions(span: Span, found: defaultdict[int, Figures]) -> bool:
    """What is told by the opinions alone: how many, how many at first, and how long they took.

    A draft is at the gate from the day it was handed in; if it hands something out, from the day it
    passed the secrecy check, which is before.
    """
    passed = Q(draft__hands_out=True, draft__secrecy_check__passes=True)
    came = Case_(
        When(passed, then=F("draft__secrecy_check__checked_at")), default=F("draft__submitted_at")
    )
    rows = _with_first(span.opinions).annotate(came_on=TruncDate(came))
    rows = rows.values("is_first", "verdict", "came_on", "given_on", unit=F("draft__case__unit"))
    days, is_provisional = calendar(), False
    for row in rows.annotate(n=Count("pk")):
        one, n, stretch = found[row["unit"]], row["n"], (row["came_on"], row["given_on"])
        one.drafts += n
        one.days[max(days.count(*stretch), 0)] += n
        is_provisional = is_provisional or not days.covers_days(*stretch)
        if row["is_first"]:
            one.first += n
            one.first_approved += n if row["verdict"] == Opinion.Verdict.APPROVED else 0
    return is_provisional


def outcomes_of(span: Span) -> dict[str, list[tuple[str, int]]]:
    """Of each kind of defect: how often it was found with which outcome, the most frequent first."""
    rows = span.points.values_list("kind", "opinion__draft__outcome_code")
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for kind, outcome, n in rows.annotate(n=Count("pk")).order_by(
        "-n", "opinion__draft__outcome_code"
    ):
        found[kind].append((outcome, n))
    return dict(found)


def examples_of(span: Span, user: User) -> dict[str, list[Any]]:
    """Of each kind of defect, the last cases that `user` may read: rows with number and outcome."""
    case = "opinion__draft__case"
    seen = span.points.filter(**{f"{case}__in": Case.objects.visible_to(user).values("pk")})
    rows = (
        seen.values("kind", case_pk=F(case), number=F(f"{case}__number"))
        .annotate(last=Max("pk"), outcome=Max("opinion__draft__outcome_code"))
        .annotate(rank=Window(RowNumber(), partition_by=F("kind"), order_by=[F("last").desc()]))
        .filter(rank__lte=EXAMPLES)
    )
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["rank"]):
        found[row["kind"]].append(row)
    return dict(found)


def cases_behind(span: Span, name: str) -> QuerySet[Case] | None:
    """The cases that a number of that name counts; None where there is no such number."""
    case = "opinion__draft__case"
    amended = span.amendments
    first = _with_first(span.opinions).filter(is_first=True)
    keys = {
        "reviewed": span.opinions.values("draft__case"),
        "first": first.values("draft__case"),
        "first_approved": first.filter(verdict="approved").values("draft__case"),
        "rounds_1": span.reviewed.filter(rounds=1).values("pk"),
        "rounds_2": span.reviewed.filter(rounds=2).values("pk"),
        "rounds_3": span.reviewed.filter(rounds__gte=MANY_ROUNDS).values("pk"),
        "amended": amended.values(case),
        "taken": amended.filter(is_taken=True).values(case),
        "declined": amended.filter(is_answered=True, is_taken=False).values(case),
        "unsigned": span.unsigned.values("case"),
        **{
            f"kind_{kind}": span.points.filter(kind=kind).values(case) for kind in Point.Kind.values
        },
    }
    return Case.objects.filter(pk__in=keys[name]) if name in keys else None
