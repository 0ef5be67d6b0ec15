"""The pages that are measured, each with who opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.test import Client
from django.urls import NoReverseMatch, reverse

from requests_flow.models import Case, Sight
from requests_flow.units.models import User

from .house import GRANTEE, ORDINARY, OVERSEER
from .words import FREQUENT, RARE_WORD, TWO

# Who is asked about, and under which name of an account.
PEOPLE = {"ordinary": ORDINARY, "grants": GRANTEE, "overseer": OVERSEER}
ADVISER = "fill-1-adviser"
MIDDLE = date(2023, 6, 15)
DEEP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One page of one person. `is_desk`: held against the bare view."""

    name: str
    who: str
    url: str
    is_desk: bool = False
    is_queue: bool = False  # its rows are no cases to open
    most: int = 0  # queries; 0: nobody said

    @property
    def key(self) -> str:
        """What the page is called in the table."""
        return f"{self.who}: {self.name}"


def signed_in(username: str) -> Client:
    """A browser of that person's."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username=username))
    return client


def keys_on(body: str) -> list[int]:
    """The cases whose rows are on a page, in their order."""
    return [int(key) for key in re.findall(r'href="/cases/(\d+)/" data-open', body)]


def following(body: str) -> str:
    """The address of the next page, "" on the last."""
    found = re.search(r'rel="next" href="([^"]+)"', body)
    return found[1].replace("&amp;", "&") if found else ""


def deep(client: Client) -> tuple[str, int]:
    """The address of the closed list twenty pages on, and how many pages on it really is."""
    url, pages = "/?tab=closed", 0
    while pages < DEEP and (link := following(client.get(url).content.decode())):
        url, pages = f"/{link}", pages + 1
    return url, pages


def pages_of(label: str) -> list[Asked]:
    """What is measured for the person of that label."""
    username = PEOPLE[label]
    user, client = User.objects.get(username=username), signed_in(username)
    asked: dict[str, str] = {}
    if label == "overseer":
        try:
            return [Asked(name="oversight", who=label, url=reverse("oversight"))]
        except NoReverseMatch:
            return []
    for tab in ("mine", "free", "open", "closed"):
        asked[f"desk, {tab}"] = f"/?tab={tab}"
    url, reached = deep(client)
    asked[f"desk, closed, {DEEP} pages on"] = url if reached == DEEP else ""
    asked["desk, closed, middle"] = "/?" + urlencode(
        {"tab": "closed", "page": f"{MIDDLE.isoformat()}_0"}
    )
    found = [
        Asked(name=name, who=label, url=url, is_desk=True, most=15)
        for name, url in asked.items()
        if url
    ]
    return [*found, *_searches(label, user), *_cases(label, user), *_queues(label)]


def _searches(label: str, user: User) -> list[Asked]:
    cases = Case.objects.visible_to(user, Sight.APPLICATION).exclude(closed_on=None)
    one = cases.order_by("pk").values_list("number", flat=True)[:1]
    words = {
        "number": next(iter(one), ""), "frequent word": FREQUENT, "rare word": RARE_WORD,
        "two characters": TWO,
    }  # fmt: skip
    return [
        Asked(name=f"search, {name}", who=label, url="/?" + urlencode({"tab": "closed", "q": text}))
        for name, text in words.items()
    ]


def _cases(label: str, user: User) -> list[Asked]:
    seen = Case.objects.visible_to(user)
    found = []
    for name, rows in (
        ("case, open", seen.filter(closed_on=None).exclude(handler=None)),
        ("case, archived", seen.exclude(archived_at=None).exclude(answered_on=None)),
    ):
        case = rows.order_by("pk").first()
        if case:
            found.append(Asked(name=name, who=label, url=case.get_absolute_url(), most=25))
    return found


def _queues(label: str) -> list[Asked]:
    if label != "ordinary":
        return []
    urls = {
        "deliver": "/deliver/", "deliver, sent": "/deliver/?tab=sent",
        "deliver, arrived": "/deliver/?tab=done", "archive": "/archive/",
        "archive, kept": "/archive/?tab=kept", "register of letters": "/letters/register/",
    }  # fmt: skip
    return [
        *(Asked(name=name, who=label, url=url, is_queue=True) for name, url in urls.items()),
        Asked(name="legal queue", who="adviser", url="/legal/", is_queue=True),
    ]
