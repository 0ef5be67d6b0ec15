"""Envelopes and labels, measured on the page in millimetres."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from requests_flow.letters.engine import DoesNotFit, MissingGlyph
from requests_flow.letters.envelopes import (
    SHEETS,
    Form,
    Label,
    StartOffSheet,
    print_envelopes,
)

from .ruler import MM, inks, shapes

LABEL = Label(
    number="海政公开〔2026〕12号",
    check_code="1A2B3C4D",
    addressee="张三丰",
    address="浙江省宁波市海曙区县前街61号2幢301室",
    postcode="315000",
    sender="宁波市海曙区人民政府",
    sender_address="宁波市海曙区县前街61号",
    sender_postcode="315010",
)
LONG = replace(
    LABEL,
    number="海政公开〔2026〕13号",
    addressee="宁波市海曙区某文化传媒发展股份有限公司第二十七分公司综合管理部法务处",
    address="浙江省宁波市海曙区鼓楼街道县前街与解放南路交叉口东南侧天一广场金融中心A座裙楼第三十二层3201室",
)
FACES = {Form.DL: (220, 110), Form.C5: (229, 162), Form.C4: (324, 229)}


class Face:
    """One page of a print."""

    def __init__(self, pdf: bytes, at: int = 0) -> None:
        self.document = pdfium.PdfDocument(pdf)
        self.page = self.document[at]

    def __enter__(self) -> Face:
        return self

    def __exit__(self, *_problem) -> None:
        self.document.close()

    @property
    def size(self) -> tuple[int, int]:
        return tuple(round(side / MM) for side in self.page.get_size())

    def text(self) -> str:
        textpage = self.page.get_textpage()
        try:
            said = textpage.get_text_range()
        finally:
            textpage.close()
        return "".join(said.split()).replace("\u2060", "")


@pytest.mark.parametrize("form", FACES)
def test_an_envelope_has_its_size_and_says_all(form):
    with Face(print_envelopes([LABEL], form=form).pdf) as face:
        assert face.size == FACES[form]
        for part in (LABEL.address, "张三丰（收）", LABEL.sender, LABEL.sender_address, "315010"):
            assert part in face.text()
        assert LABEL.number in face.text()
        assert "校验码1A2B3C4D" in face.text()
        assert "挂号信" in face.text()


@pytest.mark.parametrize("form", FACES)
@pytest.mark.parametrize("label", [LABEL, LONG], ids=["short", "long"])
def test_the_stretch_of_the_bar_code_stays_empty(form, label):
    """GB/T 1416: the lower 20 mm, from 55 to 160 mm from the right edge."""
    with Face(print_envelopes([label], form=form).pdf) as face:
        width, height = face.size
        found = [
            ink
            for ink in inks(face.page)
            if ink.bottom > height - 20 and width - 160 < ink.right and ink.left < width - 55
        ]
        assert found == []


@pytest.mark.parametrize("form", FACES)
def test_each_digit_of_the_postcode_stands_in_its_box(form):
    with Face(print_envelopes([LABEL], form=form).pdf) as face:
        upper = [ink for ink in inks(face.page) if ink.bottom < 20 and ink.right < 75]
        assert "".join(ink.text for ink in sorted(upper, key=lambda ink: ink.left)) == "315000"
        for at, ink in enumerate(sorted(upper, key=lambda ink: ink.left)):
            left = 12 + at * 9.6
            assert left < ink.left < ink.right < left + 8
            assert 9 < ink.top < ink.bottom < 18


def test_what_is_no_postcode_is_written_before_the_address():
    odd = replace(LABEL, postcode="HK-0001")
    with Face(print_envelopes([odd], form=Form.DL).pdf) as face:
        assert "HK-0001" + LABEL.address in face.text()
        assert [ink for ink in inks(face.page) if ink.bottom < 20 and ink.right < 75] == []
        assert [shape for shape in shapes(face.page) if shape.right < 75]  # empty boxes


def test_the_sender_stands_at_the_lower_right_with_its_postcode_last():
    with Face(print_envelopes([LABEL], form=Form.C5).pdf) as face:
        width, height = face.size
        lower = [
            ink for ink in inks(face.page) if ink.bottom > height - 18 and ink.left > width / 2
        ]
        assert "".join(ink.text for ink in lower) == "邮政编码315010"
        assert all(ink.right < width - 11 for ink in lower)


@pytest.mark.parametrize("form", Form)
def test_a_long_address_is_printed_whole(form):
    with Face(print_envelopes([LABEL, LONG], form=form).pdf, 0 if form in SHEETS else 1) as face:
        assert LONG.address in face.text()
        assert LONG.addressee + "（收）" in face.text()


def test_what_does_not_fit_in_small_print_stops_all_and_is_named():
    endless = replace(LONG, address="浙江省宁波市海曙区" * 26, number="海政公开〔2026〕14号")

    with pytest.raises(DoesNotFit) as stopped:
        print_envelopes([LABEL, endless, LONG], form=Form.SHEET_14)

    assert stopped.value.parts == ["海政公开〔2026〕14号"]
    with Face(print_envelopes([endless], form=Form.C4).pdf) as face:  # a larger one holds it
        assert endless.address in face.text()


def test_a_word_without_end_is_broken_and_not_cut():
    word = replace(LABEL, address="A" * 120)
    with Face(print_envelopes([word], form=Form.DL).pdf) as face:
        assert face.text().count("A") >= 120
        assert max(ink.right for ink in inks(face.page) if ink.text == "A") < 193


@pytest.mark.parametrize("form", SHEETS)
def test_labels_stand_where_the_sheet_is_cut(form):
    sheet = SHEETS[form]
    labels = [replace(LABEL, addressee=f"收件人{at:02d}号") for at in range(sheet.count)]
    printed = print_envelopes(labels, form=form)
    assert printed.pages == 1
    with Face(printed.pdf) as face:
        assert face.size == (210, 297)
        for at in range(sheet.count):
            down, across = divmod(at, sheet.columns)
            left = sheet.left + across * (sheet.width + sheet.gap)
            top = sheet.top + down * sheet.height
            inside = [
                ink
                for ink in inks(face.page)
                if left + 3 < ink.left < ink.right < left + sheet.width - 3
                and top + 2 < ink.top < ink.bottom < top + sheet.height - 2
            ]
            assert f"收件人{at:02d}号（收）" in "".join(ink.text for ink in inside)
        assert len(inks(face.page)) == sum(
            1
            for ink in inks(face.page)
            if any(
                sheet.top + down * sheet.height + 2
                < ink.top
                < ink.bottom
                < sheet.top + (down + 1) * sheet.height - 2
                for down in range(sheet.rows)
            )
        )


@pytest.mark.parametrize(("first", "pages", "top"), [(1, 1, 15.15), (5, 1, 91.35), (14, 2, 243.75)])
def test_a_sheet_that_is_half_used_goes_on(first, pages, top):
    printed = print_envelopes([LABEL, LABEL], form=Form.SHEET_14, first=first)

    assert printed.pages == pages
    with Face(printed.pdf) as face:
        assert top < min(ink.top for ink in inks(face.page)) < top + 10


@pytest.mark.parametrize("first", [0, 15, -1])
def test_there_is_no_place_beyond_the_sheet(first):
    with pytest.raises(StartOffSheet):
        print_envelopes([LABEL], form=Form.SHEET_14, first=first)


def test_a_rare_name_is_printed_and_one_without_a_glyph_stops():
    with Face(print_envelopes([replace(LABEL, addressee="𠮷㐂䶮赟")], form=Form.DL).pdf) as face:
        assert "㐂䶮赟（收）" in face.text()

    with pytest.raises(MissingGlyph) as stopped:
        print_envelopes([replace(LABEL, addressee="张\U0003134a")], form=Form.DL)
    assert stopped.value.characters == ["\U0003134a"]
    assert stopped.value.places


def test_nothing_in_an_address_is_taken_for_markup():
    hostile = replace(
        LABEL,
        addressee="<img src='file:///etc/passwd'>&amp;",
        address="<script>1</script><link rel=attachment href='file:///etc/passwd'>",
    )
    with Face(print_envelopes([hostile], form=Form.C4).pdf) as face:
        assert "<script>1</script>" in face.text()
        assert "&amp;（收）" in face.text()


def test_the_same_labels_give_the_same_bytes():
    assert (
        print_envelopes([LABEL, LONG], form=Form.DL).pdf
        == print_envelopes([LABEL, LONG], form=Form.DL).pdf
    )
