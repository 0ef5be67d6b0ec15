"""What changed within a paragraph of Chinese, marked so that it reads well.

Articles, dates and numbers change as a whole, and what stayed between two changes counts only if
it is long enough to be seen: no single characters like confetti.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# One step of the comparison: an article, a date, a number, a Latin word, or a single character
# with the selectors that choose its form.
_TOKEN = re.compile(
    r"第[一二三四五六七八九十百〇零\d]+[条款项章节]|第（[一二三四五六七八九十]+）项"
    r"|\d{4}年\d{1,2}月\d{1,2}日|〔\d{4}〕\d+号|\d+(?:[.,:/-]\d+)*|[A-Za-z]+"
    r"|.[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*",
    re.DOTALL,
)
_CLAUSE = re.compile(r"[^。；，、！？\n]*[。；，、！？\n]|[^。；，、！？\n]+")
# How many equal steps two texts may have for a comparison that nobody waits for.
MOST_WORK = 300_000


class Mark(StrEnum):
    """In which of the two a run of words stands."""

    SAME = "same"
    OLD = "del"
    NEW = "ins"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one paragraph that share a fate; never empty."""

    mark: Mark
    text: str


# (what stayed, what went, what came): either the first, or one or both of the others.
Piece = tuple[str, str, str]


def runs_of(old: str, new: str) -> tuple[Run, ...]:
    """Both texts as one line of runs; the old one is all but NEW, the new one all but OLD."""
    is_turned = new < old  # the same answer whichever is the older
    pieces = _pieces(new, old) if is_turned else _pieces(old, new)
    if is_turned:
        pieces = [(same, came, went) for same, went, came in pieces]
    return tuple(
        Run(mark, text)
        for piece in pieces
        for mark, text in zip((Mark.SAME, Mark.OLD, Mark.NEW), piece, strict=True)
        if text
    )


def work(old: Sequence[str], new: Sequence[str]) -> int:
    """What comparing costs: how often a step of one equals one of the other."""
    counts = Counter(new)
    return sum(times * counts[step] for step, times in Counter(old).items())


def trimmed(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many steps are equal at the beginning, and then at the end."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return head, tail


def _pieces(old: str, new: str) -> list[Piece]:
    if old == new:
        return [(old, "", "")]
    if not old or not new:
        return [("", old, new)]
    pieces = _compared(_TOKEN.findall(old), _TOKEN.findall(new))
    if pieces is None:
        pieces = _compared(_CLAUSE.findall(old), _CLAUSE.findall(new))
    return _readable(pieces or [("", old, new)])


def _compared(old: list[str], new: list[str]) -> list[Piece] | None:
    """Step by step; None if that takes too long."""
    head, tail = trimmed(old, new)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if work(middle_old, middle_new) > MOST_WORK:
        return None
    matcher = SequenceMatcher(a=middle_old, b=middle_new, autojunk=False)
    pieces: list[Piece] = [("".join(old[:head]), "", "")]
    for word, i, i_end, j, j_end in matcher.get_opcodes():
        went, came = "".join(middle_old[i:i_end]), "".join(middle_new[j:j_end])
        pieces.append((went, "", "") if word == "equal" else ("", went, came))
    pieces.append(("".join(old[len(old) - tail :]), "", ""))
    return [piece for piece in pieces if any(piece)]


def _readable(pieces: list[Piece]) -> list[Piece]:
    """Join changes over what stayed between them where that is no longer than they are."""
    done: list[Piece] = []
    for piece in pieces:
        done.append(piece)
        while len(done) >= 3 and _is_confetti(*done[-3:]):
            (_, went, came), (same, _, _), (_, more_went, more_came) = done[-3:]
            done[-3:] = [("", went + same + more_went, came + same + more_came)]
    return done


def _is_confetti(before: Piece, between: Piece, after: Piece) -> bool:
    size = len(between[0])
    if not size or before[0] or after[0]:
        return False
    return size == 1 or size <= min(len(max(before, key=len)), len(max(after, key=len)))
