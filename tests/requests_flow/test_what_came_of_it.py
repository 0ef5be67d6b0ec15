"""What came of a letter, an address put right, a letter voided, and a dossier that waits for it."""

from __future__ import annotations

from datetime import date

import pytest

from archive.actions import sealing
from archive.views.holdings import holdings_of
from requests_flow.actions import issuing, readdressing, results, voiding
from requests_flow.actions.readdressing import Contact, ContactImpossible
from requests_flow.actions.results import Outcome, ResultImpossible
from requests_flow.flows import CaseFlow
from requests_flow.models import Case, DispatchResult, Letter
from requests_flow.views.walking import open_task, take_step
from tests import factories
from tests.printing import print_quickly
from tests.requests_flow.test_sending import by_hand, came_back, deliver, fresh, on, posted, send

pytestmark = pytest.mark.django_db
DAY, LATER, TODAY = date(2026, 11, 6), date(2026, 11, 18), factories.TODAY


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def result(office: factories.Office, case: Case, kind: str, **more) -> DispatchResult:
    values = {"kind": kind, "happened_on": LATER, **more}
    return results.record_result(
        on(office), dispatch=case.reply.last_dispatch, outcome=Outcome(**values)
    )


# Results -----------------------------------------------------------------------


def test_what_arrived_says_who_signed_and_keeps_its_proof(office):
    case = factories.delivered(office)
    proof = factories.proof_on(office, case)

    row = result(office, case, "delivered", received_by="本人", proof=proof)

    assert (row.received_by, row.proof, row.recorded_by) == ("本人", proof, office.clerk)
    assert case.reply.status == "delivered"
    assert fresh(case).answered_on == DAY
    assert case.entries.filter(verb="letter_arrived", data__proof=proof.pk).exists()


@pytest.mark.parametrize(
    ("field", "kind", "changes"),
    [
        ("happened_on", "delivered", {"happened_on": date(2026, 11, 5)}),
        ("happened_on", "delivered", {"happened_on": date(2026, 11, 24)}),
        ("reason", "returned", {}),
        ("reason", "refused", {}),
    ],
)
def test_a_result_fits_its_attempt(office, field, kind, changes):
    case = factories.delivered(office)

    with pytest.raises(ResultImpossible) as stopped:
        result(office, case, kind, **changes)

    assert stopped.value.field == field
    assert not DispatchResult.objects.exists()


def test_a_result_is_known_once(office):
    case = factories.delivered(office)
    result(office, case, "delivered")

    with pytest.raises(results.ResultKnown):
        result(office, case, "delivered")


def test_what_was_handed_over_has_its_result_already(office):
    case = factories.issued(office)
    deliver(office, case, by_hand(received_by="本人"))

    with pytest.raises(results.ResultKnown):
        result(office, case, "returned", reason="退回")


def test_a_proof_of_another_case_proves_nothing(office):
    case, other = factories.delivered(office), factories.delivered(office)

    with pytest.raises(ResultImpossible) as stopped:
        result(office, case, "delivered", proof=factories.proof_on(office, other))

    assert stopped.value.field == "proof"


# Nobody can be reached ------------------------------------------------------------


def test_the_dossier_waits_until_what_came_back_is_settled(office):
    case = factories.delivered(office)
    came_back(office, case)
    assert not holdings_of(fresh(case)).may_be_sealed

    with pytest.raises(sealing.StillReturned):
        sealing.seal(on(office), case=case)
    with pytest.raises(ResultImpossible):
        results.give_up(on(office), letter=case.reply, reason=" 无 ")
    results.give_up(on(office), letter=case.reply, reason="电话三次无人接听，没有其他地址")

    assert holdings_of(fresh(case)).may_be_sealed
    assert sealing.seal(on(office), case=case)


def test_what_was_sent_again_may_be_archived_with_its_result_open(office):
    case = factories.delivered(office)
    came_back(office, case)
    send(office, case.reply, posted(TODAY))

    holdings = holdings_of(fresh(case))
    assert holdings.may_be_sealed
    assert any("not recorded" in one or "登记" in one for one in holdings.missing)
    dossier = sealing.seal(on(office), case=case)
    assert dossier.files


def test_only_what_came_back_is_kept_to_be_collected(office):
    case = factories.delivered(office)

    with pytest.raises(results.NothingCameBack):
        results.give_up(on(office), letter=case.reply, reason="无法联系申请人")
    came_back(office, case)
    results.give_up(on(office), letter=case.reply, reason="无法联系申请人")
    with pytest.raises(results.NothingCameBack):
        results.give_up(on(office), letter=case.reply, reason="无法联系申请人")


def test_nobody_is_unreachable_at_an_address_of_our_own_making(office):
    case = factories.delivered(office)
    came_back(office, case)
    readdressing.correct_contact(
        on(office), case=case, contact=Contact(address="对的路2号"), reason="登记录错", is_ours=True
    )

    with pytest.raises(ResultImpossible):
        results.give_up(on(office), letter=case.reply, reason="无法联系申请人")


# The address ---------------------------------------------------------------------


def correct(office: factories.Office, case: Case, **more) -> None:
    values = {"address": "宁波市海曙区新路7号楼802室", "postcode": "315012", **more}
    readdressing.correct_contact(
        on(office), case=case, contact=Contact(**values), reason="申请人来电更正", is_ours=False
    )


def test_the_file_keeps_both_addresses_half_hidden(office):
    case = factories.delivered(office, phone="13800001234")
    came_back(office, case)
    correct(office, case, phone="13900005678")

    row = fresh(case).applicant
    assert (row.address, row.phone) == ("宁波市海曙区新路7号楼802室", "13900005678")
    entry = case.entries.get(verb="contact_corrected")
    assert entry.data["changed"]["address"][1].startswith("宁波市海曙区")
    for secret in ("新路7号", "某路99号", "13900005678", "13800001234"):
        assert secret not in str(entry.data)
    assert case.reply.last_dispatch.address == "宁波市海曙区某路99号"  # where it did go


def test_an_empty_telephone_stays_as_it_was(office):
    case = factories.open_case(office, phone="13800001234", email="a@example.cn")
    correct(office, case)

    assert fresh(case).applicant.phone == "13800001234"
    assert fresh(case).applicant.email == "a@example.cn"


def test_an_address_is_kept_on_one_line_without_signs_that_nobody_sees(office):
    case = factories.open_case(office)
    correct(office, case, address=" 宁波市海曙区\u202e新路\r\n7号\u200b ", postcode="31\u200b5012")

    row = fresh(case).applicant
    assert (row.address, row.postcode) == ("宁波市海曙区新路 7号", "315012")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("address", {"address": "\u200b"}),
        ("address", {"address": "宁波市海曙区***号"}),
        ("address", {"address": " "}),
        ("address", {"address": "宁波市海曙区某路99号", "postcode": "315000"}),
        ("email", {"email": "nobody"}),
    ],
)
def test_what_is_no_address_is_not_taken(office, field, changes):
    case = factories.open_case(office)

    with pytest.raises(ContactImpossible) as stopped:
        correct(office, case, **changes)
    assert stopped.value.field == field


def test_a_sealed_dossier_keeps_its_address(office):
    case = factories.archived(office)

    with pytest.raises(ContactImpossible):
        correct(office, case)


# Voided --------------------------------------------------------------------------


def void_at_the_door(office: factories.Office, case: Case, reason: str = "附件清单漏列") -> Letter:
    letter = case.reply
    take_step(
        on(office),
        node=CaseFlow.deliver,
        case=case,
        perform=lambda case: voiding.void(on(office), letter=case.reply, reason=reason),
    )
    return Letter.objects.get(pk=letter.pk)


def test_a_voided_reply_is_written_and_checked_anew_under_the_next_number(office):
    case = factories.issued(office)
    voided = void_at_the_door(office, case)
    assert voided.status == "voided"
    assert fresh(case).reply is None
    assert open_task(case).flow_task.name == "compose"

    case = factories.issued_anew(office, case)

    reply = case.reply
    assert reply.replaces == voided
    assert reply.sequence == voided.sequence + 1
    assert reply.draft.version == 2
    assert Letter.objects.filter(case=case, is_reply=True).count() == 2
    deliver(office, case, posted(TODAY))
    assert fresh(case).answered_on == TODAY


def test_one_may_be_voided_after_the_other(office):
    case = factories.issued(office)
    first = void_at_the_door(office, case)
    second = void_at_the_door(office, factories.issued_anew(office, case))
    third = factories.issued_anew(office, case).reply

    assert (second.replaces, third.replaces) == (first, second)


def test_a_voided_letter_stands_in_the_dossier_with_its_reason(office):
    case = factories.issued(office)
    void_at_the_door(office, case)
    case = factories.issued_anew(office, case)
    deliver(office, case, posted(TODAY))

    items = {item.path: item.data for item in sealing.contents(fresh(case), on(office))}

    assert "附件清单漏列" in items["records/voided_letters.json"].decode()
    assert b'"attempt"' in items["records/dispatches.json"]


def test_what_has_left_is_not_voided(office):
    case = factories.delivered(office)

    with pytest.raises(voiding.VoidImpossible):
        voiding.void(on(office), letter=case.reply, reason="反悔了再说")


def test_a_void_says_why(office):
    case = factories.issued(office)

    with pytest.raises(voiding.VoidReasonMissing):
        voiding.void(on(office), letter=case.reply, reason="错 ")


def test_a_receipt_may_be_voided_and_printed_again_but_no_notice_that_an_act_rests_on(office):
    case = factories.open_case(office, day=date(2026, 11, 16))
    receipt = case.letters.get(code="L01")
    voiding.void(on(office), letter=receipt, reason="打印错位，作废")
    again = issuing.issue_receipt(on(office), case=fresh(case))
    notice = issuing.issue_notice(
        on(office), case=case, code="L02", fields={"items": "请写明地块。", "period_days": 15}
    )

    assert again.sequence == receipt.sequence + 1
    with pytest.raises(voiding.VoidImpossible):
        voiding.void(on(office), letter=notice, reason="不想发了呢")
