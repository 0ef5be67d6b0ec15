"""What lies inside a file: the rarer streams of a PDF, the rarer members of a package."""

import io
import zipfile
import zlib

import pikepdf
import pytest

from requests_flow.rules import upload_checks, upload_packages
from requests_flow.rules.upload_checks import (
    UploadCode,
    UploadRefused,
    check_pdf,
    check_picture,
    check_text,
)
from requests_flow.rules.upload_packages import check_package
from requests_flow.rules.uploads import inspect

from .upload_files import (
    OFFICE,
    TYPES,
    W,
    body,
    docx,
    encrypted_member,
    link,
    name,
    pdf,
    picture,
    relationships,
    xlsx,
)

CODE = UploadCode


def refusal(check, *data) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        check(*data)
    return refused.value


# PDF ----------------------------------------------------------------------------------------


def raw_stream(data, **entries) -> bytes:
    """A PDF with one stream more, written as it is."""

    def change(document):
        stream = document.make_stream(data)
        for key, value in entries.items():
            stream[f"/{key}"] = value
        document.Root.Extra = stream

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def behind_the_table(unlisted: bytes) -> bytes:
    """A PDF with an object that its table of objects does not list."""
    data = pdf()
    at = data.index(b"\nxref\n") + 1
    tail = data[at:].replace(b"%d\n%%%%EOF" % at, b"%d\n%%%%EOF" % (at + len(unlisted)))
    return data[:at] + unlisted + tail


IMAGE = {"Subtype": name("/Image")}
FLATE = name("/FlateDecode")
STREAMS = {
    "a picture": (raw_stream(b"x", **IMAGE, Width=10, Height=10), None),
    "a picture of 50 million pixels": (raw_stream(b"x", **IMAGE, Width=5000, Height=10_000), None),
    "a picture of more": (raw_stream(b"x", **IMAGE, Width=5001, Height=10_000), CODE.BOMB),
    "a picture without a width": (raw_stream(b"x", **IMAGE, Height=10**9), None),
    "a picture without a height": (raw_stream(b"x", **IMAGE, Width=10**9), None),
    "another filter": (raw_stream(b"00>", Filter=name("/ASCIIHexDecode")), None),
    "deflated by no one": (raw_stream(b"nothing", Filter=FLATE), None),
    "bytes in another file": (
        raw_stream(b"x", F=pikepdf.String("other.bin")),
        CODE.EXTERNAL_REFERENCE,
    ),
    "a script in no table": (
        behind_the_table(b"9 0 obj\n<< /S /JavaScript >>\nendobj\n"),
        CODE.ACTIVE_CONTENT,
    ),
}


@pytest.mark.parametrize(("data", "code"), STREAMS.values(), ids=STREAMS)
def test_a_stream_of_a_pdf_is_looked_at_as_it_stands(data, code):
    if code is None:
        assert check_pdf(data) == 2
    else:
        assert refusal(check_pdf, data).code is code


def test_what_is_in_no_table_is_named():
    data = behind_the_table(b"9 0 obj\n<< /S /Launch >>\nendobj\n")

    assert refusal(check_pdf, data).data == {"found": "/Launch"}


def test_a_link_that_leads_astray_is_named_and_cut_short():
    target = "file:///" + "x" * 200

    assert refusal(check_pdf, pdf(link(target))).data == {"target": target[:120]}


@pytest.mark.parametrize(
    "target",
    ["https://www.gov.cn/a", "HTTP://a.b", "mailto:a@b.cn", "tel:0574", "#page2", "附件.pdf"],
)
def test_a_link_that_harms_no_one_stays(target):
    assert check_pdf(pdf(link(target))) == 2


def test_streams_count_together_and_each_step_of_a_filter(monkeypatch):
    twice = zlib.compress(zlib.compress(b"\0" * 5000))
    steps = pikepdf.Array([FLATE, FLATE])
    data = raw_stream(twice, Filter=steps)

    def three(document):
        for key in ("A", "B", "C"):
            deflated = document.make_stream(zlib.compress(b"a" * 2000), Filter=FLATE)
            document.Root[f"/{key}"] = deflated

    together = pdf(
        three, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )

    monkeypatch.setattr(upload_checks, "PDF_INFLATED", 5000)
    assert check_pdf(data) == 2
    monkeypatch.setattr(upload_checks, "PDF_INFLATED", 4999)
    assert refusal(check_pdf, data).code is CODE.BOMB
    monkeypatch.setattr(upload_checks, "PDF_INFLATED", 6000)
    assert check_pdf(together) == 2
    monkeypatch.setattr(upload_checks, "PDF_INFLATED", 5999)
    assert refusal(check_pdf, together).code is CODE.BOMB


SAYS = [
    *[("S", kind, CODE.ACTIVE_CONTENT) for kind in ("JavaScript", "Launch", "SubmitForm")],
    *[("S", kind, CODE.ACTIVE_CONTENT) for kind in ("ImportData", "Rendition", "Movie")],
    *[("S", kind, CODE.EXTERNAL_REFERENCE) for kind in ("GoToR", "GoToE")],
    *[("Subtype", kind, CODE.ACTIVE_CONTENT) for kind in ("RichMedia", "Movie", "Sound")],
    *[("Subtype", kind, CODE.ACTIVE_CONTENT) for kind in ("Screen", "3D")],
    ("Subtype", "FileAttachment", CODE.EMBEDDED_FILE),
    *[(key, "x", CODE.ACTIVE_CONTENT) for key in ("JS", "JavaScript", "AA", "XFA", "RichMedia")],
    *[(key, "x", CODE.EMBEDDED_FILE) for key in ("EmbeddedFiles", "EF")],
]


@pytest.mark.parametrize(("key", "said", "code"), SAYS)
def test_one_word_in_any_dictionary_is_enough(key, said, code):
    def change(document):
        document.Root.Extra = pikepdf.Dictionary({f"/{key}": name(f"/{said}")})

    assert refusal(check_pdf, pdf(change)).code is code


def test_a_page_one_action_may_lead_to_no_second():
    first = {"S": name("/GoTo"), "D": pikepdf.Array([0, name("/Fit")])}

    def opens(**action):
        return pdf(lambda d: setattr(d.Root, "OpenAction", pikepdf.Dictionary(**action)))

    assert check_pdf(opens(**first)) == 2
    second = pikepdf.Dictionary(S=name("/Named"), N=name("/Print"))
    assert refusal(check_pdf, opens(**first, Next=second)).code is CODE.ACTIVE_CONTENT
    assert refusal(check_pdf, opens(N=name("/Print"))).code is CODE.ACTIVE_CONTENT


# Pictures and text --------------------------------------------------------------------------


def test_a_picture_may_have_as_many_pixels_as_are_allowed_and_says_how_many(monkeypatch):
    monkeypatch.setattr(upload_checks, "PIXELS", 1200)
    assert check_picture(picture(size=(40, 30)), "PNG") == 1

    refused = refusal(check_picture, picture(size=(601, 2)), "PNG")
    assert (refused.code, refused.data) == (CODE.BOMB, {"pixels": 1202})


@pytest.mark.parametrize(("made", "called"), [("JPEG", "PNG"), ("PNG", "JPEG")])
def test_a_picture_is_of_the_kind_it_says(made, called):
    data = picture(made)

    assert refusal(check_picture, data, called).code is CODE.DAMAGED


@pytest.mark.parametrize(
    "text",
    [
        "#!/bin/sh",
        "{\\rtf1 a}",
        "MIME-Version: 1.0",
        "@echo off",
        " <HTML>",
        "<!-- x",
        "a < IFRAME src",
        "a\x07",
        "a\x7f",
        "a\x0b",
    ],
)
def test_a_text_that_is_a_page_or_a_script_is_refused(text):
    assert refusal(check_text, text.encode()).code is CODE.NOT_PLAIN_TEXT


@pytest.mark.parametrize(
    "text", ["a <b> c", "第一页\x0c第二页", "见 html 页", "3 < 4 svg", "# 标题"]
)
def test_a_text_that_only_looks_like_one_is_taken_in(text):
    assert check_text(text.encode()) is None


def test_a_refusal_says_its_code():
    refused = refusal(check_text, b"\0")

    assert (str(refused), refused.data) == ("not_plain_text", {})


# Packages -----------------------------------------------------------------------------------


def workbook(*old_and_new: tuple[str, str], kind="spreadsheetml.sheet.main") -> bytes:
    """A sheet whose list of types is changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == upload_packages.TYPES:
                for before, after in old_and_new:
                    assert before.encode() in content
                    content = content.replace(before.encode(), after.encode())
            new.writestr(member.filename, content)
    return out.getvalue()


def typed(content_type: str) -> str:
    override = f'<Override PartName="/x" ContentType="{content_type}"/></Types>'
    return TYPES.replace("</Types>", override)


def field(instruction: str) -> str:
    return f'<w:document {W}><w:fldSimple w:instr="{instruction}"/></w:document>'


def squeezed_by(method: int) -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/a.txt", "a", compress_type=method)
    return out.getvalue()


def with_a_nul() -> bytes:
    """What stands behind a NUL is lost to some readers and not to others."""
    return docx([("word/a#.exe", "x")]).replace(b"word/a#.exe", b"word/a\0.exe")


def stored(content: bytes) -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/a.txt", content, compress_type=zipfile.ZIP_STORED)
    return out.getvalue()


def among_types(entry: str) -> bytes:
    return docx(types=TYPES.replace("</Types>", f"{entry}</Types>"))


def related(entry: str) -> bytes:
    return docx(rels=relationships().replace("</", f"{entry}</"))


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DRAWING = "application/vnd.openxmlformats-officedocument."
PACKAGES = {
    "a control character in a name": (docx([("word/a\x01", "x")]), CODE.UNSAFE_MEMBER),
    "a long name": (docx([("w" * 241, "x")]), CODE.UNSAFE_MEMBER),
    "a NUL in a name": (with_a_nul(), CODE.UNSAFE_MEMBER),
    "nothing at all": (b"PK\x05\x06" + bytes(18), CODE.POLYGLOT),
    "a drive": (docx([("c:x", "x")]), CODE.UNSAFE_MEMBER),
    "a step to itself": (docx([("word/./x", "x")]), CODE.UNSAFE_MEMBER),
    "squeezed otherwise": (squeezed_by(zipfile.ZIP_BZIP2), CODE.UNSAFE_MEMBER),
    "DDE in one word": (docx(doc=field(" DDE c:\\\\cmd.exe")), CODE.EXTERNAL_REFERENCE),
    "a file read in": (docx(doc=field("includetext c:\\\\x")), CODE.EXTERNAL_REFERENCE),
    "a link of DDE": (docx([("word/l.xml", "<ddeLink/>")]), CODE.EXTERNAL_REFERENCE),
    "a link of OLE": (docx([("word/l.xml", "<x:oleLink xmlns:x='x'/>")]), CODE.EXTERNAL_REFERENCE),
    "a type of OLE": (docx(types=typed(DRAWING + "oleObject")), CODE.EMBEDDED_FILE),
    "a type of ActiveX": (
        docx(types=typed("application/vnd.ms-office.activeX")),
        CODE.EMBEDDED_FILE,
    ),
    "a type of macros": (docx(types=typed("application/vnd.ms-office.vbaProject")), CODE.MACROS),
    "a type of macros for all": (
        among_types(
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        ),
        CODE.MACROS,
    ),
    "a sheet in a document": (
        docx([("xl/worksheets/sheet1.xml", "<oleLink/>")]),
        CODE.EXTERNAL_REFERENCE,
    ),
    "two main parts": (
        docx(types=TYPES.replace("</Types>", TYPES[TYPES.index("<Override") :])),
        CODE.NOT_WHAT_IT_SAYS,
    ),
    "no main part": (docx(types=TYPES.replace("document.main", "styles")), CODE.NOT_WHAT_IT_SAYS),
    "a main part that is missing": (docx(doc=None), CODE.NOT_WHAT_IT_SAYS),
    "a list of types that is none": (docx(types="<Types>"), CODE.DAMAGED),
    "sheets of macros": (docx([("xl/macrosheets/s.xml", "<a/>")]), CODE.MACROS),
    "control properties": (docx([("xl/ctrlProps/c.xml", "<a/>")]), CODE.ACTIVE_CONTENT),
    "an object's picture": (docx([("word/oleObject1.bin", "x")]), CODE.ACTIVE_CONTENT),
    "a document in a document in a document": (
        docx([("word/embeddings/a.docx", docx([("word/embeddings/b.docx", docx())]))]),
        CODE.EMBEDDED_FILE,
    ),
    "a document elsewhere": (docx([("word/a.docx", docx())]), CODE.EMBEDDED_FILE),
    "broken relations": (docx(rels="<Relationships>"), CODE.DAMAGED),
    "a broken drawing": (docx([("word/d.vml", "<a>")]), CODE.DAMAGED),
}
PACKAGES |= {
    f"a relation of {kind}": (docx(rels=relationships(kind, "x", "Internal")), code)
    for kind, code in {
        "wordVbaData": CODE.MACROS,
        "xlMacrosheet": CODE.MACROS,
        "xlIntlMacrosheet": CODE.MACROS,
        "oleObject": CODE.EMBEDDED_FILE,
        "control": CODE.EMBEDDED_FILE,
        "activeXControlBinary": CODE.EMBEDDED_FILE,
    }.items()
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("data", "code"), PACKAGES.values(), ids=PACKAGES)
def test_a_package_is_refused_for_what_it_holds(data, code):
    assert refusal(check_package, data).code is code


HARMLESS = {
    "a name of 240": docx([("w" * 240, "x")]),
    "a folder": docx([("word/media/", "")]),
    "a member as it is": squeezed_by(zipfile.ZIP_STORED),
    "a field that counts pages": docx(doc=field(" PAGE ")),
    "a field within a word": docx(doc=body("<w:instrText>DDE</w:instrText>")),
    "an attribute of another name": docx(
        doc=f'<w:document {W}><w:fldSimple w:name=" DDE c:"/></w:document>'
    ),
    "a field that has begun, and text that is none": docx(
        doc=body('<w:fldChar w:fldCharType="begin"/><w:t> DDE</w:t>')
    ),
    "an end, and no field": docx(
        doc=body('<w:fldChar w:fldCharType="end"/><w:instrText>DDE</w:instrText>')
    ),
    "text behind an instruction": docx(
        doc=body('<w:fldChar w:fldCharType="begin"/><w:instrText/> DDE')
    ),
    "a name with a space": docx([("word/a b.xml", "<a/>")]),
    "a name of one letter": docx([("X", "x")]),
    "a mark of the end inside": stored(b"aPK\x05\x06b"),
    "a type that is not said": among_types('<Override PartName="/x"/>'),
    "a main part that is not said": among_types(f'<Override ContentType="{MAIN}"/>'),
    "a relation of no type": related('<Relationship Id="r1" Target="x"/>'),
    "a relation to nothing": related(
        f'<Relationship Id="r1" Type="{OFFICE}hyperlink" TargetMode="External"/>'
    ),
    "a relation inside": docx(rels=relationships("image", "media/i.png", "Internal")),
    "a picture's text": docx([("word/x.txt", "<a>")]),
}


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_a_package_that_harms_no_one_is_taken_in(data):
    assert check_package(data) == "docx"


def test_a_sheet_is_told_by_its_main_part():
    main = "spreadsheetml.sheet.main"

    assert check_package(workbook()) == "xlsx"
    assert refusal(check_package, workbook((main, "spreadsheetml.x"))).code is CODE.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (docx([("word/vbaProject.bin", "x")]), {"member": "word/vbaProject.bin"}),
        (docx([("word/activeX/a", "x")]), {"member": "word/activeX/a"}),
        (docx([("word/embeddings/a", "x")]), {"member": "word/embeddings/a"}),
        (docx([("word/a:b", "x")]), {"member": "word/a:b"}),
        (docx([("w:" + "x" * 200, "x")]), {"member": "w:" + "x" * 118}),
        (docx([("word/embeddings/" + "x" * 200, "x")]), {"member": "word/embeddings/" + "x" * 104}),
        (docx(doc="<a>"), {"member": "word/document.xml"}),
        (docx(types="<a>"), {"member": "[Content_Types].xml"}),
        (docx(doc="<!DOCTYPE a><a/>"), {"member": "word/document.xml"}),
        (docx(doc=field("DDE x")), {"member": "word/document.xml"}),
        (docx([("word/l.xml", "<ddeLink/>")]), {"member": "word/l.xml"}),
        (
            docx(rels=relationships("control", "x", "Internal")),
            {"member": "word/_rels/document.xml.rels"},
        ),
        (
            docx(rels=relationships("vbaProject", "x", "Internal")),
            {"member": "word/_rels/document.xml.rels"},
        ),
        (
            docx(rels=relationships("image", "http://a.b/" + "x" * 200)),
            {"member": "word/_rels/document.xml.rels", "target": "http://a.b/" + "x" * 109},
        ),
        (encrypted_member(), {"member": "[Content_Types].xml"}),
        (docx(types=typed("a/vbaProject")), {"member": "[Content_Types].xml"}),
        (docx(types=typed("a/oleObject")), {"member": "[Content_Types].xml"}),
    ],
)
def test_a_refusal_names_the_member(data, found):
    assert refusal(check_package, data).data == found


def test_a_workbook_that_draws_on_another_program_is_refused():
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(
            "xl/externalLinks/externalLink1.xml", "<externalLink><ddeLink/></externalLink>"
        )

    assert refusal(check_package, out.getvalue()).code is CODE.EXTERNAL_REFERENCE


@pytest.mark.parametrize(
    ("called", "found"),
    [
        ("a.pdf", {"said": "pdf"}),
        ("a.b.html", {"extension": "html"}),
        ("C:\\告知书.exe.pdf", {"name": "告知书.exe.pdf"}),
    ],
)
def test_a_name_that_is_refused_is_said(called, found):
    assert refusal(inspect, b"a", called).data == found


def test_a_member_that_is_not_squeezed_is_no_bomb(monkeypatch):
    monkeypatch.setattr(upload_packages, "SMALL", 1500)
    monkeypatch.setattr(upload_packages, "RATIO", 1)

    assert check_package(stored(b"a" * 2000)) == "docx"


def test_a_package_of_another_kind_says_which_it_is():
    refused = refusal(inspect, docx(), "a.xlsx")

    assert (refused.code, refused.data) == (CODE.NOT_WHAT_IT_SAYS, {"said": "xlsx", "is": "docx"})


def test_a_package_may_be_as_large_as_is_allowed(monkeypatch):
    data = docx([("word/a.txt", "a" * 10_000)])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
    last = members[-1]

    monkeypatch.setattr(upload_packages, "MEMBERS", len(members))
    monkeypatch.setattr(upload_packages, "INFLATED", sum(one.file_size for one in members))
    assert check_package(data) == "docx"
    monkeypatch.setattr(upload_packages, "INFLATED", sum(one.file_size for one in members) - 1)
    assert refusal(check_package, data).code is CODE.BOMB
    monkeypatch.undo()
    monkeypatch.setattr(upload_packages, "MEMBERS", len(members) - 1)
    assert refusal(check_package, data).code is CODE.BOMB
    monkeypatch.undo()

    monkeypatch.setattr(upload_packages, "RATIO", 10)
    assert last.file_size > 10 * last.compress_size
    monkeypatch.setattr(upload_packages, "SMALL", 10_000)
    assert check_package(data) == "docx"
    monkeypatch.setattr(upload_packages, "SMALL", 9_999)
    refused = refusal(check_package, data)
    assert (refused.code, refused.data) == (CODE.BOMB, {"member": "word/a.txt"})
