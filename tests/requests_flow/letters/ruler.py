"""What a page is made of, in millimetres from its upper left corner."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium

MM = 72 / 25.4
RED = (230, 0, 18)
_raw = pdfium.raw


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled or ruled shape of a page."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[int, int, int]

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Ink:
    """A character with the box of its ink."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def shapes(page: Any) -> list[Shape]:
    """Every shape of the page that is not a letter, those of pictures included."""
    height = page.get_height()
    found = []
    for one in page.get_objects(filter=[_raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = one.get_bounds()
        matrix = getattr(one.container, "get_matrix", lambda: None)() if one.level else None
        if matrix is not None:
            (left, top), (right, bottom) = (
                matrix.on_point(left, top),
                matrix.on_point(right, bottom),
            )
        top, bottom = max(top, bottom), min(top, bottom)
        parts = [ctypes.c_uint() for _ in range(4)]
        _raw.FPDFPageObj_GetFillColor(one.raw, *parts)
        colour = tuple(part.value for part in parts[:3])
        found.append(
            Shape(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM, colour)
        )
    return found


def inks(page: Any) -> list[Ink]:
    """Every character of the page with the box of its ink, spaces left out."""
    textpage, height = page.get_textpage(), page.get_height()
    found = []
    for at in range(textpage.count_chars()):
        code = _raw.FPDFText_GetUnicode(textpage.raw, at)
        if code < 0x21 or 0xD800 <= code < 0xE000 or chr(code).isspace() or code == 0x2060:
            continue
        left, bottom, right, top = textpage.get_charbox(at)
        found.append(
            Ink(chr(code), left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
        )
    textpage.close()
    return found


def said(line: list[tuple[float, str]]) -> str:
    """The text of a line."""
    return "".join(shown for _, shown in line)
