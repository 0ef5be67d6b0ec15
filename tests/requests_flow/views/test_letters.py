"""The page of a letter, what is done with it there, and the lists of what has left."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_flow.actions import results
from requests_flow.models import Case, Dispatch, DispatchResult, Letter, VoidedLetter
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.views.worklist import task_of, task_url
from tests import factories
from tests.factories import at
from tests.requests_flow.test_sending import came_back, fresh, on, posted, send
from tests.requests_flow.views.doors import as_, errors, node_of, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]
DEEDS = ("letter_send", "letter_result", "letter_unreachable", "letter_void")
NUMBER = "EX123456785CN"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def url_of(name: str, letter: Letter) -> str:
    return reverse(name, args=[letter.case_id, letter.pk])


def returned(office: factories.Office, **more) -> Case:
    case = factories.delivered(office, **more)
    came_back(office, case)
    return fresh(case)


def sent_from(client, url: str, **more):
    """Open the form at `url`, tick every piece, and send it."""
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    if "pieces" in form.fields:
        more.setdefault("pieces", [tick for tick, _name in form.fields["pieces"].choices])
    return client.post(url, {**hidden, **more})


def by_post(**more) -> dict:
    return {"method": "post", "sent_on": "2026-11-23", "tracking_number": NUMBER, **more}


# The step ------------------------------------------------------------------------


def test_the_step_shows_each_piece_and_none_is_ticked(office):
    case = factories.issued(office)
    response = as_(office.clerk).get(step(case, "deliver"))
    form = response.context["form"]

    assert [name for _tick, name in form.fields["pieces"].choices] == [case.reply.number]
    assert not form["pieces"].value()
    assert response.context["shown"].envelope.check_code in response.content.decode()


def test_what_was_not_taken_into_the_hand_does_not_leave(office):
    case = factories.issued(office)
    response = sent_from(
        as_(office.clerk), step(case, "deliver"), **by_post(pieces=[], note="急件")
    )

    assert set(errors(response)) == {"pieces"}
    page = response.content.decode()
    assert NUMBER in page
    assert "急件" in page
    assert not Dispatch.objects.exists()


def test_an_address_that_changed_meanwhile_is_shown_and_ticked_anew(office):
    case = factories.issued(office)
    client, url = as_(office.clerk), step(case, "deliver")
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    pieces = [tick for tick, _name in form.fields["pieces"].choices]
    type(case.applicant).objects.filter(pk=case.applicant_id).update(address="宁波市海曙区新路7号")

    response = client.post(url, {**hidden, **by_post(pieces=pieces)})

    assert set(errors(response)) == {"pieces"}
    assert not response.context["form"]["pieces"].value()
    assert "宁波市海曙区新路7号" in response.content.decode()
    assert sent_from(client, url, **by_post()).status_code == 302


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (by_post(tracking_number=""), "tracking_number"),
        (by_post(tracking_number="SF1234567890123"), "tracking_number"),
        (by_post(carrier="sf"), "carrier"),
        (by_post(sent_on="2026-11-24"), "sent_on"),
        (by_post(sent_on="昨天"), "sent_on"),
        (by_post(method="courier"), "method"),
        (by_post(method="electronic"), "method"),
        ({"method": "hand", "sent_on": "2026-11-23"}, "received_by"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(office, sent, field):
    case = factories.issued(office)
    response = sent_from(as_(office.clerk), step(case, "deliver"), **sent)

    assert set(errors(response)) == {field}
    assert node_of(case) == "deliver"
    assert not Dispatch.objects.exists()


def test_a_wrong_last_digit_is_asked_about_once(office):
    case = factories.issued(office)
    client, url = as_(office.clerk), step(case, "deliver")
    wrong = by_post(tracking_number="EX123456789CN")
    assert "is_number_compared" not in client.get(url).content.decode()

    assert "is_number_compared" in sent_from(client, url, **wrong).content.decode()
    assert sent_from(client, url, **wrong, is_number_compared="on").status_code == 302


def test_fields_of_another_way_are_not_looked_at(office):
    case = factories.issued(office)
    signed = {"method": "hand", "sent_on": "2026-11-23", "received_by": "本人"}
    response = sent_from(as_(office.clerk), step(case, "deliver"), **signed, tracking_number="SF1")

    assert response.status_code == 302
    assert Dispatch.objects.get().tracking_number == ""


def test_the_signed_proof_is_kept_with_what_was_handed_over(office):
    case = factories.issued(office)
    proof = SimpleUploadedFile("回证.txt", "已签收".encode())
    signed = {"method": "hand", "sent_on": "2026-11-23", "received_by": "本人", "proof": proof}

    assert sent_from(as_(office.clerk), step(case, "deliver"), **signed).status_code == 302
    result = DispatchResult.objects.get()
    assert (result.proof.kind, result.proof.name) == ("proof", "回证.txt")


def test_a_letter_that_must_not_leave_is_voided_where_it_waits(office):
    case = factories.issued(office)
    client, url = as_(office.clerk), step(case, "deliver")
    form = client.get(url).context["void_form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}

    empty = client.post(url, {**hidden, "reason": " "})
    assert empty.status_code == 422
    assert empty.context["void_form"].errors["reason"]
    assert client.post(url, {**hidden, "reason": "附件清单漏列"}).status_code == 302
    assert VoidedLetter.objects.get().letter.case == case
    assert node_of(case) == "compose"


# The page ------------------------------------------------------------------------


def test_the_page_tells_every_attempt_and_what_it_held(office):
    case = returned(office)
    send(office, case.reply, posted(factories.TODAY))
    letter = fresh(case).reply
    page = as_(office.clerk).get(url_of("letter", letter)).content.decode()

    for row in letter.dispatches.all():
        assert row.tracking_number in page
        assert row.envelope_digest in page
    assert "查无此人" in page
    assert letter.sha256 in page
    assert url_of("case_letter", letter) in page


def offered(client, letter: Letter) -> set[str]:
    return {deed["url"] for deed in client.get(url_of("letter", letter)).context["deeds"]}


def test_each_deed_is_offered_where_it_can_be_done(office):
    client = as_(office.clerk)
    waiting = factories.issued(office).reply
    under_way = factories.delivered(office).reply
    back = returned(office).reply
    contact = reverse("correct_contact", args=[back.case_id])

    step = task_url(task_of(waiting.case))
    assert "/deliver/" in step
    assert offered(client, waiting) == {step, reverse("correct_contact", args=[waiting.case_id])}
    assert offered(client, under_way) == {url_of("letter_result", under_way)}
    wanted = {url_of("letter_send", back), url_of("letter_unreachable", back), contact}
    assert offered(client, back) == wanted
    assert offered(client, factories.archived(office).reply) == set()


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_not_offered_is_a_conflict(office, name):
    letters = {
        "letter_send": factories.delivered(office).reply,
        "letter_result": returned(office).reply,
        "letter_unreachable": factories.delivered(office).reply,
        "letter_void": factories.issued(office).reply,
    }
    client, url = as_(office.clerk), url_of(name, letters[name])

    assert client.get(url).status_code == 409
    assert client.post(url, {"form_token": "t", **by_post()}).status_code == 409
    archived = factories.archived(office).reply
    assert client.get(url_of(name, archived)).status_code == 409


@pytest.mark.parametrize("name", DEEDS)
def test_nobody_without_the_duty_does_any_of_it(office, name):
    letter = returned(office).reply
    reader = factories.make_person(office.unit, Duty.READ)

    for method in ("get", "post"):
        assert getattr(as_(reader), method)(url_of(name, letter)).status_code == 404
    page = as_(reader).get(url_of("letter", letter))
    assert page.status_code == 200
    assert all(deed["refused"] for deed in page.context["deeds"])


def test_a_letter_is_of_its_case(office):
    one, other = factories.delivered(office), returned(office)
    client = as_(office.clerk)

    for name in ("letter", "letter_service", *DEEDS):
        wrong = reverse(name, args=[one.pk, other.reply.pk])
        assert client.get(wrong).status_code == 404, name


def test_the_proof_of_delivery_can_be_printed_but_not_of_what_is_void(office):
    case = factories.issued(office)
    response = as_(office.clerk).get(url_of("letter_service", case.reply))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    receipt = case.letters.get(code="L01")
    VoidedLetter.objects.create(
        letter=receipt, reason="错了", voided_by=office.clerk, voided_at=at()
    )
    assert as_(office.clerk).get(url_of("letter_service", receipt)).status_code == 404


# What is done there --------------------------------------------------------------


def test_it_is_sent_again_once_however_often_the_form_is_sent(office):
    letter = returned(office).reply
    client, url = as_(office.clerk), url_of("letter_send", letter)
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    sent = {**hidden, **by_post(pieces=[tick for tick, _name in form.fields["pieces"].choices])}
    answers = [client.post(url, sent) for _ in range(2)]

    assert [answer.url for answer in answers] == [url_of("letter", letter)] * 2
    assert letter.dispatches.count() == 2


def test_a_result_is_recorded_with_its_proof(office):
    letter = factories.delivered(office).reply
    proof = SimpleUploadedFile("面单.txt", "已妥投".encode())
    response = sent_from(
        as_(office.clerk),
        url_of("letter_result", letter),
        kind="delivered",
        happened_on="2026-11-10",
        received_by="本人",
        proof=proof,
    )

    assert response.status_code == 302
    assert DispatchResult.objects.get().proof.name == "面单.txt"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "returned", "happened_on": "2026-11-10"}, "reason"),
        ({"kind": "delivered", "happened_on": "2026-11-01"}, "happened_on"),
        ({"kind": "lost", "happened_on": "2026-11-10"}, "kind"),
    ],
)
def test_a_wrong_result_is_said_beside_its_field(office, sent, field):
    letter = factories.delivered(office).reply
    response = sent_from(as_(office.clerk), url_of("letter_result", letter), **sent)

    assert set(errors(response)) == {field}
    assert not DispatchResult.objects.exists()


def test_an_address_is_corrected_with_who_said_so(office):
    case = returned(office)
    client, url = as_(office.clerk), reverse("correct_contact", args=[case.pk])
    new = {"address": "宁波市海曙区新路7号", "postcode": "315012", "whose": "theirs"}

    assert set(errors(sent_from(client, url, **new))) == {"reason"}
    assert sent_from(client, url, **new, reason="申请人来电更正").status_code == 302
    assert fresh(case).applicant.address == "宁波市海曙区新路7号"
    assert "申请人来电更正" in client.get(case.get_absolute_url()).content.decode()


def test_the_page_of_the_address_shows_no_telephone_number(office):
    case = returned(office, phone="13800001234", email="zhang@example.cn")
    page = as_(office.clerk).get(reverse("correct_contact", args=[case.pk])).content.decode()

    assert "13800001234" not in page
    assert "zhang@example.cn" not in page


# The lists -----------------------------------------------------------------------


def listed(client, tab: str) -> list[Letter]:
    response = client.get(reverse("deliver_queue"), {"tab": tab})
    return [line["letter"] for line in response.context["rows"]]


def counts(client) -> dict[str, int]:
    tabs = client.get(reverse("deliver_queue")).context["tabs"]
    return {tab["url"].partition("tab=")[2] or "waiting": tab["count"] for tab in tabs}


def test_each_letter_stands_in_the_list_of_its_state(office):
    client = as_(office.clerk)
    factories.issued(office)
    under_way, back, again = factories.delivered(office), returned(office), returned(office)
    send(office, again.reply, posted(factories.TODAY))
    kept, done = returned(office), factories.delivered(office)
    results.give_up(on(office), letter=kept.reply, reason="电话无人接听，没有其他地址")
    outcome = results.Outcome(kind="delivered", happened_on=date(2026, 11, 10))
    results.record_result(on(office), dispatch=done.reply.last_dispatch, outcome=outcome)

    assert counts(client) == {"returned": 1, "waiting": 1, "sent": 2, "done": 1}
    assert listed(client, "returned") == [back.reply]
    assert listed(client, "sent") == [under_way.reply, again.reply]
    assert listed(client, "done") == [done.reply]


def test_notices_wait_below_the_replies(office):
    case = factories.accepted(office)
    act = on(office)
    notice = factories.issuing.issue_notice(
        act, case=case, code="L02", fields={"items": "请写明地块。", "period_days": 15}
    )
    page = as_(office.clerk).get(reverse("deliver_queue"))

    assert [line["letter"] for line in page.context["notices"]["rows"]] == [notice]
    assert url_of("letter_send", notice) in page.content.decode()


def test_nobody_lists_what_others_send(office):
    returned(office)
    other = factories.Office("区财政局")
    reader = factories.make_person(office.unit, Duty.REGISTER)
    access.appoint(reader, unit=other.unit, duty=Duty.DELIVER)

    for tab in ("returned", "sent", "done"):
        assert listed(as_(other.clerk), tab) == []
        assert listed(as_(reader), tab) == []
    assert as_(office.adviser).get(reverse("deliver_queue"), {"tab": "sent"}).status_code == 404


def test_a_case_page_leads_to_each_letter(office):
    case = returned(office)
    page = as_(office.clerk).get(case.get_absolute_url()).content.decode()

    for letter in case.letters.all():
        assert url_of("letter", letter) in page
