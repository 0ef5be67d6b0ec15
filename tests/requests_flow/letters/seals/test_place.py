"""The seal is on name and date, near the text, on the paper, and never hides what is under it."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest

from requests_flow.letters import engine
from requests_flow.letters.seals.choice import sealer_for
from requests_flow.letters.seals.place import Place
from requests_flow.letters.specimens import specimen

from .conftest import ORGAN

MM = 72 / 25.4
TWO_LINES = Place(0, 100.0, 150.0, 160.0, 170.45)


def millimetres(box) -> list[float]:
    """Left, upper, right and lower edge, from the upper left corner."""
    x0, y0, x1, y1 = (one / MM for one in box)
    return [round(one, 1) for one in (x0, 297 - y1, x1, 297 - y0)]


def test_it_stands_in_the_middle_of_name_and_date_a_little_above():
    assert millimetres(TWO_LINES.box(42, 42)) == [109.0, 136.2, 151.0, 178.2]


def test_its_upper_edge_is_within_a_line_of_the_text_whatever_its_size_and_the_name_is():
    for lines in (2, 3, 4):
        for size in (38, 42, 45, 50):
            place = Place(0, 100.0, 150.0, 160.0, 150.0 + lines * 10.227)
            upper = millimetres(place.box(size, size))[1]
            assert upper - (150.0 - 20.45) <= 10.0


def test_it_stays_on_the_paper():
    at_the_edge = Place(0, 170.0, 280.0, 205.0, 296.0)
    left, upper, right, lower = millimetres(at_the_edge.box(60, 60))
    assert (right, lower) == (200.0, 287.0)
    assert (left, upper) == (140.0, 227.0)


@pytest.mark.parametrize("filler", [0, 3, 6, 9])
def test_it_is_on_the_page_where_the_name_stands(key, order, filler):
    context = specimen("L12") | {"is_specimen": False}
    context["paragraphs"] = context["paragraphs"] + ["逐份核对并作出说明。" * 12] * filler
    printed = engine.render("L12", context)
    sealed = sealer_for(ORGAN).seal(
        type(order)(
            **{name: getattr(order, name) for name in order.__slots__}
            | {"pdf": printed.pdf, "place": printed.seal}
        )
    )
    assert printed.seal.page == printed.pages - 1
    with pikepdf.open(io.BytesIO(sealed.pdf)) as pdf:
        marked = [
            number
            for number, page in enumerate(pdf.pages)
            for one in page.get("/Annots", ())
            if one.get("/FT") == "/Sig"
        ]
        widget = next(one for one in pdf.pages[marked[0]].Annots if one.get("/FT") == "/Sig")
        left, _, right, _ = (float(one) for one in widget.Rect)
        assert str(widget.TU) == f"{ORGAN.names[0]}电子印章"
    assert marked == [printed.seal.page]
    assert right - left == pytest.approx(42 * MM, abs=0.02)


def dark(pdf: bytes, number: int) -> set[tuple[int, int]]:
    """Where the page is black."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    image = document[number].render(scale=2, may_draw_forms=True).to_pil().convert("RGB")
    document.close()
    data = image.load()
    return {(x, y) for x in range(image.width) for y in range(image.height) if max(data[x, y]) < 90}


def test_what_stands_under_it_stays_black(key, order):
    sealed = sealer_for(ORGAN).seal(order)
    page = order.place.page
    before, after = dark(order.pdf, page), dark(sealed.pdf, page)
    assert len(before) > 1000
    assert len(before - after) < len(before) * 0.01


def test_the_seal_is_seen(key, order):
    sealed = sealer_for(ORGAN).seal(order)
    document = pdfium.PdfDocument(sealed.pdf)
    document.init_forms()
    image = document[order.place.page].render(scale=2, may_draw_forms=True).to_pil().convert("RGB")
    document.close()
    red = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if (colour := image.getpixel((x, y)))[0] > 180 and colour[1] < 90
    ]
    across = (max(x for x, _ in red) - min(x for x, _ in red)) / 2 / MM
    assert 38 < across < 42  # the picture is 42 mm, its ring a little less
