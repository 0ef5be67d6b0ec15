"""How letters leave: which way is open, what is refused, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from requests_flow.actions import delivering, readdressing, results, voiding
from requests_flow.actions.act import Act
from requests_flow.actions.delivering import DeliveryImpossible, Sending
from requests_flow.actions.documents import keep_document
from requests_flow.actions.enclosing import EnvelopeMismatch, EnvelopeStale, Seen, shown_envelope
from requests_flow.models import Applicant, Case, Dispatch, DispatchResult, Document, Letter
from tests import factories
from tests.factories import all_ticked, at, posted
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db
DAY, LATER, TODAY = date(2026, 11, 6), date(2026, 11, 18), factories.TODAY
BY_MAIL = {"provision_form": "电子邮件", "email": "zhang@example.cn"}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def on(office: factories.Office, day: date = TODAY) -> Act:
    return Act(by=office.clerk, at=at(day))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def deliver(office: factories.Office, case: Case, sending: Sending, seen: Seen | None = None):
    seen = seen or all_ticked(case.reply)
    return delivering.deliver(on(office), letter=case.reply, sending=sending, seen=seen)


def came_back(office: factories.Office, case: Case, day: date = LATER) -> DispatchResult:
    outcome = results.Outcome(kind="returned", happened_on=day, reason="查无此人")
    return results.record_result(on(office), dispatch=case.reply.last_dispatch, outcome=outcome)


def send(office: factories.Office, letter: Letter, sending: Sending) -> Dispatch:
    letter = Letter.objects.get(pk=letter.pk)
    return delivering.send(on(office), letter=letter, sending=sending, seen=all_ticked(letter))


def by_hand(**more) -> Sending:
    return Sending(**{"method": Dispatch.Method.HAND, "sent_on": DAY, **more})


def refused(field: str, act) -> str:
    before = Dispatch.objects.count()
    with pytest.raises(DeliveryImpossible) as stopped:
        act()
    assert stopped.value.field == field
    assert Dispatch.objects.count() == before
    return str(stopped.value)


# What is kept ------------------------------------------------------------------


def test_what_was_in_the_envelope_is_kept_with_its_digest(office):
    case = factories.issued(office)
    envelope = shown_envelope(case.reply).envelope

    row = deliver(office, case, posted(DAY, carrier="registered"))

    assert (row.envelope, row.envelope_digest) == (envelope.as_data(), envelope.digest)
    assert (row.addressee, row.address, row.postcode) == (
        "张三丰",
        "宁波市海曙区某路99号",
        "315000",
    )
    assert (row.attempt, row.carrier) == (1, "registered")
    assert row.letter.status == "sent"
    entry = case.entries.get(verb="delivered")
    assert entry.data["envelope"] == envelope.digest
    assert entry.data["basis"].startswith("交邮之日")
    assert "某路99号" not in str(entry.data)


def test_an_envelope_that_is_wrong_leaves_nothing_behind(office):
    case = factories.issued(office)
    seen = all_ticked(case.reply)

    with pytest.raises(EnvelopeMismatch):
        deliver(office, case, posted(DAY), replace(seen, pieces=()))
    Applicant.objects.filter(pk=case.applicant_id).update(address="宁波市鄞州区别处1号")
    with pytest.raises(EnvelopeStale):
        deliver(office, case, posted(DAY), seen)

    assert not Dispatch.objects.exists()
    assert not case.entries.filter(verb="delivered").exists()
    assert fresh(case).answered_on is None


def test_what_is_handed_over_is_signed_for_at_once(office):
    case = factories.issued(office)
    proof = keep_document(
        on(office), case=case, kind=Document.Kind.PROOF, data=b"signed", name="送达回证.txt"
    )

    row = deliver(office, case, by_hand(received_by="本人", proof=proof))

    assert (row.result.kind, row.result.happened_on, row.result.proof) == ("delivered", DAY, proof)
    assert (row.carrier, row.tracking_number) == ("", "")
    assert fresh(case).answered_on == DAY
    assert Letter.objects.get(pk=case.reply.pk).status == "delivered"


def test_what_is_refused_at_the_door_is_left_there_and_answered(office):
    case = factories.issued(office)

    row = deliver(office, case, by_hand(refused_because="拒绝签收，见证人：社区干部李某"))

    assert row.result.kind == "refused"
    assert fresh(case).answered_on == DAY
    assert "第八十九条" in case.entries.get(verb="delivered").data["basis"]


# What is refused ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("tracking_number", {"tracking_number": " - "}),
        ("tracking_number", {"tracking_number": "不知道"}),
        ("tracking_number", {"tracking_number": "<EX1>"}),
        ("tracking_number", {"tracking_number": "\ufdfa1" * 20}),  # 20 signs, 320 as they are kept
        ("tracking_number", {"tracking_number": "SF1234567890123"}),
        ("tracking_number", {"tracking_number": "EX123456789CN"}),
        ("carrier", {"carrier": "顺丰速运"}),
        ("sent_on", {"sent_on": date(2026, 11, 5)}),
        ("sent_on", {"sent_on": date(2026, 11, 24)}),
    ],
)
def test_by_post_only_as_the_law_and_the_slip_have_it(office, field, changes):
    case = factories.issued(office)

    refused(field, lambda: deliver(office, case, posted(**{"day": DAY, **changes})))


def test_what_was_signed_earlier_cannot_have_left_before_it_was_printed(office):
    case = factories.issue(office, factories.signed(office, day=DAY), day=date(2026, 11, 10))

    refused("sent_on", lambda: deliver(office, case, posted(date(2026, 11, 9))))
    assert deliver(office, case, posted(date(2026, 11, 10))).attempt == 1


def test_a_private_courier_is_refused_by_its_name_and_the_rule(office):
    case = factories.issued(office)
    with translation.override("en"):
        said = refused("carrier", lambda: deliver(office, case, posted(DAY, carrier="顺丰速运")))

    assert "顺丰" in said
    assert "235" in said
    assert "55" in said


def test_a_number_that_was_compared_with_the_slip_is_kept(office):
    case = factories.issued(office)
    sending = posted(DAY, tracking_number="EX 123 456 789 CN", is_number_compared=True)

    assert deliver(office, case, sending).tracking_number == "EX123456789CN"


def test_a_number_of_a_form_that_nobody_knows_stops_nothing(office):
    case = factories.issued(office)

    assert deliver(office, case, posted(DAY, tracking_number="挂001")).tracking_number == "挂001"


def test_one_number_is_not_for_two_addressees(office):
    first = factories.delivered(office)
    number = first.reply.last_dispatch.tracking_number
    other = factories.issued(office, name="李四")
    same = factories.issued(office)

    refused("tracking_number", lambda: deliver(office, other, posted(DAY, tracking_number=number)))
    assert fresh(other).answered_on is None
    assert deliver(office, same, posted(DAY, tracking_number=number))  # two letters in one cover


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "received_by"),
        ({"received_by": "本人", "refused_because": "拒收"}, "refused_because"),
        ({"method": Dispatch.Method.PICKUP, "refused_because": "拒收"}, "refused_because"),
        ({"method": Dispatch.Method.PICKUP}, "received_by"),
    ],
)
def test_by_hand_somebody_signed_or_refused(office, changes, field):
    case = factories.issued(office)

    refused(field, lambda: deliver(office, case, by_hand(**changes)))


@pytest.mark.parametrize(
    ("person", "url", "is_open"),
    [
        (BY_MAIL, "https://review.example.gov.cn/", True),
        (BY_MAIL, "", False),
        ({**BY_MAIL, "email": ""}, "https://review.example.gov.cn/", False),
        ({**BY_MAIL, "provision_form": "纸质，邮寄"}, "https://review.example.gov.cn/", False),
    ],
)
def test_by_wire_only_as_asked_and_with_the_online_address(office, settings, person, url, is_open):
    settings.YISHEN_REVIEW_URL = url
    case = factories.issued(office, **person)
    sending = Sending(method=Dispatch.Method.ELECTRONIC, sent_on=DAY)

    if is_open:
        assert deliver(office, case, sending).address == "zhang@example.cn"
    else:
        refused("method", lambda: deliver(office, case, sending))


def test_nothing_leaves_twice(office):
    case = factories.delivered(office)

    with pytest.raises(delivering.AlreadySent):
        deliver(office, case, posted(TODAY))
    with pytest.raises(delivering.AlreadySent):
        send(office, case.reply, posted(TODAY))


def test_an_answer_leaves_the_first_time_by_its_step(office):
    case = factories.issued(office)

    with pytest.raises(delivering.LeavesByItsStep):
        send(office, case.reply, posted(TODAY))


def test_a_voided_letter_never_leaves(office):
    case = factories.issued(office)
    letter, seen = case.reply, all_ticked(case.reply)
    voiding.void(on(office), letter=letter, reason="附件漏列")

    with pytest.raises(delivering.LetterIsVoid):
        delivering.deliver(on(office), letter=letter, sending=posted(TODAY), seen=seen)


# Again, and beside the answer ---------------------------------------------------


def test_what_came_back_by_post_is_sent_again_and_keeps_its_day(office):
    case = factories.delivered(office)
    came_back(office, case)
    assert fresh(case).answered_on == DAY

    row = send(office, case.reply, posted(TODAY))

    assert row.attempt == 2
    assert fresh(case).answered_on == DAY
    assert [one.verb for one in case.entries.order_by("id")][-1] == "sent_again"


def test_it_is_not_sent_again_before_it_came_back_nor_under_the_old_number(office):
    case = factories.delivered(office)
    number = case.reply.last_dispatch.tracking_number
    came_back(office, case)

    refused("sent_on", lambda: send(office, case.reply, posted(date(2026, 11, 17))))
    refused(
        "tracking_number", lambda: send(office, case.reply, posted(TODAY, tracking_number=number))
    )


def test_what_we_sent_elsewhere_by_mistake_is_answered_by_the_next_posting(office):
    case = factories.delivered(office)
    came_back(office, case)

    readdressing.correct_contact(
        on(office),
        case=case,
        contact=readdressing.Contact(address="宁波市海曙区对的路2号", postcode="315010"),
        reason="申请表写的就是这个地址，登记时录错",
        is_ours=True,
    )
    assert fresh(case).answered_on is None
    assert fresh(case).closed_on is None

    row = send(office, case.reply, posted(TODAY))

    assert row.address == "宁波市海曙区对的路2号"
    assert fresh(case).answered_on == fresh(case).closed_on == TODAY


def test_what_went_to_the_same_wrong_address_twice_answered_nobody_twice(office):
    case = factories.delivered(office)
    came_back(office, case)
    send(office, case.reply, posted(LATER))
    came_back(office, fresh(case), TODAY)
    assert fresh(case).answered_on == DAY

    put_right(office, case, address="宁波市海曙区对的路2号")

    assert fresh(case).answered_on is None


def test_a_mistake_found_while_the_letter_is_under_way_counts_once_it_comes_back(office):
    case = factories.delivered(office)
    put_right(office, case, address="宁波市海曙区对的路2号")
    assert fresh(case).answered_on == DAY  # it may still arrive

    came_back(office, case)

    assert fresh(case).answered_on is None


def test_a_mistake_elsewhere_takes_no_answer_back(office):
    case = factories.delivered(office)
    came_back(office, case)

    put_right(office, case, phone="13900005678")
    assert fresh(case).answered_on == DAY

    theirs = readdressing.Contact(address="宁波市海曙区新的路3号")
    readdressing.correct_contact(
        on(office), case=case, contact=theirs, reason="申请人来电更正", is_ours=False
    )
    put_right(office, case, address="宁波市海曙区新路3号")  # it had not gone there yet
    assert fresh(case).answered_on == DAY


def put_right(office: factories.Office, case: Case, **more) -> None:
    row = fresh(case).applicant
    contact = readdressing.Contact(**{"address": row.address, "postcode": row.postcode, **more})
    readdressing.correct_contact(
        on(office), case=case, contact=contact, reason="登记时录错", is_ours=True
    )


def test_what_came_back_by_wire_answers_nobody(office, settings):
    settings.YISHEN_REVIEW_URL = "https://review.example.gov.cn/"
    case = factories.issued(office, **BY_MAIL)
    deliver(office, case, Sending(method=Dispatch.Method.ELECTRONIC, sent_on=DAY))
    assert fresh(case).answered_on == DAY

    came_back(office, case)
    assert fresh(case).answered_on is None
    assert fresh(case).clock_state == "running"

    send(office, case.reply, posted(TODAY))
    assert fresh(case).answered_on == TODAY


def test_a_notice_leaves_without_ending_the_case(office):
    case = factories.open_case(office)
    receipt = case.letters.get(code="L01")

    row = send(office, receipt, posted(TODAY))

    assert row.attempt == 1
    assert fresh(case).answered_on is None
    assert case.entries.filter(verb="sent", data__letter=receipt.pk).exists()
