"""Each face of a case shows exactly what it may: words planted everywhere, and looked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from requests_flow.actions import handling, issuing, parts
from requests_flow.actions.documents import keep_document
from requests_flow.models import Case, Part
from requests_flow.rules.catalogue import Fact
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import TODAY
from tests.journeys.people import on
from tests.requests_flow.parted import asked, browser, by, given, restricted

pytestmark = pytest.mark.django_db

CANARIES = {
    "applicant": "欧阳金丝雀",
    "phone": "13900007777",
    "address": "望春路七七七号",
    "subject": "甲题金丝雀",
    "request": "乙文金丝雀",
    "question": "丙问金丝雀",
    "other question": "丁问金丝雀",
    "third party": "戊方金丝雀",
    "document": "己卷金丝雀",
    "identity paper": "庚证金丝雀",
    "fact": "辛据金丝雀",
    "search": "壬检金丝雀",
    "letter": "癸补金丝雀",
    "draft": "子稿金丝雀",
}
APPLICATION = {"subject", "request", "question", "other question"}


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def case(office):
    words = CANARIES
    case = factories.accepted(
        office,
        name=words["applicant"],
        phone=words["phone"],
        address=words["address"],
        subject=words["subject"],
        request_text=f"{words['request']}，请寄{words['applicant']}收，电话{words['phone']}。",
    )
    act = by(office.clerk)
    handling.record_fact(act, case=case, fact=Fact.PUBLISHED_AT, text=words["fact"])
    handling.record_search(
        act, case=case, places=words["search"], keywords=words["search"], result=words["search"]
    )
    asked(
        office,
        case,
        kind="third_party",
        name=words["third party"],
        question=words["other question"],
    )
    for kind, name in (("found", "document"), ("identity", "identity paper")):
        keep_document(act, case=case, kind=kind, data="甲".encode(), name=f"{words[name]}.txt")
    fields = {"items": words["letter"], "period_days": 15}
    issuing.issue_notice(act, case=case, code="L02", fields=fields)
    return Case.objects.get(pk=case.pk)


def shown(user, url: str) -> set[str]:
    """Which of the planted words stand on the page."""
    response = browser(user).get(url)
    assert response.status_code == 200, url
    page = response.content.decode()
    return {name for name, word in CANARIES.items() if word in page}


def exits(case) -> list[str]:
    """Every address that shows something of the case, and is open at the reply only."""
    here, letter = f"/cases/{case.pk}/", case.letters.order_by("-pk").first()
    found = ["clock/", "clock/?format=csv", "record/fact/", "record/document/", "record/search/"]
    found += [f"letters/{letter.pk}/", f"letters/{letter.pk}.pdf", "drafts/compare/", "dossier/"]
    found += [f"documents/{document.pk}/" for document in case.documents.all()]
    return [
        here + one for one in [*found, "people/", "people/give/", "people/restrict/", "advisers/"]
    ]


LISTS = ("/", "/?tab=open", "/?tab=open&export=csv", "/deliver/", "/letters/register/", "/archive/")


def test_who_holds_a_duty_sees_the_content_and_the_applicant_masked(office, case):
    found = shown(office.checker, case.get_absolute_url())
    assert {"subject", "request", "document", "fact", "search"} <= found
    assert not found & {"applicant", "phone", "address"} - {"applicant", "phone"}


def test_an_overseer_sees_the_clock_and_no_content(office, case):
    overseer = factories.make_person(office.unit, Duty.OVERSEE)
    page = browser(overseer).get(case.get_absolute_url()).content.decode()

    assert case.number in page
    assert case.due_on.isoformat() in page
    assert shown(overseer, case.get_absolute_url()) == set()
    assert shown(overseer, "/oversight/") == set()
    assert case.number in browser(overseer).get("/oversight/").content.decode()
    for url in exits(case):
        assert browser(overseer).get(url).status_code == 404, url


def test_who_is_asked_sees_the_question_only(office, case):
    person = factories.make_person(factories.make_unit(), Duty.HANDLE)
    question = asked(office, case, question=CANARIES["question"])
    given(by(office.clerk), case, person, Part.CONSULTED, consultation=question)

    assert shown(person, case.get_absolute_url()) == {"question"}
    assert shown(person, f"/cases/{case.pk}/questions/{question.pk}/") == {"question"}
    assert shown(person, "/parts/") == {"question"}
    for url in LISTS[:3]:
        assert case.number not in browser(person).get(url).content.decode()
    third = case.consultations.get(kind="third_party")
    for url in [*exits(case), f"/cases/{case.pk}/questions/{third.pk}/", f"/cases/{case.pk}/help/"]:
        assert browser(person).get(url).status_code == 404, url


def test_a_co_handler_sees_the_application_and_not_who_asked(office, case):
    person = factories.make_person(factories.make_unit(), Duty.HANDLE)
    asked(office, case, question=CANARIES["question"])
    given(by(office.clerk), case, person, Part.CO_HANDLER)

    assert shown(person, case.get_absolute_url()) == APPLICATION
    assert shown(person, "/parts/") == {"subject"}
    assert shown(person, f"/cases/{case.pk}/help/") == set()
    assert shown(person, "/?tab=open") == {"subject"}
    for url in exits(case):
        assert browser(person).get(url).status_code == 404, url


def test_a_name_finds_nothing_for_whom_it_would_tell_who_asked(office):
    case = factories.accepted(office, name=CANARIES["applicant"])
    person = factories.make_person(factories.make_unit(), Duty.HANDLE)
    given(by(office.clerk), case, person, Part.CO_HANDLER)

    for user, is_told in ((office.clerk, True), (person, False)):
        found = browser(user).get(f"/?tab=open&q={CANARIES['applicant']}").content.decode()
        assert (case.number in found) == is_told


def test_an_answer_goes_on_file_by_the_action_and_the_clock_goes_on(office, case):
    person = factories.make_person(factories.make_unit(), Duty.HANDLE)
    question = asked(office, case)
    given(by(office.clerk), case, person, Part.CONSULTED, consultation=question)
    client, url = browser(person), f"/cases/{case.pk}/questions/{question.pk}/"

    empty = client.post(url, {"form_token": "a1"})
    assert empty.status_code == 422
    answer = client.post(url, {"form_token": "a2", "opinion": "不在本单位。", "agrees": ""})
    assert answer.status_code == 302
    assert client.post(url, {"form_token": "a2", "opinion": "不在本单位。"}).status_code == 302

    question.refresh_from_db()
    assert (question.answered_on, question.opinion) == (TODAY, "不在本单位。")
    assert client.get(url).status_code == 409
    assert "不在本单位。" in client.get(case.get_absolute_url()).content.decode()


def test_a_co_handler_adds_what_they_found(office, case):
    from django.core.files.uploadedfile import SimpleUploadedFile

    person = factories.make_person(factories.make_unit(), Duty.HANDLE)
    given(by(office.clerk), case, person, Part.CO_HANDLER)
    client, url = browser(person), f"/cases/{case.pk}/help/"
    file = SimpleUploadedFile("批复.txt", "某批复".encode(), content_type="text/plain")

    refused = client.post(url, {"form_token": "b1", "kind": "identity", "files": file})
    assert refused.status_code == 422
    file.seek(0)
    assert client.post(url, {"form_token": "b2", "kind": "found", "files": file}).status_code == 302

    assert case.documents.filter(added_by=person, kind="found").count() == 1
    assert "批复.txt" in client.get(case.get_absolute_url()).content.decode()
    own = case.documents.get(added_by=person)
    assert client.get(f"/cases/{case.pk}/documents/{own.pk}/").status_code == 404


def test_everything_is_gone_in_the_second_in_which_the_part_ends(office, case):
    person = factories.make_person(factories.make_unit(), Duty.HANDLE)
    question = asked(office, case, question=CANARIES["question"])
    act = by(office.clerk)
    grants = [
        given(act, case, person, Part.CO_HANDLER, valid_until=TODAY),
        given(act, case, person, Part.CONSULTED, consultation=question, valid_until=TODAY),
    ]
    here = f"/cases/{case.pk}/"
    own = [here, f"{here}questions/{question.pk}/", f"{here}help/"]
    for url in own:
        assert browser(person).get(url).status_code == 200, url

    with on(TODAY + timedelta(days=1), hour=0):
        gone(person, case, own)
    for grant in grants:
        parts.end_part(act, grant=grant)
    gone(person, case, own)


def gone(person, case, own) -> None:
    for url in [*own, *exits(case)]:
        assert browser(person).get(url).status_code == 404, url
    for url in [*LISTS, "/parts/", "/?tab=open&q=金丝雀"]:
        response = browser(person).get(url)
        page = b"".join(response) if response.streaming else response.content
        assert case.number not in page.decode(errors="replace"), url
    client = browser(person)
    for url in own[1:]:
        assert client.post(url, {"form_token": url, "opinion": "晚了"}).status_code == 404, url


def test_nobody_sees_a_restricted_case_who_is_not_named_on_it(office):
    case = factories.drafted(office, subject=CANARIES["subject"])
    second = factories.make_jack(office.unit)
    overseer = factories.make_person(office.unit, Duty.OVERSEE)
    root = factories.make_person(office.unit, Duty.READ)
    root.is_superuser = root.is_staff = True
    root.save()
    hidden = [second, overseer, root, office.checker, office.adviser, office.signatory]
    restricted(office, case)

    for person in hidden:
        client = browser(person)
        for url in [case.get_absolute_url(), *exits(case)]:
            assert client.get(url).status_code == 404, (person, url)
        for url in (*LISTS, "/?tab=open&q=金丝雀", "/oversight/", "/legal/", "/legal/statistics/",
                    "/legal/statistics/?show=reviewed", "/calendar/", "/parts/"):  # fmt: skip
            response = client.get(url)
            page = b"".join(response) if response.streaming else response.content
            assert case.number not in page.decode(errors="replace"), (person, url)
            assert CANARIES["subject"] not in page.decode(errors="replace"), (person, url)
        assert Case.objects.visible_to(person, 1).count() == 0
    assert "restricted" in browser(office.clerk).get(case.get_absolute_url()).content.decode()
    assert "restricted" in browser(office.clerk).get("/?tab=open").content.decode()


def test_the_page_says_that_nobody_named_may_take_the_next_step(office):
    case = factories.drafted(office)
    restricted(office, case)
    client, url = browser(office.clerk), case.get_absolute_url()
    assert "nobody who is named" in client.get(url).content.decode()

    given(by(office.clerk), case, office.adviser, Part.NAMED)

    assert "nobody who is named" not in client.get(url).content.decode()
    assert browser(office.adviser).get(url).status_code == 200
