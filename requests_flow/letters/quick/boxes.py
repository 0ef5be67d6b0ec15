"""What is worked out once for a style, not once for each box that has it.

A letter of thirty pages has some thousand boxes and two dozen styles. Where nothing in a style
is relative to the box around it, its margins, borders and corners are the same for all.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import Any

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)
_USED = (*_LENGTHS, *(f"border_{side}_width" for side in _SIDES))
_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_NOTHING = {**dict.fromkeys(_USED, 0), "max_width": inf, "max_height": inf}
_UNDRESSED = {**dict.fromkeys(_CORNERS, (0, 0)), "background": None}


def install() -> None:
    """Let WeasyPrint keep these answers with the styles."""
    from weasyprint.layout import background, block, inline, page, percent

    if getattr(inline.resolve_percentages, "is_quick", False):
        return
    _keep_lengths(percent, (block, inline, page))
    _keep_dress(background)
    _keep_struts(inline)
    _pass_by_texts()
    _let_lines_pass(inline)
    inline.can_break_text = lru_cache(4096)(inline.can_break_text)


def _keep_lengths(percent: Any, rooms: tuple[Any, ...]) -> None:
    from weasyprint.formatting_structure.boxes import Box, MarginBox

    slow = percent.resolve_percentages

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        used = style.__dict__.get("quick_lengths", False)
        if used and isinstance(box, Box):  # not what stands for an absolute one
            box.__dict__.update(used)
            return
        if type(box) is MarginBox and not box.is_generated:
            # Of the sixteen around a page all but one are empty, and are set to nothing next.
            box.__dict__.update(_NOTHING)
            return
        slow(box, containing_block)
        if used is False:
            style.quick_lengths = (
                {name: getattr(box, name) for name in _USED} if _is_absolute(style) else None
            )

    resolve_percentages.is_quick = True  # type: ignore[attr-defined]
    for room in rooms:
        room.resolve_percentages = resolve_percentages


def _is_absolute(style: Any) -> bool:
    """True if no length of it follows the box around it."""
    return style["border_collapse"] != "collapse" and all(
        (value := style[name]) == "auto" or getattr(value, "unit", None) == "px"
        for name in _LENGTHS
    )


def _keep_dress(background: Any) -> None:
    from weasyprint.formatting_structure.boxes import Box

    slow = background.layout_box_backgrounds

    def layout_box_backgrounds(
        page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        own = box.style
        if (plain := own.__dict__.get("quick_plain")) is None:
            plain = own.quick_plain = _is_undressed(own)
        if not plain or style is not None or box is page or not isinstance(box, Box):
            slow(page, box, get_image, layout_children, style)
            return
        box.__dict__.update(_UNDRESSED)
        if layout_children:
            for child in box.all_children():
                layout_box_backgrounds(page, child, get_image)

    background.layout_box_backgrounds = layout_box_backgrounds


def _is_undressed(style: Any) -> bool:
    """True if it has neither corners nor colour nor pictures."""
    from weasyprint.draw.color import get_color

    return (
        all((0, "px") in style[corner] for corner in _CORNERS)
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] == "visible"
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


def _keep_struts(inline: Any) -> None:
    slow = inline.strut

    def strut(style: Any) -> Any:
        try:
            return style.quick_strut
        except AttributeError:
            style.quick_strut = known = slow(style)
            return known

    inline.strut = strut


def _pass_by_texts() -> None:
    """A text has neither anchor nor outline, and never floats: its style is that of nobody."""
    from weasyprint import anchors, document, draw
    from weasyprint.draw import border
    from weasyprint.formatting_structure.boxes import Box, LineBox, TextBox

    gather, outline = anchors.gather_anchors, border.draw_outline

    def gather_anchors(box: Any, *given: Any, **named: Any) -> None:
        if type(box) is not TextBox:
            gather(box, *given, **named)

    def draw_outline(stream: Any, box: Any) -> None:
        if box.style["outline_width"]:
            outline(stream, box)
            return
        for child in box.children:
            if type(child) is not TextBox and isinstance(child, Box):
                border.draw_outline(stream, child)

    for place in (border, draw):
        place.draw_outline = draw_outline
    for room in (anchors, document):
        room.gather_anchors = gather_anchors
    TextBox.is_in_normal_flow = LineBox.is_in_normal_flow = lambda box: True


def _let_lines_pass(inline: Any) -> None:
    """Where nothing floats, a line is as wide as its block."""
    from weasyprint.formatting_structure.boxes import LineBox

    slow = inline.avoid_collisions

    def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
        is_plain = type(box) is LineBox and containing_block.style["direction"] == "ltr"
        if outer or context.excluded_shapes or not is_plain:
            return slow(context, box, containing_block, outer)
        left = containing_block.content_box_x()
        right = left + containing_block.width - box.margin_right
        width = right - (left + box.margin_left)
        return left, box.border_box_y() - box.margin_top, width

    inline.avoid_collisions = avoid_collisions
