"""Lines of Chinese that end where they should.

WeasyPrint 70 widens only spaces when it justifies, and a Chinese line has none: each line that
gave a character to the rules of the line's edge, or that holds Latin digits, would stay ragged.
Here the rest of a line goes between all of its characters. Known to fit WeasyPrint 70.0 and
installed for no other version; `tests/.../test_page.py` measures the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TESTED_VERSIONS = frozenset({"70.0"})
# A line that lacks more was not meant to be full, or stands before a long address.
_WIDEST_GAP_EM, _WIDEST_SHARE_EM = 5, 0.3


def install() -> bool:
    """Teach WeasyPrint to spread Chinese lines; False if this version is not known."""
    import weasyprint
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.text import line_break
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    if weasyprint.__version__ not in TESTED_VERSIONS:
        return False
    if getattr(inline.justify_line, "spreads_chinese", False):
        return True
    set_text, justify_line = line_break.Layout.set_text, inline.justify_line

    def set_spread_text(self: Any, text: str, justify: bool = False) -> None:
        set_text(self, text, justify)
        extra = getattr(self, "chinese_spread", 0)
        if not (justify and extra):
            return
        spacing = self.style["letter_spacing"]
        spacing = extra + (0 if spacing == "normal" else spacing)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        attribute = pango.pango_attr_letter_spacing_new(round(spacing * TO_UNITS))
        attribute.start_index, attribute.end_index = 0, len(self.text.encode())
        pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)

    def texts(box: Any) -> Iterator[Any]:
        for child in box.children:
            if not child.is_in_normal_flow():
                continue
            if isinstance(child, boxes.TextBox):
                yield child
            elif isinstance(child, boxes.InlineBox):
                yield from texts(child)

    def spread(box: Any, extra: float, shift: float) -> float:
        """Move `box` by `shift`, widen it, and say how far the next one moves."""
        if isinstance(box, boxes.TextBox):
            box.position_x += shift
            grown = extra * len(box.text)
            if box.pango_layout is not None and grown:
                box.pango_layout.chinese_spread = extra
                box.width += grown
            return shift + grown
        if isinstance(box, boxes.LineBox | boxes.InlineBox):
            box.position_x += shift
            moved = shift
            for child in box.children:
                if child.is_in_normal_flow():
                    moved = spread(child, extra, moved)
            box.width += moved - shift
            return moved
        box.translate(shift, 0)
        return shift

    def justify_chinese_line(context: Any, line: Any, extra_width: float) -> None:
        text = "".join(box.text for box in texts(line))
        chinese = sum(character >= "\u2e80" for character in text)
        widest = max(_WIDEST_GAP_EM, _WIDEST_SHARE_EM * len(text)) * line.style["font_size"]
        if not text or chinese * 2 <= len(text):
            justify_line(context, line, extra_width)
        elif extra_width < widest:
            spread(line, extra_width / len(text), 0)
        # Else it stays ragged: its few spaces would gape.

    justify_chinese_line.spreads_chinese = True  # type: ignore[attr-defined]
    line_break.Layout.set_text = set_spread_text
    inline.justify_line = justify_chinese_line
    return True
