"""No electronic seal: the letter is printed, and somebody puts the organ's seal on the paper."""

from __future__ import annotations

from datetime import datetime

from .port import Certificate, Method, Order, Organ, Sealed
from .refusals import SealRefused


class Paper:
    """Seals nothing, for nobody."""

    method = Method.PAPER

    def has_seal_of(self, organ: Organ) -> bool:
        """Never."""
        return False

    def certificate_of(self, organ: Organ, *, at: datetime) -> Certificate | None:
        """There is none."""
        return None

    def seal(self, order: Order) -> Sealed:
        """Nobody asks whoever has no seal."""
        raise SealRefused
