"""The screens are said in Chinese in full: nothing left out, nothing left over, nothing half said.

The msgids are the English screens, so English needs no catalogue. What the law prints is Chinese
where it is written (letters, bases, the reasons of the ledger) and stays so in both languages.
The sentences are gathered here without GNU gettext: Python by its syntax tree, templates by the
function of Django that `makemessages` itself uses.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "requests_flow" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
ROOMS = ("requests_flow", "legal_review", "archive")

# Which argument of a call is the context, the sentence, and the sentence for many.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# What may be the same in both languages.
SAME_IN_BOTH: frozenset[str] = frozenset()
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-zA-Z%]")


class Sentence(NamedTuple):
    """What the catalogue is asked for."""

    context: str | None
    one: str
    many: str | None


def said_in(tree: ast.AST) -> Iterator[Sentence]:
    """The sentences in calls of gettext and its kin."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name not in CALLS:
            continue
        words = [None if n is None else _literal(call, n) for n in CALLS[name]]
        if words[1]:
            yield Sentence(words[0], words[1], words[2])


def _literal(call: ast.Call, n: int) -> str | None:
    argument = call.args[n] if n < len(call.args) else None
    value = argument.value if isinstance(argument, ast.Constant) else None
    return value if isinstance(value, str) else None


def calls_of(template: str) -> Iterator[ast.AST]:
    """The gettext calls that stand for the tags of a template."""
    text = templatize(template)
    for start in re.finditer(r"\b(?:_|n?p?gettext)\(", text):
        for end in re.finditer(r"\)", text[start.end() :]):
            try:
                yield ast.parse(text[start.start() : start.end() + end.end()].strip())
            except SyntaxError:
                continue
            break


def sources() -> Iterator[tuple[Path, Iterator[Sentence]]]:
    """Every file that may speak on screen, with what it says."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, said_in(ast.parse(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for tree in calls_of(path.read_text(encoding="utf-8")):
            yield path, said_in(tree)


@cache
def said() -> dict[tuple[str | None, str], str]:
    """Every sentence on screen, and one file that says it."""
    return {
        (sentence.context, sentence.one): str(path.relative_to(ROOT))
        for path, sentences in sources()
        for sentence in sentences
    }


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def chinese(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def test_the_gathering_sees_python_templates_contexts_and_plurals():
    """Else the tests below would pass on nothing."""
    everything = said()
    assert everything["stage", "Review"] == "requests_flow/views/wording.py"
    assert everything["gate", "passed"] == "templates/components/stages.html"
    assert (None, "%(n)d working day left") in everything
    assert everything[None, "%(n)s page"].endswith(".html")
    assert len(everything) > 900
    tag = "{% blocktranslate count n=3 %}{{ n }} ox{% plural %}{{ n }} oxen{% endblocktranslate %}"
    (tree,) = calls_of(tag)
    assert list(said_in(tree)) == [Sentence(None, "%(n)s ox", "%(n)s oxen")]


def test_every_sentence_on_screen_has_its_chinese(catalogue):
    there = {(entry.msgctxt, entry.msgid) for entry in catalogue if chinese(entry).strip()}
    missing = {key: path for key, path in said().items() if key not in there}
    assert not missing, "run makemessages and translate these"


def test_the_catalogue_holds_nothing_that_no_screen_says(catalogue):
    left_over = {(entry.msgctxt, entry.msgid) for entry in catalogue} - set(said())
    assert not left_over


def test_nothing_is_guessed_or_kept_from_before(catalogue):
    assert catalogue.fuzzy_entries() == []
    assert catalogue.obsolete_entries() == []
    assert [
        entry.msgid for entry in catalogue if entry.msgid_plural and len(entry.msgstr_plural) != 1
    ] == []


def test_what_is_compiled_is_what_is_written(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid): chinese(e) for e in compiled} == {
        (e.msgctxt, e.msgid): chinese(e) for e in catalogue
    }, "run compilemessages"


def test_every_placeholder_stays(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        if sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        != sorted(PLACEHOLDER.findall(chinese(entry)))
    ]
    assert wrong == []


def test_no_sentence_is_left_in_english(catalogue):
    same = {entry.msgid for entry in catalogue if chinese(entry) == entry.msgid}
    assert same == SAME_IN_BOTH


def test_articles_are_cited_as_the_law_is_cited(catalogue):
    """`art. 36(4)` is 第三十六条第（四）项; a figure would be another manner than the letters'."""
    wrong = [
        entry.msgid
        for entry in catalogue
        if re.search(r"\barts?\. ?\d", entry.msgid)
        and not re.search(r"第[一二三四五六七八九十]+条", chinese(entry))
    ]
    assert wrong == []
