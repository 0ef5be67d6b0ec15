"""What a sealer is asked for, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from .place import Place


class Method(StrEnum):
    """How a letter is sealed."""

    PAPER = "paper"
    PADES = "pades"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class Organ:
    """Whose seal it is. `code` finds its key, `names` must stand in its certificate."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The seal as it is drawn: a transparent PNG and its width on paper, in millimetres."""

    png: bytes
    width_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One letter to be sealed: the printed file, where the seal goes, and what it is for.

    `at` is the moment of the act that asks (aware); the seal bears it.
    """

    pdf: bytes
    place: Place
    organ: Organ
    picture: Picture
    number: str
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who sealed. `sha256` is of the certificate as it stands in the file."""

    subject: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed letter: `pdf` begins with the bytes that were printed, and goes on."""

    pdf: bytes
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A sealed letter as it was kept, with what was written down about it."""

    plain: bytes
    sealed: bytes
    certificate_sha256: str
    at: datetime


class Verdict(StrEnum):
    """What became of a sealed letter. Unknown: nobody could be asked."""

    SOUND = "sound"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, and why if it is not sound (a sentence for the person)."""

    verdict: Verdict
    reason: Any = ""


class Sealer(Protocol):
    """Seals letters. Whatever it answers is verified before anybody relies on it."""

    method: Method

    def has_seal_of(self, organ: Organ) -> bool:
        """Whether it can seal for this organ; if not, the letter is sealed by hand."""
        ...

    def certificate_of(self, organ: Organ, *, at: datetime) -> Certificate | None:
        """The certificate it would seal with, if that is known before. Raises SealRefused."""
        ...

    def seal(self, order: Order) -> Sealed:
        """Raises SealRefused; then nothing was sealed."""
        ...
