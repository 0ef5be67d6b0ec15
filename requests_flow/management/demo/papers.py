"""Papers for the demo's files: a page that looks scanned, and says that it is made up."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from requests_flow.letters.fonts import font_dir

_PAGE = (827, 1169)  # A4 at 100 dots per inch
_LINE, _CHARACTERS = 40, 30


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_dir() / "faces" / "GwSerif.otf", size)


def paper(title: str, body: str) -> bytes:
    """One page as a PDF without text, as a scanner makes it."""
    page = Image.new("1", _PAGE, 1)
    pen = ImageDraw.Draw(page)
    pen.text((90, 60), "演示材料，内容虚构", font=_font(18), fill=0)
    top = 130
    for line in _lines(title, 22):
        pen.text((90, top), line, font=_font(30), fill=0)
        top += 50
    for line in _lines(body, _CHARACTERS)[:22]:
        top += _LINE
        pen.text((90, top), line, font=_font(21), fill=0)
    data = io.BytesIO()
    page.save(data, "PDF", resolution=100)
    return data.getvalue()


def _lines(text: str, width: int) -> list[str]:
    return [
        line[start : start + width]
        for line in text.splitlines()
        for start in range(0, max(1, len(line)), width)
    ]
