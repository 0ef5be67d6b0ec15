"""From the counter to the archive: searched, and not there (D1a). Each at their own browser."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from viewflow.workflow.models import Task

from requests_flow.models import Case
from requests_flow.views.walking import open_task
from tests import factories
from tests.journeys.office import (
    APPLICATION,
    agreed_signed_and_issued,
    delivered,
    pdf_words,
    searched_and_written,
)
from tests.journeys.people import Person, fresh, on

pytestmark = pytest.mark.django_db


def test_the_whole_way(room, tmp_path):
    case = searched_and_written(room)
    assert case.received_on == date(2026, 11, 2)
    assert case.due_on == date(2026, 11, 30)

    letter = agreed_signed_and_issued(room, case)
    assert letter.number == f"{room.office.unit.number_prefix}〔2026〕1号"
    words = pdf_words(room, case, letter, tmp_path)
    for part in (letter.number, "欧阳晓东", "2026年11月5日", "第三十六条第（四）项", "复议"):
        assert part in words, part

    case = delivered(room, case)
    assert case.answered_on == case.closed_on == date(2026, 11, 6)

    with on(date(2026, 11, 9)):
        room.clerk.takes(case, "file_away")
    assert fresh(case).is_archived
    assert open_task(case) is None


def test_the_receipt_is_printed_when_it_is_registered(room, tmp_path):
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)

        words = pdf_words(room, case, case.letters.get(code="L01"), tmp_path)

    assert case.letters.get(code="L01").number in words
    assert "2026年11月2日" in words


def test_what_is_archived_can_be_checked_by_anybody(room):
    case = searched_and_written(room)
    letter = agreed_signed_and_issued(room, case)
    case = delivered(room, case)
    with on(date(2026, 11, 9)):
        room.clerk.takes(case, "file_away")

    folder = Path(settings.DOSSIER_DIR) / fresh(case).dossier.folder
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "manifest-sha256.txt"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    kept = {path.name: path.read_bytes() for path in folder.rglob("*.pdf")}

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert len(kept) == 3  # the receipt, the opinion (L28), the reply
    assert any(f"-{letter.code}" in name for name in kept)


def test_what_is_archived_stays_as_it_is(room):
    case = searched_and_written(room)
    agreed_signed_and_issued(room, case)
    case = delivered(room, case)
    with on(date(2026, 11, 9)):
        room.clerk.takes(case, "file_away")

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(subject="别的")
    with on(date(2026, 11, 10)):
        for name in ("record_fact", "record_search", "add_document", "consult", "extend"):
            response = room.clerk.opens(reverse(name, args=[case.pk]))
            assert response.status_code == 409, name


def test_nothing_is_said_not_to_exist_without_a_search(room):
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
        room.clerk.takes(case, "review", result="accept")
        room.clerk.takes(case, "assign", handler=room.office.clerk.pk)

        room.clerk.tries(case, "handle", outcome="D1a")

    assert fresh(case).outcome_code == ""


def test_who_writes_does_not_review_and_who_reviews_does_not_sign(room):
    everybody = room.office.unit
    jack = Person(factories.make_jack(everybody, name="万能"))
    room.clerk = jack
    room.office.clerk = jack.user
    case = searched_and_written(room)

    with on(date(2026, 11, 5)):
        url = jack.step_of(case, "review_in_law")
        response = jack.client.get(url)
        if response.status_code == 200:
            jack.tries(case, "review_in_law", verdict="approved")
        room.adviser.takes(case, "review_in_law", verdict="approved")
        jack.tries(case, "sign", decision="sign")
        room.signatory.takes(case, "sign", decision="sign")

    assert case.latest_draft.opinion.reviewer == room.office.adviser
    assert case.latest_draft.signature.signed_by == room.office.signatory


def test_each_finds_the_case_where_it_waits_for_them(room):
    case = searched_and_written(room)
    stranger = Person(factories.Office("区民政局").adviser)

    with on(date(2026, 11, 5)):
        assert case.number in room.adviser.reads(reverse("legal_queue"))
        assert case.number not in stranger.reads(reverse("legal_queue"))
        room.adviser.takes(case, "review_in_law", verdict="approved")
        assert case.number not in room.adviser.reads(reverse("legal_queue"))
        assert case.number in room.signatory.reads(reverse("desk") + "?tab=free")
        room.signatory.takes(case, "sign", decision="sign")
        assert case.number in room.clerk.reads(reverse("deliver_queue"))

    assert Task.objects.filter(process=case.process_id, status="DONE", owner=room.office.adviser)


def test_a_case_page_says_where_it_stands(room):
    case = searched_and_written(room)

    with on(date(2026, 11, 5)):
        page = room.clerk.reads(case.get_absolute_url())
        ledger = room.clerk.reads(reverse("case_ledger", args=[case.pk]))

    assert case.number in page
    assert "2026-11-30" in ledger
