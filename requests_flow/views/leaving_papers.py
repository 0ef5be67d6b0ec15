"""What is about to leave, gathered once for those who check, review, sign and send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from requests_flow import labels
from requests_flow.actions.secrecy_papers import kept_paper
from requests_flow.models import Case, Draft, SecrecyItem
from requests_flow.rules.catalogue import OUTCOMES, Outcome

from .made_with import MadeWith, made_with


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
    def secrecy_items(self) -> list[SecrecyItem]:
        """What was said of each thing that is handed out."""
        return list(self.secrecy_check.items.all()) if self.secrecy_check else []

    @property
    def secrecy_paper_url(self) -> str:
        """The kept paper of the check, if it could be printed."""
        paper = kept_paper(self.secrecy_check) if self.secrecy_check else None
        return reverse("case_letter", args=[self.case.pk, paper]) if paper else ""

    @property
    def made_with(self) -> list[MadeWith]:
        """Of which office wording it was made."""
        return made_with(self.draft)

    @property
    def masked_recipient(self) -> str:
        """To whom it goes, for those who check and sign: the letter beside it bears the name."""
        return self.case.applicant.masked_name

    @property
    def recipient(self) -> str:
        """To whom it goes, for who posts it."""
        return self.case.applicant.name

    @property
    def address(self) -> str:
        """Where it goes, for who posts it; nobody before them needs it."""
        applicant = self.case.applicant
        return " ".join(part for part in (applicant.postcode, applicant.address) if part)


def papers_of(case: Case) -> Papers | None:
    """The last version of the reply to `case`, or None if there is none."""
    draft = (
        case.drafts.select_related(
            "author",
            "opinion__reviewer",
            "secrecy_check__checked_by",
            "signature__signed_by",
            "signature__delegation__signatory",
        )
        .order_by("-version")
        .first()
    )
    if draft is None:
        return None
    returned = case.entries.filter(verb="returned_unsigned").order_by("-id").first()
    # A draft of earlier times names no keys.
    files = {row.sha256: row.pk for row in case.documents.filter(kind__in=["attachment", "found"])}
    return Papers(
        case=case,
        draft=draft,
        outcome=OUTCOMES[draft.outcome_code],
        attachments=[
            {**row, "url": _file_url(case, row.get("document") or files.get(row["sha256"]))}
            for row in draft.attachments
        ],
        opinion=getattr(draft, "opinion", None),
        secrecy_check=getattr(draft, "secrecy_check", None),
        signature=getattr(draft, "signature", None),
        return_reason=returned.data.get("reason", "") if returned else "",
    )


def _file_url(case: Case, pk: int | None) -> str:
    return reverse("case_document", args=[case.pk, pk]) if pk else ""
