"""Is the chain of entries whole, and is it the one that was anchored outside the database?

The chain alone finds what was changed in the middle by somebody who does not work it out anew. Who
owns the tables can do that, or cut off its end; then an anchor tells: what the head was on a day,
kept where the owner of the tables cannot write.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from requests_flow.models import Entry

from .recording import GENESIS, entry_hash

_COLUMNS = (
    "id", "previous", "hash", "case_id", "verb", "actor_id", "duty", "at", "on", "data",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What the head of the chain was at a moment: how many entries, the last one and its hash.

    `before`: the SHA-256 of the line before it in the same file, empty in the first.
    """

    at: str  # ISO 8601
    count: int
    last: int
    hash: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place that is not as it was. `entry`: its key; None where entries are missing.

    `is_exact`: no earlier entry was touched. Otherwise it is the first of those that may have been:
    they were worked out anew, and differ from `anchor`.
    """

    entry: int | None
    reason: str
    is_exact: bool = True
    anchor: Anchor | None = None


class AnchorsDamaged(Exception):
    """The file of anchors is not as it was written; `line` is the first that is not, from 1."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}, line {line}: not as it was written.")
        self.line = line


def head(*, at: datetime) -> Anchor:
    """The chain's head now."""
    last = Entry.objects.order_by("-id").values_list("id", "hash").first()
    pk, digest = last or (0, GENESIS)
    # Entries are only added: those up to the last one are counted, whatever is written meanwhile.
    count = Entry.objects.filter(id__lte=pk).count()
    return Anchor(at=at.isoformat(timespec="seconds"), count=count, last=pk, hash=digest)


def first_break(anchors: Sequence[Anchor] = ()) -> Break | None:
    """The first entry that is not as it was, or None; every entry is read once."""
    held: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        held[anchor.count].append(anchor)
    count, last, previous = 0, 0, GENESIS
    trusted = 0  # how many entries agree with an anchor
    for row in chain([None], _rows()):
        if row is not None:
            if fault := _fault(row, previous):
                return Break(entry=row.id, reason=fault)
            count, last, previous = count + 1, row.id, row.hash
        for anchor in held.get(count, ()):
            if (anchor.last, anchor.hash) != (last, previous):
                return _since(trusted, anchor)
            trusted = count
    if missing := min((one for one in held if one > count), default=0):
        return Break(entry=None, reason="missing", anchor=held[missing][0])
    return None


def _since(trusted: int, anchor: Anchor) -> Break:
    """Everything fits together, but is not what was anchored: from the entry after the last good."""
    keys = Entry.objects.order_by("id").values_list("id", flat=True)[trusted : trusted + 1]
    return Break(entry=next(iter(keys), None), reason="anchor", is_exact=False, anchor=anchor)


def _fault(row: Any, previous: str) -> str:
    if row.previous != previous:
        return "previous"
    return "hash" if row.hash != entry_hash(row) else ""


def _rows() -> Iterator[Any]:
    rows = Entry.objects.order_by("id").values_list(*_COLUMNS, named=True)
    return rows.iterator(chunk_size=5000)


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors of a file, in their order. Raises AnchorsDamaged, or OSError."""
    anchors: list[Anchor] = []
    before = ""
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            anchor = Anchor(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise AnchorsDamaged(path, number) from error
        if anchor.before != before or (anchors and anchor.count < anchors[-1].count):
            raise AnchorsDamaged(path, number)
        anchors.append(anchor)
        before = hashlib.sha256(line).hexdigest()
    return anchors


def append_anchor(path: Path, anchor: Anchor) -> Anchor:
    """Write an anchor behind the others, synced to the disk. Raises AnchorsDamaged, or OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = path.read_bytes().splitlines()
        before = hashlib.sha256(lines[-1]).hexdigest() if lines else ""
        row = asdict(anchor) | {"before": before}
        file.write(json.dumps(row).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return Anchor(**row)
