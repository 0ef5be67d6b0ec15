"""Letters that have left: what came back, what is on its way, what arrived lately."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow.letters.catalogue import LETTERS
from requests_flow.models import Case, Dispatch, DispatchResult, Entry, Letter
from requests_flow.rules.envelope import STAYS_IN_THE_HOUSE
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from requests_flow.units.places import places_of

from .keyset import page_among, sorted_by
from .worklist import LIVE

PAGE = 50
NOTICES_SHOWN = 50
LATELY = timedelta(days=30)
LISTS = ("returned", "sent", "done")
RETURNED = DispatchResult.Kind.RETURNED


def _cases(user: User) -> QuerySet[Case]:
    """The cases whose letters `user` sends, and which they may see."""
    places = sorted(places_of(user).of(Duty.DELIVER))
    return Case.objects.visible_to(user).filter(unit__in=places)


def _letters_of(cases: QuerySet[Case]) -> QuerySet[Letter]:
    """Their letters: found from the cases, for those are few and the letters many."""
    return Letter.objects.standing().filter(case__in=cases.order_by().values("pk")).order_by()


def _live_letters(user: User) -> QuerySet[Letter]:
    """Letters of cases that are not archived: nothing waits, and nothing is awaited, in others."""
    return _letters_of(_cases(user).filter(LIVE))


def _last(column: str) -> Subquery:
    """Of the last attempt to send the letter of the row outside."""
    attempts = Dispatch.objects.filter(letter=OuterRef("pk")).order_by("-attempt")
    return Subquery(attempts.values(column)[:1])


def _came_back() -> Q:
    """What came back, and was neither sent again nor kept to be collected."""
    later = Dispatch.objects.filter(letter=OuterRef("letter"), attempt__gt=OuterRef("attempt"))
    kept = Entry.objects.filter(verb="kept_for_collection").annotate(
        of=Cast(KT("data__dispatch"), BigIntegerField())
    )
    waiting = Dispatch.objects.filter(
        ~Exists(later), letter=OuterRef("pk"), result__kind=RETURNED
    ).filter(~Exists(kept.filter(case=OuterRef("letter__case"), of=OuterRef("pk"))))
    return Q(Exists(waiting))


def _under_way() -> Q:
    """What was sent, and of which nothing is known yet."""
    return Q(Exists(Dispatch.objects.filter(letter=OuterRef("pk"), result=None)))


def _to_send() -> Q:
    """Notices of open cases that have not left. A receipt is handed over where it is printed."""
    sent = Exists(Dispatch.objects.filter(letter=OuterRef("pk")))
    stays = Q(code__in=[*STAYS_IN_THE_HOUSE, "L01"])
    return ~sent & ~stays & Q(is_reply=False, case__closed_on=None)


def arrived(user: User, *, today: date) -> list[QuerySet[Letter]]:
    """What arrived, or was refused and left there, within the last days, in two parts.

    Nothing is put on file about a letter once its case is archived (the database refuses it). So a
    case that was archived before those days has no letter that arrived in them.
    """
    first = today - LATELY
    since = DispatchResult.objects.filter(
        dispatch__letter=OuterRef("pk"), happened_on__gte=first
    ).exclude(kind=RETURNED)
    began = timezone.make_aware(datetime.combine(first, time.min))
    cases = _cases(user)
    parts = (cases.filter(LIVE), cases.filter(archived_at__gte=began))
    return [_letters_of(part).filter(Exists(since)) for part in parts]


def _ranges(name: str, user: User, today: date) -> list[QuerySet[Letter]]:
    """The letters of a list, each with the day that it stands by."""
    if name == "done":
        rows, day = arrived(user, today=today), "result__happened_on"
    elif name == "returned":
        rows, day = [_live_letters(user).filter(_came_back())], "result__happened_on"
    else:
        rows, day = [_live_letters(user).filter(_under_way())], "sent_on"
    return [sorted_by(part.annotate(moved_on=_last(day)), "moved_on") for part in rows]


def counts_of(user: User, *, today: date) -> dict[str, int]:
    """How many letters each list holds, and how many notices wait."""
    live = _live_letters(user).aggregate(
        returned=Count("pk", filter=_came_back()),
        sent=Count("pk", filter=_under_way()),
        notices=Count("pk", filter=_to_send()),
    )
    return {**live, "done": sum(part.count() for part in arrived(user, today=today))}


def tabs_of(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The four lists with their counts; what came back stands first."""
    words = {
        "returned": _("Came back"),
        "waiting": _("Waiting to leave"),
        "sent": _("Sent, result open"),
        "done": _("Arrived in the last 30 days"),
    }
    url = reverse("deliver_queue")
    return [
        {
            "label": words[name],
            "url": url if name == "waiting" else f"{url}?tab={name}",
            "count": counts[name],
            "is_current": name == current,
            "is_alarm": name == "returned" and counts[name] > 0,
        }
        for name in words
    ]


def with_all_for_letters(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Everything that a line shows, in a fixed number of queries."""
    return (
        letters.with_dispatches()
        .select_related("case__applicant", "case__unit")
        .defer("context", "case__request_text")
    )


def line_of(letter: Letter, *, today: date) -> dict[str, Any]:
    """One line: the letter, its last attempt and what came of it."""
    last = letter.last_dispatch
    form = LETTERS.get(letter.code)
    return {
        "letter": letter,
        "name": form.name if form else letter.code,
        "last": last,
        "result": getattr(last, "result", None),
        "days": (today - last.sent_on).days if last else None,
    }


def notices_of(user: User, *, today: date) -> list[dict[str, Any]]:
    """The notices that wait to be sent, the oldest first."""
    rows = _live_letters(user).filter(_to_send()).order_by("dated_on", "pk")
    keys = list(rows.values_list("pk", flat=True)[:NOTICES_SHOWN])
    shown = with_all_for_letters(Letter.objects.filter(pk__in=keys)).order_by("dated_on", "pk")
    return [line_of(letter, today=today) for letter in shown]


def letters_page(request: HttpRequest, name: str, *, waiting: int) -> HttpResponse:
    """The list called `name`: the oldest first, but what arrived last stands first."""
    today = timezone.localdate()
    page = page_among(
        _ranges(name, request.user, today),
        key=request.GET.get("page", ""),
        size=PAGE,
        is_falling=name == "done",
        load=lambda keys: with_all_for_letters(Letter.objects.filter(pk__in=keys)),
    )
    counts = {**counts_of(request.user, today=today), "waiting": waiting}
    context = {
        "tab": name,
        "tabs": tabs_of(name, counts),
        "rows": [line_of(letter, today=today) for letter in page.rows],
        "shown": len(page.rows),
        "previous_url": page.previous and f"?tab={name}&page={page.previous}",
        "next_url": page.following and f"?tab={name}&page={page.following}",
    }
    return render(request, "requests_flow/deliver_letters.html", context)
