"""Makers of files, clean and hostile. None is a real attack."""

import io
import stat
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
from PIL import Image


def pdf(change=None, *, pages=2, trailer=b"", **save) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    document.docinfo["/Title"] = "政府信息公开申请表"
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **save)
    return out.getvalue() + trailer


def picture(kind="PNG", size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for row in range(200):
        book.active.append([row, "2026年度财政预算", "海曙区"])
    book.active["A1"].hyperlink = "https://www.haishu.gov.cn/"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def relationships(kind="", target="", mode="External") -> str:
    one = f'<Relationship Id="r1" Type="{OFFICE}{kind}" Target="{target}" TargetMode="{mode}"/>'
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{one if kind else ''}</Relationships>"
    )


def body(inside="申请公开某某地块征收补偿方案") -> str:
    return f"<w:document {W}><w:body><w:p><w:r>{inside}</w:r></w:p></w:body></w:document>"


def docx(more=(), *, comment=b"", **replaced) -> bytes:
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships("officeDocument", "word/document.xml", "Internal"),
        "word/document.xml": body("<w:t>申请公开某某地块征收补偿方案</w:t>"),
        "word/_rels/document.xml.rels": relationships("hyperlink", "https://www.gov.cn/"),
    }
    names = {"types": "[Content_Types].xml", "doc": "word/document.xml"}
    names |= {"rels": "word/_rels/document.xml.rels"}
    for key, content in replaced.items():
        parts[names[key]] = content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [*parts.items(), *more]:
            if content is not None:
                package.writestr(name, content)
        package.comment = comment
    return out.getvalue()


def symlink() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("word/media/image1.png")
    member.create_system = 3
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def encrypted_member() -> bytes:
    """The flag alone: a reader would ask for a password."""
    data = bytearray(docx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def huge_png() -> bytes:
    """A few bytes that claim 60,000 by 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def act(**entries):
    return pikepdf.Dictionary(**entries)


def on_open(action):
    def change(document):
        document.Root.OpenAction = action(document)

    return change


def on_page(key, value):
    def change(document):
        document.pages[0].obj[key] = value(document) if callable(value) else value

    return change


def name(text):
    return pikepdf.Name(text)


def attach(document):
    document.attachments["run.exe"] = b"MZ\x90\0"


def swollen(document):
    document.pages[0].Contents = document.make_stream(b"\0" * (80 * 1024 * 1024))


def crowded(document):
    document.Root.Extra = pikepdf.Array([pikepdf.Array([])] * 260_000)


def link(target):
    return on_page(
        "/Annots",
        lambda document: pikepdf.Array(
            [
                act(
                    Type=name("/Annot"),
                    Subtype=name("/Link"),
                    A=act(S=name("/URI"), URI=pikepdf.String(target)),
                )
            ]
        ),
    )


def script(_document):
    return act(S=name("/JavaScript"), JS=pikepdf.String("app.alert(1)"))


def hidden_script(document):
    """Referred to by nothing, packed into an object stream."""
    document.make_indirect(act(Next=pikepdf.Array([script(document)])))
    document.Root.Extra = document.make_indirect(act(A=script(document)))
