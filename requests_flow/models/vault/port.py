"""What every store of files can do, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Protocol


class Damaged(Exception):
    """What lies in the store is not what was put there."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"The stored file {digest} is missing or damaged.")
        self.digest = digest


class Unreachable(Exception):
    """The store did not answer, or not as asked: nobody knows what lies there.

    Never taken for Damaged. `why` is for the administrator, not for the screen.
    """

    def __init__(self, why: str) -> None:
        super().__init__(f"The store of files did not do what it was asked: {why}")
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file as it lies there. `put_at`: when somebody last put these bytes."""

    path: PurePath
    size: int
    put_at: datetime

    @property
    def digest(self) -> str:
        """Its digest; of what a dead writer left, a name that no row can have."""
        return self.path.name


class Store(Protocol):
    """Bytes by their SHA-256. What each promises stands in its own module."""

    def put(self, data: bytes) -> str:
        """Keep `data`, whole and lasting when this returns. Raises Unreachable."""

    def read(self, digest: str) -> bytes:
        """What was put. Raises Damaged, or Unreachable."""

    def digests(self) -> Iterator[str]:
        """Every digest that something lies under, in order."""

    def files_put_before(self, moment: datetime) -> list[Stored]:
        """What nobody has put since."""

    def remove(self, found: Stored, *, put_before: datetime) -> bool:
        """Take it away unless somebody put it again; say whether it is gone."""
