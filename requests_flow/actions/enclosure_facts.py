"""What the case says of its letter, its reader and its files: read again from rows and bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from requests_flow.letters.contents import said_in
from requests_flow.models import Case, Document, Draft, Letter, vault
from requests_flow.rules.envelope import BelongsTo, Party, Piece, Said, goes_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is read again: the case's word, the bytes of its letter, and what they say."""

    belongs: BelongsTo
    sha256: str  # of the bytes as they lie there now; empty if they are gone or not whole
    said: Said | None
    names: dict[int, tuple[str, int | None]]  # of this case's files: name and pages


def facts_of(letter: Letter, *, as_reply: bool) -> Facts:
    """`as_reply`: the letter should be the answer to its case."""
    case = Case.objects.select_related("applicant").get(pk=letter.case_id)
    # An answer is the one that stands now, whatever the page had.
    row = (case.reply or letter) if as_reply else letter
    data = _bytes_of(row)
    documents = list(case.documents.filter(kind=Document.Kind.ATTACHMENT))
    belongs = BelongsTo(
        case=case.pk,
        case_number=case.number,
        letter=row.pk,
        code=row.code,
        number=row.number,
        dated_on=row.dated_on.isoformat(),
        sha256=row.leaving_sha256,
        is_reply=row.is_reply,
        expects_reply=as_reply,
        is_voided=row.is_voided,
        is_latest=_is_latest(row, case),
        printed_addressee=row.context.get("addressee", ""),
        attachments=pieces_of(row.draft, documents) if row.draft else (),
        files={document.pk: _digest_now(document.sha256) for document in documents},
        **_destination(row, case),
    )
    return Facts(
        belongs=belongs,
        sha256=row.leaving_sha256 if data else "",
        said=said_in(data) if data else None,
        names={document.pk: (document.name, document.pages) for document in documents},
    )


def _bytes_of(letter: Letter) -> bytes:
    """The file that leaves; empty if it is gone, or is not the printed one with its seal behind."""
    try:
        data = vault.read(letter.leaving_sha256)
        return data if data.startswith(vault.read(letter.sha256)) else b""
    except vault.Damaged:
        return b""


def _digest_now(sha256: str) -> str:
    """The digest, if the bytes kept under it are there and have it."""
    try:
        vault.read(sha256)
    except vault.Damaged:
        return ""
    return sha256


def _is_latest(letter: Letter, case: Case) -> bool:
    if letter.draft is None:
        return True
    return letter.draft == case.latest_draft and letter.content_digest == letter.draft.digest


def _destination(letter: Letter, case: Case) -> dict[str, str]:
    """To whom and where, by the case and not by the letter."""
    if goes_to(letter.code) is Party.APPLICANT:
        applicant = case.applicant
        return {
            "addressee": applicant.name,
            "address": applicant.address,
            "postcode": applicant.postcode,
            "email": applicant.email,
        }
    named = letter.context.get("addressee", "")
    asked = case.consultations.filter(name=named).exists()
    return {"addressee": named if asked else ""}


def pieces_of(draft: Draft, documents: Iterable[Document]) -> tuple[Piece, ...]:
    """What the signed draft says goes with it, each with its key.

    A draft of earlier times names no keys: its files are found by digest and name within the case,
    each once. What is not found has the key 0, and belongs nowhere.
    """
    left = list(documents)
    pieces = []
    for row in draft.attachments:
        key = row.get("document") or _taken(left, row)
        pieces.append(
            Piece(document=key, sha256=row["sha256"], name=row["name"], pages=row.get("pages"))
        )
    return tuple(pieces)


def _taken(left: list[Document], row: dict[str, Any]) -> int:
    same = [document for document in left if document.sha256 == row["sha256"]]
    if not same:
        return 0
    best = next((document for document in same if document.name == row["name"]), same[0])
    left.remove(best)
    return best.pk
