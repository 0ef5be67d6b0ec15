"""No letter leaves in a wrong envelope, and no wrong thing in a right one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from legal_review.actions.opining import give_opinion
from requests_flow.actions import documents, drafting, handling, issuing, secrecy, signing
from requests_flow.actions.act import Act
from requests_flow.actions.enclosing import (
    EnvelopeMismatch,
    EnvelopeStale,
    Seen,
    checked_envelope,
    shown_envelope,
)
from requests_flow.actions.enclosure_facts import pieces_of
from requests_flow.flows import CaseFlow
from requests_flow.models import Applicant, Case, Document, Draft, Letter, vault
from requests_flow.rules.dispatch import Route
from requests_flow.rules.facts import Fact
from requests_flow.rules.mismatches import Fault
from requests_flow.views.walking import take_step
from tests import factories
from tests.factories import at
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 6)
HOME = {"address": "宁波市海曙区县前街61号2幢301室", "postcode": "315000"}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


def answered(office: factories.Office, case: Case, wording: drafting.Wording) -> Letter:
    """The reply of that wording, through all checks to its number."""

    def step(node: str, person, perform) -> None:
        act = Act(by=person, at=at(DAY))
        take_step(
            act,
            node=getattr(CaseFlow, node),
            case=case,
            perform=lambda one: perform(act, one, one.latest_draft),
        )

    def choose(act, one, _draft):
        handling.choose_outcome(act, case=one, outcome_code="A2")

    def write(act, one, _draft):
        drafting.hand_in_draft(act, case=one, wording=wording)

    def check(act, _one, draft):
        secrecy.check_secrecy(act, draft=draft, findings=factories.found(draft))

    def approve(act, _one, draft):
        give_opinion(act, draft=draft, verdict="approved", seen_digest=draft.digest)

    step("handle", office.clerk, choose)
    step("compose", office.clerk, write)
    step("check_secrecy", office.checker, check)
    step("review_in_law", office.adviser, approve)
    step("sign", office.signatory, lambda act, _one, draft: signing.sign(act, draft=draft))
    step("issue", office.clerk, lambda act, one, _draft: issuing.issue_reply(act, case=one))
    return Case.objects.get(pk=case.pk).reply


def disclosed(office: factories.Office, *names: str, **more) -> Letter:
    """A reply that goes out with a file of each name."""
    case = factories.accepted(office, **{**HOME, **more})
    clerk = Act(by=office.clerk, at=at(DAY))
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION):
        handling.record_fact(clerk, case=case, fact=fact, text="批复一份")
    files = [
        documents.keep_document(
            clerk,
            case=case,
            kind=Document.Kind.ATTACHMENT,
            data=f"{case.number}{name}".encode(),
            name=name,
        )
        for name in names
    ]
    wording = drafting.Wording(
        fields={"documents": "批复一份", "manner": "邮寄纸质件"},
        attachments=tuple(file.pk for file in files),
    )
    return answered(office, case, wording)


def right(letter: Letter) -> Seen:
    """All ticked, as the page shows it."""
    shown = shown_envelope(letter)
    return Seen.of([tick for tick, _name in shown.ticks], shown.envelope.digest)


def faults(letter: Letter, seen: Seen, **more) -> set[Fault]:
    with pytest.raises(EnvelopeMismatch) as refused:
        checked_envelope(letter, seen=seen, **more)
    assert all(refused.value.sentences)
    return {one.fault for one in refused.value.mismatches}


def overwrite(sql: str, values: list) -> None:
    """What nobody can do through the house: a row written past it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(sql, values)
        for _name, guard in guards:
            cursor.execute(guard)


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def letter(office):
    return disclosed(office, "方案.txt", "纪要.txt")


def test_what_was_confirmed_piece_by_piece_may_leave(letter):
    seen = right(letter)

    envelope = checked_envelope(letter, seen=seen, way=Route.POST)

    assert envelope.digest == seen.envelope_digest
    assert envelope.addressee == "张三丰"
    assert [piece.name for piece in envelope.attachments] == ["方案.txt", "纪要.txt"]
    assert [piece.document for piece in envelope.attachments] == [
        row["document"] for row in letter.draft.attachments
    ]
    assert shown_envelope(letter, way=Route.POST).sentences == []


def test_a_reply_without_attachments_may_leave(office):
    case = factories.issued(office, **HOME)

    assert checked_envelope(case.reply, seen=right(case.reply)).attachments == ()


def test_each_piece_is_confirmed_or_nothing_leaves(letter):
    seen = right(letter)
    for at_, _piece in enumerate(seen.pieces):
        fewer = Seen(
            pieces=seen.pieces[:at_] + seen.pieces[at_ + 1 :], envelope_digest=seen.envelope_digest
        )
        assert faults(letter, fewer) & {Fault.ATTACHMENT_MISSING, Fault.OTHER_LETTER}


@pytest.mark.parametrize(
    "junk", ["", "letter", "letter:x:y", "document:１:a", "seal:1:a", "::", "9"]
)
def test_a_tick_that_cannot_be_read_confirms_nothing(letter, junk):
    assert Seen.of([junk], "").pieces == ()
    assert faults(letter, Seen.of([junk], right(letter).envelope_digest))


def test_another_case_s_file_of_the_same_name_stops_it_and_is_not_named(letter, office):
    """What happened elsewhere in July 2026."""
    other = disclosed(office, "方案.txt", "别人的秘密.txt", name="李四")
    mine, theirs = right(letter), right(other)
    mixed = Seen(pieces=(mine.pieces[0], *theirs.pieces[1:]), envelope_digest=mine.envelope_digest)

    assert Fault.ATTACHMENT_FOREIGN in faults(letter, mixed)
    with pytest.raises(EnvelopeMismatch) as refused:
        checked_envelope(letter, seen=mixed)
    assert "秘密" not in str(refused.value)


def test_the_letter_of_another_case_stops_it(letter, office):
    other = right(disclosed(office, "方案.txt", name="李四"))
    mine = right(letter)
    mixed = Seen(pieces=(other.pieces[0], *mine.pieces[1:]), envelope_digest=mine.envelope_digest)

    assert {Fault.OTHER_LETTER, Fault.BYTES} <= faults(letter, mixed)


def test_another_order_and_one_too_many_stop_it(letter):
    seen = right(letter)
    first, *rest = seen.pieces

    turned = Seen(pieces=(first, *reversed(rest)), envelope_digest=seen.envelope_digest)
    twice = Seen(pieces=(*seen.pieces, rest[0]), envelope_digest=seen.envelope_digest)

    assert faults(letter, turned) == {Fault.ATTACHMENT_ORDER}
    assert faults(letter, twice) == {Fault.ATTACHMENT_TWICE}


def test_a_page_opened_before_the_address_changed_is_refused(letter):
    seen = right(letter)
    Applicant.objects.filter(case=letter.case_id).update(address="宁波市海曙区新址路2号")

    with pytest.raises(EnvelopeStale):
        checked_envelope(letter, seen=seen)


def test_only_the_post_needs_an_address(office):
    reply = factories.issued(office, address="").reply

    assert checked_envelope(reply, seen=right(reply), way=Route.PICKUP)
    assert faults(reply, right(reply), way=Route.POST) == {Fault.ADDRESS_MISSING}


def test_an_address_with_a_hidden_part_stops_the_post(office):
    reply = factories.issued(office, address="宁波市海曙区县前街***").reply

    assert faults(reply, right(reply), way=Route.POST) == {Fault.ADDRESS_MASKED}


def test_an_applicant_renamed_since_stops_it(letter):
    Applicant.objects.filter(case=letter.case_id).update(name="张三风")

    assert faults(letter, right(letter)) == {Fault.ADDRESSEE, Fault.FILE_SAYS_ADDRESSEE}


def test_a_notice_does_not_leave_as_the_answer(office):
    case = factories.issued(office, **HOME)
    notice = case.letters.get(code="L01")

    assert Fault.OTHER_LETTER in faults(notice, right(notice))


def test_a_notice_before_there_is_an_answer_does_not_leave_as_one(office):
    notice = factories.accepted(office, **HOME).letters.get(code="L01")

    assert faults(notice, right(notice)) == {Fault.NOT_THE_REPLY}
    assert checked_envelope(notice, seen=right(notice), as_reply=False)


def path_of(sha256: str) -> Path:
    return Path(settings.VAULT_DIR) / sha256[:2] / sha256


def test_bytes_that_are_gone_or_changed_stop_it(letter):
    seen = right(letter)
    file = letter.draft.attachments[1]["sha256"]
    path_of(file).write_bytes("别的内容".encode())

    assert faults(letter, seen) == {Fault.ATTACHMENT_CHANGED}
    path_of(letter.sha256).unlink()
    assert {Fault.BYTES, Fault.FILE_SAYS_NOTHING} <= faults(letter, seen)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops and restores SQLite's triggers")
def test_a_row_that_points_to_another_case_s_file_is_found_by_what_that_file_says(letter, office):
    other = disclosed(office, "方案.txt", name="李四")
    overwrite(
        "UPDATE requests_flow_letter SET sha256 = %s WHERE id = %s", [other.sha256, letter.pk]
    )
    letter.refresh_from_db()

    assert faults(letter, right(letter)) == {
        Fault.FILE_SAYS_NUMBER,
        Fault.FILE_SAYS_CASE,
        Fault.FILE_SAYS_ADDRESSEE,
        Fault.FILE_SAYS_ATTACHMENTS,
    }


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops and restores SQLite's triggers")
def test_a_file_that_is_no_letter_is_found(letter):
    paper = vault.put(b"%PDF-1.7\nnothing")
    overwrite("UPDATE requests_flow_letter SET sha256 = %s WHERE id = %s", [paper, letter.pk])
    letter.refresh_from_db()

    assert faults(letter, right(letter)) == {Fault.FILE_SAYS_NOTHING}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops and restores SQLite's triggers")
def test_a_number_changed_in_the_row_is_found(letter):
    overwrite("UPDATE requests_flow_letter SET number = 'X号' WHERE id = %s", [letter.pk])
    letter.refresh_from_db()

    assert {Fault.FILE_SAYS_NUMBER} <= faults(letter, right(letter))


def test_a_draft_of_earlier_times_finds_its_files_by_digest_within_the_case(letter):
    files = list(letter.case.documents.filter(kind=Document.Kind.ATTACHMENT))
    twin = Document(pk=99, name="抄件.txt", sha256=files[0].sha256, pages=None)
    rows = [
        {name: value for name, value in row.items() if name != "document"}
        for row in letter.draft.attachments
    ]
    old = Draft(attachments=[*rows, {"name": "抄件.txt", "sha256": files[0].sha256}])

    found = pieces_of(old, [twin, *files])

    assert [piece.document for piece in found] == [files[0].pk, files[1].pk, 99]
    assert (
        pieces_of(Draft(attachments=[{"name": "无.txt", "sha256": "0" * 64}]), files)[0].document
        == 0
    )


def test_a_file_chosen_twice_goes_once(office):
    case = factories.accepted(office)
    file = documents.keep_document(
        Act(by=office.clerk, at=at(DAY)),
        case=case,
        kind=Document.Kind.ATTACHMENT,
        data=b"x",
        name="a.txt",
    )

    rows = drafting.attachments_of(case, (file.pk, file.pk))

    assert rows == [{"document": file.pk, "name": "a.txt", "sha256": file.sha256, "pages": None}]
