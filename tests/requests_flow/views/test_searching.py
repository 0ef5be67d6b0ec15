"""The search of the desk: by numbers, words, whole names; only what the person may see, in the index."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_flow.actions.indexing import index_words
from requests_flow.models import Case, CaseGrant, CaseWords
from requests_flow.models.case_words import words_of_case
from requests_flow.units import access
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db


def found(person, text: str, tab: str = "open") -> set[str]:
    client = Client()
    client.force_login(person)
    page = client.get("/", {"q": text, "tab": tab})
    assert page.status_code == 200
    return {row.case.number for row in page.context["rows"]}


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def case(office):
    return factories.open_case(
        office,
        subject="旧城改造安置方案",
        request_text="申请公开㐂街旧城改造的安置方案。",
        name="欧阳询",
    )


def helper_in(office, case):
    """Somebody elsewhere who helps to handle it."""
    helper = factories.make_person(factories.make_unit("区民政局"), Duty.HANDLE)
    CaseGrant.objects.create(
        case=case,
        person=helper,
        part="co_handler",
        valid_from=factories.TODAY,
        valid_until=access.day_of_asking(),
        reason="懂行",
        granted_by=office.clerk,
        granted_at=at(),
    )
    index_words(case)  # as giving the part does
    return helper


@pytest.mark.parametrize(
    "text", ["改造", "旧城改造安置", "安置方案 旧城", "㐂街", "街", "欧阳询", "２０２６", " 改造，"]
)
def test_by_words_of_two_characters_and_by_the_whole_name(office, case, text):
    factories.open_case(office, day=factories.TODAY, subject="别的事", request_text="别的事。")

    assert case.number in found(office.clerk, text)


@pytest.mark.parametrize("text", ["造改", "欧阳", "询", "拆迁", "，", "改造 拆迁"])
def test_not_by_what_it_does_not_say_nor_by_half_a_name(office, case, text):
    assert found(office.clerk, text) == set()


def test_by_its_number_and_by_that_of_a_letter(office, case):
    letter = case.letters.get()

    assert found(office.clerk, case.number) == {case.number}
    assert found(office.clerk, letter.number) == {case.number}


def test_closed_cases_are_found_in_their_list(office):
    case = factories.delivered(office)

    assert found(office.clerk, "征收", tab="closed") == {case.number}
    assert found(office.clerk, case.reply.number, tab="closed") == {case.number}


def test_nobody_finds_what_they_may_not_see(office, case):
    other = factories.Office("区民政局")

    assert found(other.clerk, "改造") == found(other.clerk, "欧阳询") == set()
    assert found(other.clerk, case.number) == set()
    assert found(office.adviser, "改造") == set()  # no draft was handed in


def test_who_helps_finds_it_by_its_words_and_not_by_who_asked(office, case):
    helper = helper_in(office, case)

    assert found(helper, "改造") == {case.number}
    assert found(helper, "欧阳询") == set()


def test_words_of_the_request_that_name_the_applicant_tell_a_helper_nothing(office):
    case = factories.open_case(
        office, name="欧阳询", subject="欧阳询的补偿", request_text="我叫欧阳询，申请公开补偿方案。"
    )
    helper = helper_in(office, case)
    client = Client()
    client.force_login(helper)

    assert found(helper, "欧阳") == found(helper, "欧阳询") == found(helper, "叫 阳询") == set()
    assert found(helper, "补偿方案") == {case.number}
    for address in ("/?tab=open", "/?tab=open&export=csv"):
        page = client.get(address).content.decode()
        assert case.number in page
        assert "欧阳" not in page
    assert found(office.clerk, "欧阳") == {case.number}  # who may know


@pytest.mark.parametrize("text", ["13800007777", "００７７７", "青石街9号", "代理人甲"])
def test_what_is_blotted_out_of_a_request_is_not_found_by_a_helper(office, text):
    case = factories.open_case(
        office,
        agent="代理人甲",
        address="海曙区青石街9号",
        request_text="公开补偿方案，寄海曙区青石街9号，代理人甲收，电话13800007777。",
    )
    helper = helper_in(office, case)

    assert found(helper, text) == set()
    assert found(helper, "补偿方案") == found(office.clerk, text) == {case.number}


def test_a_helper_is_not_told_by_a_filter_what_kind_of_applicant_asked(office, case):
    helper = helper_in(office, case)

    def shown(person, kind: str) -> set[str]:
        client = Client()
        client.force_login(person)
        rows = client.get("/", {"tab": "open", "kind": kind}).context["rows"]
        return {row.case.number for row in rows}

    assert shown(helper, "") == shown(office.clerk, "natural_person") == {case.number}
    assert shown(helper, "natural_person") == shown(helper, "company") == set()


def test_the_index_is_narrowed_by_the_places_of_the_person(office, case):
    client = Client()
    client.force_login(office.clerk)
    with CaptureQueriesContext(connection) as queries:
        client.get("/", {"q": "改造"})

    asked = [query["sql"] for query in queries if "casewords" in query["sql"]]
    assert asked
    assert all(f"u{office.unit.pk}" in sql for sql in asked)


def test_a_corrected_request_is_found_and_the_copy_is_whole(office):
    case = factories.issued(office)
    CaseWords.objects.filter(case=case).update(words="x00041")
    assert found(office.clerk, "征收") == set()

    call_command("index_cases")

    assert case.number in found(office.clerk, "征收")


def test_every_copy_says_what_the_case_says(office):
    for stage in (factories.open_case, factories.issued, factories.delivered):
        stage(office)

    for case in Case.objects.all():
        assert case.indexed_words.words == words_of_case(case)
    index_words(Case.objects.first())
    assert CaseWords.objects.count() == Case.objects.count()
