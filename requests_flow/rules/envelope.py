"""What is put into an envelope, and what the case says of itself. `mismatches` compares the two.

Nothing goes by name alone: a letter and an attachment are their key *and* the digest of their bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Party(StrEnum):
    """To whom a letter goes."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    ORGAN = "organ"
    NOBODY = "nobody"


STAYS_IN_THE_HOUSE = ("L21", "L25", "L26", "L27", "L28")
# All others go to the applicant (law.md 7.2).
_PARTIES: dict[str, Party] = {
    **dict.fromkeys(("L05", "L20"), Party.THIRD_PARTY),
    **dict.fromkeys(("L07", "L08", "L23A"), Party.ORGAN),
    **dict.fromkeys(STAYS_IN_THE_HOUSE, Party.NOBODY),
}


def goes_to(code: str) -> Party:
    """Who gets a letter of this code; nobody gets what stays in the file."""
    return _PARTIES.get(code, Party.APPLICANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file that goes with the letter: its key, the SHA-256 of its bytes, its name, its pages."""

    document: int
    sha256: str
    name: str
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is about to leave. `letter` is a key, `sha256` that of the file that leaves."""

    case: int
    letter: int
    code: str
    number: str
    sha256: str
    addressee: str
    address: str = ""
    postcode: str = ""
    email: str = ""
    attachments: tuple[Piece, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over every field: whoever saw this envelope saw exactly this one."""
        return hashlib.sha256(
            json.dumps(
                self.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
            ).encode()
        ).hexdigest()

    @property
    def check_code(self) -> str:
        """Eight signs of the digest, as they stand at the edge of the paper and on the screen."""
        return check_code_of(self.digest)

    def as_data(self) -> dict[str, Any]:
        """The envelope as JSON keeps it."""
        return {**asdict(self), "attachments": [asdict(piece) for piece in self.attachments]}


def check_code_of(digest: str) -> str:
    """The check code of the envelope with this digest."""
    return digest[:8].upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class BelongsTo:
    """What the case says of itself: the letter that should leave, to whom, and what goes with it."""

    case: int
    case_number: str
    letter: int
    code: str
    number: str
    dated_on: str  # ISO
    sha256: str
    is_reply: bool = True
    expects_reply: bool = True  # what is to leave is the answer, not a notice
    is_voided: bool = False
    is_latest: bool = True  # made from the last draft, and from nothing else
    addressee: str = ""
    printed_addressee: str = ""  # as the letter's own words were kept
    address: str = ""
    postcode: str = ""
    email: str = ""
    attachments: tuple[Piece, ...] = ()
    # Every file of this case that may be handed out, with the digest of the bytes as they lie there.
    files: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the file says of itself, read out of its bytes. None: it does not say.

    `addressee` is a digest (`addressee_digest`), `attachments` those of the files that go with it.
    """

    code: str | None = None
    number: str | None = None
    case_number: str | None = None
    dated_on: str | None = None
    addressee: str | None = None
    attachments: tuple[str, ...] | None = None


def addressee_digest(number: str, addressee: str) -> str:
    """The addressee of the letter of this number, as its file names them without a name.

    The number goes in, so that one person's letters cannot be found by one value.
    """
    return hashlib.sha256(f"{number}\n{addressee}".encode()).hexdigest()
