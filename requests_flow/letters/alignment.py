"""Two texts side by side: which paragraphs stayed, changed, came, went or moved, in which words.

Plain strings in, rows out; nothing here knows what a letter is. Nothing is lost: the old sides of
all rows joined are the old text, and the new sides the new one. Comparing the other way round
gives the same rows with their sides exchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .wordwise import Mark, Run, runs_of, trimmed, work

# Paragraphs that have this much in common are one that was changed; those that moved must have
# more, or every sentence of the trade would count as wandering.
ALIKE, ALIKE_ELSEWHERE = 0.4, 0.6
# Beyond this many comparisons of paragraphs (a letter of some hundred pages) only equal ones meet.
MOST_WORK, MOST_PAIRS = 300_000, 10_000

Pair = tuple[int, int]


class Kind(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph beside what it became; `old_at` and `new_at` count from nought.

    One that moved has two rows: where it was (`goes_to`) and where it is now (`comes_from`).
    """

    kind: Kind
    runs: tuple[Run, ...]
    old_at: int | None = None
    new_at: int | None = None
    goes_to: int | None = None
    comes_from: int | None = None

    @property
    def is_same(self) -> bool:
        """Whether it stands in both letters, word for word, in its place."""
        return self.kind is Kind.SAME

    @property
    def old(self) -> tuple[Run, ...]:
        """The old paragraph; empty if there was none here."""
        runs = self.runs if self.old_at is not None else ()
        return tuple(run for run in runs if run.mark is not Mark.NEW)

    @property
    def new(self) -> tuple[Run, ...]:
        """The new paragraph; empty if there is none here."""
        runs = self.runs if self.new_at is not None else ()
        return tuple(run for run in runs if run.mark is not Mark.OLD)


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Row, ...]:
    """The paragraphs of both, in the order in which they are read."""
    before, after = list(old), list(new)
    if after < before:  # the same answer whichever is the older
        met, moved = _meetings(after, before)
        met, moved = _turned(met), _turned(moved)
    else:
        met, moved = _meetings(before, after)
    return tuple(_rows(before, after, met, moved))


def one_row(old: str, new: str) -> Row:
    """Two values of one thing (a title, an addressee), either of which may be empty."""
    if old == new:
        return Row(kind=Kind.SAME, runs=runs_of(old, new), old_at=0, new_at=0)
    if not old:
        return Row(kind=Kind.ADDED, runs=runs_of(old, new), new_at=0)
    if not new:
        return Row(kind=Kind.REMOVED, runs=runs_of(old, new), old_at=0)
    return Row(kind=Kind.CHANGED, runs=runs_of(old, new), old_at=0, new_at=0)


def _turned(pairs: list[Pair]) -> list[Pair]:
    return sorted((j, i) for i, j in pairs)


def _meetings(old: list[str], new: list[str]) -> tuple[list[Pair], list[Pair]]:
    """Which paragraph is which: those in their place, in order, and those that moved."""
    met = _equal(old, new)
    moved = _carried_over(old, new, met)
    for gap_old, gap_new in list(_gaps(met, len(old), len(new))):
        gone = {i for i, _j in moved}, {j for _i, j in moved}
        left = [i for i in gap_old if i not in gone[0]], [j for j in gap_new if j not in gone[1]]
        met += _alike(old, new, *left)
    met.sort()
    return met, moved + _alike_elsewhere(old, new, met + moved)


def _equal(old: list[str], new: list[str]) -> list[Pair]:
    """Equal paragraphs in equal order."""
    head, tail = trimmed(old, new)
    pairs = [(at, at) for at in range(head)]
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if work(middle_old, middle_new) <= MOST_WORK:
        matcher = SequenceMatcher(a=middle_old, b=middle_new, autojunk=False)
        for i, j, size in matcher.get_matching_blocks():
            pairs += [(head + i + step, head + j + step) for step in range(size)]
    return pairs + [(len(old) - back, len(new) - back) for back in range(tail, 0, -1)]


def _gaps(met: list[Pair], olds: int, news: int) -> Iterator[tuple[range, range]]:
    """What lies between two that met."""
    i = j = 0
    for at_old, at_new in [*met, (olds, news)]:
        yield range(i, at_old), range(j, at_new)
        i, j = at_old + 1, at_new + 1


def _left_over(met: list[Pair], olds: int, news: int) -> tuple[list[int], list[int]]:
    known = {i for i, _j in met}, {j for _i, j in met}
    return (
        [i for i in range(olds) if i not in known[0]],
        [j for j in range(news) if j not in known[1]],
    )


def _carried_over(old: list[str], new: list[str], met: list[Pair]) -> list[Pair]:
    """Equal paragraphs that are elsewhere now."""
    olds, news = _left_over(met, len(old), len(new))
    places: dict[str, list[int]] = {}
    for j in reversed(news):
        places.setdefault(new[j], []).append(j)
    return [(i, places[old[i]].pop()) for i in olds if places.get(old[i])]


def _alike(old: list[str], new: list[str], olds: list[int], news: list[int]) -> list[Pair]:
    """The pairs, in order, that have most in common altogether."""
    if not olds or not news or len(olds) * len(news) > MOST_PAIRS:
        return []
    likeness = _likeness(old, new, olds, news)
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for x in range(len(olds) - 1, -1, -1):
        for y in range(len(news) - 1, -1, -1):
            here = likeness[x][y]
            together = best[x + 1][y + 1] + here if here >= ALIKE else 0.0
            best[x][y] = max(together, best[x + 1][y], best[x][y + 1])
    pairs, x, y = [], 0, 0
    while x < len(olds) and y < len(news):
        if best[x][y] == best[x + 1][y]:
            x += 1
        elif best[x][y] == best[x][y + 1]:
            y += 1
        else:
            pairs.append((olds[x], news[y]))
            x, y = x + 1, y + 1
    return pairs


def _alike_elsewhere(old: list[str], new: list[str], met: list[Pair]) -> list[Pair]:
    """Of what is left, the pairs that have very much in common, the likest first."""
    olds, news = _left_over(met, len(old), len(new))
    if len(olds) * len(news) > MOST_PAIRS:
        return []
    likeness = _likeness(old, new, olds, news)
    found = sorted(
        (-likeness[x][y], i, j)
        for x, i in enumerate(olds)
        for y, j in enumerate(news)
        if likeness[x][y] >= ALIKE_ELSEWHERE
    )
    pairs: list[Pair] = []
    for _much, i, j in found:
        if all(i != known_i and j != known_j for known_i, known_j in pairs):
            pairs.append((i, j))
    return pairs


def _likeness(
    old: list[str], new: list[str], olds: list[int], news: list[int]
) -> list[list[float]]:
    """How much two paragraphs have in common, 0 to 1: of each two neighbouring characters."""
    one, other = [_couples(old[i]) for i in olds], [_couples(new[j]) for j in news]
    return [[2 * (a & b).total() / ((a.total() + b.total()) or 1) for b in other] for a in one]


def _couples(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _rows(old: list[str], new: list[str], met: list[Pair], moved: list[Pair]) -> Iterator[Row]:
    goes_to, comes_from = dict(moved), {j: i for i, j in moved}
    for (gap_old, gap_new), pair in zip(_gaps(met, len(old), len(new)), [*met, None], strict=True):
        for i in gap_old:
            yield _leaving(old, new, i, goes_to.get(i))
        for j in gap_new:
            yield _coming(old, new, j, comes_from.get(j))
        if pair:
            i, j = pair
            kind = Kind.SAME if old[i] == new[j] else Kind.CHANGED
            yield Row(kind=kind, runs=runs_of(old[i], new[j]), old_at=i, new_at=j)


def _leaving(old: list[str], new: list[str], i: int, to: int | None) -> Row:
    if to is None:
        return Row(kind=Kind.REMOVED, runs=runs_of(old[i], ""), old_at=i)
    runs = tuple(run for run in runs_of(old[i], new[to]) if run.mark is not Mark.NEW)
    return Row(kind=Kind.MOVED, runs=runs, old_at=i, goes_to=to)


def _coming(old: list[str], new: list[str], j: int, origin: int | None) -> Row:
    if origin is None:
        return Row(kind=Kind.ADDED, runs=runs_of("", new[j]), new_at=j)
    runs = tuple(run for run in runs_of(old[origin], new[j]) if run.mark is not Mark.OLD)
    return Row(kind=Kind.MOVED, runs=runs, new_at=j, comes_from=origin)
