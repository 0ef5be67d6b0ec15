"""One letter onto paper, in this process: WeasyPrint, its fonts, and who listens to it.

WeasyPrint is imported when the first letter is printed: it loads C libraries, and a machine
without them must still run the site and say what is missing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from . import quick
from .archival import FINISHER_VERSION, VARIANT, Finisher, attachments, end_streams_clearly
from .bounds import NotLaidOut
from .decision import Decision
from .environment import check_environment
from .errors import DoesNotFit, EmptyOutput, LetterStopped, MissingGlyph, ReachesOutside
from .fonts import PROJECT, font_dir, licensed_faces, read_manifest
from .glyphs import missing_glyphs
from .seals.place import Place, place_of

MM_PER_PX = 25.4 / 96
TEMPLATES = PROJECT / "templates"
STYLE_SHEETS = tuple(TEMPLATES / "letters" / name for name in ("gongwen.css", "xinhan.css"))
# What is no letter has a page of its own kind: envelopes, labels, lists for the post.
OTHER_STYLE_SHEETS = ("envelope", "labels", "post_list")
_LOGGER = logging.getLogger(__name__)

# Pango and the shared font configuration serve one thread at a time.
_PRINTER = threading.Lock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a printer has to know of a letter; plain data that another process can take."""

    code: str
    html: str
    template_version: str
    decision: Decision | None = None
    style: str = ""  # one of OTHER_STYLE_SHEETS if it is no letter
    limits: tuple[tuple[str, float], ...] = ()  # the id of a part, and its greatest height in mm


# Has a word in each face that every letter uses.
_TRIAL = Sheet(
    "L00",
    '<!doctype html><html lang="zh-CN"><title>试印</title><div class="mark">印</div>'
    '<h1 class="title">试印</h1><p>试印第1页，赟。</p>',
    "",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it was printed. `fingerprint`: what it was printed with.

    `seal`: where the organ's seal goes; None in a paper that bears none.
    """

    pdf: bytes
    sha256: str
    pages: int
    template_version: str
    fingerprint: str
    seal: Place | None = None


@dataclass(frozen=True, slots=True)
class _Press:
    """What is loaded once per process."""

    styles: tuple[Any, ...]
    others: dict[str, Any]
    fonts: Any
    fingerprint: str

    def of(self, sheet: Sheet) -> list[Any]:
        """The style sheets of this paper."""
        return [self.others[sheet.style]] if sheet.style else list(self.styles)


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

    def style(path: Path) -> Any:
        text = path.read_text(encoding="utf-8")
        return weasyprint.CSS(string=text, font_config=fonts, url_fetcher=SealedFetcher())

    styles = tuple(map(style, STYLE_SHEETS))
    others = {name: style(TEMPLATES / "letters" / f"{name}.css") for name in OTHER_STYLE_SHEETS}
    taught = {
        "justify": install(),
        "grid": keep_lines_even(),
        "quick": quick.install(),
    }
    return _Press(styles, others, fonts, _fingerprint(directory, taught))


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
    with _PRINTER, quick.undisturbed():
        return _print(sheet)


def _print(sheet: Sheet) -> Printed:
    press = _press(font_dir())
    from weasyprint.urls import FatalURLFetchingError

    from .quick.markup import read
    from .sealed import SealedFetcher, remove_unsafe_links

    document = read(sheet.html, SealedFetcher())
    remove_unsafe_links(document.etree_element)
    try:
        with missing_glyphs() as missing:
            laid_out = document.render(
                stylesheets=press.of(sheet),
                font_config=press.fonts,
                pdf_variant=VARIANT,
            )
            pdf = laid_out.write_pdf(
                pdf_variant=VARIANT,
                attachments=attachments(sheet.decision),
                finisher=Finisher(sheet.code),
            )
    except FatalURLFetchingError:
        raise ReachesOutside(sheet.code) from None
    except LetterStopped:
        raise
    except Exception as fault:  # of the printer, at something that nobody has written so far
        _LOGGER.exception("The printer failed at %s.", sheet.code)
        raise NotLaidOut(sheet.code) from fault
    if missing:
        raise MissingGlyph(missing)
    _refuse_unfit(sheet, laid_out.pages, pdf)
    return Printed(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=len(laid_out.pages),
        template_version=sheet.template_version,
        fingerprint=press.fingerprint,
        seal=place_of(laid_out.pages),
    )


def _refuse_unfit(sheet: Sheet, pages: list[Any], pdf: bytes | None) -> None:
    if over := _over(pages, dict(sheet.limits)):
        raise DoesNotFit(over)
    if not pages or not pdf or not pdf.startswith(b"%PDF-"):
        raise EmptyOutput(sheet.code)


def _over(pages: list[Any], limits: dict[str, float]) -> list[str]:
    """The parts that are higher than they may be; what is not on any page is too."""
    heights: dict[str, float] = {}
    for page in pages:  # a part that runs over onto the next page has a height on each
        for name, (_left, top, _right, bottom) in page.anchors.items():
            heights[name] = heights.get(name, 0.0) + (bottom - top) * MM_PER_PX
    return [name for name, most in limits.items() if heights.get(name, 1e9) > most + 0.05]
