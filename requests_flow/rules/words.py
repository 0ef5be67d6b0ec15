"""What of a text can be searched for: any two characters that follow each other in it.

Chinese has no spaces, and many of its words are two characters long; indexes of three (trigrams) find
none of them. So a text is kept as its pairs, in their order, and what is searched for is a phrase of
pairs. Each pair is written in letters and digits that no database takes for anything else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# A position in an index of PostgreSQL is no higher than this; what stands further behind is not found.
LONGEST = 16_000


def runs_of(text: str) -> list[str]:
    """The letters, figures and characters of `text` between all that is neither, in one form.

    Full-width and half-width are the same, and so are capitals and small letters.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(sign if sign.isalnum() else " " for sign in plain)
    return spaced.split()


def pairs_of(run: str) -> list[str]:
    """`run` as tokens, one for each two characters; none for a single one."""
    return [_token(run[at : at + 2]) for at in range(len(run) - 1)]


def _kept(run: str) -> list[str]:
    # The last character alone: it is found as others are, and no phrase reaches over the end.
    return [*pairs_of(run), _token(run[-1])]


def _token(signs: str) -> str:
    return "x" + "".join(f"{ord(sign):05x}" for sign in signs)


def words_of(texts: Iterable[str], *, places: Iterable[str] = ()) -> str:
    """All that can be searched for in `texts`, after the places where it stands, between spaces."""
    pairs = [pair for text in texts for run in runs_of(text) for pair in _kept(run)]
    return " ".join((*places, *pairs)[:LONGEST])


@dataclass(frozen=True, slots=True)
class WordQuery:
    """What is searched for: every phrase of pairs, in one of the places, if any are named."""

    phrases: tuple[tuple[str, ...], ...]
    places: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, *, places: Iterable[str] = ()) -> WordQuery | None:
        """The query for what somebody typed; None where nothing in it can be searched for."""
        phrases = tuple(tuple(pairs_of(run)) or (_token(run),) for run in runs_of(text))
        return cls(phrases, tuple(places)) if phrases else None

    def as_tsquery(self) -> str:
        """In the words of PostgreSQL; a single character is the beginning of a pair."""
        found = [" <-> ".join(p) if _is_pair(p[0]) else f"{p[0]}:*" for p in self.phrases]
        if self.places:
            found.append("(" + " | ".join(self.places) + ")")
        return " & ".join(found)

    def as_match(self) -> str:
        """In the words of SQLite's FTS5."""
        found = [f'"{" ".join(p)}"' if _is_pair(p[0]) else f"{p[0]}*" for p in self.phrases]
        if self.places:
            found.append("(" + " OR ".join(self.places) + ")")
        return " AND ".join(found)


def _is_pair(token: str) -> bool:
    return len(token) > 6
