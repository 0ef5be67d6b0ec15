"""HTML in, PDF out. The same context gives the same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context
from django.template import Engine as TemplateEngine

from .bounds import LetterTooLong, NotLaidOut, refuse_oversized
from .catalogue import LetterForm, letter_form
from .decision import decision_of
from .environment import check_environment
from .errors import (
    DoesNotFit,
    EmptyOutput,
    LetterStopped,
    MissingField,
    MissingFont,
    MissingGlyph,
    MissingLibrary,
    NotArchival,
    PrinterDied,
    ReachesOutside,
    UnknownField,
    UnknownLetter,
)
from .press import STYLE_SHEETS, TEMPLATES, Printed, Sheet, print_here
from .typography import cleaned
from .workers import workers

__all__ = [
    "DoesNotFit", "EmptyOutput", "LetterStopped", "LetterTooLong", "MissingField", "MissingFont",
    "MissingGlyph", "MissingLibrary", "NotArchival", "NotLaidOut", "Printed", "PrinterDied",
    "ReachesOutside", "UnknownField", "UnknownLetter", "check_environment", "print_paper", "render", "warm_up",
]  # fmt: skip

_EXTENDS = re.compile(r'{%\s*extends\s+"([^"]+)"\s*%}')
_LETTER_FORMAT = TEMPLATES / "letters" / "xinhan.html"


def render(letter_code: str, context: dict[str, Any]) -> Printed:
    """Print a letter.

    Raises LetterStopped: a field missing or unknown, too much of it, a character without a glyph,
    a library or a font that is not there, a printer that failed.
    """
    form = letter_form(letter_code)
    facts = context.get("decision") or {}
    refuse_oversized(form.code, context)
    context = cleaned({name: value for name, value in context.items() if name != "decision"})
    form.check(context)
    version = template_version(form)
    decision = decision_of(form, context, facts, version)
    return _printed(Sheet(form.code, to_html(form, context), version, decision), context)


def print_paper(
    name: str, values: dict[str, Any], *, limits: Mapping[str, float] | None = None
) -> Printed:
    """Print what is no letter: an envelope, labels, a list for the post (OTHER_STYLE_SHEETS).

    `limits`: the greatest height in mm of each part by its id. Raises DoesNotFit with those that
    are higher, or LetterStopped like `render`.
    """
    refuse_oversized(name, values)
    values = cleaned(values)
    template = _templates().get_template(f"letters/{name}.html")
    html = template.render(Context(values, autoescape=True, use_l10n=False, use_tz=False))
    sheet = Sheet(name, html, "", style=name, limits=tuple((limits or {}).items()))
    return _printed(sheet, values)


def _printed(sheet: Sheet, values: dict[str, Any]) -> Printed:
    try:
        if count := settings.YISHEN_LETTER_WORKERS:
            return workers(count).print(sheet)
        return print_here(sheet)
    except MissingGlyph as missing:
        raise missing.found_in(values) from None


def warm_up() -> None:
    """Start the printers before the first letter needs them; without waiting for them."""
    if count := settings.YISHEN_LETTER_WORKERS:
        workers(count).start()


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
    """Of the template, what it extends, and the style sheets it uses."""
    digest = hashlib.sha256()
    chain = _chain(TEMPLATES / form.template)
    common, letter_format = STYLE_SHEETS
    sheets = [common, letter_format] if _LETTER_FORMAT in chain else [common]
    for path in (*chain, *sheets):
        digest.update(path.read_bytes())
    return f"{form.code}-{digest.hexdigest()[:16]}"


def _chain(path: Path) -> list[Path]:
    """A template and all it extends, the base first."""
    match = _EXTENDS.match(path.read_text(encoding="utf-8"))
    return [*(_chain(TEMPLATES / match[1]) if match else []), path]
