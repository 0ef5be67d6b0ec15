"""With which office wording a reply was made, whatever came of that wording since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from requests_flow.models import Draft, PhraseVersion

from .phrases import IN_FORCE, Standing, field_label, standings


@dataclass(frozen=True, slots=True)
class MadeWith:
    """A version that stands in the reply. `now`: the one in force today, None if there is none."""

    row: PhraseVersion
    field: Any
    now: PhraseVersion | None

    @property
    def is_newer(self) -> bool:
        """Whether another version has come since."""
        return self.now is not None and self.now.version > self.row.version

    @property
    def is_over(self) -> bool:
        """Whether nobody takes this wording any more."""
        return self.now is None


def made_with(draft: Draft | None) -> list[MadeWith]:
    """What `draft` keeps of it, word for word in the order of its fields; one query."""
    rows = (draft and draft.phrases) or []
    if not rows:
        return []
    versions = PhraseVersion.objects.filter(phrase__in={row["phrase"] for row in rows})
    by_phrase: dict[int, list[PhraseVersion]] = defaultdict(list)
    for one in versions.select_related("phrase"):
        by_phrase[one.phrase_id].append(one)
    today = timezone.localdate()
    return [
        MadeWith(one.row, field_label(one.row.phrase), _in_force(found))
        for row in rows
        for found in [standings(by_phrase[row["phrase"]], today=today)]
        for one in found
        if one.row.version == row["version"]
    ]


def _in_force(found: list[Standing]) -> PhraseVersion | None:
    return next((one.row for one in found if one.state == IN_FORCE), None)
