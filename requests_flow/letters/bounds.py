"""How much one letter may be. More is refused before it is printed: no printer works for minutes.

What is printed here is printed in a few seconds (tests/.../test_oversized.py). Thirty pages have
nineteen thousand characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import LetterStopped

CHARACTERS = 60_000  # a hundred pages
PIECES = 3_000  # paragraphs, and cells of tables
WORD = 500  # the time for a line grows with the square of what cannot be broken
DEPTH = 8
# What stands in one piece: in the head, above the date, or at the foot of one page.
IN_ONE_PIECE = {
    "letterhead": 200, "unit_name": 200, "printed_by": 200, "copied_to": 400, "contact": 600,
}  # fmt: skip

# Nothing in it at which a line of Chinese or of Latin may end.
_WORD = re.compile(rf"[!-~\u00a1-\u10ff]{{{WORD + 1},}}")


class NotLaidOut(LetterStopped):
    """The printer broke off; what it said is in the log."""

    code = "not_laid_out"
    sentence = _(
        "The printer could not lay out the letter %(letter)s; nothing was printed. Perhaps a part "
        "of it is too long. Tell the administrator: the log says more."
    )

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class LetterTooLong(LetterStopped):
    """More than the printer takes."""

    code = "letter_too_long"
    sentence = _(
        "The letter %(letter)s would have %(found)s characters; at most %(limit)s are printed. "
        "Put the rest into a file that goes with it."
    )

    def __init__(self, letter: str, found: int, limit: int, **more: str) -> None:
        super().__init__(letter=letter, found=found, limit=limit, **more)


class TooManyPieces(LetterTooLong):
    """More paragraphs or cells than the printer takes."""

    code = "too_many_pieces"
    sentence = _(
        "The letter %(letter)s would have %(found)s paragraphs and cells; at most %(limit)s are "
        "printed. Put the list into a file that goes with it."
    )


class WordTooLong(LetterTooLong):
    """Something without a space that no line can hold, nor twenty."""

    code = "word_too_long"
    sentence = _(
        "The letter %(letter)s has a word of %(found)s characters without a space; at most "
        "%(limit)s are printed. Break it up or leave it out."
    )


class PartTooLong(LetterTooLong):
    """A part that cannot be torn between pages would not fit on one, or be too small to read."""

    code = "part_too_long"
    sentence = _(
        "In the letter %(letter)s, %(name)s would have %(found)s characters; at most %(limit)s "
        "are printed there."
    )


def refuse_oversized(letter: str, values: Mapping[str, Any]) -> None:
    """Raises LetterTooLong, TooManyPieces, WordTooLong or PartTooLong."""
    for name, limit in IN_ONE_PIECE.items():
        if (found := len(str(values.get(name) or ""))) > limit:
            raise PartTooLong(letter, found, limit, name=name)
    characters = pieces = 0
    for text in _texts(letter, values, DEPTH):
        pieces += 1 + text.count("\n")
        characters += len(text)
    if characters > CHARACTERS:
        raise LetterTooLong(letter, characters, CHARACTERS)
    if pieces > PIECES:
        raise TooManyPieces(letter, pieces, PIECES)
    for text in _texts(letter, values, DEPTH):
        if match := _WORD.search(text):
            raise WordTooLong(letter, len(match.group()), WORD)


def _texts(letter: str, value: Any, depth: int) -> Iterator[str]:
    """Every text in it; what is nested deeper than any letter has no end that we look for."""
    if depth < 0:
        raise TooManyPieces(letter, PIECES + 1, PIECES)
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(letter, one, depth - 1)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(letter, one, depth - 1)
