"""What a legal adviser needs to see of a draft, gathered for one page."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from legal_review.models import Opinion
from requests_flow import labels
from requests_flow.actions.composing import RemedyUnknown, remedy_for
from requests_flow.models import Case, Draft
from requests_flow.rules.clock import Reading
from requests_flow.rules.remedies import RemedyError
from requests_flow.views.clock_face import Chip
from requests_flow.views.clock_words import clock_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A paragraph that came (`ins`), went (`del`) or stayed (empty) since the last version."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cockpit:
    """Everything beside the letter itself."""

    case: Case
    today: date
    reading: Reading | None
    chip: Chip
    remedy: str
    is_remedy_in_letter: bool
    changes: list[Change]
    opinions: list[Opinion]

    @property
    def facts(self) -> list[tuple[Any, str, Any]]:
        """What was put on file, in words: name, text, by whom."""
        rows = self.case.fact_records.select_related("recorded_by")
        return [(labels.FACTS.get(row.fact, row.fact), row.text, row.recorded_by) for row in rows]

    @property
    def channel(self) -> Any:
        """How the application came."""
        return labels.CHANNELS.get(self.case.channel, "")

    @property
    def kind(self) -> Any:
        """Who asked."""
        return labels.APPLICANT_KINDS.get(self.case.applicant.kind, "")


def cockpit_of(case: Case) -> Cockpit:
    """The page's facts for the last version of the reply."""
    today = timezone.localdate()
    reading, chip = clock_of(case, today=today)
    draft = case.latest_draft
    try:
        remedy = remedy_for(case, draft.outcome_code, on=today)
    except (RemedyError, RemedyUnknown):
        remedy = ""
    return Cockpit(
        case=case,
        today=today,
        reading=reading,
        chip=chip,
        remedy=remedy,
        is_remedy_in_letter=bool(remedy) and remedy in "\n".join(paragraphs(draft.context)),
        changes=list(changes_since_last(draft)),
        opinions=list(
            Opinion.objects.filter(draft__case=case)
            .select_related("draft", "reviewer")
            .order_by("-draft__version")
        ),
    )


def paragraphs(value: Any) -> Iterator[str]:
    """The words of a letter's context, in their order, paragraph by paragraph."""
    if isinstance(value, dict):
        for part in value.values():
            yield from paragraphs(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from paragraphs(part)
    elif isinstance(value, str):
        yield from (line.strip() for line in value.splitlines() if line.strip())


def changes_since_last(draft: Draft) -> Iterator[Change]:
    """What is different from the version before; nothing for the first."""
    before = draft.case.drafts.filter(version__lt=draft.version).order_by("-version").first()
    if before is None:
        return
    old, new = list(paragraphs(before.context)), list(paragraphs(draft.context))
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for word, start, end, new_start, new_end in matcher.get_opcodes():
        if word != "equal":
            yield from (Change(kind="del", text=text) for text in old[start:end])
            yield from (Change(kind="ins", text=text) for text in new[new_start:new_end])
