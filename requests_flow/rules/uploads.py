"""The door for files: what is taken in is what its bytes are, not what its name says.

A file is looked at from inside (`upload_checks`, `upload_packages`); a name or the first bytes
prove nothing. What this does not do: look for known viruses.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .upload_checks import UploadCode, UploadRefused, check_pdf, check_picture, check_text
from .upload_packages import MAIN_PARTS, check_package

__all__ = ["Inspected", "UploadCode", "UploadKind", "UploadRefused", "clean_name", "inspect"]

LIMIT = 20 * 1024 * 1024
NAME_LENGTH = 120


class UploadKind(StrEnum):
    """What may be taken in."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file is. `pages` only where they can be counted: PDF, and a picture is one."""

    kind: UploadKind
    media_type: str
    pages: int | None


_EXTENSIONS = {
    "pdf": UploadKind.PDF,
    "png": UploadKind.PNG,
    "jpg": UploadKind.JPEG,
    "jpeg": UploadKind.JPEG,
    "docx": UploadKind.DOCX,
    "xlsx": UploadKind.XLSX,
    "txt": UploadKind.TEXT,
}
_MAIN_TYPES = {kind: name.removesuffix(".main+xml") for name, kind in MAIN_PARTS.items()}
MEDIA_TYPES = {
    UploadKind.PDF: "application/pdf",
    UploadKind.PNG: "image/png",
    UploadKind.JPEG: "image/jpeg",
    UploadKind.DOCX: _MAIN_TYPES["docx"],
    UploadKind.XLSX: _MAIN_TYPES["xlsx"],
    UploadKind.TEXT: "text/plain",
}
# Behind a dot inside the name: `letter.exe.pdf`. `报告.docx.pdf` is how offices print.
_HIDDEN = re.compile(
    "bat|chm|cmd|cpl|dll|docm|dotm|exe|hta|x?html?|iso|jar|jse?|lnk|mht|ms[ip]|pif|ps1|py|rar|reg"
    "|sc[fr]|sh|svg|swf|url|vb[es]?|ws[fh]|xl[st]m|xml|zip|7z"
)


def inspect(data: bytes, name: str, *, limit: int = LIMIT) -> Inspected:
    """What the file is.

    Raises UploadRefused if it is none of the six kinds, not what its name says, or not harmless.
    """
    if not data:
        raise UploadRefused(UploadCode.EMPTY)
    if len(data) > limit:
        raise UploadRefused(UploadCode.TOO_LARGE, {"size": len(data), "limit": limit})
    said = _kind_by_name(name)
    if said not in _kinds_by_start(data):
        raise UploadRefused(UploadCode.NOT_WHAT_IT_SAYS, {"said": said.value})
    if said not in _PACKAGES and zipfile.is_zipfile(io.BytesIO(data)):
        raise UploadRefused(UploadCode.POLYGLOT)
    pages = _CHECKS[said](data)
    return Inspected(said, MEDIA_TYPES[said], pages)


def clean_name(name: str) -> str:
    """The name to keep: NFC, no path, nothing invisible or reversed, at most 120 characters."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    text = "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE)
    text = re.sub(r'[:*?"<>|]', "_", text)
    text = re.sub(r"\s+", " ", text).strip(" .")
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = text, "", ""
    room = NAME_LENGTH - len(dot) - len(extension)
    stem = stem[:room].rstrip(" .") or "_"
    if _RESERVED.fullmatch(stem.partition(".")[0]):
        stem = "_" + stem[: room - 1]
    return stem + dot + extension


# Controls, format and direction marks, halves of surrogates, line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d) *", re.IGNORECASE)  # devices of Windows


def _kind_by_name(name: str) -> UploadKind:
    steps = clean_name(name).lower().split(".")
    if len(steps) < 2:
        raise UploadRefused(UploadCode.NAME_MISSING)
    kind = _EXTENSIONS.get(steps[-1].strip())
    if kind is None:
        raise UploadRefused(UploadCode.EXTENSION_NOT_ALLOWED, {"extension": steps[-1]})
    if any(_HIDDEN.fullmatch(step.strip()) for step in steps[1:-1]):
        raise UploadRefused(UploadCode.DOUBLE_EXTENSION, {"name": clean_name(name)})
    return kind


_PACKAGES = frozenset({UploadKind.DOCX, UploadKind.XLSX})
_STARTS: tuple[tuple[bytes, frozenset[UploadKind]], ...] = (
    (b"%PDF-", frozenset({UploadKind.PDF})),
    (b"\x89PNG\r\n\x1a\n", frozenset({UploadKind.PNG})),
    (b"\xff\xd8\xff", frozenset({UploadKind.JPEG})),
    (b"PK\x03\x04", _PACKAGES),
    (b"MZ", frozenset()),
    (b"\x7fELF", frozenset()),
    (b"Rar!", frozenset()),
    (b"7z\xbc\xaf\x27\x1c", frozenset()),
    (b"\xd0\xcf\x11\xe0", frozenset()),
)


def _kinds_by_start(data: bytes) -> frozenset[UploadKind]:
    """What the first bytes allow: the first of many questions."""
    for start, kinds in _STARTS:
        if data.startswith(start):
            return kinds
    return frozenset({UploadKind.TEXT})


def _check_package_as(kind: UploadKind) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        found = check_package(data)
        if found != kind:
            raise UploadRefused(UploadCode.NOT_WHAT_IT_SAYS, {"said": kind.value, "is": found})

    return check


_CHECKS: dict[UploadKind, Callable[[bytes], int | None]] = {
    UploadKind.PDF: check_pdf,
    UploadKind.PNG: lambda data: check_picture(data, "PNG"),
    UploadKind.JPEG: lambda data: check_picture(data, "JPEG"),
    UploadKind.DOCX: _check_package_as(UploadKind.DOCX),
    UploadKind.XLSX: _check_package_as(UploadKind.XLSX),
    UploadKind.TEXT: check_text,
}
