"""What is about to leave, gathered once for those who check, review, sign and send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from requests_flow import labels
from requests_flow.models import Case, Draft
from requests_flow.rules.catalogue import OUTCOMES, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """One draft and everything said about it."""

    case: Case
    draft: Draft
    outcome: Outcome
    attachments: list[dict[str, Any]]
    opinion: Any
    secrecy_check: Any
    signature: Any
    return_reason: str

    @property
    def outcome_label(self) -> Any:
        """What the outcome is called on screen."""
        return labels.OUTCOMES.get(self.outcome.code, self.outcome.name)

    @property
    def draft_url(self) -> str:
        """The letter as it would be printed."""
        return reverse("case_draft", args=[self.case.pk, self.draft.version])

    @property
    def recipient(self) -> str:
        """To whom it goes: whoever sends a letter sees the name on it."""
        return self.case.applicant.name

    @property
    def address(self) -> str:
        """Where it goes."""
        applicant = self.case.applicant
        return " ".join(part for part in (applicant.postcode, applicant.address) if part)


def papers_of(case: Case) -> Papers | None:
    """The last version of the reply to `case`, or None if there is none."""
    draft = (
        case.drafts.select_related("author", "opinion__reviewer", "secrecy_check", "signature")
        .order_by("-version")
        .first()
    )
    if draft is None:
        return None
    returned = case.entries.filter(verb="returned_unsigned").order_by("-id").first()
    files = {row.sha256: row.pk for row in case.documents.filter(kind__in=["attachment", "found"])}
    return Papers(
        case=case,
        draft=draft,
        outcome=OUTCOMES[draft.outcome_code],
        attachments=[
            {**row, "url": _file_url(case, files.get(row["sha256"]))} for row in draft.attachments
        ],
        opinion=getattr(draft, "opinion", None),
        secrecy_check=getattr(draft, "secrecy_check", None),
        signature=getattr(draft, "signature", None),
        return_reason=returned.data.get("reason", "") if returned else "",
    )


def _file_url(case: Case, pk: int | None) -> str:
    return reverse("case_document", args=[case.pk, pk]) if pk else ""
