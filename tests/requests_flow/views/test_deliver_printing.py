"""A day's letters in one file, their envelopes in the same order; nobody else's among them."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pypdfium2 as pdfium
import pytest
from django.urls import reverse

from requests_flow.actions import batch_printing, bundles, issuing
from requests_flow.actions.act import Act
from requests_flow.actions.enclosing import shown_envelope
from requests_flow.flows import CaseFlow
from requests_flow.letters import batch
from requests_flow.letters.batch import Unreadable
from requests_flow.models import Applicant, Entry, vault
from requests_flow.views import deliver_printing
from requests_flow.views.worklist import task_url
from tests import factories
from tests.factories import TODAY
from tests.journeys.people import on
from tests.requests_flow.test_enclosing import disclosed, path_of

from .doors import as_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]
HOME = {"address": "宁波市海曙区县前街61号2幢301室", "postcode": "315000"}
LETTERS = {"letters-with_attachments": "on", "letters-proofs": "none"}
LABELS = {"labels-form": "dl", "labels-first": "1"}


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def client(office):
    return as_(office.clerk)


def replies(office, count: int = 2, **more) -> list:
    return [factories.issued(office, **{**HOME, **more}).reply for _ in range(count)]


def sent(client, route: str, letters, data: dict):
    keys = [getattr(letter, "pk", letter) for letter in letters]
    return client.post(reverse(route), {**data, "letter": keys})


def text_of(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    pages = []
    for page in document:
        textpage = page.get_textpage()
        pages.append("".join(textpage.get_text_range().split()).replace("\u2060", ""))
        textpage.close()
    document.close()
    return pages


def marks(pdf: bytes) -> list[tuple[str, list[str]]]:
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        return [(one.title, [child.title for child in one.children]) for one in outline.root]


def streams(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [page.Contents.read_bytes() for page in file.pages if "/Contents" in page]


def test_letters_are_printed_from_their_stored_bytes_behind_a_list(client, office):
    one, other = replies(office)

    response = sent(client, "deliver_print", [other, one], LETTERS)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert marks(response.content) == [("清单", []), (one.number, []), (other.number, [])]
    drawn = streams(response.content)
    for letter in (one, other):
        for stream in streams(vault.read(letter.sha256)):
            assert stream in drawn
    cover = text_of(response.content)[0]
    assert one.number in cover
    assert "县前街61号2幢301室" in cover
    assert shown_envelope(one).envelope.check_code in cover


def test_what_is_due_first_is_printed_first(client, office):
    late = factories.issued(office, day=date(2026, 11, 6), **HOME).reply
    early = factories.issued(office, day=date(2026, 11, 9), **HOME).reply
    type(late.case).objects.filter(pk=late.case_id).update(due_on=date(2026, 12, 30))
    type(late.case).objects.filter(pk=early.case_id).update(due_on=date(2026, 12, 1))

    found = marks(sent(client, "deliver_print", [late, early], LETTERS).content)

    assert [name for name, _children in found] == ["清单", early.number, late.number]


def test_each_letter_printed_is_written_down_in_its_case(client, office):
    letters = replies(office)

    sent(client, "deliver_print", letters, LETTERS)
    sent(client, "deliver_labels", letters[:1], LABELS)

    entries = Entry.objects.filter(verb="printed_for_dispatch")
    assert [(one.case_id, one.data["what"]) for one in entries] == [
        (letters[0].case_id, "letters"),
        (letters[1].case_id, "letters"),
        (letters[0].case_id, "dl"),
    ]
    assert entries[0].actor == office.clerk
    assert entries[0].data["envelope"] == shown_envelope(letters[0]).envelope.digest
    assert "打印" in client.get(letters[0].case.get_absolute_url()).content.decode()


def paper(pages: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        for _ in range(pages):
            page = file.add_blank_page(page_size=(595, 842))
            page.Contents = file.make_stream(b"% plan")
        file.save(out)
    return out.getvalue()


@pytest.fixture
def with_files(office, monkeypatch):
    """A reply with a PDF and a file that is none."""
    from requests_flow.actions import documents

    keep = documents.keep_document

    def as_pdf(act, *, data, name, **more):
        return keep(act, data=paper(3) if name.endswith(".pdf") else data, name=name, **more)

    monkeypatch.setattr(documents, "keep_document", as_pdf)
    return disclosed(office, "方案.pdf", "汇总.txt")


def test_attachments_go_with_their_letter_and_what_is_no_pdf_is_listed(client, with_files):
    response = sent(client, "deliver_print", [with_files], LETTERS)

    assert marks(response.content) == [
        ("清单", []),
        (with_files.number, ["方案.pdf"]),
        ("另行附入清单", []),
    ]
    assert streams(response.content).count(b"% plan") == 3
    assert "汇总.txt" in text_of(response.content)[-1]


def test_without_attachments_all_of_them_are_listed(client, with_files):
    response = sent(client, "deliver_print", [with_files], {"letters-proofs": "none"})

    assert b"% plan" not in streams(response.content)
    last = text_of(response.content)[-1]
    assert "方案.pdf" in last
    assert "汇总.txt" in last


def test_who_comes_to_fetch_it_signs_a_proof(client, office):
    fetched = factories.issued(office, provision_form="自行领取", **HOME).reply
    posted = factories.issued(office, provision_form="纸质，邮寄", **HOME).reply
    homeless = factories.issued(office, address="").reply
    handed = {**LETTERS, "letters-proofs": "handed_over"}

    found = dict(marks(sent(client, "deliver_print", [fetched, posted, homeless], handed).content))

    assert found[fetched.number] == found[homeless.number] == ["送达回证"]
    assert found[posted.number] == []
    everybody = {**LETTERS, "letters-proofs": "all"}
    assert all(
        children == ["送达回证"]
        for name, children in marks(sent(client, "deliver_print", [posted], everybody).content)
        if name != "清单"
    )


def test_both_sides_or_one(client, office):
    letters = replies(office)

    def pages(data: dict) -> int:
        return len(text_of(sent(client, "deliver_print", letters, data).content))

    printed = sum(letter.pages for letter in letters)
    assert pages({**LETTERS, "letters-single_sided": "on"}) == 1 + printed
    assert pages(LETTERS) >= 2 + printed


def test_addresses_are_printed_in_the_same_order(client, office):
    one, other = replies(office)

    pages = text_of(sent(client, "deliver_labels", [other, one], LABELS).content)

    assert len(pages) == 2
    assert one.number in pages[0]
    assert shown_envelope(one).envelope.check_code in pages[0]
    assert other.number in pages[1]
    sheet = {"labels-form": "sheet8", "labels-first": "8"}
    assert len(text_of(sent(client, "deliver_labels", [one, other], sheet).content)) == 2


# What cannot be printed, and says so on the queue -------------------------------------------------


def test_an_envelope_printed_before_the_address_was_corrected_is_not_taken(client, office):
    (reply,) = replies(office, 1)
    (task,) = reply.case.process.task_set.filter(flow_task=CaseFlow.deliver)
    page_of = task_url(task)
    old = shown_envelope(reply).envelope.check_code
    sent(client, "deliver_labels", [reply], LABELS)
    sent(client, "deliver_print", [reply], LETTERS)
    assert (
        "destroy it" not in client.get(page_of, headers={"accept-language": "en"}).content.decode()
    )

    Applicant.objects.update(address="宁波市海曙区新路7号")
    new = shown_envelope(reply).envelope.check_code
    page = client.get(page_of, headers={"accept-language": "en"}).content.decode()
    assert f"bears the code {old}" in page
    assert f"with the code {new}" in page

    sent(client, "deliver_labels", [reply], LABELS)
    assert (
        "destroy it" not in client.get(page_of, headers={"accept-language": "en"}).content.decode()
    )


def said(response) -> str:
    assert response.status_code == 422
    return " ".join(map(str, response.context["refused"].errors.get("__all__", [])))


def test_nothing_chosen_is_said(client, office):
    replies(office, 1)
    assert said(sent(client, "deliver_print", [], LETTERS))
    assert said(sent(client, "deliver_labels", [], LABELS))


def test_too_many_are_said_with_the_number(client, office, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_LETTERS", 1)
    assert "1" in said(sent(client, "deliver_print", replies(office), LETTERS))


def test_too_large_a_batch_is_said(client, office, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_BYTES", 100)
    assert said(sent(client, "deliver_print", replies(office, 1), LETTERS))


def test_an_envelope_needs_an_address_and_the_letter_does_not(client, office):
    with_, without = replies(office, 1)[0], factories.issued(office, address="").reply

    sentence = said(sent(client, "deliver_labels", [with_, without], LABELS))

    assert without.number in sentence
    assert with_.number not in sentence
    assert not Entry.objects.filter(verb="printed_for_dispatch").exists()
    assert sent(client, "deliver_print", [without], LETTERS).status_code == 200


def test_what_was_ticked_stays_ticked(client, office):
    one, other = replies(office, address="")

    response = sent(client, "deliver_labels", [one], LABELS)

    page = response.content.decode()
    assert f'value="{one.pk}" checked' in page
    assert f'value="{other.pk}" checked' not in page


def test_one_damaged_letter_stops_all_and_is_named(client, office):
    one, other = replies(office)
    path_of(other.sha256).write_bytes(b"%PDF-1.7 other")

    sentence = said(sent(client, "deliver_print", [one, other], LETTERS))

    assert other.number in sentence
    assert not Entry.objects.filter(verb="printed_for_dispatch").exists()


def test_an_applicant_renamed_since_stops_it(client, office):
    letter = replies(office, 1)[0]
    Applicant.objects.filter(case=letter.case_id).update(name="张三风")

    assert letter.number in said(sent(client, "deliver_print", [letter], LETTERS))


def test_a_name_without_a_glyph_is_said(client, office):
    letter = replies(office, 1, address="宁波市海曙区\U0003134a路1号")[0]

    assert "U+3134A" in said(sent(client, "deliver_labels", [letter], LABELS))


def test_an_address_that_does_not_fit_is_said(client, office):
    letter = replies(office, 1, address="宁波市海曙区县前街" * 26)[0]

    sheet = {"labels-form": "sheet14", "labels-first": "1"}
    assert letter.number in said(sent(client, "deliver_labels", [letter], sheet))


def test_a_file_that_cannot_be_opened_is_named(client, with_files, monkeypatch):
    def broken(*_parts, **_more):
        raise Unreadable("方案.pdf")

    monkeypatch.setattr(batch_printing, "bind", broken)

    assert "方案.pdf" in said(sent(client, "deliver_print", [with_files], LETTERS))


def test_more_pages_than_a_batch_holds_are_refused(client, office, monkeypatch):
    monkeypatch.setattr(batch, "MOST_PAGES", 1)

    assert said(sent(client, "deliver_print", replies(office, 1), LETTERS))


@pytest.mark.parametrize(
    ("route", "data"),
    [
        ("deliver_print", {"letters-proofs": "some"}),
        ("deliver_print", {}),
        ("deliver_labels", {"labels-form": "b4", "labels-first": "1"}),
        ("deliver_labels", {"labels-form": "dl", "labels-first": "0"}),
        ("deliver_labels", {"labels-form": "sheet8", "labels-first": "9"}),
        ("deliver_labels", {"labels-form": "sheet14", "labels-first": "x"}),
        ("deliver_labels", {}),
    ],
)
def test_what_no_form_sends_is_refused_with_a_sentence(client, office, route, data):
    response = sent(client, route, replies(office, 1), data)

    assert response.status_code == 422
    assert response.context["refused"].errors


# Whose letters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["deliver_print", "deliver_labels"])
def test_one_key_of_another_unit_and_there_is_nothing(client, office, route):
    mine, theirs = replies(office, 1)[0], replies(factories.Office("区民政局"), 1)[0]

    response = sent(client, route, [mine, theirs], LETTERS | LABELS)

    assert response.status_code == 404
    assert not Entry.objects.filter(verb="printed_for_dispatch").exists()


@pytest.mark.parametrize("key", ["987654", "x", "-1", "１", "9" * 30, "1 or 1=1"])
def test_a_key_that_is_none_and_there_is_nothing(client, office, key):
    mine = replies(office, 1)[0]

    assert sent(client, "deliver_print", [mine.pk, key], LETTERS).status_code == 404


def test_a_notice_has_an_envelope_too(client, office):
    notice = factories.issued(office, **HOME).letters.get(code="L01")

    response = sent(client, "deliver_labels", [notice], LABELS)

    assert notice.number in text_of(response.content)[0]


def test_a_paper_that_stays_in_the_house_is_not_printed_here(client, office, monkeypatch):
    letter = replies(office, 1)[0]
    monkeypatch.setattr(deliver_printing, "STAYS_IN_THE_HOUSE", (letter.code,))

    assert sent(client, "deliver_print", [letter], LETTERS).status_code == 404


def test_a_sealed_dossier_is_not_printed_from(client, office):
    letter = factories.archived(office, **HOME).reply

    assert sent(client, "deliver_print", [letter], LETTERS).status_code == 404


@pytest.mark.parametrize("who", ["adviser", "signatory", "checker"])
def test_only_who_delivers_prints(office, who):
    letter = replies(office, 1)[0]

    assert sent(as_(getattr(office, who)), "deliver_print", [letter], LETTERS).status_code == 404


def test_it_is_sent_and_not_fetched(client, office):
    letter = replies(office, 1)[0]

    for route in ("deliver_print", "deliver_labels"):
        assert client.get(reverse(route), {"letter": letter.pk}).status_code == 405


# The queue ----------------------------------------------------------------------------------------


def test_the_queue_offers_what_is_printed_and_ticks_on_demand(client, office):
    old = factories.issued(office, day=date(2026, 11, 6), **HOME).reply
    new = factories.issued(office, day=TODAY, **HOME).reply
    waiting = factories.signed(office)

    def ticked(pick: str) -> set[int]:
        response = client.get(reverse("deliver_queue"), {"pick": pick})
        assert waiting.number in response.content.decode()
        return response.context["picked"]

    assert ticked("") == ticked("nonsense") == set()
    assert ticked("today") == {new.pk}
    assert ticked("all") == {old.pk, new.pk}


def test_a_queue_without_a_printed_letter_offers_no_printing(client, office):
    factories.signed(office)

    page = client.get(reverse("deliver_queue")).content.decode()

    assert "print-bar" not in page


def test_a_notice_is_ticked_and_printed_with_the_answers(client, office):
    answer = factories.issued(office, day=TODAY, **HOME).reply
    case = factories.accepted(office, **HOME)
    act = Act(by=office.clerk, at=factories.at(TODAY))
    notice = issuing.issue_notice(
        act, case=case, code="L02", fields={"items": "请写明地块。", "period_days": 15}
    )

    page = client.get(reverse("deliver_queue"), {"pick": "today"})
    assert page.context["picked"] == {answer.pk, notice.pk}
    assert page.content.decode().count(" checked") >= 2
    printed = sent(client, "deliver_print", [answer, notice], LETTERS)
    assert {name for name, _children in marks(printed.content)} == {
        "清单", answer.number, notice.number,
    }  # fmt: skip


def test_the_queue_shown_with_a_refusal_leads_back_to_the_queue(client, office):
    replies(office, 1)

    page = sent(client, "deliver_print", [], LETTERS).content.decode()

    assert 'href="?' not in page
