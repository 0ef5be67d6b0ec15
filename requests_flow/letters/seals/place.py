"""Where the seal goes (GB/T 9704-2012, 7.3.5.1): on the name of the organ and the date, both a little
below its middle, and its upper edge within one line of the text above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_PX = 25.4 / 96  # millimetres of a CSS pixel
_POINT = 72 / 25.4
_RAISED = 3.0  # its middle stands so far above the middle of name and date
_SPACE = 20.45  # between the text and the name of the organ: two lines (gongwen.css)
_REACH = 9.0  # its upper edge is not farther from the text: within one line
_EDGE = 10.0  # and it keeps away from the edge of the paper


@dataclass(frozen=True, slots=True)
class Place:
    """The block of name and date on its page: millimetres from the left and upper edges.

    `page` counts from 0.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    paper: tuple[float, float] = (210.0, 297.0)

    def box(self, width: float, height: float) -> tuple[float, float, float, float]:
        """The seal as PDF counts: points from the lower left corner of the page."""
        across = (self.left + self.right) / 2
        middle = (self.top + self.bottom) / 2 - _RAISED
        middle = min(middle, self.top - _SPACE + _REACH + height / 2)
        wide, high = self.paper
        across = min(max(across, _EDGE + width / 2), wide - _EDGE - width / 2)
        middle = min(max(middle, _EDGE + height / 2), high - _EDGE - height / 2)
        left, upper = across - width / 2, middle - height / 2
        corners = (left, high - upper - height, left + width, high - upper)
        x0, y0, x1, y1 = (round(one * _POINT, 2) for one in corners)
        return x0, y0, x1, y1


def place_of(pages: list[Any]) -> Place | None:
    """Where WeasyPrint put the block called `seal`; None in a letter that has none."""
    for number, page in enumerate(pages):
        if corners := page.anchors.get("seal"):
            left, top, right, bottom = (round(one * _PX, 3) for one in corners)
            paper = (round(page.width * _PX, 3), round(page.height * _PX, 3))
            return Place(number, left, top, right, bottom, paper)
    return None
