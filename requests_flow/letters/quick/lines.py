"""Lines of Chinese that are measured, not shaped.

Pango shapes each line three times: to break it, to measure it, to draw it. A character of a
Chinese letter has one glyph and one width wherever it stands, so that both are asked of Pango
once in the life of a process; a line is then a sum, and where it may break Pango says once for a
paragraph. Whatever is not so simple (Latin letters, spaces, marks that combine, tabs, a word too
long for its line) is left to Pango. `tests/.../test_quick.py` compares both ways.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate
from math import inf
from typing import Any

# Han, marks of Chinese and full width, digits and what stands between them. No variation
# selector, no letter that another one could change, no space.
_SIMPLE = re.compile(
    "[\u3001-\u3029\u3030\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\U00020000-\U000323af"
    "0-9%.,:()+—‘’“”…·℃№①-⑳□☑]+"
)
_UNITS = 1024  # of Pango, in a pixel
_IS_LINE_BREAK = 1  # the first bit of PangoLogAttr
_MOST_SETTERS = 300


class _Face:
    """A face at one size, as Pango gave it for a character."""

    __slots__ = ("ascent", "font", "height", "key", "layout", "size")


class _Glyph:
    """What Pango made of one character in one style."""

    __slots__ = ("advance", "character", "code", "face", "number", "width")


class Setter:
    """The characters of one style, each learned when it is first met."""

    def __init__(self, style: Any) -> None:
        spacing = style["letter_spacing"]
        self.spacing = 0 if spacing == "normal" else spacing
        self.units = int(self.spacing * _UNITS)
        self.lang = style["lang"]
        self.glyphs: dict[str, _Glyph | None] = {}
        self.faces: dict[int, _Face] = {}

    def learn(self, character: str, style: Any) -> _Glyph | None:
        """Ask Pango; None if the character is not one plain glyph."""
        from weasyprint.pdf.fonts import Font
        from weasyprint.text.ffi import ffi, pango
        from weasyprint.text.fonts import get_pango_font_key
        from weasyprint.text.line_break import Layout

        layout = Layout(style)
        layout.set_text(character)
        line, index = layout.get_first_line()
        if index is not None or line.runs == ffi.NULL or line.runs.next != ffi.NULL:
            return None
        item = line.runs.data
        info = item.glyphs.glyphs[0]
        if item.glyphs.num_glyphs != 1 or info.glyph > 0xFFFF:  # above: unknown to all faces
            return None
        if info.geometry.x_offset or info.geometry.y_offset:
            return None
        font = item.item.analysis.font
        extents = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
        key, description, size = get_pango_font_key(font)
        if key not in self.faces:
            plain = Font(font, description, size)
            if plain.bitmap or plain.png or plain.svg or plain.colr or plain.variations:
                return None
            face = self.faces[key] = _Face()
            face.layout, face.font = layout, font  # the one holds the other
            face.key, face.size = key, size
            face.height = extents.height / _UNITS
            face.ascent = pango.pango_layout_get_baseline(layout.layout) / _UNITS
        glyph = _Glyph()
        glyph.face, glyph.number, glyph.advance = self.faces[key], info.glyph, extents.width
        glyph.character, glyph.code = character, f"{info.glyph:04x}"
        pango.pango_font_get_glyph_extents(font, info.glyph, ffi.NULL, extents)
        glyph.width = round(extents.width * 1000 / _UNITS / size)
        return glyph


def setter_of(style: Any) -> Setter | None:
    """The setter of a style, kept with it; None if the style asks for more than we do."""
    try:
        return style.quick_setter  # type: ignore[no-any-return]
    except AttributeError:
        style.quick_setter = setter = _find(style) if _is_plain(style) else None
        return setter


def _is_plain(style: Any) -> bool:
    return (
        style["white_space"] in ("normal", "nowrap")
        and style["line_height"] != "normal"
        and style["font_size"] > 1
        and not style["word_spacing"]
        and style["direction"] == "ltr"
        and style["hyphens"] != "auto"
        and style["word_break"] == "normal"
        and style["text_decoration_line"] == "none"
        and style["visibility"] == "visible"
    )


def _find(style: Any) -> Setter:
    from weasyprint.text.line_break import _font_style_cache_key

    known = style.font_config.__dict__.setdefault("quick_setters", {})
    key = (
        _font_style_cache_key(style, include_size=True),
        style["letter_spacing"],
        style["font_kerning"],
        style["overflow_wrap"],
    )
    if key not in known:
        if len(known) >= _MOST_SETTERS:
            known.clear()
        known[key] = Setter(style)
    return known[key]  # type: ignore[no-any-return]


class Paragraph:
    """The text of one box: its glyphs, where it may break, how far it reaches."""

    __slots__ = ("breaks", "ends", "glyphs", "reach", "setter", "starts", "text")

    def __init__(self, text: str, setter: Setter, glyphs: list[_Glyph]) -> None:
        from weasyprint.text.ffi import ffi
        from weasyprint.text.line_break import get_log_attrs

        self.text, self.setter, self.glyphs = text, setter, glyphs
        self.reach = [0, *accumulate(glyph.advance + setter.units for glyph in glyphs)]
        self.ends = [0, *accumulate(len(character.encode()) for character in text)]
        self.starts = {end: at for at, end in enumerate(self.ends)}
        self.breaks = [
            flags & _IS_LINE_BREAK
            for flags in array("I", bytes(ffi.buffer(get_log_attrs(text, setter.lang))))
        ]

    def line(self, start: int, width: float | None, *, is_line_start: bool) -> int | None:
        """Where the line that starts there ends; None if Pango has to find a way."""
        count = len(self.glyphs)
        if width is None or width == inf or width >= 2**21:
            return count
        limit = self.reach[start] + int(max(0, width) * _UNITS)
        end = min(bisect_right(self.reach, limit) - 1, count)
        if end == count:
            return count
        while end > start and not self.breaks[end]:
            end -= 1
        if end > start:
            return end
        if is_line_start:
            return None
        end = start + 1
        while end < count and not self.breaks[end]:
            end += 1
        return end


def paragraph_of(box: Any) -> Paragraph | None:
    """The paragraph of a text box, kept with it; None if it is not for us."""
    known = box.__dict__.get("quick_paragraph", False)
    if known is not False and known[0] is box.text:
        return known[1]  # type: ignore[no-any-return]
    paragraph = None
    setter = setter_of(box.style)
    if setter is not None and _SIMPLE.fullmatch(box.text):
        glyphs = setter.glyphs
        for character in set(box.text) - glyphs.keys():
            glyphs[character] = setter.learn(character, box.style)
        found = [glyphs[character] for character in box.text]
        if None not in found:
            paragraph = Paragraph(box.text, setter, found)  # type: ignore[arg-type]
    box.quick_paragraph = (box.text, paragraph)
    return paragraph


class Line:
    """What stands where a text box has its Pango layout."""

    __slots__ = ("chinese_spread", "first_line_direction", "glyphs", "setter", "text")

    def __init__(self, text: str, setter: Setter, glyphs: list[_Glyph]) -> None:
        self.text, self.setter, self.glyphs = text, setter, glyphs
        self.chinese_spread = 0.0
        self.first_line_direction = 0


def install() -> None:
    """Break and measure text boxes this way where it can be done."""
    from weasyprint.layout import inline

    if getattr(inline.split_text_box, "is_quick", False):
        return
    slow = inline.split_text_box

    def split_text_box(
        context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True
    ) -> Any:
        paragraph = paragraph_of(box)
        start = None if paragraph is None else paragraph.starts.get(skip)
        if start is None or start == len(paragraph.glyphs):
            return slow(context, box, available_width, skip, is_line_start)
        style = box.style
        width = None if style["white_space"] == "nowrap" else available_width
        end = paragraph.line(start, width, is_line_start=is_line_start)
        if end is None:
            return slow(context, box, available_width, skip, is_line_start)
        setter, glyphs = paragraph.setter, paragraph.glyphs[start:end]
        line = Line(paragraph.text[start:end], setter, glyphs)
        new = box.copy()
        new.text, new.pango_layout = line.text, line
        units = paragraph.reach[end] - paragraph.reach[start] - setter.units
        new.width = units / _UNITS + setter.spacing
        faces = {glyph.face for glyph in glyphs}
        ascent = max(face.ascent for face in faces)
        new.height = ascent + max(face.height - face.ascent for face in faces)
        # The place of the text in its line, as grid.py has it.
        height, new.baseline = inline.strut(style)
        new.margin_top = new.baseline - ascent
        new.margin_bottom = height - new.height - new.margin_top
        return new, None if end == len(paragraph.glyphs) else paragraph.ends[end], False

    split_text_box.is_quick = True  # type: ignore[attr-defined]
    split_text_box.keeps_lines_even = True  # type: ignore[attr-defined]
    inline.split_text_box = split_text_box
