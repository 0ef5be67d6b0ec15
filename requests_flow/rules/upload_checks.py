"""What a file must be inside to be a PDF, a picture or a plain text. `uploads` is the door."""

import io
import re
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

PIXELS = 50_000_000  # an A0 plan at 200 dpi
PDF_NODES = 250_000  # about five seconds
PDF_INFLATED = 64 * 1024 * 1024


class UploadCode(StrEnum):
    """Why a file is not taken in. The sentence for people: `labels.UPLOAD_REFUSALS`."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NAME_MISSING = "name_missing"
    EXTENSION_NOT_ALLOWED = "extension_not_allowed"
    DOUBLE_EXTENSION = "double_extension"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    DAMAGED = "damaged"
    POLYGLOT = "polyglot"
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    MACROS = "macros"
    EMBEDDED_FILE = "embedded_file"
    EXTERNAL_REFERENCE = "external_reference"
    BOMB = "bomb"
    UNSAFE_MEMBER = "unsafe_member"
    DOCTYPE = "doctype"
    NOT_PLAIN_TEXT = "not_plain_text"


class UploadRefused(ValueError):
    """The file is not taken in. `data` may name what was found: a member, a size, a kind."""

    def __init__(self, code: UploadCode, data: dict[str, Any] | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.data = data or {}


# PDF ----------------------------------------------------------------------------------------

# Keys by which a PDF acts, whatever object they stand in; pikepdf has undone `/J#61vaScript`.
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMedia", "/Rendition"}
_ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie"}
_ACTIVE_KINDS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_LEAVING_ACTIONS = {"/GoToR", "/GoToE"}
# The web, a letter, a telephone, a place in this file, a neighbour; no share, no `file:`.
HARMLESS_LINK = re.compile(r"(?!//)(?:https?://|mailto:|tel:|#|[^:\\]*$)", re.IGNORECASE)
# Readers that mend a broken file may find objects that ours does not.
_PLAIN_SIGHT = re.compile(rb"/(?:JavaScript|Launch|ImportData|SubmitForm|RichMedia)\b")


def check_pdf(data: bytes) -> int:
    """The number of pages of a PDF that opens, is open to all, and does nothing by itself."""
    import pikepdf

    tail = data[data.rfind(b"%%EOF") :]
    if not tail.startswith(b"%%EOF"):
        raise UploadRefused(UploadCode.DAMAGED)
    if tail[5:].strip(b"\r\n\t \0"):
        raise UploadRefused(UploadCode.POLYGLOT)
    # For the whole process, and the same each time: object streams are inflated on opening.
    pikepdf.settings.set_qpdf_limits(flate_max_memory=4 * PDF_INFLATED, doc_max_warnings=1000)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise UploadRefused(UploadCode.ENCRYPTED)
            _check_pdf_objects(pdf, pikepdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise UploadRefused(UploadCode.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(UploadCode.DAMAGED) from None
    if found := _PLAIN_SIGHT.search(data):
        raise UploadRefused(UploadCode.ACTIVE_CONTENT, {"found": found[0].decode()})
    return pages


def _check_pdf_objects(pdf: Any, pikepdf: Any) -> None:
    inflated = 0
    for entry in _dictionaries(pdf, pikepdf):
        _check_dictionary(entry)
        if isinstance(entry, pikepdf.Stream):
            if "/F" in entry:  # its bytes lie in another file
                raise UploadRefused(UploadCode.EXTERNAL_REFERENCE)
            inflated += _inflated_size(entry, PDF_INFLATED - inflated)


def _dictionaries(pdf: Any, pikepdf: Any) -> Iterator[Any]:
    """Every dictionary and stream of the file, reachable or not, in object streams too."""
    waiting = [pdf.trailer, *pdf.objects]
    seen = 0
    while waiting:
        here = waiting.pop()
        seen += 1
        if seen > PDF_NODES:
            raise UploadRefused(UploadCode.BOMB)
        if isinstance(here, pikepdf.Array):
            children = list(here)
        elif isinstance(here, pikepdf.Dictionary | pikepdf.Stream):
            yield here
            children = [value for _, value in here.items()]
        else:
            continue
        # Indirect ones stand in pdf.objects themselves.
        waiting += [c for c in children if isinstance(c, pikepdf.Object) and not c.is_indirect]


def _check_dictionary(entry: Any) -> None:
    names = set(entry.keys())
    action, kind = str(entry.get("/S", "")), str(entry.get("/Subtype", ""))
    if names & _ACTIVE_KEYS or action in _ACTIVE_ACTIONS or kind in _ACTIVE_KINDS:
        raise UploadRefused(UploadCode.ACTIVE_CONTENT)
    if "/EmbeddedFiles" in names or "/EF" in names or kind == "/FileAttachment":
        raise UploadRefused(UploadCode.EMBEDDED_FILE)
    if action in _LEAVING_ACTIONS:
        raise UploadRefused(UploadCode.EXTERNAL_REFERENCE)
    if "/URI" in names and action == "/URI":
        target = str(entry.get("/URI")).strip()
        if not HARMLESS_LINK.match(target):
            raise UploadRefused(UploadCode.EXTERNAL_REFERENCE, {"target": target[:120]})
    if "/OpenAction" in names and not _only_turns_a_page(entry.get("/OpenAction")):
        raise UploadRefused(UploadCode.ACTIVE_CONTENT)


def _only_turns_a_page(action: Any) -> bool:
    """Common in harmless files: open at page one, fit the width. An array is a destination."""
    import pikepdf

    if not isinstance(action, pikepdf.Dictionary):
        return True
    return str(action.get("/S", "")) == "/GoTo" and "/Next" not in action


def _inflated_size(stream: Any, budget: int) -> int:
    """How large a stream becomes; pictures are held to their pixels instead."""
    if str(stream.get("/Subtype", "")) == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > PIXELS:
            raise UploadRefused(UploadCode.BOMB)
        return 0
    filters = stream.get("/Filter")
    steps = [str(filters)] if str(filters).startswith("/") else [str(one) for one in filters or []]
    data = stream.read_raw_bytes()
    for step in steps:
        if step != "/FlateDecode":
            break
        try:
            data = zlib.decompressobj().decompress(data, budget + 1)
        except zlib.error:
            break  # readers show nothing of it either
        if len(data) > budget:
            raise UploadRefused(UploadCode.BOMB)
    return len(data)


# Pictures -----------------------------------------------------------------------------------


def check_picture(data: bytes, kind: str) -> int:
    """One page, if it is a whole picture of that kind and of a size that can be shown."""
    from PIL import Image

    if kind == "PNG" and data[-8:-4] != b"IEND":
        raise UploadRefused(UploadCode.POLYGLOT if b"IEND" in data else UploadCode.DAMAGED)
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            if picture.width * picture.height > PIXELS:
                raise UploadRefused(UploadCode.BOMB, {"pixels": picture.width * picture.height})
            picture.verify()
        _decode_whole(data, kind)
    except bombs:
        raise UploadRefused(UploadCode.BOMB) from None
    except UploadRefused:
        raise
    # Pillow raises whatever its decoder met: OSError, SyntaxError, struct.error, ValueError ...
    except Exception:
        raise UploadRefused(UploadCode.DAMAGED) from None
    return 1


def _decode_whole(data: bytes, kind: str) -> None:
    """WeasyPrint tells Pillow, for the whole process, to make do with half a picture. Not here."""
    from PIL import Image, ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


# Plain text ---------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"\s*(?:<(?:!doctype|!--|\?|html|head|body|script|svg|iframe)|#!|\{\\rtf|mime-version:|@echo)",
    re.IGNORECASE,
)
_LIVE_TAG = re.compile(r"<\s*(?:script|svg|iframe|object|embed)\b", re.IGNORECASE)
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")


def check_text(data: bytes) -> None:
    """Plain text in UTF-8 or GB18030: no control characters, no page for a browser."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UploadRefused(UploadCode.NOT_PLAIN_TEXT)
    if _CONTROL.search(text) or _MARKUP.match(text) or _LIVE_TAG.search(text):
        raise UploadRefused(UploadCode.NOT_PLAIN_TEXT)
