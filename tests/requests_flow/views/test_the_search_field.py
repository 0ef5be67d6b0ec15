"""What is typed into the field at the top: words go into an address, a number into none."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client

from requests_flow.models import Entry
from requests_flow.rules.applicants import identity_in
from requests_flow.units.duties import Duty
from tests import factories
from tests.requests_flow.views.doors import as_

pytestmark = pytest.mark.django_db
NUMBER = "33020319851224321X"
SEARCH, FIND = "/search/", "/search/number/"
TYPED = [
    NUMBER,
    NUMBER.lower(),
    "３３０２０３ 19851224321x",
    f"张三 {NUMBER}",
    "张三的身份证号是330203-19851224-321X。",
    "330203851224321",
]  # fmt: skip
# A wrong day, and one that is too short by a digit of the year: they are somebody's all the same.
NEARLY = ["330203198513243210", "110101199002300011"]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.mark.parametrize("text", [*TYPED, *NEARLY])
def test_a_number_is_seen_alone_and_among_words(text):
    assert re.fullmatch(r"\d{15}|\d{17}[\dX]", identity_in(text))


@pytest.mark.parametrize(
    "text",
    ["", "改造", "海发公开〔2026〕12号", "13800001234", "2026-11-23", "91330203MA2AAAAA1X", "E12345678",
     "2025年1月1日至2026年12月31日 300 平方米"],
)  # fmt: skip
def test_ordinary_words_are_none(text):
    assert identity_in(text) == ""


def test_words_lead_to_the_ordinary_address(office):
    answer = as_(office.clerk).post(SEARCH, {"q": " 旧村 改造&x "})

    assert answer.status_code == 303
    assert unquote(answer["Location"]) == "/?q=旧村+改造&x"
    assert as_(office.clerk).post(SEARCH, {"q": ""})["Location"] == "/"


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_stands_in_no_address_and_finds(office, typed):
    is_old = typed == TYPED[-1]
    number = typed if is_old else NUMBER
    case = factories.open_case(office, identity_number=number)
    answer = as_(office.clerk).post(SEARCH, {"q": typed}, follow=True)

    assert answer.redirect_chain == [(FIND, 307)]
    assert case.number in answer.content.decode()
    assert Entry.objects.filter(verb="identity_searched").count() == 1
    page = answer.content.decode()
    assert number not in page, "the page that is left open keeps no number"


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        *(("/", typed) for typed in TYPED),
        *((path, NUMBER) for path in ("/people/", "/letters/register/", "/nowhere/")),
    ],
)
def test_an_address_with_a_number_is_left_at_once(office, path, typed):
    client = as_(office.clerk)
    answer = client.get(path, {"q": typed, "tab": "open"})

    assert answer.status_code == 303
    assert answer["Location"] == f"{path}?tab=open"
    assert answer["Cache-Control"] == "no-store"
    said = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert re.search("does not belong into an address|不应出现在网址", said)


def test_the_door_does_not_write_it_into_its_own_address(office):
    answer = Client().get("/", {"q": NUMBER}, follow=True)

    assert [NUMBER in unquote(url) for url, _status in answer.redirect_chain] == [False, False]


def test_leaving_an_address_leads_nowhere_else(office):
    answer = as_(office.clerk).get("//example.org/", {"q": NUMBER})

    assert not answer["Location"].startswith("//")


def test_the_field_is_a_form_that_is_posted_with_a_token(office):
    page = as_(office.clerk).get("/").content.decode()
    (form,) = re.findall(r'<form class="search".*?</form>', page, re.DOTALL)

    assert 'method="post"' in form
    assert f'action="{SEARCH}"' in form
    assert "csrfmiddlewaretoken" in form
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.clerk)
    assert client.post(SEARCH, {"q": "改造"}).status_code == 403


def test_who_had_to_sign_in_on_the_way_begins_at_the_desk(office):
    assert Client().post(SEARCH, {"q": NUMBER})["Location"] == f"/login/?next={SEARCH}"
    assert as_(office.clerk).get(SEARCH)["Location"] == "/"


def test_administrators_have_no_such_field(office):
    client = as_(factories.make_person(office.unit, Duty.AUDIT))

    assert client.post(SEARCH, {"q": "改造"}).status_code == 404
    assert "data-search" not in client.get("/audit/").content.decode()
