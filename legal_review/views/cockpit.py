"""What a legal adviser needs to see of a draft, gathered for one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from legal_review.models import Opinion
from legal_review.views.rounds import Round, round_of
from requests_flow import labels
from requests_flow.actions.binding import parts_named
from requests_flow.actions.composing import RemedyUnknown, remedy_for
from requests_flow.models import Case, Document, Draft
from requests_flow.rules.clock import Reading
from requests_flow.rules.remedies import RemedyError
from requests_flow.views.clock_face import Chip
from requests_flow.views.clock_words import clock_of
from requests_flow.views.compare import address
from requests_flow.views.differing import Shown, shown, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since the version on which the office gave its last opinion.

    `own_url`: the comparison with the version that this reader judged last, if that is another.
    """

    opinion: Opinion
    differences: Shown
    url: str
    own_opinion: Opinion | None = None
    own_url: str = ""
    superseded: str = ""  # what changed after that opinion, so that the reply was written anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Cockpit:
    """Everything beside the letter itself."""

    case: Case
    today: date
    reading: Reading | None
    chip: Chip
    remedy: str
    is_remedy_in_letter: bool
    since: Since | None
    opinions: list[Opinion]
    rounds: list[Round]
    documents: list[Document]  # that this reader may open

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


def cockpit_of(case: Case, user: Any) -> Cockpit:
    """The page's facts for the last version of the reply, as `user` needs them."""
    today = timezone.localdate()
    reading, chip = clock_of(case, today=today)
    draft = case.latest_draft
    try:
        remedy = remedy_for(case, draft.outcome_code, on=today)
    except (RemedyError, RemedyUnknown):
        remedy = ""
    opinions = list(
        Opinion.objects.filter(draft__case=case)
        .select_related("draft__superseded", "reviewer", "amendment")
        .prefetch_related("points__answer__draft")
        .order_by("-draft__version")
    )
    return Cockpit(
        case=case,
        today=today,
        reading=reading,
        chip=chip,
        remedy=remedy,
        is_remedy_in_letter=bool(remedy) and remedy in "\n".join(paragraphs(draft.context)),
        since=since_last_opinion(draft, opinions, user),
        opinions=opinions,
        rounds=[round_of(one) for one in opinions],
        documents=list(case.documents.open_to(user)),
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


def changed_since(changes: list[str]) -> str:
    """Why the reply was written anew although it had been approved."""
    return _("Changed after that opinion: %(parts)s.") % {"parts": parts_named(changes)}


def since_last_opinion(draft: Draft, opinions: list[Opinion], user: Any) -> Since | None:
    """What a reviewer has to read anew; None if nobody reviewed an earlier version.

    `opinions`: all of the case, the newest first.
    """
    earlier = [one for one in opinions if one.draft.version < draft.version]
    if not earlier:
        return None
    last = earlier[0]
    ended = getattr(last.draft, "superseded", None)
    own = next((one for one in earlier if one.reviewer_id == user.pk), None)
    is_other = own is not None and own.pk != last.pk
    return Since(
        opinion=last,
        differences=shown(version_of(last.draft), version_of(draft)),
        url=address(draft.case, last.draft.version, draft.version),
        own_opinion=own if is_other else None,
        own_url=address(draft.case, own.draft.version, draft.version) if is_other else "",
        superseded=changed_since(ended.changes) if ended else "",
    )
