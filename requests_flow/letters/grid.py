"""Lines that stand where the grid has them, whatever faces their characters come from.

WeasyPrint gives a line the highest ascent and the lowest descent of all the faces in it, even
where the style sheet names the height of a line. Our own faces share one em-box; those of the
office do not, and a page full of rare names would hold 20 lines instead of 22. Here the place of
the text in its line is that of the style's first face. For the versions of WeasyPrint that were
measured and no other; `tests/.../test_fonts.py` measures it.
"""

from __future__ import annotations

from typing import Any

from .justify import TESTED_VERSIONS


def keep_lines_even() -> bool:
    """Teach WeasyPrint to keep to the height of a line; False if this version is not known."""
    import weasyprint
    from weasyprint.layout import inline

    if weasyprint.__version__ not in TESTED_VERSIONS:
        return False
    if getattr(inline.split_text_box, "keeps_lines_even", False):
        return True
    split_text_box = inline.split_text_box

    def split_even_text_box(context: Any, box: Any, *given: Any, **named: Any) -> Any:
        text, skip, is_broken = split_text_box(context, box, *given, **named)
        if text is not None and text.style["line_height"] != "normal":
            height, baseline = inline.strut(text.style)
            own = text.baseline - text.margin_top
            text.margin_top = baseline - own
            text.margin_bottom = height - text.height - text.margin_top
            text.baseline = baseline
        return text, skip, is_broken

    split_even_text_box.keeps_lines_even = True  # type: ignore[attr-defined]
    inline.split_text_box = split_even_text_box
    return True
