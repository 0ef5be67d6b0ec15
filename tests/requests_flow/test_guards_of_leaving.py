"""What the database refuses of sending and voiding, whatever the program tries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from requests_flow.actions import voiding
from requests_flow.models import Case, Dispatch, DispatchResult, Letter, VoidedLetter
from tests import factories
from tests.factories import at
from tests.printing import print_quickly
from tests.requests_flow.test_sending import came_back, on

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2026, 11, 6), factories.TODAY


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def row_of(letter: Letter, office: factories.Office, **more) -> Dispatch:
    values = {
        "letter": letter,
        "attempt": 1,
        "method": "post",
        "tracking_number": "EX123456785CN",
        "sent_on": DAY,
        "addressee": "张三丰",
        "sent_by": office.clerk,
        "recorded_at": at(),
    }
    return Dispatch(**{**values, **more})


def result_of(dispatch: Dispatch, office: factories.Office, **more) -> DispatchResult:
    values = {
        "dispatch": dispatch,
        "kind": "delivered",
        "happened_on": TODAY,
        "recorded_by": office.clerk,
        "recorded_at": at(),
    }
    return DispatchResult(**{**values, **more})


def refused(write) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_second_attempt_needs_the_first_one_returned(office):
    case = factories.delivered(office)
    again = row_of(case.reply, office, attempt=2)

    refused(again.save)
    came_back(office, case)
    again.save()


def test_an_attempt_that_arrived_is_the_last(office):
    case = factories.delivered(office)
    result_of(case.reply.last_dispatch, office).save()

    refused(row_of(case.reply, office, attempt=2).save)


def test_no_attempt_is_left_out_and_none_is_made_twice(office):
    case = factories.delivered(office)
    came_back(office, case)

    refused(row_of(case.reply, office, attempt=3).save)
    refused(row_of(case.reply, office, attempt=1).save)
    refused(row_of(case.reply, office, attempt=0).save)


def test_what_has_left_is_not_voided(office):
    letter = factories.delivered(office).reply
    void = VoidedLetter(letter=letter, reason="错了", voided_by=office.clerk, voided_at=at())

    refused(void.save)


def test_a_voided_letter_never_leaves(office):
    letter = factories.issued(office).reply
    voiding.void(on(office), letter=letter, reason="附件漏列")

    refused(row_of(letter, office).save)


def test_a_void_says_why_and_is_said_once(office):
    letter = factories.issued(office).reply
    void = {"letter": letter, "voided_by": office.clerk, "voided_at": at()}

    refused(VoidedLetter(reason="", **void).save)
    VoidedLetter(reason="错了", **void).save()
    refused(VoidedLetter(reason="又错", **void).save)


def test_a_result_does_not_come_before_the_sending(office):
    dispatch = factories.delivered(office).reply.last_dispatch

    refused(result_of(dispatch, office, happened_on=date(2026, 11, 5)).save)


def test_the_proof_is_of_the_same_case(office):
    dispatch = factories.delivered(office).reply.last_dispatch
    foreign = factories.proof_on(office, factories.delivered(office))

    refused(result_of(dispatch, office, proof=foreign).save)


def test_what_did_not_arrive_says_why(office):
    dispatch = factories.delivered(office).reply.last_dispatch

    refused(result_of(dispatch, office, kind="returned").save)


def test_a_letter_by_post_has_a_number(office):
    letter = factories.issued(office).reply

    refused(row_of(letter, office, tracking_number="").save)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("requests_flow_dispatch", "sent_on", "2026-11-02"),
        ("requests_flow_dispatch", "tracking_number", "EX000000000CN"),
        ("requests_flow_dispatchresult", "kind", "delivered"),
        ("requests_flow_voidedletter", "reason", "别的"),
    ],
)
def test_what_was_appended_is_neither_changed_nor_deleted(office, table, column, value):
    case = factories.delivered(office)
    came_back(office, case)
    voiding.void(on(office), letter=factories.issued(office).reply, reason="附件漏列")

    refused(lambda: sql(f"UPDATE {table} SET {column} = %s", value))  # noqa: S608
    refused(lambda: sql(f"DELETE FROM {table}"))  # noqa: S608


def test_no_case_counts_as_answered_before_its_reply_left(office):
    case = factories.issued(office)

    refused(lambda: Case.objects.filter(pk=case.pk).update(answered_on=DAY))


def test_a_sealed_dossier_takes_no_more_attempts_results_or_voids(office):
    case = factories.archived(office)
    receipt = case.letters.get(code="L01")
    void = VoidedLetter(letter=receipt, reason="错了", voided_by=office.clerk, voided_at=at())

    refused(row_of(receipt, office).save)
    refused(result_of(case.reply.last_dispatch, office).save)
    refused(void.save)
