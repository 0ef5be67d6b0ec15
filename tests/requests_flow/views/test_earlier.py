"""What the counter is told about an applicant who asked before."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.functional import Promise
from viewflow.workflow.models import Task

from requests_flow.actions import registering, reviewing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Correction, Dispatch
from requests_flow.rules.fees import Route
from requests_flow.rules.likeness import Likeness
from requests_flow.rules.volume import Standing
from requests_flow.units import access
from requests_flow.views import earlier
from requests_flow.views.earlier import earlier_cases
from tests import factories
from tests.factories import at
from tests.printing import print_quickly
from tests.requests_flow.views.doors import REGISTER, as_, step

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TEXT = "申请公开某路停车泊位的批复。"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture(autouse=True)
def quick_letters(monkeypatch):
    """What is printed does not matter here, and printing takes most of the time."""
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def asks(office, *, by=None, unit=None, received_on=date(2026, 11, 20), **more):
    """What the counter finds when 李娟 asks."""
    application = registering.Application(
        **{
            "name": "李娟",
            "kind": "natural_person",
            "identity_number": "33020319900101123X",
            "subject": "某路停车泊位批复",
            "request_text": TEXT,
            **more,
        }
    )
    return earlier_cases(
        by or office.clerk,
        application=application,
        unit=unit or office.unit,
        received_on=received_on,
    )


def asked(office, *, stage=factories.open_case, **more) -> Case:
    values = {"name": "李娟", "identity_number": "33020319900101123X", "request_text": TEXT}
    return stage(office, **{**values, **more})


def months(office, number, **more) -> None:
    for n in range(number):
        asked(office, subject=f"事项{n}", request_text=f"第{n}号文件", **more)


def page(office, **more) -> str:
    sent = {
        "form_token": "token-1",
        "channel": "counter",
        "submitted_on": "2026-11-20",
        "unit": office.unit.pk,
        "kind": "natural_person",
        "name": "李娟",
        "identity_number": "33020319900101123X",
        "subject": "某路停车泊位批复",
        "request_text": TEXT,
        **more,
    }
    response = as_(office.clerk).post(REGISTER, sent, headers=ENGLISH)
    assert response.status_code == 422
    return response.content.decode()


def test_whoever_has_an_answer_and_asks_again_may_be_told_so(office):
    case = asked(office, stage=factories.delivered)
    reply = case.letters.get(is_reply=True)

    shown = page(office)

    assert f"It was answered with {reply.number} of Nov. 6, 2026" in shown
    assert "outcome E2" in shown
    assert f"the same words · answered with {reply.number}" in shown


def test_whoever_waits_for_an_answer_is_refused_nothing(office):
    asked(office)
    issued = asked(office, stage=factories.issued)

    found, shown = asks(office), page(office)

    assert found.volume.reply is None
    assert [one.match.standing for one in found.same_request] == [Standing.OPEN] * 2
    assert "nothing may be refused" in shown
    assert issued.letters.get(is_reply=True).number not in shown


def test_what_was_given_up_was_not_answered(office):
    case = asked(office)
    Case.objects.filter(pk=case.pk).update(outcome_code="F1", closed_on=date(2026, 11, 10))

    (one,) = asks(office).same_request

    assert one.match.standing is Standing.NOT_ANSWERED
    assert "F1" not in str(one.standing)  # its name in words
    assert "Compare." in page(office)


def test_the_corrected_request_is_the_one_that_counts(office):
    case = asked(office, request_text="申请公开停车的材料")
    act = Act(by=office.clerk, at=at(date(2026, 11, 3)))
    reviewing.ask_correction(act, case=case, items="请写明道路名称。")
    Correction.objects.filter(case=case).update(corrected_text=TEXT)

    assert [one.match.likeness for one in asks(office).same_request] == [Likeness.SAME]


def test_a_person_without_identity_number_may_be_somebody_else(office):
    asked(office, stage=factories.delivered, identity_number="")

    found = asks(office)

    assert found.same_request
    assert found.volume.reply is None
    assert "only the name agrees" in page(office)


def test_an_organisation_is_known_by_its_name(office):
    company = {"name": "宁波某公司", "kind": "company", "identity_number": ""}
    case = asked(office, stage=factories.delivered, **company)

    found = asks(office, **company)

    assert found.volume.reply.id == case.pk
    assert not found.volume.has_namesakes


def test_the_last_letter_of_an_identity_number_may_be_small(office):
    asked(office)

    assert asks(office, identity_number="33020319900101123x").same_request


def test_another_organ_answers_and_counts_for_itself(office):
    other = factories.Office("区教育局")
    factories.access.appoint(office.clerk, unit=other.unit, duty=factories.Duty.READ)
    months(other, 5)
    asked(other, stage=factories.delivered)

    found = asks(office)

    assert [one.match.standing for one in found.same_request] == [Standing.ELSEWHERE]
    assert (found.volume.ordinal, found.is_much) == (1, False)


def test_the_month_is_that_of_the_receipt(office):
    months(office, 5, day=date(2026, 10, 30))

    assert asks(office).volume.ordinal == 1
    october = asks(office, received_on=date(2026, 10, 31))
    assert (october.volume.ordinal, october.volume.is_many) == (6, True)
    shown = page(office, submitted_on="2026-10-31")
    assert "Number 6 of this applicant in the month (October 2026)" in shown
    assert "reasons (art. 35)" in shown
    assert "By item it is free of charge: 10 a month are" in shown


def test_beyond_the_free_ones_the_fee_by_item_is_told(office):
    months(office, 11)

    shown = page(office)

    assert "Number 12 of this applicant in the month (November 2026)" in shown
    assert "By item, handling it may cost 100 yuan; 10 a month are free" in shown
    assert "and 1 more" in shown


def test_what_is_many_the_office_decides(office, settings, tmp_path):
    row = '{"kind": "conventions", "valid_from": "2026-01-01", "why": "主任会议", "values": %s}'
    (tmp_path / "own.json").write_text(row % '{"many_in_a_month": 2}', encoding="utf-8")
    months(office, 2)

    assert not asks(office)
    settings.YISHEN_LAW_DIR = str(tmp_path)
    assert asks(office).volume.is_many


def test_before_there_was_a_tariff_no_fee_is_told(office):
    found = asks(office, received_on=date(2020, 12, 31))

    assert (found.free, found.volume.item_fee) == (0, 0)


@pytest.fixture
def colleague(office):
    """Handles the cases of one section, and reads no others."""
    return factories.make_person(factories.make_section(office.unit), factories.Duty.HANDLE)


def of_their_section(case, colleague) -> Case:
    section = access.units_for(colleague, factories.Duty.HANDLE).get()
    Case.objects.filter(pk=case.pk).update(section=section)
    Task.objects.filter(process=case.process_id, status="ASSIGNED").update(owner=colleague)
    return Case.objects.get(pk=case.pk)


def test_the_number_in_the_month_and_the_fee_are_the_same_whoever_looks(office, colleague):
    months(office, 11)
    own = of_their_section(asked(office, subject="本科室的"), colleague)

    theirs, clerks = asks(office, by=colleague), asks(office)

    for found in (theirs, clerks):
        assert (found.volume.ordinal, found.volume.item_fee) == (13, 100)
        assert found.volume.is_many
        assert found.count_this_month == 12
    assert [case.pk for case in theirs.this_month] == [own.pk]
    assert (theirs.not_shown, clerks.not_shown) == (11, 2)


def test_what_is_counted_but_may_not_be_read_is_not_named(office, colleague):
    months(office, 11)
    reply = asked(office, stage=factories.delivered).letters.get(is_reply=True)
    case = of_their_section(
        asked(office, stage=factories.accepted, day=date(2026, 11, 20)), colleague
    )

    shown = step_page(office, case, "handle", by=colleague)

    assert [one.case for one in asks(office, by=colleague).same_request] == [case]
    assert "Number 13 of this applicant in the month (November 2026)" in shown
    assert "By item, handling it may cost 100 yuan" in shown
    assert reply.number not in shown
    for number, subject in Case.objects.exclude(pk=case.pk).values_list("number", "subject"):
        assert number not in shown
        assert subject == case.subject or subject not in shown


def test_what_other_organs_were_asked_is_neither_counted_nor_named(office, colleague):
    other = factories.Office("区教育局")
    months(other, 12)

    found = asks(office, by=colleague)

    assert (found.volume.ordinal, found.count_this_month, found.same_request) == (1, 0, ())


def test_a_long_past_takes_no_more_queries_than_a_short_one(office):
    counts = []
    for number in (2, 9):
        months(office, number)
        asked(office)
        with CaptureQueriesContext(connection) as queries:
            found = asks(office)
            assert [str(one.standing) for one in found.same_request]
            assert found.this_month or number == 2
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_every_likeness_and_standing_has_words():
    assert set(earlier.LIKENESS) == set(Likeness)
    assert set(earlier.STANDINGS) == set(Standing)
    for words in (earlier.LIKENESS, earlier.STANDINGS):
        assert all(isinstance(name, Promise) for name in words.values())


def step_page(office, case, node, *, by=None) -> str:
    response = as_(by or office.clerk).get(step(case, node), headers=ENGLISH)
    assert response.status_code == 200
    return response.content.decode()


def test_the_review_is_told_of_the_answer_and_of_the_month(office):
    months(office, 11)
    reply = asked(office, stage=factories.delivered).letters.get(is_reply=True)
    case = asked(office, day=date(2026, 11, 20))

    shown = step_page(office, case, "review")

    assert f"It was answered with {reply.number} of Nov. 6, 2026" in shown
    assert "Register it all the same" not in shown
    assert "Number 13 of this applicant in the month (November 2026)" in shown
    assert "By item, handling it may cost 100 yuan" in shown


def test_the_handling_is_told_of_the_answer_and_of_the_month(office):
    months(office, 6)
    reply = asked(office, stage=factories.delivered).letters.get(is_reply=True)
    case = asked(office, stage=factories.accepted, day=date(2026, 11, 20))

    shown = step_page(office, case, "handle")

    assert f"It was answered with {reply.number}" in shown
    assert "Number 8 of this applicant in the month (November 2026)" in shown


def test_who_never_asked_before_has_no_such_card(office):
    assert 'id="earlier"' not in step_page(office, asked(office), "review")


def test_a_notice_of_a_fee_goes_the_ways_in_which_letters_leave():
    assert {route.value for route in Route} == set(Dispatch.Method.values)
