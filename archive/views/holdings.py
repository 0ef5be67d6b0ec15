"""What a dossier will hold, looked at before it is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_flow import labels
from requests_flow.actions.results import came_back_unsettled
from requests_flow.models import Case, Document, LetterStatus, vault
from requests_flow.rules.retention import propose_retention


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Files by group, what is missing, and how long all of it is kept."""

    rows: list[tuple[str, list[str]]]
    missing: list[str]
    damaged: list[str]
    returned: Any  # the answer that came back and waits; None if there is none
    retention: Any
    retention_reason: str

    @property
    def may_be_sealed(self) -> bool:
        """Nothing is sealed over a damaged file, or while the answer came back and waits.

        What is only missing is said and not hidden.
        """
        return not self.damaged and self.returned is None


def holdings_of(case: Case) -> Holdings:
    """Look at every row and read every file."""
    letters = list(case.letters.select_related("seal"))
    documents = list(case.documents.all())
    damaged = [letter.number for letter in letters if not _is_sound(letter.leaving_sha256)]
    damaged += [document.name for document in documents if not _is_sound(document.sha256)]
    proposal = (
        propose_retention(case.outcome_code, on=case.closed_on) if case.outcome_code else None
    )
    return Holdings(
        rows=[
            (_("Letters"), [f"{letter.number} · {_pages(letter.pages)}" for letter in letters]),
            (_("Documents"), [f"{row.get_kind_display()} · {row.name}" for row in documents]),
            (_("Drafts and opinions"), _drafts(case)),
            (_("Records"), _records(case)),
        ],
        missing=_missing(case, letters, documents),
        damaged=damaged,
        returned=came_back_unsettled(case),
        retention=labels.RETENTIONS.get(proposal.retention, "") if proposal else "",
        retention_reason=getattr(proposal, "reason", "") if proposal else "",
    )


def _is_sound(digest: str) -> bool:
    try:
        vault.read(digest)
    except vault.Damaged:
        return False
    return True


def _pages(number: int) -> str:
    return ngettext("%(n)d page", "%(n)d pages", number) % {"n": number}


def _drafts(case: Case) -> list[str]:
    rows = case.drafts.select_related(
        "opinion__amendment", "author", "signature__signed_by", "signature__delegation__signatory"
    )
    said = []
    for draft in rows:
        opinion = getattr(draft, "opinion", None)
        verdict = _verdict(opinion) if opinion else _("no opinion")
        words = {"version": draft.version, "author": draft.author, "verdict": verdict}
        line = _("Version %(version)d by %(author)s · %(verdict)s") % words
        said.append(line + _signed(getattr(draft, "signature", None)))
    return said


def _verdict(opinion: Any) -> str:
    """As the other pages say it: “agree with changes” is kept as a return with other words."""
    if opinion.carries_id:
        return _("approved: the amended text, taken over word for word")
    if hasattr(opinion, "amendment"):
        return _("to be approved as amended")
    return str(opinion.get_verdict_display())


def _signed(signature: Any) -> str:
    if signature is None:
        return ""
    if signature.delegation is None:
        return _(" · signed by %(name)s") % {"name": signature.signed_by}
    words = {"name": signature.signed_by, "signatory": signature.delegation.signatory}
    return _(" · signed by %(name)s by delegation (受托签发), for %(signatory)s") % words


def _records(case: Case) -> list[str]:
    counted = (
        (_("entries of the case file"), case.entries.count()),
        (_("facts on file"), case.fact_records.count()),
        (_("searches"), case.searches.count()),
        (_("consultations"), case.consultations.count()),
    )
    return [f"{name} · {number}" for name, number in counted if number]


def _missing(case: Case, letters: list[Any], documents: list[Document]) -> list[str]:
    """What an archivist would ask for. It does not stop the seal: the law does not make it."""
    kinds = {document.kind for document in documents}
    found = []
    if Document.Kind.APPLICATION not in kinds:
        found.append(_("The application as it was received is not among the documents."))
    if case.answered_on and not any(letter.is_reply for letter in letters):
        found.append(_("The case counts as answered, but there is no reply on file."))
    if case.answered_on and Document.Kind.PROOF not in kinds:
        found.append(_("There is no proof of delivery among the documents."))
    if (reply := case.reply) and reply.status == LetterStatus.SENT:
        found.append(
            _(
                "What came of the sending is not recorded; the day of the answer does not hang on it."
            )
        )
    return found
