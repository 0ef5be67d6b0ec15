"""Lines that are drawn from what was learned of their characters (`lines`)."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from .lines import _UNITS, Line

_face_of = attrgetter("face")


def install() -> None:
    """Draw the lines of `lines`; all others as before."""
    from weasyprint import draw
    from weasyprint.text.line_break import create_layout

    if getattr(draw.draw_text, "is_quick", False):
        return
    slow = draw.draw_text

    def draw_text(
        stream: Any, textbox: Any, offset_x: Any, text_overflow: Any, block_ellipsis: Any
    ) -> None:
        line = textbox.pango_layout
        if not isinstance(line, Line):
            slow(stream, textbox, offset_x, text_overflow, block_ellipsis)
        elif text_overflow == "ellipsis" or block_ellipsis != "none":
            layout = create_layout(line.text, textbox.style, None, textbox.width, 0)
            layout.chinese_spread = line.chinese_spread
            layout.deactivate()
            textbox.pango_layout = layout
            slow(stream, textbox, offset_x, text_overflow, block_ellipsis)
        else:
            _draw(stream, textbox, line)

    draw_text.is_quick = True  # type: ignore[attr-defined]
    draw.draw_text = draw_text


def _draw(stream: Any, textbox: Any, line: Line) -> None:
    stream.set_color(textbox.style["color"])
    stream.begin_text()
    x, y = textbox.position_x, textbox.position_y + textbox.baseline
    units = line.setter.units
    if line.chinese_spread:
        units = round((line.setter.spacing + line.chinese_spread) * _UNITS)
    written = stream.stream
    written.append(b"1 0 0 -1 %.3f %.3f Tm" % (x, y))
    if units:
        written.append(b"%.4f Tc" % (units / _UNITS))
    for face, glyphs in groupby(line.glyphs, _face_of):
        font = stream._fonts.get(face.key)
        if font is None:
            font, _ = stream.add_font(face.font)
        stream.set_font_size(font.hash, face.size)
        codes = []
        for glyph in glyphs:
            codes.append(glyph.code)
            if glyph.number not in font.widths or glyph.number not in font.to_unicode:
                font.widths.setdefault(glyph.number, glyph.width)
                font.to_unicode.setdefault(glyph.number, glyph.character)
        written.append(f"<{''.join(codes)}> Tj".encode())
    if units:
        written.append(b"0 Tc")
    stream.end_text()
