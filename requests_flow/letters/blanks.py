"""Office wording has blanks, 【项目名称】: what is filled in, and whether a text stands in another.

Pure text. A blank is what stands between 【 and 】; a letter leaves without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BLANK = re.compile(r"【[^【】]*】")
# Nobody has ever meant to print these: an empty pair of brackets, dots or a line to write on.
_EMPTY = re.compile(r"【[\s.…·。_＿—-]*】")


def plain(text: str) -> str:
    """The text without the line ends of other systems, and without what stands around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def blanks_in(text: str) -> tuple[str, ...]:
    """Every blank with its brackets, in its order."""
    return tuple(_BLANK.findall(text))


def are_brackets_paired(text: str) -> bool:
    """Whether no bracket is left over once the blanks are taken out."""
    return not set("【】") & set(_BLANK.sub("", text))


def own_words(text: str) -> str:
    """What the text says without its blanks, spaces and marks."""
    return re.sub(r"[\W_]+", "", _BLANK.sub("", text))


def left_blank(written: str, known: Iterable[str]) -> str:
    """The first blank of `written` that is one of `known`, or empty; "" if there is none.

    Other brackets are the writer's own: an old document may be called 【2025】7号.
    """
    blanks = set(known)
    found = (one for one in blanks_in(written) if one in blanks or _EMPTY.fullmatch(one))
    return next(found, "")


def place_of(text: str, written: str) -> tuple[int, int] | None:
    """From where to where `text` stands in `written`, each of its blanks filled in with something.

    Both `plain`. None if it does not stand there.
    """
    parts = [part for part in _BLANK.split(text) if part]
    if not parts or (start := written.find(parts[0])) < 0:
        return None
    end = start + len(parts[0])
    for part in parts[1:]:
        if (at := written.find(part, end + 1)) < 0:
            return None
        end = at + len(part)
    return start, end
