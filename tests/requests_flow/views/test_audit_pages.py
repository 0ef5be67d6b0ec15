"""The auditor sees that something was done, by whom and when; never what an applicant or a letter says."""

import csv
import io

import pytest
import time_machine
from django.test import Client

from requests_flow.actions import auditing, overseeing
from requests_flow.models import Applicant, Case, Entry, Restriction
from requests_flow.units.models import SignInEvent
from tests import factories
from tests.factories import TODAY, at
from tests.house.test_strangers import filled, routes
from tests.requests_flow.administrators import House, by
from tests.requests_flow.views.test_people_pages import signed_in

pytestmark = pytest.mark.django_db

SECRET, NAME = "秘密地块补偿协议", "欧阳秘密"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def house():
    return House()


@pytest.fixture
def auditor(house) -> Client:
    return signed_in(house.auditor)


def secret_case(house: House) -> Case:
    case = factories.delivered(house.office, subject=SECRET, request_text=f"申请公开{SECRET}")
    Applicant.objects.filter(pk=case.applicant_id).update(name=NAME)
    return case


def test_the_chain_is_read_without_what_it_says(house, auditor):
    case = secret_case(house)

    page = auditor.get("/audit/").content.decode()

    assert case.number in page
    assert "陈敏" in page
    assert case.entries.last().hash[:12] in page
    for word in (SECRET, NAME, case.applicant.phone or NAME):
        assert word not in page
    assert "•••" in page


def test_of_a_restricted_case_the_number_is_seen_and_nothing_else(house, auditor):
    """docs/security.md, "What the auditor sees"."""
    case, why = secret_case(house), "申请人系本单位职工"
    Restriction.objects.create(
        case=case, kind="staff", reason=why, set_by=house.office.clerk, set_at=at()
    )
    file = auditor.post("/audit/export/", {}).content.decode("utf-8-sig")
    pages = {
        url: auditor.get(url).content.decode() for url in ("/audit/", "/looks/", "/audit/doors/")
    }

    assert case.number in pages["/audit/"]
    assert case.number in file
    for page in (*pages.values(), file):
        for word in (SECRET, NAME, why, case.applicant.identity_number or NAME):
            assert word not in page
    for path in ("", "people/", "clock/", "dossier/"):
        assert auditor.get(f"/cases/{case.pk}/{path}").status_code == 404
    assert auditor.post("/search/", {"q": case.number}).status_code == 404
    assert auditor.get("/", {"q": case.number})["Location"] == "/audit/"
    assert not Case.objects.visible_to(house.auditor).exists()


def test_every_text_of_every_entry_of_a_case_is_masked(house, auditor):
    secret_case(house)
    texts = {
        value
        for data in Entry.objects.exclude(case=None).values_list("data", flat=True)
        for value in data.values()
        if isinstance(value, str) and any("\u4e00" <= sign <= "\u9fff" for sign in value)
    }
    assert texts

    page = auditor.get("/audit/").content.decode()

    table = page[page.index("<tbody>") :]
    assert not [text for text in texts if len(text) > 2 and f" {text}" in table]


def test_by_person_day_and_act(house, auditor):
    secret_case(house)
    found = auditor.get("/audit/?who=卢律&what=opinion_given").content.decode()
    rows = Entry.objects.filter(actor=house.office.adviser)
    assert rows.exists()
    assert auditor.get("/audit/?who=nobody").content.decode().count("<tr>") == 0
    day = auditor.get("/audit/?since=2026-11-06&until=2026-11-06").content.decode()
    assert "2026-11-06" in day
    assert "2026-11-02" not in day[day.index("<tbody>") :]
    wrong = auditor.get("/audit/?since=nonsense&what=nonsense&before=x")
    assert wrong.status_code == 200
    assert found


def test_pages_go_on_where_the_last_one_ended(house, auditor, monkeypatch):
    monkeypatch.setattr("requests_flow.views.audit.PAGE", 5)
    secret_case(house)
    keys = list(Entry.objects.order_by("-at", "-id").values_list("pk", flat=True))

    page = auditor.get(f"/audit/?before={keys[4]}").content.decode()

    assert f"第{keys[5]}条" in page
    assert "?before=" in page
    assert auditor.get("/audit/?before=99999999999999999999999").status_code == 200


def test_a_check_of_the_newest_says_how_many_those_were(house, auditor, settings, tmp_path):
    settings.YISHEN_ANCHOR_FILE = tmp_path / "anchors"
    secret_case(house)
    auditing.append_anchor(tmp_path / "anchors", auditing.head(at=at()))
    n = Entry.objects.count()

    assert overseeing.look_over(by(house.auditor), newest=3) == overseeing.Checked(
        entries=3, anchors=1
    )
    assert overseeing.look_over(by(house.auditor)) == overseeing.Checked(entries=n + 1, anchors=1)
    answer = auditor.post("/audit/check/", follow=True)
    assert str(n + 2) in answer.content.decode()
    last = Entry.objects.latest("id")
    assert (last.verb, last.data["is_whole"]) == ("audit_checked", True)


@pytest.mark.parametrize("damage", ["hash", "anchor", "missing", "file"])
def test_a_check_finds_what_is_not_as_it_was(house, settings, tmp_path, monkeypatch, damage):
    path = settings.YISHEN_ANCHOR_FILE = tmp_path / "anchors"
    secret_case(house)
    head = auditing.head(at=at())
    if damage == "hash":
        wrong = Entry.objects.order_by("-id")[2].pk
        really = overseeing.entry_hash
        monkeypatch.setattr(
            overseeing, "entry_hash", lambda row: "0" if row.pk == wrong else really(row)
        )
    elif damage == "file":
        path.write_text("not an anchor\n")
    else:
        last = head.last + (100 if damage == "missing" else 0)
        lie = auditing.Anchor(at=head.at, count=head.count, last=last, hash="f" * 64)
        auditing.append_anchor(path, lie)

    found = overseeing.look_over(by(house.auditor))

    assert found.fault
    assert Entry.objects.latest("id").data["is_whole"] is False


def test_a_list_that_is_taken_away_leaves_an_entry(house, auditor):
    case = secret_case(house)

    answer = auditor.post("/audit/export/", {"list": "entries", "who": "陈敏"})

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.data["lines"]) == ("audit_exported", len(lines) - 1)
    assert entry.data["wanted"] == {"who": "陈敏"}
    assert {line[2] for line in lines[1:]} == {"陈敏"}
    assert any(case.number in line for line in lines)
    assert SECRET not in str(lines)
    assert auditor.get("/audit/export/").status_code == 405


def test_what_happened_at_the_door_is_listed_and_taken_away(house, auditor):
    Client().post("/login/", {"username": house.office.clerk.username, "password": "wrong"})
    assert SignInEvent.objects.filter(kind="refused", user=house.office.clerk).exists()

    page = auditor.get("/audit/doors/?who=陈敏&what=refused").content.decode()
    file = auditor.post("/audit/export/", {"list": "doors", "what": "refused"})

    assert "<td" in page
    assert "陈敏" in page
    assert "陈敏" in file.content.decode("utf-8-sig")


@pytest.mark.parametrize("who", ["system", "security", "auditor"])
def test_no_administrator_reads_a_case_anywhere(house, who):
    case = secret_case(house)
    client = signed_in(getattr(house, who))
    keys = {
        "pk": case.pk,
        "process_pk": case.process_id,
        "task_pk": case.process.task_set.order_by("-pk").first().pk,
        "letter_pk": case.letters.first().pk,
        "document_pk": 1,
        "version": 1,
        "consultation_pk": 1,
        "grant_pk": 1,
        "code": house.office.unit.code,
    }
    opened = []
    for pattern, name in routes():
        if pattern.startswith("logout"):
            continue
        address = filled(pattern, keys)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert SECRET.encode() not in body, name
        assert NAME.encode() not in body, name
        if "cases/" in pattern:
            assert answer.status_code in (404, 405), name
        elif answer.status_code == 200:
            opened.append(name)
        if not pattern.startswith(("audit", "people", "units")):
            assert case.number.encode() not in body, name
    assert {"people", "units"} <= set(opened)
    assert not Case.objects.visible_to(getattr(house, who)).exists()


def test_only_the_auditor_checks_and_exports(house):
    for person in (house.system, house.security, house.office.clerk):
        for url in ("/audit/check/", "/audit/export/"):
            assert signed_in(person).post(url).status_code == 404
    assert TODAY
