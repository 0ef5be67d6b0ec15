"""The letter that left has the words of the one that was reviewed, its number and its date apart."""

from __future__ import annotations

import re

import pypdfium2 as pdfium
import pytest

from requests_flow.letters import engine
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.drafting import DRAFT_FIELDS
from requests_flow.models import Letter, vault
from requests_flow.models.letter import REPLY_CODES
from requests_flow.rules.catalogue import OUTCOMES
from tests import factories
from tests.legal_review import replies
from tests.requests_flow.sealed_office import give_key, give_picture

pytestmark = pytest.mark.django_db

# One outcome for each kind of letter; of L10 also with files.
SHOWN = ("A1", "A2", "B", "C6", "C8", "D1a", "D1b", "D2", "E1", "E2", "E3")
NUMBER = re.compile(r"海测\d+公开〔2026〕1号")


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def lines_of(pdf: bytes) -> list[str]:
    """All text, page after page, line after line. A gap counts as one, whatever its width is called."""
    document = pdfium.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    lines = [line for page in pages for line in [*page.splitlines(), "(end of page)"]]
    return [" ".join(line.split()) for line in lines]


def reviewed_and_left(office, code: str) -> tuple[list[str], Letter]:
    """The text of the draft as its reviewer saw it, and the letter that left."""
    files = ("批复.txt", "附图.txt") if code == "A2" else ()
    case = replies.written(office, code, *files)
    draft = case.latest_draft
    reviewed = engine.render(draft.letter_code, draft.context).pdf
    case = replies.issue(office, replies.sign(office, replies.approve(office, case)))
    return lines_of(reviewed), case.reply


def differing(one: list[str], other: list[str]) -> list[tuple[str, str]]:
    """The lines that are not the same; there are as many on both sides, page by page."""
    return [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]


def test_every_kind_of_reply_is_shown():
    shown = {OUTCOMES[code].letter for code in SHOWN}

    assert shown == {OUTCOMES[code].letter for code in DRAFT_FIELDS}
    assert shown <= set(REPLY_CODES)
    assert shown <= set(LETTERS)


@pytest.mark.parametrize("code", SHOWN)
def test_only_number_and_date_were_added(office, code):
    reviewed, letter = reviewed_and_left(office, code)

    differences = differing(reviewed, lines_of(vault.read(letter.sha256)))

    assert len(differences) == 2, differences
    (blank, number), (empty, day) = differences
    assert (blank, empty) == ("〔 〕 号", "年 月 日")
    assert number == letter.number
    assert NUMBER.fullmatch(number)
    assert day == "2026年11月6日"
    assert len(reviewed) > 10


def test_the_seal_adds_no_word(office, tmp_path, settings):
    give_key(tmp_path, settings, office)
    give_picture(office)

    reviewed, letter = reviewed_and_left(office, "D1a")
    plain, sealed = vault.read(letter.sha256), vault.read(letter.leaving_sha256)

    assert sealed != plain
    assert sealed.startswith(plain)
    assert lines_of(sealed) == lines_of(plain)
    assert len(differing(reviewed, lines_of(sealed))) == 2
