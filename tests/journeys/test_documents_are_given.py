"""Something is handed out (A2): what goes with the reply passes the secrecy check first (art. 17)."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_flow.models import Document
from requests_flow.views.walking import open_task
from tests.journeys.office import APPLICATION, agreed_signed_and_issued, delivered, pdf_words
from tests.journeys.people import fresh, on, words_of

pytestmark = pytest.mark.django_db

GIVEN = {"letter_documents": "甬海政〔2024〕12号批复，共1页", "letter_manner": "纸质复印件邮寄"}


def a_pdf() -> bytes:
    file = BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(file)
    return file.getvalue()


@pytest.fixture
def case(room):
    """A case whose documents are found and listed; the reply is to be written."""
    clerk = room.clerk
    with on(date(2026, 11, 2)):
        case = clerk.registers(**APPLICATION)
        clerk.takes(case, "review", result="accept")
        clerk.takes(case, "assign", handler=room.office.clerk.pk)
    with on(date(2026, 11, 3)):
        file = SimpleUploadedFile("批复.pdf", a_pdf(), "application/pdf")
        clerk.records(case, "add_document", kind="attachment", files=[file])
        clerk.records(case, "record_fact", fact="documents_listed", text="批复一份")
        clerk.records(case, "record_fact", fact="form_of_provision", text="纸质，邮寄")
        clerk.takes(case, "handle", outcome="A2")
    return fresh(case)


def handed_in(room, case, **more):
    attached = case.documents.get(kind=Document.Kind.ATTACHMENT)
    with on(date(2026, 11, 4)):
        room.clerk.takes(case, "compose", **GIVEN, attachments=[attached.pk], **more)
    return fresh(case)


def test_returned_once_and_then_given(room, case, tmp_path):
    handed_in(room, case)
    with on(date(2026, 11, 5)):
        checks = room.checker.checks(case, "closed", "第一页有个人信息。")
        room.checker.takes(case, "check_secrecy", **checks)
        page = room.clerk.reads(room.clerk.step_of(case, "compose"))
        assert "第一页有个人信息。" in page
    handed_in(room, case, reply_to_return="已遮去。")
    with on(date(2026, 11, 6)):
        checks = room.checker.checks(case, "open", "逐页看过。")
        room.checker.takes(case, "check_secrecy", **checks)

    letter = agreed_signed_and_issued(room, case, first=date(2026, 11, 6))

    assert letter.draft.version == 2
    assert [draft.secrecy_check.passes for draft in case.drafts.all()] == [False, True]
    words = pdf_words(room, case, letter, tmp_path)
    assert "批复.pdf" in words
    assert "第三十六条第（二）项" in words


def test_what_was_given_is_in_the_dossier(room, case):
    handed_in(room, case)
    with on(date(2026, 11, 5)):
        checks = room.checker.checks(case, "open", "逐页看过。")
        room.checker.takes(case, "check_secrecy", **checks)
    agreed_signed_and_issued(room, case)
    delivered(room, case)
    with on(date(2026, 11, 9)):
        page = room.clerk.reads(room.clerk.step_of(case, "file_away"))
        room.clerk.takes(case, "file_away")

    assert "批复.pdf" in page
    assert fresh(case).dossier.files >= 3


def test_the_adviser_waits_for_the_secrecy_check(room, case):
    case = handed_in(room, case)

    assert open_task(case).flow_task.name == "check_secrecy"
    with on(date(2026, 11, 5)):
        assert case.number not in room.adviser.reads(reverse("legal_queue"))


def test_who_wrote_it_does_not_check_it(room, case):
    from requests_flow.units import access
    from requests_flow.units.duties import Duty

    access.appoint(room.office.clerk, unit=room.office.unit, duty=Duty.CHECK_SECRECY)
    case = handed_in(room, case)

    with on(date(2026, 11, 5)):
        checks = room.clerk.checks(case, "open", "自己看过。")
        room.clerk.tries(case, "check_secrecy", **checks)

    assert not hasattr(fresh(case).latest_draft, "secrecy_check")


def test_only_files_to_be_handed_out_go_with_the_reply(room, case):
    with on(date(2026, 11, 4)):
        file = SimpleUploadedFile("内部.pdf", a_pdf(), "application/pdf")
        room.clerk.records(case, "add_document", kind="found", files=[file])
        inside = case.documents.get(kind=Document.Kind.FOUND)
        url = room.clerk.step_of(case, "compose")
        form = room.clerk.form_at(url)
        response = room.clerk.sends(url, form, **GIVEN, attachments=[inside.pk])

    assert response.status_code == 422
    assert "to be handed out" in words_of(response)
    assert not case.drafts.exists()
