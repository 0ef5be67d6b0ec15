"""Everybody who had a hand in a reply is kept from checking, reviewing and signing it.

Two lists say who they are: one in Python (`actions.authors`), for the sentence, and one in SQL
(`models.guards.hand_in`), for whatever passes the actions by. Here they are held together, for each
way of having a hand in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from legal_review.actions.opining import give_opinion
from legal_review.actions.reviewers import ReviewerDrafted
from requests_flow.actions import authors, documents, drafting, handling, signing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Consultation, Document
from requests_flow.models.guards import hand_in
from requests_flow.rules.facts import Fact
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import User
from tests import factories
from tests.factories import at
from tests.legal_review import replies
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db
DUTIES = (Duty.HANDLE, Duty.DELIVER)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def act_of(person: User) -> Act:
    return Act(by=person, at=at(replies.DAY))


def drafted(person: User, case: Case) -> None:
    last = case.latest_draft
    keys = tuple(row["document"] for row in last.attachments)
    wording = drafting.Wording(fields=last.fields, attachments=keys)
    drafting.hand_in_draft(act_of(person), case=case, wording=wording)


def put_a_fact_on_file(person: User, case: Case) -> None:
    handling.record_fact(act_of(person), case=case, fact=Fact.PUBLISHED_AT, text="官网")


def searched(person: User, case: Case) -> None:
    handling.record_search(act_of(person), case=case, places="库房", keywords="征收", result="无")


def attached(kind: str) -> Callable[[User, Case], None]:
    def attach(person: User, case: Case) -> None:
        documents.keep_document(
            act_of(person),
            case=case,
            kind=Document.Kind(kind),
            data=f"{kind} {person.pk}".encode(),
            name="某件.txt",
        )

    return attach


def asked_somebody(person: User, case: Case) -> Consultation:
    return handling.consult(
        act_of(person),
        case=case,
        kind=Consultation.Kind.OTHER_ORGAN,
        name="某局",
        question="可否公开",
        sent_on=replies.DAY,
    )


def wrote_down_the_answer(person: User, case: Case) -> None:
    somebody = factories.make_person(case.unit, *DUTIES)
    handling.record_consultation(
        act_of(person),
        consultation=asked_somebody(somebody, case),
        delivered_on=replies.DAY,
        answered_on=replies.DAY,
        opinion="同意",
        agrees=True,
    )


def chose_the_outcome(person: User, case: Case) -> None:
    handling.choose_outcome(act_of(person), case=case, outcome_code=case.outcome_code)


def handles(person: User, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(handler=person)


def handled_before(person: User, case: Case) -> None:
    """Chose the outcome, and another handles it by now."""
    chose_the_outcome(person, case)
    handles(factories.make_person(case.unit, *DUTIES), case)


HANDS: dict[str, Callable[[User, Case], Any]] = {
    "wrote a version": drafted,
    "put a fact on file": put_a_fact_on_file,
    "searched": searched,
    "put found information on file": attached("found"),
    "put evidence on file": attached("evidence"),
    "attached a file": attached("attachment"),
    "asked a third party": asked_somebody,
    "wrote down its answer": wrote_down_the_answer,
    "chose the outcome": chose_the_outcome,
    "handles it": handles,
    "handled it before": handled_before,
}
# What is done for the case but not on the reply.
NO_HANDS: dict[str, Callable[[User, Case], Any]] = {
    "nothing": lambda person, case: None,
    "took in the application": attached("application"),
    "took in a proof of identity": attached("identity"),
    "took in a proof of delivery": attached("proof"),
}


def waiting(office: factories.Office, do: Callable[[User, Case], Any]) -> tuple[User, Case]:
    """Somebody with every duty did that in a case whose reply hands something out."""
    case = replies.written(office, "A2", "批复.txt")
    person = factories.make_person(office.unit)
    do(person, case)
    return person, Case.objects.get(pk=case.pk)


def by_sql(person: User, case: Case) -> bool:
    """What the database says of `person`."""
    condition = hand_in(str(case.pk), str(person.pk))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE WHEN {condition} THEN 1 ELSE 0 END")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        *(pytest.param(do, True, id=name) for name, do in HANDS.items()),
        *(pytest.param(do, False, id=name) for name, do in NO_HANDS.items()),
    ],
)
def test_both_lists_name_the_same_people(office, do, expected):
    person, case = waiting(office, do)
    everybody = User.objects.all()

    assert (person.pk in authors.authors_of(case)) is expected
    assert {one.pk for one in everybody if by_sql(one, case)} == set(authors.authors_of(case))


def test_both_lists_know_the_same_acts_of_the_file():
    from requests_flow.models import guards

    assert ", ".join(f"'{verb}'" for verb in authors.DEEDS) == guards._HANDS_ON


ROWS = {
    "secrecy": (
        "requests_flow_secrecycheck",
        {"digest": "", "passes": True, "note": "x", "checked_by_id": 0, "checked_at": at()},
    ),
    "opinion": (
        "legal_review_opinion",
        {
            "digest": "",
            "verdict": "approved",
            "comments": "",
            "checklist": "{}",
            "reviewer_id": 0,
            "given_on": replies.DAY,
            "given_at": at(),
        },
    ),
    "signature": (
        "requests_flow_signature",
        {"digest": "", "signed_by_id": 0, "signed_on": replies.DAY, "signed_at": at()},
    ),
}


def insert(what: str, case: Case, person: User) -> None:
    """The bare row, by a hand on the SQL prompt: all right but for the person."""
    table, values = ROWS[what]
    draft = case.latest_draft
    row = {**values, "draft_id": draft.pk, "digest": draft.digest}
    row |= {name: person.pk for name in row if name.endswith("_by_id") or name == "reviewer_id"}
    marks = ", ".join(["%s"] * len(row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608
            list(row.values()),
        )


def ready(office: factories.Office, what: str) -> Case:
    """A case that only lacks this row."""
    case = replies.written(office)
    return replies.approve(office, case) if what == "signature" else case


@pytest.mark.parametrize(("what", "name"), list(itertools.product(ROWS, HANDS)))
def test_no_bare_row_of_somebody_who_had_a_hand_in_it(office, what, name):
    case, person = ready(office, what), factories.make_person(office.unit)
    if name == "wrote a version":
        case = replies.written(office)
        drafted(person, case)
        if what == "signature":
            approve_last(office, case)
    else:
        HANDS[name](person, case)
    case = Case.objects.get(pk=case.pk)

    with pytest.raises(IntegrityError, match=r"had a hand|who drafted"):
        insert(what, case, person)


def approve_last(office: factories.Office, case: Case) -> None:
    """The last version is approved without the flow, in which it is not the one that waits."""
    draft = Case.objects.get(pk=case.pk).latest_draft
    act = act_of(office.adviser)
    give_opinion(act, draft=draft, verdict="approved", seen_digest=draft.digest)


@pytest.mark.parametrize("what", ROWS)
def test_the_same_row_of_somebody_else_is_let_in(office, what):
    """So that the refusals above are about the person."""
    insert(what, ready(office, what), factories.make_person(office.unit))


@pytest.mark.parametrize("name", HANDS)
def test_the_actions_say_so_in_a_sentence(office, name):
    case = replies.written(office)
    HANDS[name](office.adviser, case)
    draft = Case.objects.get(pk=case.pk).latest_draft

    with pytest.raises(ReviewerDrafted):
        give_opinion(
            act_of(office.adviser), draft=draft, verdict="approved", seen_digest=draft.digest
        )


def test_a_second_role_changes_nothing(office):
    """Whoever wrote it may not sign it as somebody who also signs."""
    case = replies.approve(office, replies.written(office))
    access.appoint(office.clerk, unit=office.unit, duty=Duty.SIGN)

    with pytest.raises(signing.SignerInvolved):
        signing.sign(act_of(office.clerk), draft=case.latest_draft)
    with pytest.raises(IntegrityError, match="who drafted"):
        insert("signature", case, office.clerk)


def test_who_reviewed_does_not_sign(office):
    case = replies.approve(office, replies.written(office))

    with pytest.raises(IntegrityError, match=r"of somebody else|who reviewed"):
        insert("signature", case, office.adviser)
