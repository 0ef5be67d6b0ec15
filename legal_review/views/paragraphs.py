"""The letter's paragraphs as points speak of them: by number, with how each begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legal_review.actions.pointing import letter_paragraphs
from legal_review.models import Point


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `at` counts from 0, `number` as people count."""

    at: int
    text: str

    @property
    def number(self) -> int:
        return self.at + 1


def paragraph_rows(context: Mapping[str, Any]) -> list[Paragraph]:
    """Of the letter with this context."""
    return [Paragraph(at, text) for at, text in enumerate(letter_paragraphs(context))]


def field_of(point: Point, fields: Mapping[str, str]) -> str:
    """The name of the letter's field whose words stand in the passage; empty if none does."""
    if not point.quote:
        return ""
    found = [
        (len(line), name)
        for name, value in fields.items()
        for line in map(_bare, str(value).splitlines())
        if len(line) > 1 and line in point.quote
    ]
    return max(found, default=(0, ""))[1]


def _bare(line: str) -> str:
    return line.strip().rstrip("。；，,. ")
