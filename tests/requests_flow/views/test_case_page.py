"""The page of a case: where it stands, what can be done, what is masked, and to whom it is not there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_flow.actions import handling
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.models import Case, Consultation, Document, Entry, vault
from requests_flow.rules.working_days import load_calendar
from requests_flow.units.duties import Duty
from requests_flow.views import wording
from tests import factories
from tests.journeys.test_documents_are_given import a_pdf

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
IDENTITY, PHONE, ADDRESS = "330203199001010012", "13800001234", "宁波市海曙区某路一号"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


@pytest.fixture
def person() -> dict[str, str]:
    return {
        "name": "张三丰",
        "identity_number": IDENTITY,
        "phone": PHONE,
        "address": ADDRESS,
        "identity_kind": "居民身份证",
    }


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, case: Case, name: str = "case") -> str:
    response = client.get(reverse(name, args=[case.pk]))
    assert response.status_code == 200
    return response.content.decode()


def actions(client: Client, case: Case) -> dict[str, str]:
    """Label of each action and the reason it is refused, if it is."""
    rows = client.get(case.get_absolute_url()).context["actions"]
    return {row["label"]: row.get("refused", "") for row in rows}


def urls_of(case: Case) -> list[str]:
    letter = case.letters.first()
    found = [reverse(name, args=[case.pk]) for name in ("case", "case_ledger", "case_dossier")]
    found.append(reverse("case_letter", args=[case.pk, letter.pk]))
    found += [reverse("case_draft", args=[case.pk, draft.version]) for draft in case.drafts.all()]
    found += [reverse("case_document", args=[case.pk, row.pk]) for row in case.documents.all()]
    return found


def with_document(office, case: Case, name: str = "申请表.pdf") -> Document:
    return keep_document(
        Act(by=office.clerk, at=factories.at()),
        case=case,
        kind=Document.Kind.APPLICATION,
        data=a_pdf(),
        name=name,
    )


def test_the_page_says_where_the_case_stands_and_what_is_next(office):
    case = factories.accepted(office)
    shown = page(as_(office.clerk), case)

    for words in (case.number, case.subject, case.request_text, "陈敏"):
        assert words in shown
    context = as_(office.clerk).get(case.get_absolute_url()).context
    assert [row["state"] for row in context["stages"]] == ["done", "done", "now", "todo", "todo"]
    assert context["gate"]["state"] == "closed"
    assert next(iter(actions(as_(office.clerk), case).values())) == ""


def test_the_gate_opens_with_the_opinion(office):
    drafted, approved = factories.drafted(office), factories.approved(office)
    client = as_(office.clerk)

    assert client.get(drafted.get_absolute_url()).context["gate"]["state"] == "closed"
    assert client.get(approved.get_absolute_url()).context["gate"]["state"] == "open"


def test_what_is_not_mine_is_refused_with_whom_it_lies(office):
    case = factories.drafted(office)
    refusals = list(actions(as_(office.clerk), case).values())

    assert "卢律" in refusals[0]
    assert 'name="verdict"' not in page(as_(office.clerk), case)


def test_an_archived_case_offers_nothing(office):
    case = factories.archived(office)

    assert actions(as_(office.clerk), case) == {}
    assert as_(office.clerk).get(reverse("case_dossier", args=[case.pk])).json()["files"] > 0


def test_everything_is_masked(office, person):
    case = factories.open_case(office, **person)
    client = as_(office.clerk)

    for name in ("case", "case_ledger"):
        shown = page(client, case, name)
        for secret in ("张三丰", IDENTITY, PHONE, ADDRESS):
            assert secret not in shown
    assert "张*丰" in page(client, case)


def test_to_a_stranger_nothing_is_there(office, person):
    case = factories.drafted(office, **person)
    with_document(office, case)
    stranger = as_(factories.Office("区财政局").clerk)

    assert {url: stranger.get(url).status_code for url in urls_of(case)} == dict.fromkeys(
        urls_of(case), 404
    )
    for name in ("reveal", "claim", "release"):
        assert stranger.post(reverse(name, args=[case.pk]), {"reason": "想看"}).status_code == 404
    assert not Entry.objects.filter(case=case, verb="revealed").exists()


def test_a_file_of_another_case_is_not_reached_through_mine(office):
    other_office = factories.Office("区财政局")
    mine, theirs = factories.drafted(office), factories.drafted(other_office)
    document = with_document(other_office, theirs)
    client = as_(office.clerk)

    for name, key in (("case_letter", theirs.letters.first().pk), ("case_document", document.pk)):
        assert client.get(reverse(name, args=[mine.pk, key])).status_code == 404


def test_letters_drafts_and_documents_are_files_with_safe_names(office):
    case = factories.drafted(office)
    document = with_document(office, case, name='恶意"; x=1\r\n.pdf')
    client = as_(office.clerk)

    for url in urls_of(case)[3:]:
        response = client.get(url)
        assert response.status_code == 200
        assert response.content.startswith(b"%PDF")
        assert response["X-Content-Type-Options"] == "nosniff"
        plain, _, rest = response["Content-Disposition"].partition("; filename*=")
        assert plain.count('"') == 2
        assert rest.isascii()
    assert document.pk


def test_a_damaged_letter_is_a_sentence_and_not_a_crash(office):
    case = factories.open_case(office)
    letter = case.letters.get()
    stored = vault.folder.path_of(letter.sha256)
    stored.chmod(0o600)
    stored.write_bytes(b"%PDF-1.7 something else")
    response = as_(office.clerk).get(reverse("case_letter", args=[case.pk, letter.pk]))

    assert response.status_code == 409
    assert letter.sha256[:12] in response.content.decode()
    stored.unlink()
    assert (
        as_(office.clerk).get(reverse("case_letter", args=[case.pk, letter.pk])).status_code == 409
    )


def test_the_ledger_names_every_day_once_and_counts_to_twenty(office):
    case = factories.open_case(office, day=factories.date(2026, 9, 21))
    context = as_(office.clerk).get(reverse("case_ledger", args=[case.pk])).context
    lines = context["reading"].ledger

    assert [line.number for line in lines if line.number] == list(range(1, 21))
    assert lines[-1].day == load_calendar().add(factories.date(2026, 9, 21), 20)
    drawn = [
        cell.day
        for month in context["months"]
        for week in month.weeks
        for cell in week
        if cell.line
    ]
    assert drawn == [line.day for line in lines]
    shown = page(as_(office.clerk), case, "case_ledger")
    assert all(line.note in shown for line in lines)


def test_a_pause_is_said_in_words(office):
    case = factories.accepted(office)
    handling.consult(
        Act(by=office.clerk, at=factories.at(factories.date(2026, 11, 19))),
        case=case,
        kind=Consultation.Kind.THIRD_PARTY,
        name="某企业",
        question="是否同意",
        sent_on=factories.date(2026, 11, 19),
    )
    chip = as_(office.clerk).get(case.get_absolute_url()).context["chip"]

    assert chip.tone == "hold"
    assert "4" in chip.text


@pytest.mark.parametrize(
    ("day", "tone"),
    [((2026, 10, 20), "late"), ((2026, 10, 28), "soon"), ((2026, 11, 16), "ok")],
)
def test_the_clock_has_a_tone(office, day, tone):
    case = factories.open_case(office, day=factories.date(*day))
    chip = as_(office.clerk).get(case.get_absolute_url()).context["chip"]

    assert chip.tone == tone
    assert chip.sign


def test_a_due_date_in_a_year_without_a_notice_is_provisional(office):
    with time_machine.travel(factories.at(factories.date(2026, 12, 18)), tick=False):
        case = factories.open_case(office, day=factories.date(2026, 12, 18))
        chip = as_(office.clerk).get(case.get_absolute_url()).context["chip"]

    assert chip.tone == "provisional"
    assert "2027" in chip.detail


def test_the_page_costs_the_same_with_a_long_story(office):
    client = as_(office.clerk)

    def cost(case: Case) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, case)
        return len(captured)

    case = factories.drafted(office)
    before = cost(case)
    act = Act(by=office.clerk, at=factories.at())
    for _ in range(10):
        handling.record_search(act, case=case, places="档案室", keywords="方案", result="未查到")
    with_document(office, case)
    assert cost(case) == before


def test_a_duty_on_the_section_opens_the_case_and_handling_it(office):
    section = factories.make_section(office.unit)
    handler = factories.make_person(section, Duty.HANDLE)
    case = factories.accepted(office)
    assert as_(handler).get(case.get_absolute_url()).status_code == 404

    Case.objects.filter(pk=case.pk).update(section=section)
    assert as_(handler).get(case.get_absolute_url()).status_code == 200


def verbs_in_actions() -> set[str]:
    """Every verb that an action writes into the chain."""
    found = set()
    for house in ("requests_flow", "legal_review", "archive"):
        for path in (ROOT / house / "actions").glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "record":
                    found |= verbs_of(next(k.value for k in node.keywords if k.arg == "verb"))
    return found


def verbs_of(value: ast.expr) -> set[str]:
    if isinstance(value, ast.Constant):
        return {value.value}
    if isinstance(value, ast.IfExp):
        return verbs_of(value.body) | verbs_of(value.orelse)
    if isinstance(value, ast.JoinedStr) and ast.unparse(value) == "f'opinion_{verdict}'":
        return {"opinion_approved", "opinion_returned"}
    pytest.fail(f"A verb that cannot be read: {ast.unparse(value)}")


def test_every_verb_has_words_and_no_words_are_left_over():
    assert verbs_in_actions() == set(wording.VERBS)
