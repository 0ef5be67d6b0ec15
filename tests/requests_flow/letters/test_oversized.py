"""Too much, too deep, too strange: a letter within a bound of time, or a sentence that says why not."""

from __future__ import annotations

import logging
import pickle
import time

import pytest

from requests_flow.letters import bounds, engine
from requests_flow.letters.engine import LetterStopped, LetterTooLong, MissingGlyph, NotLaidOut
from requests_flow.letters.specimens import specimen

FILLER = "根据工作安排对有关材料逐份核对并作出说明"
SECONDS = 20  # of this processor; reliability.md R14


def render(code="L12", **changes):
    """The letter or the error, within the bound."""
    context = specimen(code) | {"is_specimen": False} | changes
    before = time.process_time()
    try:
        return engine.render(code, context)
    except LetterStopped as stopped:
        return stopped
    finally:
        assert time.process_time() - before < SECONDS


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"paragraphs": ["字" * 5_000_000]}, LetterTooLong),
        ({"paragraphs": [FILLER * 100] * 2_500}, LetterTooLong),
        ({"addressee": "字" * 5_000_000}, LetterTooLong),
        ({"paragraphs": ["字"] * 10_000}, bounds.TooManyPieces),
        ({"paragraphs": ["字\n" * 10_000]}, bounds.TooManyPieces),
        ({"paragraphs": ["1" * 50_000]}, bounds.WordTooLong),
        ({"paragraphs": ["https://" + "a" * 50_000]}, bounds.WordTooLong),
        ({"paragraphs": ["\u05d0" * 2_000]}, bounds.WordTooLong),
        ({"copied_to": "局" * 401}, bounds.PartTooLong),
        ({"printed_by": "局" * 3_000}, bounds.PartTooLong),
        ({"contact": "字" * 3_000}, bounds.PartTooLong),
        ({"unit_name": "局" * 3_000}, bounds.PartTooLong),
        ({"letterhead": "局" * 3_000}, bounds.PartTooLong),
    ],
)
def test_what_is_too_much_is_refused_before_it_is_printed(changes, kind, monkeypatch):
    monkeypatch.setattr(engine, "print_here", lambda sheet: pytest.fail("printed"))
    before = time.process_time()
    stopped = render(**changes)

    assert type(stopped) is kind
    assert "L12" in str(stopped)
    assert str(stopped.data["limit"]) in str(stopped)
    assert time.process_time() - before < 2


def test_a_table_of_ten_thousand_rows_is_refused_and_one_that_is_allowed_is_printed():
    wide = len(specimen("L26")["columns"])
    assert isinstance(render("L26", lines=[["甲"] * wide] * 10_000), LetterTooLong)
    assert type(render("L26", lines=[["甲"] * wide] * 600)) is bounds.TooManyPieces

    rows = (bounds.PIECES - 100) // wide
    assert render("L26", lines=[["甲"] * wide] * rows).pages > 10


def test_what_is_nested_without_end_is_refused():
    deep: list = ["字"]
    for _ in range(5_000):
        deep = [deep]
    assert type(render(paragraphs=deep)) is bounds.TooManyPieces


@pytest.mark.parametrize(
    "text",
    [
        FILLER * (bounds.CHARACTERS // len(FILLER) - 20),
        ("a" * (bounds.WORD - 1) + " ") * 12,
        "2026年11月23日" * 400,
        "<b>&\"' " * 800,
        "（" * 5_000,
        "——" * 2_000,
        "。" * 5_000,
    ],
    ids=["long", "words", "dates", "marks of HTML", "brackets", "dashes", "stops"],
)
def test_what_is_allowed_is_printed_in_time(text):
    assert render(paragraphs=[text]).pages > 3


@pytest.mark.parametrize(
    "strange",
    [
        "\u202e",
        "\u202d",
        "\u2066",
        "\u2069",
        "\x00",
        "\ud800",
        "\ufffe",
        "\x1b",
        "\x7f",
        "\x85",
    ],
    ids=lambda one: f"U+{ord(one):04X}",
)
def test_what_has_no_shape_is_left_out_of_every_field(strange, read):
    """Turned directions too: what is printed is what stands in the record, in its order."""
    context = specimen("L12") | {"is_specimen": False, "contact": "某科", "copied_to": "某局"}

    def strewn(value):
        if isinstance(value, list | tuple):
            return [strewn(one) for one in value]
        if not isinstance(value, str):
            return value
        return f"{value[:1]}{strange}{value[1:]}{strange}"

    odd = {name: strewn(value) if name != "decision" else value for name, value in context.items()}
    plain, letter = (engine.render("L12", one) for one in (context, odd))
    assert read(letter.pdf).text() == read(plain.pdf).text()
    assert letter.sha256 == plain.sha256


@pytest.mark.parametrize(
    "text",
    ["\u05d0\u05d1 abc " * 2_000, "字\U00020bb7" * 3_000, "e\u0301 " * 2_000, "\u200d\u200b" * 400,
     "\U0001f600" * 2_000, "\ufeff字" * 1_000, "\u0e33 " * 900],
    ids=["both directions", "two faces", "combined", "no width", "pictures", "mark", "no glyph"],
)  # fmt: skip
def test_strange_writing_ends_in_a_letter_or_in_its_characters(text):
    found = render(paragraphs=[text])
    assert isinstance(found, engine.Printed | MissingGlyph)


def test_a_character_without_a_glyph_is_told_once_and_does_not_fill_the_log(caplog):
    with caplog.at_level(logging.DEBUG):
        stopped = render(paragraphs=["张\ue123 " * 500])
    assert stopped.characters == ["\ue123"]
    assert "notdef" not in caplog.text


def test_a_printer_that_breaks_off_is_a_sentence_and_a_line_in_the_log(monkeypatch, caplog):
    engine.warm_up()
    render()
    from weasyprint.document import Document

    def break_off(self, *given, **options):
        raise AssertionError("page_is_empty")

    monkeypatch.setattr(Document, "write_pdf", break_off)
    stopped = render()
    assert type(stopped) is NotLaidOut
    assert "L12" in str(stopped)
    assert "page_is_empty" in caplog.text


@pytest.mark.parametrize(
    "stopped",
    [
        LetterTooLong("L12", 2, 1),
        bounds.TooManyPieces("L12", 2, 1),
        bounds.WordTooLong("L12", 2, 1),
        bounds.PartTooLong("L12", 2, 1, name="copied_to"),
        NotLaidOut("L12"),
    ],
    ids=lambda one: one.code,
)
def test_every_reason_survives_the_way_between_processes(stopped):
    again = pickle.loads(pickle.dumps(stopped))  # noqa: S301 - our own bytes
    assert type(again) is type(stopped)
    assert str(again) == str(stopped)
