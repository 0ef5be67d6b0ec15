"""One letter onto paper, in this process: WeasyPrint, its fonts, and who listens to it.

WeasyPrint is imported when the first letter is printed: it loads C libraries, and a machine
without them must still run the site and say what is missing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .archival import FINISHER_VERSION, VARIANT, Finisher, attachments, end_streams_clearly
from .decision import Decision
from .environment import check_environment
from .errors import EmptyOutput, MissingGlyph, ReachesOutside
from .fonts import PROJECT, font_dir, licensed_faces, read_manifest

TEMPLATES = PROJECT / "templates"
STYLE_SHEETS = tuple(TEMPLATES / "letters" / name for name in ("gongwen.css", "xinhan.css"))
_LOGGER = logging.getLogger("weasyprint")
_NOTDEF = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)", re.DOTALL)

# Pango and the shared font configuration serve one thread at a time.
_PRINTER = threading.Lock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a printer has to know of a letter; plain data that another process can take."""

    code: str
    html: str
    template_version: str
    decision: Decision | None = None


# Has a word in each face that every letter uses.
_TRIAL = Sheet(
    "L00",
    '<!doctype html><html lang="zh-CN"><title>试印</title><div class="mark">印</div>'
    '<h1 class="title">试印</h1><p>试印第1页，赟。</p>',
    "",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it was printed. `fingerprint`: what it was printed with."""

    pdf: bytes
    sha256: str
    pages: int
    template_version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Press:
    """What is loaded once per process."""

    styles: tuple[Any, ...]
    fonts: Any
    fingerprint: str


def warm_up() -> None:
    """Load what the first letter would have to wait for.

    Raises LetterStopped if this machine lacks something.
    """
    with _PRINTER:
        _print(_TRIAL)


@cache
def _press(directory: Path) -> _Press:
    """Load the printer. Fails by name if this machine lacks something, and is asked again."""
    for finding in check_environment(directory):
        raise finding.problem
    # fontconfig reads this once, when WeasyPrint makes its first font configuration.
    os.environ["FONTCONFIG_FILE"] = str(directory / "fonts.conf")
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from .grid import keep_lines_even
    from .justify import install
    from .sealed import SealedFetcher

    end_streams_clearly()
    fonts = FontConfiguration()
    styles = tuple(
        weasyprint.CSS(
            string=path.read_text(encoding="utf-8"),
            font_config=fonts,
            url_fetcher=SealedFetcher(),
        )
        for path in STYLE_SHEETS
    )
    taught = {"justify": install(), "grid": keep_lines_even()}
    return _Press(styles, fonts, _fingerprint(directory, taught))


def _fingerprint(directory: Path, taught: dict[str, bool]) -> str:
    """All that the bytes depend on beside the letter itself."""
    import pydyf
    import weasyprint
    from weasyprint.text.ffi import pango

    faces = {"ours": read_manifest(directory)["files"], "licensed": licensed_faces(directory)}
    parts = {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "pango": pango.pango_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "fonts": hashlib.sha256(json.dumps(faces, sort_keys=True).encode()).hexdigest()[:16],
        **{name: "on" if is_on else "off" for name, is_on in taught.items()},
        "finisher": FINISHER_VERSION,
    }
    return " ".join(f"{name}={part}" for name, part in parts.items())


def print_here(sheet: Sheet) -> Printed:
    """Print in this process, one thread at a time. Raises LetterStopped."""
    with _PRINTER:
        return _print(sheet)


def _print(sheet: Sheet) -> Printed:
    press = _press(font_dir())
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    from .sealed import SealedFetcher, remove_unsafe_links

    document = weasyprint.HTML(string=sheet.html, url_fetcher=SealedFetcher(), base_url=None)
    remove_unsafe_links(document.etree_element)
    try:
        with _missing_glyphs() as missing:
            laid_out = document.render(
                stylesheets=press.styles, font_config=press.fonts, pdf_variant=VARIANT
            )
            pdf = laid_out.write_pdf(
                pdf_variant=VARIANT,
                attachments=attachments(sheet.decision),
                finisher=Finisher(sheet.code),
            )
    except FatalURLFetchingError:
        raise ReachesOutside(sheet.code) from None
    if missing:
        raise MissingGlyph(missing)
    if not laid_out.pages or not pdf or not pdf.startswith(b"%PDF-"):
        raise EmptyOutput(sheet.code)
    return Printed(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=len(laid_out.pages),
        template_version=sheet.template_version,
        fingerprint=press.fingerprint,
    )


class _Listener(logging.Handler):
    """Hears WeasyPrint say that a character has no glyph."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if match := _NOTDEF.search(record.getMessage()):
            character = chr(int(match.group(1), 16))
            # Next to a character without a glyph, the space is reported too.
            if not character.isspace() and character not in self.characters:
                self.characters.append(character)


@contextmanager
def _missing_glyphs() -> Iterator[list[str]]:
    """Listen while printing. However quiet the site's logging is, this is heard."""
    listener, level = _Listener(), _LOGGER.level
    threshold, is_disabled = _LOGGER.manager.disable, _LOGGER.disabled
    _LOGGER.addHandler(listener)
    _LOGGER.setLevel(logging.WARNING)
    _LOGGER.disabled = False
    logging.disable(logging.NOTSET)
    try:
        yield listener.characters
    finally:
        logging.disable(threshold)
        _LOGGER.disabled = is_disabled
        _LOGGER.setLevel(level)
        _LOGGER.removeHandler(listener)
