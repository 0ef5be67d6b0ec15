"""What is done sooner is the same: outlines, lines, pages, and the tree of a letter."""

from __future__ import annotations

import base64
import io
import json
import os
import random
import subprocess
import sys

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from requests_flow.letters import engine, press, quick
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.fonts import font_dir
from requests_flow.letters.quick import markup
from requests_flow.letters.quick.cff import Face, NotOfThisKind
from requests_flow.letters.quick.lines import Line
from requests_flow.letters.specimens import specimen

FACES = ("GwFang", "GwSong", "GwTitle", "GwTitleX", "GwSerif", "GwSerifX", "GwHei", "GwHeiX")
EVERYDAY = "字国人民政府信息公开申请"
RARE = "赟喆堃㐂䶮𠮷"
MARKS = "，。、；：？！（）《》〈〉“”‘’—…·％%.,0123456789〔〕【】年月日①②号￥＋"


@pytest.mark.parametrize("family", FACES)
def test_an_embedded_face_has_the_outlines_and_widths_of_its_source(family):
    path = font_dir() / "faces" / f"{family}.otf"
    with TTFont(path) as font:
        count = font["maxp"].numGlyphs
        numbers = [*range(130), *range(130, count, count // 90)]
        own = font["CFF "].cff.topDictIndex[0].CharStrings
        picked = CFFFontSet()
        picked.decompile(io.BytesIO(Face(path.read_bytes()).pick(numbers)), None)
        glyphs = picked.topDictIndex[0].CharStrings
        assert sorted(glyphs.keys()) == sorted(
            {".notdef"} | {f"cid{number:05}" for number in numbers if number}
        )
        for number in numbers:
            drawn, expected = RecordingPen(), RecordingPen()
            name = f"cid{number:05}" if number else ".notdef"
            glyphs[name].draw(drawn)
            own[font.getGlyphName(number)].draw(expected)
            assert drawn.value == expected.value
            assert glyphs[name].width == own[font.getGlyphName(number)].width


@pytest.mark.parametrize("damage", [b"", b"OTTO", b"\0\1\0\0" + bytes(40), b"true"])
def test_a_face_of_another_kind_is_left_to_harfbuzz(damage):
    with pytest.raises(NotOfThisKind):
        Face(damage)


@pytest.fixture(scope="module")
def ways():
    """Text boxes of a letter in each of its styles, and both ways to break them."""
    from weasyprint.layout import inline

    press.warm_up()
    fast, boxes = inline.split_text_box, {}
    slow = next(
        cell.cell_contents
        for name, cell in zip(fast.__code__.co_freevars, fast.__closure__, strict=True)
        if name == "slow"
    )

    def spy(context, box, *given, **named):
        style = box.style
        names = ("font_family", "font_size", "letter_spacing", "white_space", "overflow_wrap")
        boxes[tuple(str(style[name]) for name in names)] = (context, box)
        return fast(context, box, *given, **named)

    inline.split_text_box = spy
    try:
        for code in ("L12", "L05", "L26"):
            engine.render(code, specimen(code))
    finally:
        inline.split_text_box = fast
    return fast, slow, list(boxes.values())


def told(found):
    """What is known of a broken line."""
    box, resume_at, is_kept = found
    if box is None:
        return None, resume_at, bool(is_kept)
    names = ("width", "height", "baseline", "margin_top", "margin_bottom")
    places = [round(getattr(box, name), 6) for name in names]
    return box.text, places, resume_at, bool(is_kept)


def texts(chance):
    """Chinese of every mixture, up to four lines of it."""
    pools = (EVERYDAY, EVERYDAY + RARE, EVERYDAY * 6 + RARE + MARKS, MARKS, EVERYDAY + " ab’s ")
    return [
        "".join(chance.choice(pool) for _ in range(chance.randint(1, 110)))
        for pool in pools
        for _ in range(3)
    ]


def test_a_line_is_measured_and_broken_as_pango_does_it(ways):
    fast, slow, boxes = ways
    chance, quickly = random.Random(5), 0  # noqa: S311 - the same each time
    for context, original in boxes:
        style = original.style
        spacing = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
        exact = (style["font_size"] + spacing) * chance.randint(1, 30)
        for text in texts(chance):
            for width in (exact, exact + chance.uniform(-0.3, 0.3), 589.606, 7.0, -5.0):
                skip = 0
                while skip is not None:
                    is_start = chance.random() < 0.7
                    box = original.copy()
                    box.text = text
                    found = fast(context, box, width, skip, is_start)
                    box = original.copy()
                    box.text = text
                    assert told(found) == told(slow(context, box, width, skip, is_start))
                    quickly += found[0] is not None and isinstance(found[0].pango_layout, Line)
                    skip = found[1]
    assert quickly > 2000  # it was tried, not left to Pango


PLACES = """
import base64, json, sys
from requests_flow.letters import engine, quick
from requests_flow.letters.specimens import specimen
if sys.argv[1] == "slowly":
    quick.TESTED_VERSIONS = frozenset()
text = "根据工作安排对有关材料逐份核对，涉及张赟、王喆二人，共12份。" * 9
long = {"paragraphs": [text[:n] for n in range(9, 270, 7)]}
made = [engine.render(code, specimen(code) | more) for code, more in (
    ("L12", {"is_specimen": False}), ("L12", long),
    ("L05", {}), ("L07", {}), ("L26", {}), ("L23A", {}),
)]
print(json.dumps([(base64.b64encode(one.pdf).decode(), one.fingerprint) for one in made]))
"""


def test_a_letter_has_the_same_characters_in_the_same_places(read):
    """Pango's spacing is cut to thousandths of the em, ours is not: lines differ by a hair."""
    both = []
    for way in ("quickly", "slowly"):
        done = subprocess.run(
            [sys.executable, "-c", PLACES, way], capture_output=True, check=True, env=os.environ
        )
        made = json.loads(done.stdout.splitlines()[-1])
        both.append([(base64.b64decode(pdf), how) for pdf, how in made])
    for (quickly, how), (slowly, old) in zip(*both, strict=True):
        assert "quick=on" in how
        assert "quick=off" in old
        ours, theirs = read(quickly), read(slowly)
        assert len(ours) == len(theirs)
        for number in range(len(ours)):
            for (y, line), (other_y, other) in zip(
                ours.lines(number), theirs.lines(number), strict=True
            ):
                assert abs(y - other_y) < 0.15
                assert [shown for _, shown in line] == [shown for _, shown in other]
                assert max(abs(a - b) for (a, _), (b, _) in zip(line, other, strict=True)) < 1


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_a_letter_read_as_xml_is_what_html_would_be(code):
    import tinyhtml5

    form = LETTERS[code]
    context = {name: value for name, value in specimen(code).items() if name != "decision"}
    html = engine.to_html(form, context | {"addressee": "<张>&\"三'"})
    xml = markup.tree_of(html)
    assert xml is not None

    def shape(element):
        text, tail = ((part or "").strip("\n") for part in (element.text, element.tail))
        return element.tag, dict(element.attrib), text, tail, [shape(child) for child in element]

    assert shape(xml) == shape(tinyhtml5.parse(html, namespace_html_elements=False))


@pytest.mark.parametrize(
    "html",
    [
        "<p>a",
        "<!doctype html><html><head></head><body><p>a<p>b</body></html>",
        "<!doctype html><html><body>a</body></html>",
        "<!doctype html><html><head></head><body><table><tr><td>a</td></tr></table></body></html>",
        '<!doctype html><!DOCTYPE x [<!ENTITY a "b">]><html><head></head><body>&a;</body></html>',
    ],
)
def test_what_is_not_plain_xml_is_read_as_html(html):
    assert markup.tree_of(html) is None


def test_an_unknown_version_is_left_alone(monkeypatch):
    monkeypatch.setattr(quick, "TESTED_VERSIONS", frozenset({("69.0", "0.12.0")}))
    assert quick.install() is False
