"""What is different between two versions of a letter: all of it, its words and what is no text.

Pure: two versions as plain data in, rows out. What the screen calls each part is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .alignment import Kind, Row, align, one_row

# The parts of a reply that are one value each, in the order in which they are read.
NAMED = (
    "letter", "outcome", "bases", "letterhead", "title", "addressee", "unit_name", "contact",
    "template",
)  # fmt: skip
_APART = frozenset({"paragraphs", "remedy", "decision"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One side. `attachments`: mappings with `name`, `pages` and `sha256`, in their order."""

    letter_code: str
    outcome_code: str
    template_version: str
    context: Mapping[str, Any]
    attachments: Sequence[Mapping[str, Any]] = field(default=())


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the letter, by the name of its field: what it was and what it is."""

    name: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRow:
    """A file that goes with the letter. `changed`: of `name`, `pages`, `sha256`, `place`."""

    kind: Kind
    old: Mapping[str, Any] | None = None
    new: Mapping[str, Any] | None = None
    changed: frozenset[str] = frozenset()

    @property
    def is_same(self) -> bool:
        """Whether the very same file goes with both, in the same place."""
        return self.kind is Kind.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Two versions beside each other. `remedy` is a paragraph of its own."""

    parts: tuple[Part, ...]
    paragraphs: tuple[Row, ...]
    remedy: Row
    attachments: tuple[AttachmentRow, ...]

    @property
    def count(self) -> int:
        """How many parts, paragraphs and files are not the same; what moved counts once."""
        rows = [*(part.row for part in self.parts), *self.paragraphs, self.remedy]
        changed = sum(not row.is_same and row.goes_to is None for row in rows)
        return changed + sum(not row.is_same for row in self.attachments)

    @property
    def is_none(self) -> bool:
        """Whether nothing at all is different."""
        return not self.count


def differences(old: Version, new: Version) -> Differences:
    """Everything that leaves, in both versions."""
    files = tuple(_attachments(old.attachments, new.attachments))
    told = {"attachments", "enclosed"} if any(not row.is_same for row in files) else set()
    return Differences(
        parts=tuple(_parts(_values(old), _values(new), told=told)),
        paragraphs=align(_lines(old.context), _lines(new.context)),
        remedy=one_row(_text(old.context.get("remedy")), _text(new.context.get("remedy"))),
        attachments=files,
    )


def _lines(context: Mapping[str, Any]) -> list[str]:
    return [str(line) for line in context.get("paragraphs") or ()]


def _values(version: Version) -> dict[str, str]:
    """Every single value of a version by its name, as text."""
    context = version.context
    decided = dict(context.get("decision") or {})
    decided.pop("outcome", None)  # the version's own outcome stands for it
    values = {name: _text(value) for name, value in context.items() if name not in _APART}
    return {
        **values,
        **{name: _text(value) for name, value in decided.items()},
        "letter": version.letter_code,
        "outcome": version.outcome_code,
        "template": version.template_version,
    }


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Mapping):
        return "；".join(f"{name}：{_text(one)}" for name, one in value.items())
    if isinstance(value, Iterable):
        return "；".join(_text(one) for one in value)
    return str(value)


def _parts(old: dict[str, str], new: dict[str, str], *, told: set[str]) -> Iterable[Part]:
    """The named parts, and of the others those that changed and follow from nothing shown.

    `told`: what the rows of the files say already.
    """
    derived = told if old.get("title") == new.get("title") else {*told, "title_lines"}
    for name in NAMED:
        yield Part(name, one_row(old.get(name, ""), new.get(name, "")))
    for name in sorted((old.keys() | new.keys()) - {*NAMED, *derived}):
        row = one_row(old.get(name, ""), new.get(name, ""))
        if not row.is_same:
            yield Part(name, row)


def _attachments(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterable[AttachmentRow]:
    """Each file once: those of the new version in their order, then those that are gone."""
    pairs = _same_files(old, new)
    ranks = {i: rank for rank, i in enumerate(sorted(pairs.values()))}
    rank = 0
    for j, file in enumerate(new):
        if j not in pairs:
            yield AttachmentRow(kind=Kind.ADDED, new=file)
            continue
        was = old[pairs[j]]
        changed = {one for one in ("name", "pages", "sha256") if was.get(one) != file.get(one)}
        if ranks[pairs[j]] != rank:
            changed.add("place")
        rank += 1
        yield AttachmentRow(kind=_fate(changed), old=was, new=file, changed=frozenset(changed))
    for i, file in enumerate(old):
        if i not in ranks:
            yield AttachmentRow(kind=Kind.REMOVED, old=file)


def _fate(changed: set[str]) -> Kind:
    if not changed:
        return Kind.SAME
    return Kind.MOVED if changed == {"place"} else Kind.CHANGED


def _same_files(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> dict[int, int]:
    """Which old file each new one is: by content and name, then content, then name alone."""
    pairs: dict[int, int] = {}
    for keys in (("sha256", "name"), ("sha256",), ("name",)):
        places: dict[tuple[Any, ...], list[int]] = {}
        for i in reversed(range(len(old))):
            if i not in pairs.values():
                places.setdefault(tuple(old[i].get(key) for key in keys), []).append(i)
        for j, file in enumerate(new):
            found = places.get(tuple(file.get(key) for key in keys))
            if j not in pairs and found:
                pairs[j] = found.pop()
    return pairs
