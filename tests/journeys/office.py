"""The people of an office at their browsers, and the stretches of the way that journeys share."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from pathlib import Path

from django.urls import reverse

from requests_flow.actions.enclosing import shown_envelope
from requests_flow.models import Case, Letter
from tests import factories
from tests.journeys.people import Person, fresh, on

APPLICATION = {
    "channel": "counter",
    "submitted_on": "2026-11-02",
    "kind": "natural_person",
    "name": "欧阳晓东",
    "identity_number": "330203198001010011",
    "address": "宁波市海曙区中山西路99号",
    "subject": "望春街道某地块征收补偿安置方案",
    "request_text": "申请公开望春街道某地块征收补偿安置方案全文。",
}
SEARCH = {"places": "综合档案系统、业务科室", "keywords": "征收补偿", "result": "未查到"}


class Room:
    """The people of an office, each with a browser."""

    def __init__(self) -> None:
        self.office = factories.Office()
        self.clerk = Person(self.office.clerk)
        self.checker = Person(self.office.checker)
        self.adviser = Person(self.office.adviser)
        self.signatory = Person(self.office.signatory)


def searched_and_written(room: Room) -> Case:
    """Registered on the second of November; the draft lies before the adviser on the fourth."""
    with on(date(2026, 11, 2)):
        case = room.clerk.registers(**APPLICATION)
        room.clerk.takes(case, "review", result="accept", note="内容明确")
    with on(date(2026, 11, 3)):
        room.clerk.takes(case, "assign", handler=room.office.clerk.pk)
        room.clerk.records(case, "record_search", **SEARCH)
        room.clerk.takes(case, "handle", outcome="D1a")
    with on(date(2026, 11, 4)):
        room.clerk.takes(case, "compose", letter_search_scope="综合档案系统、业务科室")
    return fresh(case)


def agreed_signed_and_issued(room: Room, case: Case, *, first: date = date(2026, 11, 5)) -> Letter:
    """The adviser agrees, the signatory signs, the clerk prints, all within a day or two."""
    with on(first):
        room.adviser.takes(case, "review_in_law", verdict="approved", checklist=["basis"])
        room.signatory.takes(case, "sign", decision="sign")
    with on(first + timedelta(days=1)):
        room.clerk.takes(case, "issue")
    return case.letters.get(is_reply=True)


def ticks_of(letter: Letter) -> list[str]:
    """Every piece of the envelope, as the page asks for it."""
    return [tick for tick, _name in shown_envelope(letter).ticks]


def delivered(room: Room, case: Case) -> Case:
    with on(date(2026, 11, 6)):
        room.clerk.takes(
            case,
            "deliver",
            method="post",
            sent_on="2026-11-06",
            tracking_number="EX123456785CN",
            pieces=ticks_of(case.reply),
        )
    return fresh(case)


def pdf_words(room: Room, case: Case, letter: Letter, folder: Path) -> str:
    """What can be read in the letter that the case page offers."""
    response = room.clerk.opens(reverse("case_letter", args=[case.pk, letter.pk]))
    assert response["Content-Type"] == "application/pdf"
    path = folder / "letter.pdf"
    path.write_bytes(b"".join(response) if response.streaming else response.content)
    printed = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return "".join(printed.stdout.decode().split())
