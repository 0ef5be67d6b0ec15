"""Ways round who may see what, each tried once: a number, a reason, a paper, a lock, a row by hand."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from requests_flow.actions import results
from requests_flow.actions.parts import end_part
from requests_flow.actions.reviewing import HandlerUnfit, able_handler, assign
from requests_flow.actions.suggesting import suggestions
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, CaseGrant, DispatchResult, Part, Restriction
from requests_flow.units.duties import Duty
from requests_flow.views.unusual_things import sheet_of
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import on
from tests.requests_flow.parted import asked, browser, by, given, restricted

pytestmark = pytest.mark.django_db
NAME = "欧阳金丝雀"


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def helper_of(office: factories.Office, case: Case, **more):
    person = factories.make_person(factories.make_unit(), Duty.HANDLE)
    given(by(office.clerk), case, person, Part.CO_HANDLER, **more)
    return person


# What a smaller face quotes ------------------------------------------------------------


def test_the_reason_of_a_part_does_not_name_who_asked(office):
    case = factories.accepted(office, name=NAME)
    person = helper_of(office, case, reason=f"协助查找{NAME}要的文件")

    for url in (case.get_absolute_url(), "/parts/"):
        page = browser(person).get(url).content.decode()
        assert "要的文件" in page, url
        assert NAME not in page, url


@pytest.mark.parametrize(
    "written",
    [
        "33020319900307123x",  # as nobody keeps it
        "330203 19900307 123X",
        "３３０２０３１９９００３０７１２３Ｘ",
        "138 0000 7777",
        "138-0000-7777",
        "欧阳 金丝雀",
        "13912345678",  # not on file: perhaps a second telephone
    ],
)
def test_who_asked_is_blotted_out_however_it_is_written(office, written):
    case = factories.accepted(
        office,
        name=NAME,
        phone="13800007777",
        identity_number="33020319900307123X",
        request_text=f"申请公开某方案。{written}，谢谢。",
    )
    page = browser(helper_of(office, case)).get(case.get_absolute_url()).content.decode()

    assert "申请公开某方案。" in page
    assert "，谢谢。" in page
    assert written not in page


def test_a_third_party_is_not_named_by_the_letter_to_it(office):
    case = factories.accepted(office)
    name, words = "甬江金丝雀实业有限公司", {"kind": "third_party"}
    asked(office, case, name=name, question=f"{name}：某方案涉及贵公司，是否同意公开？", **words)
    page = browser(helper_of(office, case)).get(case.get_absolute_url()).content.decode()

    assert "涉及贵公司" in page
    assert name not in page


# What numbers tell of a restricted case ------------------------------------------------


def test_statistics_count_a_restricted_case_for_who_is_named(office):
    case = factories.approved(office)
    head = factories.make_person(office.unit, Duty.REVIEW)
    mate = factories.make_person(office.unit, Duty.REVIEW_IN_LAW)
    restricted(office, case)
    given(by(office.clerk), case, mate, Part.NAMED)

    def counted(person, query: str = "") -> int:
        return len(browser(person).get(f"/legal/statistics/{query}").context["units"])

    assert counted(mate) == counted(office.clerk) == 1
    assert counted(head) == counted(office.adviser) == 0
    page = browser(head).get("/legal/statistics/?export=csv").content.decode()
    assert str(office.unit) not in page


def test_how_a_restricted_case_ended_is_not_told_beside_a_like_one(office):
    earlier, case = factories.archived(office), factories.approved(office)

    assert sheet_of(case, case.latest_draft, today=TODAY).alike == (earlier.outcome_code,)
    restricted(office, earlier)
    assert sheet_of(case, case.latest_draft, today=TODAY).alike == ()


# The address on a paper ----------------------------------------------------------------


def test_the_proof_of_delivery_with_its_address_is_for_who_sends(office):
    case = factories.issued(office)
    proof = reverse("letter_service", args=[case.pk, case.reply.pk])
    page = reverse("letter", args=[case.pk, case.reply.pk])
    reader = factories.make_person(office.unit, Duty.READ)

    assert browser(office.clerk).get(proof).status_code == 200
    assert proof in browser(office.clerk).get(page).content.decode()
    for person in (reader, office.adviser, office.signatory):
        assert browser(person).get(proof).status_code == 404
        assert proof not in browser(person).get(page).content.decode()


def test_who_signed_for_a_letter_is_masked_on_its_page(office):
    case = factories.delivered(office, name=NAME, agent="诸葛代理")
    came = results.Outcome(
        kind=DispatchResult.Kind.DELIVERED,
        happened_on=TODAY,
        received_by=f"{NAME}（诸葛代理陪同）",
    )
    results.record_result(by(office.clerk), dispatch=case.reply.last_dispatch, outcome=came)
    reader = factories.make_person(office.unit, Duty.READ)
    page = browser(reader).get(reverse("letter", args=[case.pk, case.reply.pk])).content.decode()

    assert "陪同" in page
    assert NAME not in page
    assert "诸葛代理" not in page


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("correct_contact", {"address", "postcode", "phone", "email"}),
        ("letter_send", {"received_by"}),
        ("letter_result", {"received_by"}),
    ],
)
def test_no_browser_keeps_where_an_applicant_lives_as_a_draft(office, name, fields):
    case = factories.delivered(office)
    letter = case.reply if name == "letter_result" else case.letters.get(code="L01")
    keys = [case.pk] if name == "correct_contact" else [case.pk, letter.pk]
    page = browser(office.clerk).get(reverse(name, args=keys)).content.decode()

    inputs = re.findall(r"<input\b[^>]*>", page)
    private = {re.search(r'name="(\w+)"', one)[1] for one in inputs if "data-private" in one}
    assert private == fields


# Between the look and the lock ---------------------------------------------------------


def test_who_takes_a_step_while_the_case_is_being_restricted_is_not_let_in(office, monkeypatch):
    case = factories.open_case(office)
    mate, lock = factories.make_person(office.unit, Duty.REVIEW), CaseFlow.lock

    @contextmanager
    def late(key):
        """Somebody restricts it while this one waits."""
        if not Restriction.objects.exists():
            restricted(office, case)
        with lock(key):
            yield

    monkeypatch.setattr(CaseFlow, "lock", late)
    client = browser(mate)

    assert client.post(reverse("claim", args=[case.pk])).status_code == 404
    assert client.get(case.get_absolute_url()).status_code == 404
    assert not case.process.task_set.filter(owner=mate).exists()


# A step that comes by itself -----------------------------------------------------------


def test_the_legal_check_of_a_restricted_case_falls_to_nobody_who_is_not_named(office, settings):
    settings.YISHEN_ASSIGN_REVIEWS = True
    case = factories.searched(office)
    restricted(office, case)
    factories.hand_in(office, case, day=TODAY)

    assert open_task(case).owner is None
    assert case.pk not in suggestions({office.unit.pk: None}, on=TODAY)
    assert browser(office.adviser).get(case.get_absolute_url()).status_code == 404

    given(by(office.clerk), case, office.adviser, Part.NAMED)
    assert suggestions({office.unit.pk: None}, on=TODAY)[case.pk] == office.adviser


def test_who_handled_a_case_and_is_not_named_any_more_does_not_get_it_back(office):
    case = factories.accepted(office)
    handler = factories.make_person(office.unit, Duty.HANDLE)
    Case.objects.filter(pk=case.pk).update(handler=handler)
    restricted(office, case)
    assert able_handler(Case.objects.get(pk=case.pk)) == handler

    name = case.grants.get(person=handler, part=Part.NAMED)
    end_part(by(office.clerk), grant=name)
    assert able_handler(Case.objects.get(pk=case.pk)) is None


def test_a_restricted_case_is_assigned_to_who_is_named(office):
    case = factories.accepted(office)
    handler = factories.make_person(office.unit, Duty.HANDLE)
    restricted(office, case)
    more = {"section": None, "handler": handler, "internal_due_on": None}

    with pytest.raises(HandlerUnfit):
        assign(by(office.clerk), case=case, **more)
    given(by(office.clerk), case, handler, Part.NAMED)
    assign(by(office.clerk), case=case, **more)


# By hand -------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [Part.CO_HANDLER, Part.CONSULTED])
def test_the_database_gives_no_part_without_a_last_day(office, part):
    case = factories.accepted(office)
    asked = case.consultations.create(
        kind="other_organ", name="某馆", question="有无？", sent_on=TODAY, recorded_by=office.clerk
    )
    row = {
        "case": case,
        "person": factories.make_person(),
        "part": part,
        "consultation": asked if part == Part.CONSULTED else None,
        "valid_from": TODAY,
        "reason": "协助查找",
        "granted_by": office.clerk,
        "granted_at": at(),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseGrant.objects.create(**row)
    assert CaseGrant.objects.create(**row, valid_until=TODAY)
