"""Every role follows every link from the landing page, and never reads a word that is not for it.

In every text field of everything that hangs on a case stands a word that nobody can guess. Two units
have such cases; within the first one is restricted, and in one nobody has a part. What comes back
(pages, files, headers, addresses, names of files) is searched for these words. A new text field gets
its word by itself; a new model that hangs on a case fails here until a row of it is there.

Not crawled: what is behind a POST; the days of the ledger's what-if and of the calendar's filters but
for the first few of each address. Drafts are printed as their own words, laid out nowhere.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import defaultdict
from html import unescape
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client

from requests_flow.letters import engine
from requests_flow.models import Case, CaseGrant, Sight
from tests.factories import TODAY, Office, at, make_person
from tests.house import matrix_world
from tests.house.canaries import (
    WORD,
    Planter,
    fill,
    missing,
    paths,
    ready,
    text_fields,
    without_guards,
)
from tests.house.matrix_people import ROLES, People, sessions
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db
LINK = re.compile(r"""\b(?:href|src|action|data-[\w-]+|hx-get|content)=["']([/?][^"'#]*)""")
FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']post[\"'][^>]*>", re.IGNORECASE)
SEEDS = ("/", "/?tab=open&q=征收", "/?tab=closed&export=csv", "/?tab=open&export=xlsx")
MOST_PAGES, MOST_OF_ONE = 400, 4

# What each role may read of which case; whatever is not here, nothing.
DUTIES = (
    "reader",
    "clerk",
    "head",
    "handler",
    "mate",
    "checker",
    "signatory",
    "deliverer",
    "archivist",
)
# The auditor reads of every case that something was done, by its number, and nothing of it.
AUDITED = {"Case.number"}
OWN = ("compose", "issued", "draft", "sign", "alone")
SIGHT: dict[str, dict[str, Sight]] = {
    **{role: dict.fromkeys(OWN, Sight.IDENTITY) for role in DUTIES},
    "adviser": dict.fromkeys(OWN, Sight.IDENTITY),
    "outside": dict.fromkeys(OWN[:-1], Sight.REPLY),
    "co_handler": dict.fromkeys(OWN[:-1], Sight.APPLICATION),
    "consulted": dict.fromkeys(OWN[:-1], Sight.QUESTION),
    "unit_consulted": dict.fromkeys(OWN[:-1], Sight.QUESTION),
    "deputy": {"sign": Sight.REPLY},
    "overseer": dict.fromkeys(OWN, Sight.CLOCK),
    "stranger": dict.fromkeys(("foreign", "foreign_issued"), Sight.IDENTITY),
}
# The least sight for a field; for all others it takes the reply.
LEAST = {
    "Case.number": Sight.CLOCK,
    "Consultation.name": Sight.APPLICATION,
    "Consultation.question": Sight.APPLICATION,
    "Consultation.opinion": Sight.APPLICATION,
    "Case.subject": Sight.APPLICATION,
    "Case.request_text": Sight.APPLICATION,
    "Case.provision_form": Sight.APPLICATION,
    "Case.receipt_basis": Sight.APPLICATION,
    "Correction.items": Sight.APPLICATION,
    "Correction.corrected_text": Sight.APPLICATION,
}


ASKED = ("name", "question", "opinion")


class House:
    """Two units with cases full of canaries."""

    def __init__(self) -> None:
        self.office = Office()
        self.people = People(self.office)
        self.foreign = self.people.stranger_office
        self.planter = Planter()
        more = {"identity_number": "330203198001010011", "phone": "13800000000"}
        make = {
            "compose": (self.office, matrix_world.returned, 0),
            "issued": (self.office, matrix_world.drafted, 4),
            "draft": (self.office, matrix_world.drafted, 0),
            "sign": (self.office, matrix_world.drafted, 1),
            "alone": (self.office, matrix_world.drafted, 0),
            "restricted": (self.office, matrix_world.returned, 0),
            "foreign": (self.foreign, matrix_world.returned, 0),
            "foreign_issued": (self.foreign, matrix_world.drafted, 4),
        }
        self.cases = {name: self._made(name, *how, **more) for name, how in make.items()}
        self.people.take_over({})
        without_guards()
        self._fill()
        for name, case in self.cases.items():
            self.planter.plant(name, case)

    def _made(self, name: str, office: Office, stage: Any, steps: int, **more: Any) -> Case:
        case = stage(office)
        if office is self.office and name not in ("alone", "restricted"):
            self.people.take_part(case, "o")
        if name == "restricted":
            matrix_world.restrict(case, by=office.clerk)
        return matrix_world.walk_on(office, case, steps) if steps else case

    def _fill(self) -> None:
        """What these cases have no row of by themselves; in the restricted and the other unit's."""
        for name in ("restricted", "foreign"):
            case, person = self.cases[name], make_person()
            while wanted := missing([case]):
                for model in ready(wanted):
                    fill(case, model, person)

    def own(self, role: str) -> set[tuple[str, int]]:
        """What is told to who has a part: why it was given, and what they were asked."""
        person = self.people.who[role]
        grants = CaseGrant.objects.filter(person=person) if person else CaseGrant.objects.none()
        if role == "unit_consulted":
            grants = CaseGrant.objects.filter(unit=self.people.asked_unit)
        rows = list(grants.values_list("pk", "consultation"))
        reasons = {("CaseGrant.reason", pk) for pk, _asked in rows}
        asked = {(f"Consultation.{name}", key) for _pk, key in rows for name in ASKED if key}
        return reasons | asked

    def unplanted(self) -> set[str]:
        """Text fields without a word, in the restricted case or in the other unit's."""
        planted = defaultdict(set)
        for canary in self.planter.canaries.values():
            planted[canary.field].add(canary.case)
        names = (f"{model.__name__}.{one.name}" for model in paths() for one in text_fields(model))
        return {name for name in names if not {"restricted", "foreign"} <= planted[name]}


@pytest.fixture
def house(monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("the words get in where triggers can be dropped for one test")
    print_quickly(monkeypatch)
    with time_machine.travel(at(TODAY, 11), tick=True):
        yield House()
    with connection.cursor() as cursor:  # a pragma is the connection's, and outlives the test
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


class Crawl:
    """One role follows every link."""

    def __init__(self, role: str, key: str, planter: Planter) -> None:
        self.role, self.planter = role, planter
        self.client = Client(raise_request_exception=False)
        if key:
            self.client.cookies["sessionid"] = key
        self.found: dict[str, set[str]] = defaultdict(set)
        self.pages = 0
        self.broken: list[str] = []

    def walk(self) -> None:
        """From the seeds to wherever they lead."""
        waiting, seen = list(SEEDS), set(SEEDS)
        variants: dict[str, int] = defaultdict(int)
        while waiting:
            url = waiting.pop(0)
            self.pages += 1
            assert self.pages < MOST_PAGES, f"{self.role} finds no end, at {url}"
            for link in self.read(url):
                path = urlsplit(link).path
                if link in seen or path.startswith("/static/"):
                    continue
                seen.add(link)
                variants[path] += 1
                if variants[path] <= MOST_OF_ONE:
                    waiting.append(link)

    def read(self, url: str) -> list[str]:
        """Look for words in the answer; the addresses that are on it."""
        response = self.client.get(url)
        if response.status_code >= 500:
            self.broken.append(f"{url}: {response.status_code}")
        body = response.content
        said = words_of(body, response.headers.get("Content-Type", ""))
        headers = unquote(" ".join(f"{name}: {value}" for name, value in response.headers.items()))
        for place, text in (("page", said), ("header", headers), ("address", unquote(url))):
            for word in WORD.findall(text):
                self.found[word].add(f"{place} of {url}")
        if "Location" in response.headers:
            return [urljoin(url, response["Location"])]
        if "html" not in response.headers.get("Content-Type", ""):
            return []
        page = FORM.sub("", body.decode())
        return [urljoin(url, unescape(link)) for link in LINK.findall(page)]


def words_of(body: bytes, kind: str) -> str:
    """All that can be read in an answer."""
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode(errors="replace")


def too_much(crawl: Crawl, house: House) -> list[str]:
    """The words that the role read and may not."""
    wrong, own = [], house.own(crawl.role)
    for word, places in crawl.found.items():
        canary = crawl.planter.canaries[word]
        if crawl.role == "audit" and canary.field in AUDITED:
            continue
        sight = SIGHT.get(crawl.role, {}).get(canary.case)
        is_own = (canary.field, canary.row) in own
        least = Sight.QUESTION if is_own else LEAST.get(canary.field, Sight.REPLY)
        if sight is None or sight < least:
            wrong.append(f"{canary.field} of {canary.case}: {sorted(places)[0]}")
    return sorted(wrong)


def print_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that is drawn for the page is its own words."""

    def said(code: str, context: dict[str, Any]) -> Any:
        pdf = f"%PDF-1.7 {context!r}".encode()
        return engine.Printed(
            pdf=pdf, sha256="0" * 64, pages=1, template_version="", fingerprint=""
        )

    monkeypatch.setattr(engine, "render", said)


def test_nobody_reads_a_word_that_is_not_for_them(house, monkeypatch):
    def sign_in(person: Any) -> str:
        client = Client()
        client.force_login(person)
        return client.cookies["sessionid"].value

    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    keys = sessions(house.people, sign_in)
    print_words(monkeypatch)
    wrong, pages = {}, {}
    assert house.unplanted() == set(), "text fields without a word"
    for role in ROLES:
        crawl = Crawl(role, keys[role], house.planter)
        crawl.walk()
        pages[role] = (crawl.pages, len(crawl.found))
        if found := [*too_much(crawl, house), *crawl.broken]:
            wrong[role] = found
    print(pages, *(f"{role}: {line}" for role, lines in wrong.items() for line in lines), sep="\n")

    assert wrong == {}
