"""A letter's file says what it is, to whoever asks its bytes."""

from __future__ import annotations

import io
import json
from datetime import date

import pikepdf
import pytest

from requests_flow.letters import context as wording
from requests_flow.letters import engine, specimens
from requests_flow.letters.contents import said_in
from requests_flow.rules.envelope import Party, Said, addressee_digest, goes_to

from .conftest import ISSUED_ON, NUMBER

PLAN = {"name": "补偿方案", "pages": 12, "sha256": "a" * 64}


def rewritten(pdf: bytes, change) -> bytes:
    """The file with other data inside; `change` gets them as text."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        before = file.attachments["decision.json"].get_file().read_bytes().decode()
        del file.attachments["decision.json"]
        spec = pikepdf.AttachedFileSpec(file, change(before).encode(), filename="decision.json")
        file.attachments["decision.json"] = spec
        file.save(out)
    return out.getvalue()


def test_a_reply_says_its_case_its_reader_and_what_goes_with_it(compose):
    letter = engine.render("L12", compose("C6", attachments=[PLAN, {**PLAN, "sha256": "b" * 64}]))

    assert said_in(letter.pdf) == Said(
        code="L12",
        number=NUMBER,
        case_number="海政公开 2026-0191",
        dated_on=ISSUED_ON.isoformat(),
        addressee=addressee_digest(NUMBER, "张赟"),
        attachments=("a" * 64, "b" * 64),
    )
    assert "张赟".encode() not in letter.pdf


def test_a_reply_that_goes_alone_says_so(compose):
    assert said_in(engine.render("L12", compose()).pdf).attachments == ()


@pytest.mark.parametrize(
    "code", [code for code in specimens.CODES if goes_to(code) is not Party.NOBODY]
)
def test_every_letter_that_leaves_says_its_case_and_its_reader(code):
    paper = {**specimens.specimen(code), "is_specimen": False}
    said = said_in(engine.render(code, paper).pdf)

    assert said is not None
    assert (said.code, said.number) == (code, paper["number"])
    assert said.case_number
    assert said.addressee == addressee_digest(paper["number"], paper["addressee"])


def test_a_seal_behind_the_letter_changes_nothing_of_it(compose):
    """Signed files are the printed bytes and something more."""
    pdf = engine.render("L12", compose()).pdf
    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    sealed = pdf + b"\n%% a seal\nstartxref\n%d\n%%%%EOF\n" % start

    assert said_in(sealed) == said_in(pdf)


def test_a_letter_of_earlier_times_is_read_too(compose):
    def as_before(text: str) -> str:
        data = json.loads(text)
        data["format"] = "yishen-decision/1"
        del data["addressee_sha256"]
        return json.dumps(data)

    said = said_in(rewritten(engine.render("L12", compose()).pdf, as_before))

    assert (said.code, said.number) == ("L12", NUMBER)
    assert (said.addressee, said.attachments) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("yishen-decision/2", "yishen-decision/9"),
        lambda text: text.replace('"number"', '"nr"'),
        lambda text: text.replace('"addressee_sha256"', '"who"'),
        lambda text: text.replace('"case_number"', '"case"'),
        lambda text: text.replace('"L12"', "12"),
        lambda text: text[:-9],
        lambda text: "[]",
        lambda text: text + " " * 200_000,
    ],
)
def test_what_is_no_letter_of_ours_says_nothing(compose, change):
    assert said_in(rewritten(engine.render("L12", compose()).pdf, change)) is None


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"<html>"])
def test_what_is_no_file_of_ours_says_nothing(pdf):
    assert said_in(pdf) is None


def test_a_preview_says_nothing(compose):
    assert said_in(engine.render("L12", compose(preview=True)).pdf) is None


def test_two_letters_of_one_person_name_them_differently(unit, case):
    numbered = [
        wording.with_number(
            wording.notice_context(
                "L02", unit=unit, case=case, fields={"items": "请写明地块。", "period_days": 15}
            ),
            number=number,
            dated_on=date(2026, 11, 23),
        )
        for number in ("海政公开补〔2026〕1号", "海政公开补〔2026〕2号")
    ]
    one, other = (said_in(engine.render("L02", paper).pdf) for paper in numbered)

    assert one.addressee != other.addressee
