"""What changed between two versions of a reply, in the words of the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from requests_flow import labels
from requests_flow.letters.alignment import Kind, Row
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.differences import AttachmentRow, Differences, Version, differences
from requests_flow.letters.wordwise import Mark, Run, runs_of
from requests_flow.models import Draft

# Colour is never alone: each fate of a line has its sign and its word.
SIGNS = {Kind.SAME: "", Kind.CHANGED: "±", Kind.ADDED: "+", Kind.REMOVED: "−", Kind.MOVED: "⇅"}
WORDS = {
    Kind.SAME: pgettext_lazy("difference", "unchanged"),
    Kind.CHANGED: pgettext_lazy("difference", "changed"),
    Kind.ADDED: pgettext_lazy("difference", "added"),
    Kind.REMOVED: pgettext_lazy("difference", "removed"),
    Kind.MOVED: pgettext_lazy("difference", "moved"),
}
PARTS = {
    "letter": gettext_lazy("Kind of letter"),
    "outcome": gettext_lazy("Outcome"),
    "bases": gettext_lazy("Articles cited"),
    "letterhead": gettext_lazy("Letterhead"),
    "title": gettext_lazy("Title"),
    "addressee": gettext_lazy("Addressee"),
    "unit_name": gettext_lazy("Organ that signs"),
    "contact": gettext_lazy("Contact"),
    "template": gettext_lazy("Form of the letter"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the comparison. `folded`: how many unchanged ones stand for it, if any do."""

    kind: Kind = Kind.SAME
    label: Any = ""
    old: tuple[Run, ...] = ()
    new: tuple[Run, ...] = ()
    runs: tuple[Run, ...] = ()
    note: str = ""
    folded: int = 0

    @property
    def sign(self) -> str:
        """Of its fate, beside the word."""
        return SIGNS[self.kind]

    @property
    def word(self) -> Any:
        """Of its fate."""
        return WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading."""

    title: Any
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison, ready to be shown. `count`: how much is not the same."""

    count: int
    sections: list[Section]

    @property
    def said(self) -> str:
        """How much changed, in words."""
        if not self.count:
            return _("nothing changed")
        return ngettext("%(n)d change", "%(n)d changes", self.count) % {"n": self.count}


def version_of(draft: Draft) -> Version:
    """A version of the reply as plain data."""
    return Version(
        letter_code=draft.letter_code,
        outcome_code=draft.outcome_code,
        template_version=draft.template_version,
        context=draft.context,
        attachments=draft.attachments,
    )


def shown(old: Version, new: Version, *, is_whole: bool = False) -> Shown:
    """The comparison; of what is unchanged only the number, unless `is_whole`."""
    found = differences(old, new)
    sections = [
        Section(_("What it says"), list(_text(found))),
        Section(_("What goes with it"), [_file(row) for row in found.attachments]),
        Section(_("Particulars of the letter"), list(_parts(found))),
    ]
    if not is_whole:
        sections = [Section(one.title, list(_folded(one.lines))) for one in sections]
        sections = [one for one in sections if any(not line.folded for line in one.lines)]
    return Shown(found.count, [one for one in sections if one.lines])


def _folded(lines: Iterable[Line]) -> Iterator[Line]:
    for is_same, group in groupby(lines, key=lambda line: line.kind is Kind.SAME):
        rows = list(group)
        if is_same:
            yield Line(folded=len(rows))
        else:
            yield from rows


def _text(found: Differences) -> Iterator[Line]:
    for row in found.paragraphs:
        yield _line(row, _number(row), _wandering(row))
    if found.remedy.runs:
        yield _line(found.remedy, _("Remedies"))


def _line(row: Row, label: Any, note: str = "") -> Line:
    return Line(kind=row.kind, label=label, old=row.old, new=row.new, runs=row.runs, note=note)


def _number(row: Row) -> str:
    """Which paragraph it is; both numbers where they differ."""
    places = [at + 1 for at in (row.old_at, row.new_at) if at is not None]
    return _("Paragraph %(n)s") % {"n": " → ".join(map(str, dict.fromkeys(places)))}


def _wandering(row: Row) -> str:
    if row.goes_to is not None:
        return _("now paragraph %(n)d") % {"n": row.goes_to + 1}
    if row.comes_from is not None:
        return _("before: paragraph %(n)d") % {"n": row.comes_from + 1}
    return ""


def _parts(found: Differences) -> Iterator[Line]:
    for part in found.parts:
        row, label = part.row, PARTS.get(part.name, part.name)
        if not row.runs:
            continue
        if part.name not in _CODES:
            yield _line(row, label)
            continue
        old, new = (_CODES[part.name](_said(side)) for side in (row.old, row.new))
        yield _beside(row.kind, label, _whole(old, new))


# What is a code in the record has a name on screen, and changes as a whole.
_CODES: dict[str, Callable[[str], str]] = {
    "outcome": lambda code: code and f"{code} · {labels.OUTCOMES.get(code, '')}",
    "letter": lambda code: LETTERS[code].name if code in LETTERS else code,
    "template": str,
}


def _said(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _whole(old: str, new: str) -> tuple[Run, ...]:
    if old == new:
        return (Run(Mark.SAME, old),) if old else ()
    runs = (Run(Mark.OLD, old), Run(Mark.NEW, new))
    return tuple(run for run in runs if run.text)


def _beside(kind: Kind, label: Any, runs: tuple[Run, ...], note: str = "") -> Line:
    return Line(
        kind=kind,
        label=label,
        old=tuple(run for run in runs if run.mark is not Mark.NEW) if kind != Kind.ADDED else (),
        new=tuple(run for run in runs if run.mark is not Mark.OLD) if kind != Kind.REMOVED else (),
        runs=runs,
        note=note,
    )


def _file(row: AttachmentRow) -> Line:
    """A file by its name, its pages and the beginning of its digest."""
    old, new = _file_words(row.old), _file_words(row.new)
    runs = runs_of(old[0], new[0])
    for before, after in zip(old[1:], new[1:], strict=True):
        runs += _whole(before, after)
    notes = []
    if "sha256" in row.changed:
        notes.append(_("the file itself is another one"))
    if "place" in row.changed:
        notes.append(_("stands elsewhere in the list"))
    return _beside(row.kind, _("File"), runs, " · ".join(notes))


def _file_words(file: Any) -> tuple[str, str, str]:
    if file is None:
        return "", "", ""
    n = file.get("pages")
    pages = " · " + ngettext("%(n)d page", "%(n)d pages", n) % {"n": n} if n else ""
    return file["name"], pages, f" · {file['sha256'][:12]}"
