"""What the printer promises: whole letters, sealed, the same each time."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import logging
import os
import subprocess
import sys
import threading

import pikepdf
import pytest

from requests_flow.letters import context as wording
from requests_flow.letters import engine
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.engine import (
    MissingField,
    MissingGlyph,
    ReachesOutside,
    UnknownField,
    UnknownLetter,
)

from .conftest import ISSUED_ON, NUMBER, WRITTEN

HOSTILE = (
    '<link rel=attachment href="file:///etc/passwd"><img src="http://127.0.0.1:9/x.png">'
    '<a href="javascript:alert(1)">x</a><style>@import "file:///etc/hosts";</style></p>"\'&'
)


def test_the_same_context_gives_the_same_bytes(compose):
    first = engine.render("L12", compose("C6"))
    engine.render("L14", compose("D1a"))

    assert engine.render("L12", compose("C6")) == first
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()


def test_another_process_gives_the_same_bytes(compose):
    script = (
        "import json,sys;from requests_flow.letters import engine;"
        "print(engine.render('L12',json.load(sys.stdin)).sha256)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(compose("C6")),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert done.stdout.strip() == engine.render("L12", compose("C6")).sha256


def test_threads_print_one_after_another(compose):
    context, found = compose("C6"), []
    expected = engine.render("L12", context).sha256
    threads = [
        threading.Thread(target=lambda: found.append(engine.render("L12", context).sha256))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 6


def test_a_preview_differs_from_the_letter_in_number_and_date_alone(compose, read):
    draft = compose("C6", preview=True)
    letter = wording.with_number(draft, number=NUMBER, dated_on=ISSUED_ON)
    preview, issued = (read(engine.render("L12", one).pdf) for one in (draft, letter))

    assert "〔〕号" in preview.text()
    assert NUMBER not in preview.text()
    assert (
        preview.text().replace("〔〕号", NUMBER).replace("年月日", "2026年11月23日")
        == issued.text()
    )
    assert {key for key in letter if letter[key] != draft[key]} == {
        "number", "dated_on", "is_preview",
    }  # fmt: skip


def test_a_letter_without_number_or_date_is_not_printed(compose):
    context = compose("C6", preview=True) | {"is_preview": False}
    with pytest.raises(MissingField) as stopped:
        engine.render("L12", context)
    assert stopped.value.names == ["dated_on", "number"]


@pytest.mark.parametrize("name", sorted(LETTERS["L12"].required))
@pytest.mark.parametrize("empty", ["", "  ", None, []])
def test_an_empty_field_stops_the_letter_by_its_name(compose, name, empty):
    with pytest.raises(MissingField) as stopped:
        engine.render("L12", compose("C6") | {name: empty})
    assert stopped.value.names == [name]
    assert name in str(stopped.value)


def test_an_unknown_field_stops_the_letter_by_its_name(compose):
    with pytest.raises(UnknownField) as stopped:
        engine.render("L12", compose("C6") | {"watermark": "样"})
    assert stopped.value.names == ["watermark"]
    with pytest.raises(UnknownLetter):
        engine.render("L99", {})


@pytest.mark.parametrize("quiet", [logging.NOTSET, logging.CRITICAL])
def test_a_character_without_a_glyph_stops_the_letter(compose, quiet):
    logging.disable(quiet)
    try:
        with pytest.raises(MissingGlyph) as stopped:
            engine.render("L12", compose("C6") | {"addressee": "张\ue123\U000323b0"})
    finally:
        assert logging.root.manager.disable == quiet
        logging.disable(logging.NOTSET)
    assert stopped.value.characters == ["\ue123", "\U000323b0"]
    assert "U+E123" in str(stopped.value)


def test_rare_names_are_printed_with_their_own_characters(compose, read):
    names = "张赟喆陈㐂赵䶮吴𠮷昇堃镕㛃䜣㧐𬭎𬀩𪟝𫍯𬸚𣸣"
    letter = engine.render("L12", compose("C6") | {"addressee": names})
    assert names in read(letter.pdf).text()


def test_hostile_text_is_only_text(compose, case, unit, read):
    person = dataclasses.replace(
        case, applicant_name=HOSTILE, request_text=HOSTILE, history=(HOSTILE,)
    )
    organ = wording.UnitFacts(*[HOSTILE] * 6)
    context = compose(
        "B",
        unit=organ,
        case=person,
        fields=dict.fromkeys([field.name for field in wording.DRAFT_FIELDS["B"]], HOSTILE),
        remedy=HOSTILE,
        attachments=(HOSTILE,),
    ) | {"number": HOSTILE, "copied_to": HOSTILE, "printed_by": HOSTILE}
    html = engine.to_html(LETTERS["L11"], context)
    letter = engine.render("L11", context)

    for tag in ("<link rel=attachment", "<img", "<style", "<a ", "<script"):
        assert tag not in html
    assert "file:///etc/passwd" in read(letter.pdf).text()
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        assert list(pdf.attachments) == ["decision.json"]
        assert all("/Annots" not in page for page in pdf.pages)
    assert b"root:x:0" not in letter.pdf


@pytest.mark.parametrize(
    "outside",
    [
        '<link rel=attachment href="file:///etc/passwd">',
        '<link rel=stylesheet href="http://127.0.0.1:9/x.css">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/passwd">',
        "<style>@import 'file:///etc/passwd';</style>",
        '<p style="background:url(http://127.0.0.1:9/)">x</p>',
    ],
)
def test_nothing_outside_is_fetched_even_if_a_template_asks(compose, monkeypatch, outside):
    """What escaping would let through, the sealed fetcher stops."""
    real = engine.to_html
    monkeypatch.setattr(
        engine, "to_html", lambda *given: real(*given).replace("</body>", f"{outside}</body>")
    )
    try:
        letter = engine.render("L12", compose("C6"))
    except ReachesOutside:
        return
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        assert list(pdf.attachments) == ["decision.json"]
    assert 'rel=attachment href="file' in outside  # its link was taken away before


def test_only_plain_links_survive(compose, monkeypatch):
    links = "".join(
        f'<p><a href="{link}">x</a></p>'
        for link in ("https://a.example/", "javascript:alert(1)", " FILE:///etc/passwd", "data:,x")
    )
    real = engine.to_html
    monkeypatch.setattr(
        engine, "to_html", lambda *given: real(*given).replace("</body>", links + "</body>")
    )
    letter = engine.render("L12", compose("C6"))
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        targets = [str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", [])]
    assert targets == ["https://a.example/"]


def test_importing_the_room_does_not_load_the_printer():
    script = (
        "import sys, requests_flow.letters.engine, requests_flow.letters.context;"
        "print('weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_every_field_of_the_sample_is_asked_for_somewhere():
    asked = {field.name for fields in wording.DRAFT_FIELDS.values() for field in fields}
    assert asked == set(WRITTEN)
