"""Many papers in one file: the stored pages, each on a new sheet, easy to find."""

from __future__ import annotations

import io
from datetime import datetime

import pikepdf
import pytest

from requests_flow.letters import batch, engine
from requests_flow.letters.batch import Part, TooManyPages, Unreadable, bind
from requests_flow.letters.post_list import Extra, Line, print_extras, print_post_list

from .test_envelopes import Face


def paper(pages: int, mark: str = "x", *, width: float = 595) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        for at in range(pages):
            page = file.add_blank_page(page_size=(width, 842))
            page.Contents = file.make_stream(f"% {mark} {at}".encode())
        file.save(out)
    return out.getvalue()


def streams(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [page.Contents.read_bytes() if "/Contents" in page else b"" for page in file.pages]


def bookmarks(pdf: bytes) -> list[tuple[str, int, list[str]]]:
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        numbers = {page.obj.objgen: at for at, page in enumerate(file.pages)}
        return [
            (
                item.title,
                numbers[item.destination[0].objgen],
                [child.title for child in item.children],
            )
            for item in outline.root
        ]


PARTS = [
    Part(bookmark="清单", pdf=paper(1, "list")),
    Part(bookmark="3号", pdf=paper(3, "three")),
    Part(bookmark="方案.pdf", pdf=paper(2, "plan"), level=1),
    Part(bookmark="4号", pdf=paper(1, "four")),
]


def test_each_paper_begins_on_the_front_of_a_sheet():
    bound = bind(PARTS, double_sided=True)

    assert bookmarks(bound) == [("清单", 0, []), ("3号", 2, ["方案.pdf"]), ("4号", 8, [])]
    assert [bool(one) for one in streams(bound)] == [1, 0, 1, 1, 1, 0, 1, 1, 1]


def test_on_one_side_there_is_no_empty_page():
    assert [bool(one) for one in streams(bind(PARTS, double_sided=False))] == [1] * 7


def test_an_empty_page_is_as_large_as_the_one_before():
    wide = Part(bookmark="宽", pdf=paper(1, width=842))
    with pikepdf.open(io.BytesIO(bind([wide, PARTS[1]], double_sided=True))) as file:
        assert [float(page.mediabox[2]) for page in file.pages] == [842, 842, 595, 595, 595]


def test_a_letter_is_printed_from_its_stored_bytes(compose):
    letter = engine.render("L12", compose())

    bound = bind([Part(bookmark="12号", pdf=letter.pdf)], double_sided=True)

    assert streams(bound) == streams(letter.pdf)
    assert b"decision.json" not in bound


def with_annotation(kind: str) -> bytes:
    """A page over which something is laid: a seal, say, or something that acts."""
    out = io.BytesIO()
    with pikepdf.new() as file:
        page = file.add_blank_page(page_size=(595, 842))
        look = file.make_stream(b"1 0 0 rg 0 0 100 100 re f")
        look.Type, look.Subtype, look.BBox = (
            pikepdf.Name.XObject,
            pikepdf.Name.Form,
            pikepdf.Array([0, 0, 100, 100]),
        )
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name("/" + kind),
            Rect=pikepdf.Array([50, 50, 150, 150]),
            F=4,
            AP=pikepdf.Dictionary(N=look),
            A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"),
        )
        if kind == "Widget":
            note.FT, note.T = pikepdf.Name.Sig, pikepdf.String("Seal")
        note = file.make_indirect(note)
        page.Annots = pikepdf.Array([note])
        if kind == "Widget":
            fields = pikepdf.Array([note])
            file.Root.AcroForm = pikepdf.Dictionary(Fields=fields, SigFlags=3)
        page.AA = pikepdf.Dictionary(O=note.A)
        file.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["Stamp", "Widget"])
def test_a_seal_laid_over_a_page_is_printed_with_it(kind):
    bound = bind([Part(bookmark="盖章", pdf=with_annotation(kind))], double_sided=True)

    with Face(bound) as face:
        picture = face.page.render(scale=0.5).to_pil()
        assert picture.getpixel((50, 371))[:3] == (255, 0, 0)
    with pikepdf.open(io.BytesIO(bound)) as file:
        assert "/Annots" not in file.pages[0]
        assert "/AA" not in file.pages[0]
    assert b"app.alert" not in bound


@pytest.mark.parametrize("broken", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_what_cannot_be_opened_is_named(broken):
    with pytest.raises(Unreadable) as refused:
        bind([PARTS[0], Part(bookmark="坏.pdf", pdf=broken)], double_sided=True)
    assert refused.value.bookmark == "坏.pdf"


def test_what_is_locked_is_named():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(1))) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))

    with pytest.raises(Unreadable):
        bind([Part(bookmark="锁.pdf", pdf=out.getvalue())], double_sided=True)


def test_there_is_an_end_to_a_batch(monkeypatch):
    monkeypatch.setattr(batch, "MOST_PAGES", 5)

    with pytest.raises(TooManyPages):
        bind(PARTS, double_sided=True)


def test_the_same_papers_give_the_same_bytes():
    assert bind(PARTS, double_sided=True) == bind(PARTS, double_sided=True)


LINE = Line(
    number="海政公开〔2026〕12号",
    addressee="张赟",
    address="宁波市海曙区县前街61号",
    postcode="315000",
    pages=5,
    pieces=2,
    check_code="1A2B3C4D",
)


def test_the_list_says_all_and_counts():
    printed = print_post_list(
        [LINE] * 3,
        units=["宁波市海曙区人民政府"],
        printed_at=datetime(2026, 11, 23, 9, 5),
        printed_by="陈敏",
    )
    with Face(printed.pdf) as face:
        assert face.size == (297, 210)
        for part in (
            "张赟",
            LINE.number,
            LINE.address,
            LINE.check_code,
            "交邮日期",
            "2026-11-2309:05",
        ):
            assert part in face.text()
        assert "共3封，6件，15页" in face.text()


def test_a_long_list_repeats_its_heads():
    printed = print_post_list(
        [LINE] * 50, units=["甲", "乙"], printed_at=datetime(2026, 11, 23, 9, 5), printed_by="陈敏"
    )
    assert printed.pages > 2
    with Face(printed.pdf, 1) as face:
        assert "邮件号码" in face.text()


def test_what_is_put_in_by_hand_is_listed():
    extra = Extra(number="海政公开〔2026〕12号", name="汇总表.xlsx", pages=None, sha256="ab" * 32)
    with Face(print_extras([extra]).pdf) as face:
        assert "汇总表.xlsx" in face.text()
        assert "abababababab" in face.text()
