"""What a .docx or .xlsx must be inside. These are zip files: nothing is unpacked to disk."""

import io
import re
import stat
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

from .upload_checks import HARMLESS_LINK, UploadCode, UploadRefused

MEMBERS = 5_000
INFLATED = 200 * 1024 * 1024
RATIO = 200  # a sheet of equal cells reaches about 60
SMALL = 1024 * 1024  # below this, a ratio frightens nobody

TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    _OFFICE + "wordprocessingml.document.main+xml": "docx",
    _OFFICE + "spreadsheetml.sheet.main+xml": "xlsx",
}
_MACRO_WORDS = ("macroenabled", "vbaproject", "macrosheet", "vbadata", "attachedtoolbars")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"#!", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")
# Fields that start programs or read files; `\0` stands where a field begins.
_LIVE_FIELD = re.compile(r"\0\s*(?:DDE|DDEAUTO|INCLUDETEXT|IMPORT)\b", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/sheet\d*\.xml")


def check_package(data: bytes, *, depth: int = 0) -> str:
    """`docx` or `xlsx`: what the package says of its own main part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_ends(data, package)
            _check_members(package)
            parts = {one.filename: package.read(one) for one in package.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(UploadCode.DAMAGED) from None
    _read_xml(parts.get(TYPES, b"<none/>"), {"member": TYPES}, in_full=True)
    kind = _kind(parts)
    for name, content in parts.items():
        _check_part(name, content, depth, kind)
    return kind


def _check_ends(data: bytes, package: zipfile.ZipFile) -> None:
    """Nothing before the first member, nothing after the last record."""
    first = min((one.header_offset for one in package.infolist()), default=-1)
    end = data.rfind(b"PK\x05\x06")
    if first != 0 or len(data) != end + 22 + len(package.comment):
        raise UploadRefused(UploadCode.POLYGLOT)


def _check_members(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if len(members) > MEMBERS or sum(one.file_size for one in members) > INFLATED:
        raise UploadRefused(UploadCode.BOMB)
    names = [one.filename.lower() for one in members]
    if len(set(names)) != len(names):
        raise UploadRefused(UploadCode.UNSAFE_MEMBER)
    for one in members:
        data = {"member": one.filename[:120]}
        if one.file_size > SMALL and one.file_size > RATIO * max(one.compress_size, 1):
            raise UploadRefused(UploadCode.BOMB, data)
        if one.flag_bits & 0x1:
            raise UploadRefused(UploadCode.ENCRYPTED, data)
        if not _is_safe(one):
            raise UploadRefused(UploadCode.UNSAFE_MEMBER, data)


def _is_safe(member: zipfile.ZipInfo) -> bool:
    """A plain file or folder with a name that stays where it is put."""
    # `filename` has lost what stood behind a NUL; the original has not.
    name = getattr(member, "orig_filename", member.filename)
    steps = name.rstrip("/").split("/")
    if "" in steps or "." in steps or ".." in steps or "\\" in name or ":" in name:
        return False
    if any(ord(char) < 32 for char in name) or len(name) > 240:
        return False
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind in (0, stat.S_IFREG, stat.S_IFDIR) and member.compress_type in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    )


def _check_part(name: str, content: bytes, depth: int, kind: str) -> None:
    low = name.lower()
    data = {"member": name[:120]}
    if any(word in low for word in _MACRO_WORDS):
        raise UploadRefused(UploadCode.MACROS, data)
    if "/activex/" in low or "/ctrlprops/" in low or "/oleobject" in low:
        raise UploadRefused(UploadCode.ACTIVE_CONTENT, data)
    # A chart in a document carries its own sheet: that is looked at as any other.
    if low.endswith((".docx", ".xlsx")) and "/embeddings/" in low and depth == 0:
        check_package(content, depth=1)
    elif "/embeddings/" in low or content.startswith(_PROGRAMS):
        raise UploadRefused(UploadCode.EMBEDDED_FILE, data)
    if low.endswith((".xml", ".rels", ".vml")):
        # The sheets are long, and hold none of what is looked for.
        in_full = kind != "xlsx" or not _SHEET.fullmatch(low)
        _read_xml(content, data, in_full=in_full)


def _read_xml(content: bytes, data: dict[str, Any], *, in_full: bool) -> None:
    """Well formed, without a DTD; no link out of the document, no macro, no live field."""
    fields: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        inside.append(local)
        if local == "Relationship":
            _check_relationship(attributes, data)
        elif local in ("Override", "Default"):
            _check_content_type(attributes.get("ContentType", ""), data)
        elif local in ("ddeLink", "oleLink"):
            raise UploadRefused(UploadCode.EXTERNAL_REFERENCE, data)
        elif local == "fldSimple":
            fields.extend("\0" + v for k, v in attributes.items() if k.endswith("instr"))
        elif local == "fldChar" and "begin" in attributes.values():
            fields.append("\0")

    def text(chars: str) -> None:
        if inside and inside[-1] == "instrText":
            fields.append(chars)

    def doctype(*_: object) -> None:
        raise UploadRefused(UploadCode.DOCTYPE, data)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    if in_full:
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _tag: inside.pop()
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise UploadRefused(UploadCode.DAMAGED, data) from None
    if _LIVE_FIELD.search("".join(fields)):
        raise UploadRefused(UploadCode.EXTERNAL_REFERENCE, data)


def _check_relationship(attributes: dict[str, str], data: dict[str, Any]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    target = attributes.get("Target", "")
    if kind in ("vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"):
        raise UploadRefused(UploadCode.MACROS, data)
    if kind in ("oleobject", "control", "activexcontrolbinary", "afchunk"):
        raise UploadRefused(UploadCode.EMBEDDED_FILE, data)
    outside = attributes.get("TargetMode", "").lower() == "external"
    if outside and (kind != "hyperlink" or not HARMLESS_LINK.match(target.strip())):
        raise UploadRefused(UploadCode.EXTERNAL_REFERENCE, {**data, "target": target[:120]})


def _check_content_type(value: str, data: dict[str, Any]) -> None:
    low = value.lower()
    if any(word in low for word in _MACRO_WORDS):
        raise UploadRefused(UploadCode.MACROS, data)
    if "oleobject" in low or "activex" in low:
        raise UploadRefused(UploadCode.EMBEDDED_FILE, data)


def _kind(parts: dict[str, bytes]) -> str:
    """By the content type of a part that is there, not by the name of the file."""
    types = parts.get(TYPES)
    if types is None or "_rels/.rels" not in parts:
        raise UploadRefused(UploadCode.NOT_WHAT_IT_SAYS)
    mains: list[str] = []

    def start(_tag: str, attributes: dict[str, str]) -> None:
        kind = MAIN_PARTS.get(attributes.get("ContentType", ""))
        if kind and attributes.get("PartName", "").lstrip("/") in parts:
            mains.append(kind)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(types, True)
    if len(mains) != 1:
        raise UploadRefused(UploadCode.NOT_WHAT_IT_SAYS)
    return mains[0]
