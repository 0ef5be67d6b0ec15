"""HTML in, PDF out. The same context gives the same bytes.

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context
from django.template import Engine as TemplateEngine

from .catalogue import LetterForm, letter_form
from .environment import check_environment
from .errors import (
    EmptyOutput,
    LetterStopped,
    MissingField,
    MissingFont,
    MissingGlyph,
    MissingLibrary,
    ReachesOutside,
    UnknownField,
    UnknownLetter,
)
from .fonts import PROJECT, font_dir, read_manifest

__all__ = [
    "EmptyOutput", "LetterStopped", "MissingField", "MissingFont", "MissingGlyph",
    "MissingLibrary", "Printed", "ReachesOutside", "UnknownField", "UnknownLetter",
    "check_environment", "render",
]  # fmt: skip

TEMPLATES = PROJECT / "templates"
STYLE_SHEET = TEMPLATES / "letters" / "gongwen.css"
_LOGGER = logging.getLogger("weasyprint")
_NOTDEF = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)", re.DOTALL)

# Pango and the shared font configuration serve one thread at a time.
_PRINTER = threading.Lock()


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it was printed. `fingerprint`: what it was printed with."""

    pdf: bytes
    sha256: str
    pages: int
    template_version: str
    fingerprint: str


def render(letter_code: str, context: dict[str, Any]) -> Printed:
    """Print a letter.

    Raises LetterStopped: a field missing or unknown, a character without a glyph, a library or a
    font that is not there.
    """
    form = letter_form(letter_code)
    form.check(context)
    html = to_html(form, context)
    with _PRINTER:
        return _print(form, html)


def to_html(form: LetterForm, context: dict[str, Any]) -> str:
    """The letter as HTML, every value escaped; what is not given is empty."""
    values = dict.fromkeys(form.fields, "") | context
    template = _templates().get_template(form.template)
    return template.render(Context(values, autoescape=True, use_l10n=False, use_tz=False))


@cache
def _templates() -> TemplateEngine:
    # An engine of our own: no context processor and no tag of the site reaches a letter.
    return TemplateEngine(
        dirs=[TEMPLATES],
        autoescape=True,
        builtins=["requests_flow.letters.typography"],
    )


@cache
def template_version(form: LetterForm) -> str:
    """Of the template, what it extends, and the style sheet."""
    digest = hashlib.sha256()
    for path in (TEMPLATES / "letters" / "base.html", TEMPLATES / form.template, STYLE_SHEET):
        digest.update(path.read_bytes())
    return f"{form.code}-{digest.hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class _Press:
    """What is loaded once per process."""

    style: Any
    fonts: Any
    fingerprint: str


@cache
def _press(directory: Path) -> _Press:
    """Load the printer. Fails by name if this machine lacks something, and is asked again."""
    for finding in check_environment(directory):
        raise finding.problem
    # fontconfig reads this once, when WeasyPrint makes its first font configuration.
    os.environ["FONTCONFIG_FILE"] = str(directory / "fonts.conf")
    import pydyf
    import weasyprint
    from weasyprint.text.ffi import pango
    from weasyprint.text.fonts import FontConfiguration

    from .justify import install
    from .sealed import SealedFetcher

    fonts = FontConfiguration()
    style = weasyprint.CSS(
        string=STYLE_SHEET.read_text(encoding="utf-8"),
        font_config=fonts,
        url_fetcher=SealedFetcher(),
    )
    manifest = json.dumps(read_manifest(directory)["files"], sort_keys=True)
    parts = {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "pango": pango.pango_version(),
        "fonts": hashlib.sha256(manifest.encode()).hexdigest()[:16],
        "justify": "on" if install() else "off",
    }
    return _Press(style, fonts, " ".join(f"{name}={part}" for name, part in parts.items()))


def _print(form: LetterForm, html: str) -> Printed:
    press = _press(font_dir())
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    from .sealed import SealedFetcher, remove_unsafe_links

    document = weasyprint.HTML(string=html, url_fetcher=SealedFetcher(), base_url=None)
    remove_unsafe_links(document.etree_element)
    try:
        with _missing_glyphs() as missing:
            laid_out = document.render(
                stylesheets=[press.style], font_config=press.fonts, pdf_variant="pdf/a-3a"
            )
            pdf = laid_out.write_pdf(pdf_variant="pdf/a-3a")
    except FatalURLFetchingError:
        raise ReachesOutside(form.code) from None
    if missing:
        raise MissingGlyph(missing)
    if not laid_out.pages or not pdf or not pdf.startswith(b"%PDF-"):
        raise EmptyOutput(form.code)
    return Printed(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=len(laid_out.pages),
        template_version=template_version(form),
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
