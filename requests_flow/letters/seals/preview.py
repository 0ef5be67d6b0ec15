"""How a seal will look: on a specimen, marked as one on every page, and never on a letter."""

from __future__ import annotations

import io
import zlib

from requests_flow.letters.engine import render
from requests_flow.letters.press import Printed
from requests_flow.letters.specimens import specimen

from .picture import layers, size_on_paper
from .port import Picture
from .refusals import NoPlace

CODE = "L12"


def on_specimen(picture: Picture, *, name: str, letterhead: str) -> bytes:
    """The last page of a specimen of the unit called `name`, with the seal. Raises LetterStopped."""
    context = specimen(CODE) | {"unit_name": name, "letterhead": letterhead or name}
    printed = render(CODE, context)
    if printed.seal is None:
        raise NoPlace(CODE)
    return _drawn(printed, picture)


def _drawn(printed: Printed, picture: Picture) -> bytes:
    import pikepdf
    from pikepdf import Dictionary, Name, Stream

    place, size = printed.seal, size_on_paper(picture.png, picture.width_mm)
    left, lower, right, upper = place.box(*size)
    (across, down), colours, alpha = layers(picture.png)
    common = {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": across,
        "/Height": down,
        "/BitsPerComponent": 8,
    }
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        mask = Stream(pdf, zlib.decompress(alpha), common | {"/ColorSpace": Name.DeviceGray})
        drawn = common | {"/ColorSpace": Name.DeviceRGB, "/SMask": pdf.make_indirect(mask)}
        page = pdf.pages[place.page]
        seal = page.add_resource(
            pdf.make_indirect(Stream(pdf, zlib.decompress(colours), drawn)), Name.XObject
        )
        ink = page.add_resource(Dictionary(Type=Name.ExtGState, BM=Name.Multiply), Name.ExtGState)
        wide, high = round(right - left, 2), round(upper - lower, 2)
        draw = f"q {ink} gs {wide} 0 0 {high} {left} {lower} cm {seal} Do Q"
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q {draw}".encode())
        for number in range(len(pdf.pages) - 1, -1, -1):
            if number != place.page:
                del pdf.pages[number]
        pdf.save(written, deterministic_id=True)
    return written.getvalue()
