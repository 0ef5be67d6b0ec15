"""Beside each box of the compose screen: the office's wording for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from requests_flow.actions.phrases_used import standing_in
from requests_flow.models import Case, PhraseVersion

from .forms.composing import PREFIX, ComposeForm
from .made_with import MadeWith, made_with


@dataclass(frozen=True, slots=True)
class Offer:
    """A version in force today. `stands`: whether its words are in the box already."""

    row: PhraseVersion
    stands: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A field of the letter. `dated`: what it was made with that is no longer in force."""

    field: Any
    offers: list[Offer]
    dated: list[MadeWith]


def boxes(case: Case, form: ComposeForm) -> list[Box]:
    """The fields in the order of the letter, each with what the office has for it."""
    written = {row.name: str(form[PREFIX + row.name].value() or "") for row in form.declared}
    offered = list(
        PhraseVersion.objects.offered(case.unit, case.outcome_code, on=timezone.localdate())
    )
    last = case.latest_draft
    is_same = last is not None and last.outcome_code == case.outcome_code
    earlier = [one for one in made_with(last if is_same else None) if one.row != one.now]
    standing = {one.pk for one in standing_in(written, [*offered, *(one.row for one in earlier)])}
    return [
        Box(
            form[PREFIX + row.name],
            [Offer(one, one.pk in standing) for one in offered if one.phrase.field == row.name],
            [one for one in earlier if one.row.phrase.field == row.name and one.row.pk in standing],
        )
        for row in form.declared
    ]
