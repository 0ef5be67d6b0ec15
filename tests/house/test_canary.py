"""One applicant's number and name, and everywhere that they must not be.

A case goes its whole way through the browser's door; then every column of every table, every file's name,
the log at DEBUG and all that was ever answered is searched.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from archive.actions import sealing
from requests_flow.actions.act import Act
from requests_flow.views.quiet_logs import WithoutNumbers
from tests.factories import at
from tests.journeys.office import (
    APPLICATION,
    Room,
    agreed_signed_and_issued,
    delivered,
    searched_and_written,
)
from tests.journeys.people import fresh, on
from tests.journeys.test_documents_are_given import a_pdf

pytestmark = pytest.mark.django_db

NUMBER, NAME, PHONE = "330203198512243217", "欧阳金丝雀", "13912345678"
ADDRESS = "宁波市海曙区金丝雀弄7号301室"
# Where the name may be kept: with the applicant, in what was written to them, and on the envelope.
NAME_IS_KEPT_IN = {
    ("requests_flow_applicant", "name"),
    ("requests_flow_draft", "context"),
    ("requests_flow_letter", "context"),
    ("requests_flow_dispatch", "addressee"),
    ("requests_flow_dispatch", "envelope"),
}
# Pages whose purpose needs it: what is posted, what is put right, and the look behind the mask.
POSTING = {"flow:deliver:execute", "letter_send"}
IS_SHOWN_BY = {
    NAME: {"reveal", *POSTING},
    ADDRESS: {"reveal", "correct_contact", *POSTING},
    PHONE: {"reveal"},
    NUMBER: {"reveal"},
}
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')


class Answers:
    """Every answer of every client of a test."""

    def __init__(self, monkeypatch) -> None:
        self.all: list[tuple[str, str, object]] = []
        really = Client.request

        def request(client, **asked):
            response = really(client, **asked)
            query = asked.get("QUERY_STRING", "")
            url = f"{asked['PATH_INFO']}?{query}" if query else asked["PATH_INFO"]
            self.all.append((asked["REQUEST_METHOD"], url, response))
            return response

        monkeypatch.setattr(Client, "request", request)


@pytest.fixture
def said():
    """The log at DEBUG, as the settings' filter leaves it."""
    out, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(out)
    for name in configured.LOGGING["handlers"]["console"]["filters"]:
        assert name == "numbers"
    handler.addFilter(WithoutNumbers())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)


def crawl(client: Client, most: int = 50) -> None:
    """Every link that a person finds from the desk."""
    seen, todo = set(), ["/", "/letters/register/", "/deliver/", "/archive/", "/legal/"]
    while todo and len(seen) < most:
        url = todo.pop(0)
        if url in seen or url.startswith(("/static", "/letters/L", "/logout")):
            continue
        seen.add(url)
        response = client.get(url)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            continue
        for link in LINK.findall(response.content.decode()):
            todo.append(urljoin(url, unescape(link)))


def walk_the_whole_way(room: Room, monkeypatch) -> None:
    """Registered, looked at, answered, posted and sealed; everybody looks around twice."""
    typed = {"name": NAME, "identity_number": NUMBER, "phone": PHONE, "address": ADDRESS}
    paper = SimpleUploadedFile(f"{NUMBER}申请表.pdf", a_pdf(), "application/pdf")
    monkeypatch.setattr(
        "tests.journeys.office.APPLICATION", {**APPLICATION, **typed, "originals": [paper]}
    )
    case = searched_and_written(room)
    with on(date(2026, 11, 4)):
        look_behind_the_mask(room.clerk.client, case)
        refused_form(room)
        for person in (room.clerk, room.adviser):
            crawl(person.client)
    agreed_signed_and_issued(room, case)
    with on(date(2026, 11, 6), hour=9):
        room.clerk.opens("/")
        crawl(room.clerk.client)
    case = delivered(room, fresh(case))
    sealing.seal(Act(by=room.office.clerk, at=at(date(2026, 11, 9))), case=case)
    with on(date(2026, 11, 9)):
        room.clerk.opens("/")
        for kind in ("csv", "xlsx"):
            room.clerk.client.get(f"/?tab=closed&export={kind}")
            room.clerk.client.get(f"/letters/register/?export={kind}")
        crawl(room.clerk.client)
        room.clerk.client.get(reverse("case_dossier", args=[case.pk]))


def look_behind_the_mask(client: Client, case) -> None:
    page = client.get(case.get_absolute_url()).content.decode()
    token = re.findall(r'name="form_token" value="([^"]+)"', page)[-1]
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    data = {"purpose": "other", "reason": "核对当事人来电所称", "form_token": token}
    url = reverse("reveal", args=[case.pk])
    answer = client.post(url, {**data, "csrfmiddlewaretoken": csrf})
    assert NUMBER in answer.content.decode(), "or the canary would never have sung"


def refused_form(room: Room) -> None:
    """A registration that lacks something: the page keeps what was typed, and nothing else does."""
    answer = room.clerk.fills_in(
        "/cases/step/register/", name=NAME, identity_number=NUMBER, subject=""
    )
    assert answer.status_code == 422


def cells() -> dict[tuple[str, str], str]:
    """All that the database holds, by table and column."""
    found: dict[tuple[str, str], str] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows = cursor.fetchall()
            for at_column, column in enumerate(cursor.description):
                texts = (plain(row[at_column]) for row in rows)
                found[table, column[0]] = "\n".join(texts)
    return found


def plain(value: object) -> str:
    """As text; JSON's escapes undone, for SQLite keeps JSON as ASCII."""
    if isinstance(value, bytes | memoryview):
        value = bytes(value).decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), str(value))


def holding(word: str, texts: dict) -> set:
    return {key for key, text in texts.items() if word in text}


def test_the_canary_sings_nowhere(monkeypatch, said):
    answers = Answers(monkeypatch)
    walk_the_whole_way(Room(), monkeypatch)

    kept = cells()
    assert len({table for table, _column in kept}) > 40
    assert holding(NUMBER, kept) == set()
    assert holding(NAME, kept) <= NAME_IS_KEPT_IN
    assert holding(NAME, kept) >= {("requests_flow_applicant", "name")}
    assert [word for word in (NUMBER, NAME, PHONE, ADDRESS) if word in said.getvalue()] == []
    assert names_of_files_with_it() == []
    assert [path for path, text in records() if NUMBER in text] == []
    faults = {fault for one in answers.all for fault in faults_of(*one)}
    assert faults == set()
    kinds = {one.get("Content-Type", "").partition(";")[0] for _m, _u, one in answers.all}
    assert kinds >= {"text/html", "application/pdf", "text/csv"}, "the crawl saw too little"
    for word, views in IS_SHOWN_BY.items():
        assert shown_by(answers, word) <= views, word


def names_of_files_with_it() -> list[str]:
    folders = (Path(configured.VAULT_DIR), Path(configured.DOSSIER_DIR))
    paths = [str(path) for folder in folders for path in folder.rglob("*")]
    assert len(paths) > 5
    return [path for path in paths if any(word in path for word in (NUMBER, NAME, PHONE))]


def records() -> list[tuple[Path, str]]:
    found = sorted(Path(configured.DOSSIER_DIR).rglob("records/*.json"))
    assert found
    return [(path, path.read_text(encoding="utf-8")) for path in found]


def faults_of(_method: str, url: str, response) -> set[str]:
    """What of an answer tells the number or the name where nothing may."""
    found = set()
    outside = {"url": unquote(url), **{name: unquote(text) for name, text in response.items()}}
    kind = response.get("Content-Type", "")
    body = "" if response.streaming else text_of(response, kind)
    if kind.startswith("text/html"):
        outside["title"] = "".join(re.findall(r"<title>(.*?)</title>", body, re.DOTALL))
    for place, text in outside.items():
        found |= {f"{place} of {url}: {word}" for word in (NUMBER, NAME, PHONE) if word in text}
    if "no-store" not in response.get("Cache-Control", "") and response.status_code == 200:
        found.add(f"{url} may be kept by a cache")
    if kind.startswith(("text/csv", "application/vnd")):
        found |= {
            f"{url} exports {word}" for word in (NUMBER, NAME, PHONE, ADDRESS) if word in body
        }
    return found


def text_of(response, kind: str) -> str:
    """The words of a page or a sheet; a letter's are for the applicant and not looked at."""
    if kind.startswith("application/vnd"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    if kind.startswith(("text/", "application/json")):
        return unescape(response.content.decode())
    return ""


def shown_by(answers: Answers, word: str) -> set[str]:
    """The views whose pages show `word`, but for forms that keep what was typed."""
    return {
        resolve(urlsplit(url).path).view_name
        for method, url, response in answers.all
        if not (method == "POST" and response.status_code == 422)
        and not response.streaming
        and word in text_of(response, response.get("Content-Type", ""))
    }
