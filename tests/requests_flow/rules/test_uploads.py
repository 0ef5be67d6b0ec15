"""Files are told by what they are. Every sample is made here; none is a real attack.

Longer than a file of ours may be: it is one table, and a table is read in one piece.
"""

import unicodedata

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFile

from requests_flow.rules.uploads import (
    UploadCode,
    UploadKind,
    UploadRefused,
    clean_name,
    inspect,
)

from .upload_files import (
    TYPES,
    act,
    attach,
    body,
    crowded,
    docx,
    encrypted_member,
    hidden_script,
    huge_png,
    link,
    name,
    on_open,
    on_page,
    pdf,
    picture,
    relationships,
    script,
    swollen,
    symlink,
    xlsx,
)

CODE = UploadCode
EXE = b"MZ\x90\0\x03\0\0\0" + b"\0" * 200
ZIP = docx(types=None)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
DTD = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}">]>'
MACRO_TYPES = TYPES.replace(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
)
BOMB = [("word/media/a.xml", b"<a>" + b" " * (30 * 1024 * 1024) + b"</a>")]

HOSTILE = {
    "nothing": (b"", "a.pdf", CODE.EMPTY),
    "21 MB": (b"%PDF-1.7\n" + b"0" * 21 * 1024 * 1024, "a.pdf", CODE.TOO_LARGE),
    "no extension": (b"abc", "README", CODE.NAME_MISSING),
    "html": (b"<html></html>", "a.html", CODE.EXTENSION_NOT_ALLOWED),
    "svg": (b"<svg/>", "a.svg", CODE.EXTENSION_NOT_ALLOWED),
    "zip": (ZIP, "a.zip", CODE.EXTENSION_NOT_ALLOWED),
    "7z": (b"7z\xbc\xaf\x27\x1c", "a.7z", CODE.EXTENSION_NOT_ALLOWED),
    "rar": (b"Rar!\x1a\x07\0", "a.rar", CODE.EXTENSION_NOT_ALLOWED),
    "pdf.exe": (pdf(), "告知书.pdf.exe", CODE.EXTENSION_NOT_ALLOWED),
    "exe.pdf": (pdf(), "告知书.exe.pdf", CODE.DOUBLE_EXTENSION),
    "html . txt": (b"plain", "a.html .txt", CODE.DOUBLE_EXTENSION),
    "exe as pdf": (EXE, "a.pdf", CODE.NOT_WHAT_IT_SAYS),
    "exe as txt": (EXE, "a.txt", CODE.NOT_WHAT_IT_SAYS),
    "exe reversed": (EXE, "a\u202efdp.exe", CODE.EXTENSION_NOT_ALLOWED),
    "html as pdf": (b"<html>%PDF-1.7", "a.pdf", CODE.NOT_WHAT_IT_SAYS),
    "html as txt": (b"\xef\xbb\xbf \n<!DOCTYPE html><p>", "a.txt", CODE.NOT_PLAIN_TEXT),
    "svg as png": (b"<svg onload='x()'/>", "a.png", CODE.NOT_WHAT_IT_SAYS),
    "svg as txt": (b"<?xml version='1.0'?><svg/>", "a.txt", CODE.NOT_PLAIN_TEXT),
    "script in txt": ("说明 <script>x()</script>".encode(), "a.txt", CODE.NOT_PLAIN_TEXT),
    "NUL in txt": (b"a\0b", "a.txt", CODE.NOT_PLAIN_TEXT),
    "bytes as txt": (bytes(range(128, 256)) * 3, "a.txt", CODE.NOT_PLAIN_TEXT),
    "zip as pdf": (ZIP, "a.pdf", CODE.NOT_WHAT_IT_SAYS),
    "zip as docx": (ZIP, "a.docx", CODE.NOT_WHAT_IT_SAYS),
    "docx as xlsx": (docx(), "a.xlsx", CODE.NOT_WHAT_IT_SAYS),
    "old doc as docx": (COMPOUND, "a.docx", CODE.NOT_WHAT_IT_SAYS),
    "png as jpg": (picture(), "a.jpg", CODE.NOT_WHAT_IT_SAYS),
    # PDF
    "pdf cut off": (pdf()[:-300], "a.pdf", CODE.DAMAGED),
    "pdf in name only": (b"%PDF-1.7\nnothing\n%%EOF", "a.pdf", CODE.DAMAGED),
    "pdf without pages": (pdf(pages=0), "a.pdf", CODE.DAMAGED),
    "pdf and exe": (pdf(trailer=EXE), "a.pdf", CODE.POLYGLOT),
    "pdf and zip": (pdf(trailer=ZIP + b"\n%%EOF\n"), "a.pdf", CODE.POLYGLOT),
    "pdf encrypted": (
        pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
        "a.pdf",
        CODE.ENCRYPTED,
    ),
    "pdf locked against copying": (
        pdf(encryption=pikepdf.Encryption(owner="o", user="")),
        "a.pdf",
        CODE.ENCRYPTED,
    ),
    "pdf script": (pdf(on_open(script)), "a.pdf", CODE.ACTIVE_CONTENT),
    "pdf script hidden": (
        pdf(hidden_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "a.pdf",
        CODE.ACTIVE_CONTENT,
    ),
    "pdf script misspelt": (
        pdf(on_open(script)).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53"),
        "a.pdf",
        CODE.ACTIVE_CONTENT,
    ),
    "pdf launch": (
        pdf(on_open(lambda _: act(S=name("/Launch"), F=pikepdf.String("cmd.exe")))),
        "a.pdf",
        CODE.ACTIVE_CONTENT,
    ),
    "pdf opens a web page": (
        pdf(on_open(lambda _: act(S=name("/URI"), URI=pikepdf.String("http://a.b")))),
        "a.pdf",
        CODE.ACTIVE_CONTENT,
    ),
    "pdf page action": (
        pdf(on_page("/AA", lambda d: act(O=act(S=name("/Named"))))),
        "a.pdf",
        CODE.ACTIVE_CONTENT,
    ),
    "pdf sends a form": (
        pdf(on_page("/Extra", lambda d: act(S=name("/SubmitForm")))),
        "a.pdf",
        CODE.ACTIVE_CONTENT,
    ),
    "pdf leads to a file": (
        pdf(on_page("/Extra", lambda d: act(S=name("/GoToR"), F=pikepdf.String("\\\\x\\y")))),
        "a.pdf",
        CODE.EXTERNAL_REFERENCE,
    ),
    "pdf link to file:": (pdf(link("file:///etc/passwd")), "a.pdf", CODE.EXTERNAL_REFERENCE),
    "pdf link to script": (pdf(link(" javascript:x()")), "a.pdf", CODE.EXTERNAL_REFERENCE),
    "pdf link to share": (pdf(link("//evil/share")), "a.pdf", CODE.EXTERNAL_REFERENCE),
    "pdf with exe inside": (pdf(attach), "a.pdf", CODE.EMBEDDED_FILE),
    "pdf of 260,000 arrays": (pdf(crowded), "a.pdf", CODE.BOMB),
    "pdf bomb": (pdf(swollen, compress_streams=True), "a.pdf", CODE.BOMB),
    # Pictures
    "png cut off": (picture()[:-20], "a.png", CODE.DAMAGED),
    "png changed": (picture().replace(b"IDAT", b"IDAX"), "a.png", CODE.DAMAGED),
    "png and exe": (picture() + EXE, "a.png", CODE.POLYGLOT),
    "png bomb": (huge_png(), "a.png", CODE.BOMB),
    "png of 56 million pixels": (picture(size=(8000, 7000)), "a.png", CODE.BOMB),
    "jpg cut off": (picture("JPEG", (400, 300))[:700], "a.jpg", CODE.DAMAGED),
    "jpg and zip": (picture("JPEG") + ZIP, "a.jpg", CODE.POLYGLOT),
    "jpg in name only": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.jpeg", CODE.DAMAGED),
    # Office
    "docx cut off": (docx()[:-60], "a.docx", CODE.DAMAGED),
    "docx changed": (docx().replace(b"PK\x01\x02", b"PK\x01\x03", 1), "a.docx", CODE.DAMAGED),
    "docx behind exe": (b"PK\x03\x04MZ" + docx(), "a.docx", CODE.POLYGLOT),
    "docx before exe": (docx() + EXE, "a.docx", CODE.POLYGLOT),
    "docx encrypted": (encrypted_member(), "a.docx", CODE.ENCRYPTED),
    "docx macro": (docx([("word/vbaProject.bin", COMPOUND)]), "a.docx", CODE.MACROS),
    "docm as docx": (docx(types=MACRO_TYPES), "a.docx", CODE.MACROS),
    "docx macro by relation": (
        docx([("word/x.bin", b"x")], rels=relationships("vbaProject", "x.bin", "Internal")),
        "a.docx",
        CODE.MACROS,
    ),
    "docx OLE": (docx([("word/embeddings/o.bin", COMPOUND)]), "a.docx", CODE.EMBEDDED_FILE),
    "docx exe": (docx([("word/media/i.png", EXE)]), "a.docx", CODE.EMBEDDED_FILE),
    "docx OLE elsewhere": (docx([("docProps/x", COMPOUND)]), "a.docx", CODE.EMBEDDED_FILE),
    "docx activeX": (docx([("word/activeX/a.xml", "<a/>")]), "a.docx", CODE.ACTIVE_CONTENT),
    "docx web page": (
        docx(rels=relationships("aFChunk", "a.mht", "Internal")),
        "a.docx",
        CODE.EMBEDDED_FILE,
    ),
    "docx macro in a chart": (
        docx([("word/embeddings/s.docx", docx([("word/vbaProject.bin", b"x")]))]),
        "a.docx",
        CODE.MACROS,
    ),
    "docx template": (
        docx(rels=relationships("attachedTemplate", "http://a.b/t.dotm")),
        "a.docx",
        CODE.EXTERNAL_REFERENCE,
    ),
    "docx picture from outside": (
        docx(rels=relationships("image", "http://a.b/t.png")),
        "a.docx",
        CODE.EXTERNAL_REFERENCE,
    ),
    "docx link to a share": (
        docx(rels=relationships("hyperlink", "file://///server/share")),
        "a.docx",
        CODE.EXTERNAL_REFERENCE,
    ),
    "docx DDE": (
        docx(
            doc=body(
                '<w:fldChar w:fldCharType="begin"/><w:instrText> DD</w:instrText>'
                "<w:instrText>EAUTO c:\\\\cmd.exe</w:instrText>"
            )
        ),
        "a.docx",
        CODE.EXTERNAL_REFERENCE,
    ),
    "docx DTD": (docx(doc=DTD + body("&a;")), "a.docx", CODE.DOCTYPE),
    "docx DTD in UTF-16": (docx(doc=(DTD + body()).encode("utf-16")), "a.docx", CODE.DOCTYPE),
    "docx not XML": (docx(doc="<w:document>"), "a.docx", CODE.DAMAGED),
    "docx bomb": (docx(BOMB), "a.docx", CODE.BOMB),
    "docx 6,000 members": (
        docx([(f"word/m{n}.txt", "") for n in range(6000)]),
        "a.docx",
        CODE.BOMB,
    ),
    "docx traversal": (docx([("../../etc/cron.d/x", "x")]), "a.docx", CODE.UNSAFE_MEMBER),
    "docx absolute": (docx([("/etc/x", "x")]), "a.docx", CODE.UNSAFE_MEMBER),
    "docx backslash": (docx([("word\\..\\x", "x")]), "a.docx", CODE.UNSAFE_MEMBER),
    "docx symlink": (docx([(symlink(), "/etc/passwd")]), "a.docx", CODE.UNSAFE_MEMBER),
    "docx twice": (docx([("WORD/document.xml", body())]), "a.docx", CODE.UNSAFE_MEMBER),
}


@pytest.mark.parametrize(("data", "called", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_for_what_it_is(data, called, code):
    with pytest.raises(UploadRefused) as refused:
        inspect(data, called)

    assert refused.value.code is code


@pytest.mark.parametrize("kept", [True, False])
def test_half_a_picture_is_refused_whatever_the_printer_told_pillow(monkeypatch, kept):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", kept)

    for data, called, code in (HOSTILE["jpg cut off"], HOSTILE["png cut off"]):
        with pytest.raises(UploadRefused) as refused:
            inspect(data, called)
        assert refused.value.code is code

    assert ImageFile.LOAD_TRUNCATED_IMAGES is kept


def test_every_reason_to_refuse_has_a_sample():
    assert {code for _, _, code in HOSTILE.values()} == set(UploadCode)


CHART = [("word/embeddings/Microsoft_Excel____1.xlsx", xlsx())]
CLEAN = {
    "pdf": (pdf(), "申请表.pdf", UploadKind.PDF, 2),
    "pdf packed": (
        pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "a.PDF",
        UploadKind.PDF,
        2,
    ),
    "pdf printed from word": (pdf(), "报告.docx.pdf", UploadKind.PDF, 2),
    "pdf of a date": (pdf(), "2026.11.23 告知书 v1.2.pdf", UploadKind.PDF, 2),
    "pdf that turns to page one": (
        pdf(on_open(lambda d: pikepdf.Array([d.pages[0].obj, name("/Fit")]))),
        "a.pdf",
        UploadKind.PDF,
        2,
    ),
    "pdf that goes to page one": (
        pdf(on_open(lambda d: act(S=name("/GoTo"), D=pikepdf.Array([0, name("/Fit")])))),
        "a.pdf",
        UploadKind.PDF,
        2,
    ),
    "pdf with a link": (pdf(link("https://www.gov.cn/a")), "a.pdf", UploadKind.PDF, 2),
    "png": (picture(), "身份证.png", UploadKind.PNG, 1),
    "jpg": (picture("JPEG"), "照片.JPG", UploadKind.JPEG, 1),
    "jpg with a camera's tail": (picture("JPEG") + b"\0" * 99, "a.jpeg", UploadKind.JPEG, 1),
    "docx": (docx(), "补正材料.docx", UploadKind.DOCX, None),
    "docx with a chart": (docx(CHART), "a.docx", UploadKind.DOCX, None),
    "docx with a comment": (docx(comment=b"WPS"), "a.docx", UploadKind.DOCX, None),
    "docx that speaks of dde": (
        docx(doc=body("<w:instrText> HYPERLINK http://a/import DDE</w:instrText>")),
        "a.docx",
        UploadKind.DOCX,
        None,
    ),
    "xlsx": (xlsx(), "清单.xlsx", UploadKind.XLSX, None),
    "text": ("申请公开：\r\n\t预算报告".encode(), "说明.txt", UploadKind.TEXT, None),
    "text of Windows": ("申请公开预算报告".encode("gb18030"), "a.txt", UploadKind.TEXT, None),
    "text with a mark": ("申请".encode("utf-8-sig"), "a.txt", UploadKind.TEXT, None),
}


@pytest.mark.parametrize(("data", "called", "kind", "pages"), CLEAN.values(), ids=CLEAN)
def test_a_clean_file_is_taken_in(data, called, kind, pages):
    seen = inspect(data, called)

    assert (seen.kind, seen.pages) == (kind, pages)
    assert "/" in seen.media_type


def test_the_limit_is_a_number_that_may_be_lowered():
    with pytest.raises(UploadRefused) as refused:
        inspect(b"abcd", "a.txt", limit=3)

    assert refused.value.data == {"size": 4, "limit": 3}
    assert inspect(b"abc", "a.txt", limit=3).kind is UploadKind.TEXT


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\张三\\申请表.pdf", "申请表.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\0b\r\nc.pdf", "abc.pdf"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("  .申请 表. .pdf ", "申请 表.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("", "_"),
        ("\u200b", "_"),
        ("中" * 300 + ".docx", "中" * 115 + ".docx"),
        ("\U0002a6b2某.pdf", "\U0002a6b2某.pdf"),  # a rare family name stays as it is
    ],
)
def test_a_name_is_cleaned(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_a_clean_name_is_safe_and_stays_the_same(text):
    kept = clean_name(text)

    assert 1 <= len(kept) <= 120
    assert kept == unicodedata.normalize("NFC", kept) == clean_name(kept)
    assert not set(kept) & set('/\\:*?"<>|\0')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in kept)
