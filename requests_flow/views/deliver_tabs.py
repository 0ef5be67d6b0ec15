"""Letters that have left: what came back, what is on its way, what arrived lately."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery
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
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

from .keyset import page_of, sorted_by

PAGE = 50
NOTICES_SHOWN = 50
LATELY = timedelta(days=30)
RETURNED = DispatchResult.Kind.RETURNED


def _letters(user: User) -> QuerySet[Letter]:
    """The letters that `user` sends, of cases that they may see."""
    visible = Case.objects.visible_to(user).filter(pk=OuterRef("case"))
    places = access.units_for(user, Duty.DELIVER)
    return Letter.objects.standing().filter(Exists(visible), case__unit__in=places)


def _last() -> QuerySet[Dispatch]:
    """The last attempt to send the letter of the row outside."""
    return Dispatch.objects.filter(letter=OuterRef("pk")).order_by("-attempt")


def returned(user: User) -> QuerySet[Letter]:
    """What came back, and was neither sent again nor kept to be collected."""
    later = Dispatch.objects.filter(letter=OuterRef("letter"), attempt__gt=OuterRef("attempt"))
    kept = Entry.objects.filter(verb="kept_for_collection").annotate(
        of=Cast(KT("data__dispatch"), BigIntegerField())
    )
    waiting = Dispatch.objects.filter(
        ~Exists(later), letter=OuterRef("pk"), result__kind=RETURNED
    ).filter(~Exists(kept.filter(case=OuterRef("letter__case"), of=OuterRef("pk"))))
    return (
        _letters(user)
        .filter(Exists(waiting), case__archived_at=None)
        .annotate(moved_on=Subquery(_last().values("result__happened_on")[:1]))
    )


def under_way(user: User) -> QuerySet[Letter]:
    """What was sent, and of which nothing is known yet."""
    open_one = Dispatch.objects.filter(letter=OuterRef("pk"), result=None)
    return (
        _letters(user)
        .filter(Exists(open_one), case__archived_at=None)
        .annotate(moved_on=Subquery(_last().values("sent_on")[:1]))
    )


def arrived(user: User, *, today: date) -> QuerySet[Letter]:
    """What arrived, or was refused and left there, within the last days."""
    since = DispatchResult.objects.filter(
        dispatch__letter=OuterRef("pk"), happened_on__gte=today - LATELY
    ).exclude(kind=RETURNED)
    return (
        _letters(user)
        .filter(Exists(since))
        .annotate(moved_on=Subquery(_last().values("result__happened_on")[:1]))
    )


def notices_to_send(user: User) -> QuerySet[Letter]:
    """Notices of open cases that have not left. A receipt is handed over where it is printed."""
    sent = Dispatch.objects.filter(letter=OuterRef("pk"))
    return (
        _letters(user)
        .filter(~Exists(sent), is_reply=False, case__closed_on=None)
        .exclude(code__in=[*STAYS_IN_THE_HOUSE, "L01"])
    )


LISTS = {"returned": returned, "sent": under_way, "done": arrived}


def _list(name: str, user: User, today: date) -> QuerySet[Letter]:
    return arrived(user, today=today) if name == "done" else LISTS[name](user)


def tabs_of(user: User, current: str, *, waiting: int, today: date) -> list[dict[str, Any]]:
    """The four lists with their counts; what came back stands first."""
    words = {
        "returned": _("Came back"),
        "waiting": _("Waiting to leave"),
        "sent": _("Sent, result open"),
        "done": _("Arrived in the last 30 days"),
    }
    counts = {name: _list(name, user, today).count() for name in LISTS} | {"waiting": waiting}
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


def notices_of(user: User, *, today: date) -> dict[str, Any]:
    """The notices that wait to be sent, and how many there are."""
    rows = notices_to_send(user)
    shown = with_all_for_letters(rows).order_by("dated_on", "pk")[:NOTICES_SHOWN]
    return {"rows": [line_of(letter, today=today) for letter in shown], "count": rows.count()}


def letters_page(request: HttpRequest, name: str, *, waiting: int) -> HttpResponse:
    """The list called `name`: the oldest first, but what arrived last stands first."""
    today = timezone.localdate()
    letters = with_all_for_letters(_list(name, request.user, today))
    page = page_of(
        sorted_by(letters, "moved_on"),
        key=request.GET.get("page", ""),
        size=PAGE,
        is_falling=name == "done",
    )
    context = {
        "tab": name,
        "tabs": tabs_of(request.user, name, waiting=waiting, today=today),
        "rows": [line_of(letter, today=today) for letter in page.rows],
        "shown": len(page.rows),
        "previous_url": page.previous and f"?tab={name}&page={page.previous}",
        "next_url": page.following and f"?tab={name}&page={page.following}",
    }
    return render(request, "requests_flow/deliver_letters.html", context)
