"""受托签发: who may sign for whom, what, when; and what is left when it ends."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from viewflow.workflow.models import Task

from archive.actions.sealing import contents
from archive.views.holdings import holdings_of
from requests_flow.actions import delegating, handling, issuing, signing
from requests_flow.actions.act import Act
from requests_flow.models import Case, Signature, SigningDelegation
from requests_flow.rules.facts import Fact
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.case_hands import readers
from requests_flow.views.walking import open_task
from tests import factories
from tests.factories import TODAY, at
from tests.requests_flow.delegated import delegated
from tests.requests_flow.sealed_office import give_key, give_picture

pytestmark = pytest.mark.django_db
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def deputy():
    return factories.make_person(name="代签")


def sign(person, case, *, day=TODAY):
    return signing.sign(Act(by=person, at=at(day)), draft=case.latest_draft)


def sees(person, case) -> bool:
    return Case.objects.visible_to(person).filter(pk=case.pk).exists()


def test_a_deputy_signs_and_the_file_says_for_whom(office, deputy):
    case, delegation = factories.approved(office), delegated(office, deputy)

    signature = sign(deputy, case)

    assert (signature.signed_by, signature.delegation) == (deputy, delegation)
    entry = case.entries.get(verb="signed_for_another")
    assert entry.data["signatory"] == office.signatory.pk
    assert entry.data["delegation"] == delegation.pk
    assert not case.entries.filter(verb="signed").exists()


def test_the_letter_is_the_same_whoever_signed(office, deputy):
    delegated(office, deputy)
    one = factories.approved(office)
    act = Act(by=deputy, at=at())
    factories.take_step(
        act,
        node=factories.CaseFlow.sign,
        case=one,
        perform=lambda case: signing.sign(act, draft=case.latest_draft),
    )
    letter = factories.issue(office, one, day=TODAY).reply

    assert letter.content_digest == letter.draft.digest
    assert str(deputy) not in str(letter.context)


def test_a_signatory_signs_by_duty_even_where_somebody_delegated_to_them(office, deputy):
    delegated(office, deputy)
    access.appoint(deputy, unit=office.unit, duty=Duty.SIGN)
    assert sign(deputy, factories.approved(office)).delegation is None


@pytest.mark.parametrize(
    ("outcomes", "signs"), [((), True), (("D1a", "A2"), True), (("A2", "D1b"), False)]
)
def test_only_for_the_outcomes_that_were_named(office, deputy, outcomes, signs):
    case = factories.approved(office)
    delegated(office, deputy, outcomes=outcomes)

    assert sees(deputy, case) is signs
    if signs:
        assert sign(deputy, case)
    else:
        with pytest.raises(signing.NotSignatory):
            sign(deputy, case)


@pytest.mark.parametrize(
    ("day", "signs"),
    [(YESTERDAY, False), (TODAY, True), (TOMORROW, True), (TODAY + timedelta(days=2), False)],
)
def test_only_within_its_days(office, deputy, day, signs):
    case = factories.approved(office)
    delegated(office, deputy, valid_until=TOMORROW)

    with time_machine.travel(at(day), tick=False):
        assert sees(deputy, case) is signs
        if signs:
            assert sign(deputy, case, day=day)
        else:
            with pytest.raises(signing.NotSignatory):
                sign(deputy, case, day=day)


def test_a_deputy_sees_what_waits_for_the_signature_and_nothing_else(office, deputy):
    before, waits, after = (
        factories.drafted(office),
        factories.approved(office),
        factories.signed(office),
    )
    elsewhere = factories.approved(factories.Office("区民政局"))
    delegated(office, deputy)

    assert list(Case.objects.visible_to(deputy)) == [waits]
    for case in (before, after, elsewhere):
        assert not sees(deputy, case)


def test_when_it_ends_the_task_is_lost_in_the_same_second(office, deputy):
    case, delegation = factories.approved(office), delegated(office, deputy)
    task = open_task(case)
    task.flow_task.activation_class(task).assign(deputy)

    delegating.end_delegation(Act(by=office.signatory, at=at()), delegation=delegation)

    task = Task.objects.get(pk=task.pk)
    assert (task.status, task.owner) == ("NEW", None)
    assert not task.flow_task.holds_duty(deputy, task)
    assert not sees(deputy, case)
    with pytest.raises(signing.NotSignatory):
        sign(deputy, case)
    assert case.entries.get(verb="released").data["taken_from"] == deputy.pk
    assert sign(office.signatory, case)


def test_it_ends_with_the_signatory(office, deputy):
    case = factories.approved(office)
    delegated(office, deputy)
    access.dismiss(office.signatory, unit=office.unit, duty=Duty.SIGN)

    assert not sees(deputy, case)
    with pytest.raises(signing.NotSignatory):
        sign(deputy, case)


def test_another_delegation_keeps_the_task(office, deputy):
    case, first = factories.approved(office), delegated(office, deputy)
    delegated(office, deputy, outcomes=("D1a",))
    task = open_task(case)
    task.flow_task.activation_class(task).assign(deputy)

    delegating.end_delegation(Act(by=office.signatory, at=at()), delegation=first)

    assert Task.objects.get(pk=task.pk).owner == deputy
    assert sees(deputy, case)


def test_it_ends_once_and_by_who_may(office, deputy):
    delegation = delegated(office, deputy)
    with pytest.raises(delegating.NotSignatory):
        delegating.end_delegation(Act(by=office.clerk, at=at()), delegation=delegation)
    delegating.end_delegation(Act(by=deputy, at=at()), delegation=delegation)
    with pytest.raises(delegating.AlreadyEnded):
        delegating.end_delegation(Act(by=office.signatory, at=at()), delegation=delegation)


@pytest.mark.parametrize("hand", ["handled", "reviewed"])
def test_a_deputy_who_had_a_hand_or_reviewed_does_not_sign(office, deputy, hand):
    if hand == "handled":
        access.appoint(deputy, unit=office.unit, duty=Duty.HANDLE)
        delegated(office, deputy)
        case = factories.approved(office)
        handling.record_fact(
            Act(by=deputy, at=at()), case=case, fact=Fact.DOCUMENTS_LISTED, text="补充"
        )
    else:
        delegated(office, deputy)
        factories.by_hand(deputy, unit=office.unit, duty=Duty.REVIEW_IN_LAW)
        office.adviser = deputy
        case = factories.approved(office)

    with pytest.raises(signing.SignerInvolved):
        sign(deputy, case)


def test_who_reviews_for_the_unit_is_no_deputy(office):
    with pytest.raises(delegating.DeputyUnfit) as refused:
        delegated(office, office.adviser)
    assert str(office.adviser) in str(refused.value)


def test_what_cannot_be_delegated(office, deputy):
    gone = factories.make_person()
    gone.is_active = False
    gone.save()
    for refusal, change in (
        (delegating.DeputyUnfit, {"deputy": office.signatory}),
        (delegating.DeputyUnfit, {"deputy": gone}),
        (delegating.OutcomeUnknown, {"outcomes": ("F1",)}),
        (delegating.DelegationBackdated, {"valid_from": YESTERDAY}),
        (delegating.DelegationBackwards, {"valid_from": TOMORROW, "valid_until": TODAY}),
        (delegating.ReasonMissing, {"reason": " "}),
    ):
        with pytest.raises(refusal):
            delegated(office, change.pop("deputy", deputy), **change)
    assert not SigningDelegation.objects.exists()


def test_a_deputy_delegates_no_further(office, deputy):
    delegated(office, deputy)
    office.signatory = deputy
    with pytest.raises(delegating.NotSignatory):
        delegated(office, factories.make_person())


def test_a_return_by_a_deputy_goes_to_the_drafter_and_through_both_gates_again(office, deputy):
    case, delegation = factories.approved(office), delegated(office, deputy)
    act = Act(by=deputy, at=at())
    factories.take_step(
        act,
        node=factories.CaseFlow.sign,
        case=case,
        perform=lambda case: signing.return_unsigned(act, draft=case.latest_draft, reason="措辞"),
    )

    task = open_task(case)
    assert (task.flow_task.name, task.owner) == ("compose", office.clerk)
    assert case.entries.get(verb="returned_unsigned").data["delegation"] == delegation.pk
    case = factories.hand_in(office, case, day=TODAY)
    assert open_task(case).flow_task.name == "review_in_law"
    with pytest.raises(signing.NotApproved):
        sign(deputy, case)
    case = factories.approve(office, case, day=TODAY)
    assert sign(deputy, case).delegation == delegation


def test_a_stranger_returns_nothing(office, deputy):
    case = factories.approved(office)
    with pytest.raises(signing.NotSignatory):
        signing.return_unsigned(Act(by=deputy, at=at()), draft=case.latest_draft, reason="x")


def test_the_seal_of_the_organ_goes_on_at_the_word_of_the_deputy(
    office, deputy, settings, tmp_path
):
    give_key(tmp_path, settings, office)
    give_picture(office)
    delegated(office, deputy)
    case = factories.approved(office)
    act = Act(by=deputy, at=at())
    factories.take_step(
        act,
        node=factories.CaseFlow.sign,
        case=case,
        perform=lambda case: signing.sign(act, draft=case.latest_draft),
    )

    letter = factories.issue(office, case, day=TODAY).reply

    assert letter.seal.sealed_by == deputy
    assert letter.seal.image.added_by == office.signatory


def test_the_dossier_and_who_can_read_it_tell_for_whom_it_was_signed(office, deputy):
    case, row = factories.approved(office), delegated(office, deputy)
    assert str(deputy) in [
        str(who) for who, _why in readers(case, today=TODAY, is_restricted=False)
    ]
    act = Act(by=deputy, at=at())
    factories.take_step(
        act,
        node=factories.CaseFlow.sign,
        case=case,
        perform=lambda case: signing.sign(act, draft=case.latest_draft),
    )
    assert str(deputy) not in [
        str(who) for who, _why in readers(case, today=TODAY, is_restricted=False)
    ]

    kept = {item.path: item.data for item in contents(case, Act(by=office.clerk, at=at()))}
    (told,) = json.loads(kept["records/signing_delegations.json"])
    assert row.reason in str(told)
    (signature,) = json.loads(kept["records/signatures.json"])
    assert row.pk in signature.values() or row.pk in signature.get("fields", {}).values()
    with translation.override("en"):
        ((_name, drafts),) = [one for one in holdings_of(case).rows if "Drafts" in str(one[0])]
    assert "受托签发" in drafts[0]
    assert str(office.signatory) in drafts[0]


# Direct SQL ------------------------------------------------------------------------------------


def bare(case, deputy, delegation, *, day=TODAY):
    draft = case.latest_draft
    with transaction.atomic():
        return Signature.objects.create(
            draft=draft,
            digest=draft.digest,
            signed_by=deputy,
            signed_on=day,
            signed_at=at(day),
            delegation=delegation,
        )


def test_the_database_holds_unit_person_and_days(office, deputy):
    case, other = factories.approved(office), factories.Office("区民政局")
    good = delegated(office, deputy, valid_until=TOMORROW)
    elsewhere = delegated(other, deputy)
    ended = delegated(office, deputy)
    delegating.end_delegation(Act(by=office.signatory, at=at()), delegation=ended)

    for delegation, person, day in (
        (elsewhere, deputy, TODAY),
        (ended, deputy, TODAY),
        (good, factories.make_person(), TODAY),
        (good, deputy, YESTERDAY),
        (good, deputy, TODAY + timedelta(days=2)),
    ):
        with pytest.raises(IntegrityError):
            bare(case, person, delegation, day=day)
    assert bare(case, deputy, good)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE requests_flow_signingdelegation SET valid_until = '2030-01-01'",
        "UPDATE requests_flow_signingdelegation SET outcomes = '[]'",
        "UPDATE requests_flow_signingdelegation SET deputy_id = signatory_id + 1000000",
        "DELETE FROM requests_flow_signingdelegation",
    ],
)
def test_the_database_keeps_a_delegation_as_it_was_given(office, deputy, sql):
    delegated(office, deputy, outcomes=("D1a",))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    row = SigningDelegation.objects.get()
    assert row.outcomes == ["D1a"]


def test_the_database_lets_no_ended_delegation_stand_up_again(office, deputy):
    row = delegated(office, deputy)
    delegating.end_delegation(Act(by=office.signatory, at=at()), delegation=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningDelegation.objects.update(ended_at=None, ended_by=None)


def test_what_waits_for_issue_is_issued_after_the_delegation_ended(office, deputy):
    case, row = factories.approved(office), delegated(office, deputy)
    act = Act(by=deputy, at=at())
    factories.take_step(
        act,
        node=factories.CaseFlow.sign,
        case=case,
        perform=lambda case: signing.sign(act, draft=case.latest_draft),
    )
    delegating.end_delegation(Act(by=office.signatory, at=at()), delegation=row)

    assert issuing.issue_reply(Act(by=office.clerk, at=at()), case=case).draft.signature.delegation
