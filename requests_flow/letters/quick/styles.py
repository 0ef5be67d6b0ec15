"""Styles that are computed once for all elements and all pages that share them.

WeasyPrint shares the style of elements alike; not that of their pseudo-elements, of which its
own style sheet gives six to each, nor that of the pages with their sixteen margin boxes.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Share those, too."""
    from weasyprint.css import StyleFor
    from weasyprint.layout import page

    if getattr(page.set_page_type_computed_styles, "is_quick", False):
        return
    StyleFor.set_computed_styles = _sharing_pseudo_elements(StyleFor.set_computed_styles)
    page.set_page_type_computed_styles = _sharing_pages(page.set_page_type_computed_styles)


def _sharing_pseudo_elements(slow: Any) -> Any:
    def set_computed_styles(
        self: Any, element: Any, parent: Any, *more: Any, pseudo_type: Any = None, **named: Any
    ) -> None:
        named["pseudo_type"] = pseudo_type
        given = self._cascaded_styles.get((element, pseudo_type), {})
        if pseudo_type is None or "anchor" in given:
            slow(self, element, parent, *more, **named)
            return
        shared = self._computed_styles[parent, None].__dict__.setdefault("quick_pseudo", [])
        for name, cascaded, style in shared:
            if name == pseudo_type and cascaded == given:
                self._computed_styles[element, pseudo_type] = style
                return
        slow(self, element, parent, *more, **named)
        shared.append((pseudo_type, given, self._computed_styles[element, pseudo_type]))

    return set_computed_styles


def _sharing_pages(slow: Any) -> Any:
    """Pages of one side and name have one style, unless a rule counts pages."""

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        known = style_for.__dict__.setdefault("quick_pages", {})
        kind = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
        computed = style_for._computed_styles
        if kind in known:
            for pseudo_type, style in known[kind]:
                computed[page_type, pseudo_type] = style
            return
        slow(page_type, html, style_for)
        if not _counts_pages(style_for):
            known[kind] = [
                (pseudo_type, style)
                for (owner, pseudo_type), style in computed.items()
                if owner == page_type
            ]

    set_page_type_computed_styles.is_quick = True  # type: ignore[attr-defined]
    return set_page_type_computed_styles


def _counts_pages(style_for: Any) -> bool:
    return any(
        selected.index is not None
        for sheet, *_ in style_for._sheets
        for _, selectors, _ in sheet.page_rules
        for _, _, selected in selectors
    )
