"""Who acts, and when: handed to every action, so that none asks what day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from requests_flow.units.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody acts at a moment (aware). `on` is the legal day of it, in Beijing time.

    Nobody (`by` is None) where the program tells of itself.
    """

    by: User | None
    at: datetime

    @property
    def on(self) -> date:
        """The day on which this counts."""
        return timezone.localdate(self.at)


class Refusal(Exception):
    """An action that the law or the house does not allow; `str()` is a sentence for the person.

    `field` names the form field it is about, if it is about one.
    """

    field: str | None = None

    def __init__(self, sentence: object = "", **data: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.data = data

    def __str__(self) -> str:
        return str(self.sentence)
