"""Who is let in where: every route, every role, every situation of a case, as the table says.

`matrix.txt` has a line for each method of each route and a column for each role. In a cell stand the
letters of the situations (`matrix_world.SITUATIONS`) in which the answer is the page or what was
asked for; behind a stroke those in which the case is in sight, and the answer is 409: it stands
elsewhere by now. `y`: let in, on a page without a case or on a thing of the unit. `-`: never.

Everything else is the page of what is not there, letter by letter the same as for a key that no case
has; for nobody and for a closed account it is the login page. A POST is empty and is taken back.

A route without a line fails, and a line without a route. After a change that is meant:
`MATRIX_TABLE=matrix.new`, with this test, prints the table anew; read it before it is kept.

Left out, because it proves nothing more: methods that a view does not have; the stages b e g h k p
t w, but for their own steps (they are cases in handling like o, or like d), and h for who reviews;
d, s and c for who reads them like o and i; x but for who has a part; all situations but o, i and n
for who has no way at all; a step in a case that does not stand there, but for an archived one; d, c
and n for a POST where there is a GET, for both ask the same of the case. What a person's ways to
cases are is asked once: nothing changes while they walk.
"""

from __future__ import annotations

import logging
import os
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.template import Template
from django.test import Client
from django.urls import resolve
from viewflow.workflow.models import Task

from requests_flow.models import ways
from requests_flow.units.duties import Duty
from requests_flow.units.places import asked_once
from requests_flow.views import middleware
from requests_flow.views.walking import OPEN
from tests.browser.stage import proposed
from tests.factories import TODAY, at, make_person
from tests.house.matrix_people import ROLES, People, sessions
from tests.house.matrix_world import World, absent
from tests.house.test_strangers import NOWHERE, filled, routes, without_token
from tests.printing import print_quickly

TABLE = Path(__file__).with_name("matrix.txt")
METHODS = ("get", "post")
MAIN = "oiarn"
# Whose way depends on where the case stands, or who does something at its end.
CLOSELY = {
    "handler": "odsicarn",
    "adviser": "hdiarn",
    "outside": "hdiarnx",
    "co_handler": "oiarnx",
    "consulted": "oiarnx",
    "unit_consulted": "oiarnx",
    "deputy": "odsirx",
    "deliverer": "oicarn",
    "archivist": "oicarn",
}
NO_WAY = {"stranger", "super", "closed", "lapsed", "nobody", "system", "access", "audit", "keeper"}
LOGIN = {"nobody", "closed"}


def view_of(callback: Any) -> Any:
    """The class behind the route, if there is one."""
    return getattr(callback, "view_class", None)


def methods_of(pattern: str) -> tuple[str, ...]:
    """Those of the methods that the view of the route has."""
    address = re.sub(r"<int:\w+>", "1", re.sub(r"<slug:\w+>", "x", pattern))
    found = view_of(resolve("/" + address).func)
    if found is None:
        return METHODS
    allowed = set(found.http_method_names)
    return tuple(one for one in METHODS if one in allowed and hasattr(found, one))


def lines() -> list[tuple[str, str]]:
    """Every line that the table must have: a method and a pattern."""
    return [(method, pattern) for pattern, _name in routes() for method in methods_of(pattern)]


def table() -> dict[tuple[str, str], dict[str, str]]:
    """What is written."""
    head, *rows = TABLE.read_text().splitlines()
    roles = head.split()[2:]
    found = {}
    for row in rows:
        method, pattern, *cells = row.split()
        assert len(cells) == len(roles), row
        found[method.lower(), pattern.removeprefix("/")] = dict(zip(roles, cells, strict=True))
    return found


def test_every_route_has_its_line_and_every_line_its_route():
    wanted, written = set(lines()), set(table())

    assert wanted - written == set(), "routes without a line"
    assert written - wanted == set(), "lines without a route"


class Walk:
    """Asks every route as every role."""

    def __init__(self) -> None:
        self.world = World()
        self.people = People(self.world.office)
        self.world.lay(self.people.take_part)
        self.people.take_over(self.world.cases)
        self.notice = proposed(make_person(self.people.above, Duty.KEEP_CALENDAR))
        self.absence = absent(self.people.who["mate"], by=self.world.office.clerk)
        self.keys = sessions(self.people, self.sign_in)
        self.client = Client(raise_request_exception=False)
        self.wrong: list[str] = []
        self.lost: dict[str, Any] = {}
        self.asked = 0

    def sign_in(self, person: Any) -> str:
        client = Client()
        client.force_login(person)
        return client.cookies["sessionid"].value

    def ask(self, role: str, method: str, url: str) -> Any:
        """The answer; whatever a POST changed is taken back."""
        self.client.cookies.clear()
        if self.keys[role]:
            self.client.cookies["sessionid"] = self.keys[role]
        self.asked += 1
        with transaction.atomic():
            response = getattr(self.client, method)(url)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            self.wrong.append(f"{role} {method} {url}: {response.status_code}")
        return response

    def cell(self, role: str, method: str, pattern: str) -> str:
        """In which situations the role is let in."""
        if "cases/" not in pattern or "<" not in pattern:
            response = self.ask(role, method, self.address(pattern, "o"))
            return "y" if self.is_let_in(role, response, pattern) else "-"
        seen, late = "", ""
        for letter in self.situations(role, method, pattern):
            response = self.ask(role, method, self.address(pattern, letter))
            if response.status_code == 409:
                late += letter
            elif self.is_let_in(role, response, f"{method} {pattern} {letter}"):
                seen += letter
        return (f"{seen}/{late}" if late else seen) or "-"

    def is_let_in(self, role: str, response: Any, what: str) -> bool:
        """Not, if it is the login page for who has none, or the page of what is not there."""
        to_login = response.headers.get("Location", "").partition("?")[0] == "/login/"
        if role in LOGIN and to_login:
            return False
        if response.status_code == 405:
            return False
        if response.status_code != 404:
            return True
        if role not in self.lost:
            self.lost[role] = told(self.ask(role, "get", f"/cases/{NOWHERE}/"))
        if told(response) != self.lost[role]:
            self.wrong.append(f"{role} {what}: tells that it exists")
        return False

    def situations(self, role: str, method: str, pattern: str) -> str:
        """The letters that are asked of this route."""
        node = re.search(r"<int:process_pk>/(\w+)/<int:task_pk>", pattern)
        if node:
            is_over = "a" if role in CLOSELY and self.task("a", node[1]) else ""
            letters = "".join(one for one in self.world.cases if self.is_at(one, node[1])) + is_over
        else:
            letters = CLOSELY.get(role, MAIN)
            if method == "post" and "get" in methods_of(pattern):
                letters = "".join(one for one in letters if one not in "dcn")
        if role in LOGIN:
            return letters[:1]
        if role in NO_WAY:
            letters = "".join(one for one in letters if one in "oin") or letters[:1]
        return letters

    def is_at(self, letter: str, node: str) -> bool:
        task = self.task(letter, node)
        return task is not None and task.status in OPEN

    def task(self, letter: str, node: str) -> Task | None:
        """The last of this step in the case."""
        rows = self.__dict__.setdefault("tasks", {})
        if (letter, node) not in rows:
            process = self.world.cases[letter].process_id
            found = Task.objects.filter(process=process, flow_task__endswith=f".{node}")
            rows[letter, node] = found.order_by("-pk").first()
        return rows[letter, node]

    def address(self, pattern: str, letter: str) -> str:
        """The route with the keys of the case, or of the unit's own thing."""
        world, case = self.world, self.world.cases[letter]
        things = {
            "delegations/": self.people.delegation,
            "absences/": self.absence,
            "calendar/": self.notice,
            "wording/": world.phrase,
            "people/": self.people.who["mate"],
            "cases/": case,
        }
        thing = next((one for head, one in things.items() if pattern.startswith(head)), None)
        code = "L05" if pattern.startswith("letters/") else world.office.unit.code
        keys = {"code": code, "version": 1, **({"pk": thing.pk} if thing else {})}
        if pattern.startswith("people/"):
            keys["grant_pk"] = thing.appointments.first().pk
        if thing is case:
            keys |= self.keys_of_case(pattern, letter)
        return filled(pattern, keys)

    def keys_of_case(self, pattern: str, letter: str) -> dict[str, Any]:
        """The keys of what hangs on the case."""
        if letter not in (memory := self.__dict__.setdefault("hanging", {})):
            case = self.world.cases[letter]
            things = {
                "letter_pk": case.letters.order_by("-pk").first(),
                "document_pk": case.documents.first(),
                "consultation_pk": case.consultations.order_by("-pk").first(),
            }
            found = {name: thing.pk if thing else NOWHERE for name, thing in things.items()}
            memory[letter] = {**found, "process_pk": case.process_id}
        node = re.search(r"<int:process_pk>/(\w+)/<int:task_pk>", pattern)
        task = self.task(letter, node[1]) if node else None
        grants = world_grants(pattern, self.world.cases[letter])
        return {**memory[letter], "task_pk": task.pk if task else NOWHERE, **grants}


def world_grants(pattern: str, case: Any) -> dict[str, int]:
    """The key of a grant, of the kind that this route ends."""
    if "grant_pk" not in pattern:
        return {}
    rows = case.review_grants if "/advisers/" in pattern else case.grants
    found = rows.order_by("pk").first()
    return {"grant_pk": found.pk if found else NOWHERE}


def told(response: Any) -> tuple[Any, ...]:
    """All that an answer says, but for what differs between any two requests."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    page = re.sub(rb'name="next" value="[^"]*"', b'name="next"', response.content)
    return response.status_code, without_token(page), headers


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's ways to cases are asked once; no page is remembered for the tests to look into."""
    memory: dict[int | None, Any] = {}
    really = ways.ways_of

    def once(user: Any) -> Any:
        if user.pk not in memory:
            memory[user.pk] = really(user)
        return memory[user.pk]

    monkeypatch.setattr(ways, "ways_of", once)
    monkeypatch.setattr(middleware, "asked_once", nullcontext)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


def written(found: dict[tuple[str, str], dict[str, str]]) -> str:
    """The table in columns."""
    rows = [["METHOD", "ROUTE", *ROLES]]
    for (method, pattern), cells in found.items():
        rows.append([method.upper(), f"/{pattern}", *(cells[role] for role in ROLES)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in rows
    )


@pytest.mark.django_db
def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(monkeypatch):
    print_quickly(monkeypatch)
    quickly(monkeypatch)
    with time_machine.travel(at(TODAY, 11), tick=True):
        walk = Walk()
        found: dict[tuple[str, str], dict[str, str]] = {line: {} for line in lines()}
        for role in ROLES:
            with asked_once():
                for line, cells in found.items():
                    cells[role] = walk.cell(role, *line)
    if where := os.environ.get("MATRIX_TABLE"):
        Path(where).write_text(written(found))
    expected = table()
    differing = [
        f"{method.upper()} /{pattern} as {role}: {cell}, and not {expected[method, pattern][role]}"
        for (method, pattern), cells in found.items()
        for role, cell in cells.items()
        if (method, pattern) in expected and cell != expected[method, pattern].get(role)
    ]
    assert walk.wrong == []
    assert differing == []
