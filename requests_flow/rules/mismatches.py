"""The envelope held against the case it is said to be of: whatever differs stops the dispatch.

What is missing or cannot be told is a mismatch too; an envelope without one may leave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .dispatch import Route
from .envelope import BelongsTo, Envelope, Party, Piece, Said, addressee_digest, goes_to


class Fault(StrEnum):
    """Each way in which an envelope is wrong."""

    OTHER_CASE = "other_case"
    OTHER_LETTER = "other_letter"
    NOT_THE_REPLY = "not_the_reply"
    STAYS_IN_THE_HOUSE = "stays_in_the_house"
    VOIDED = "voided"
    SUPERSEDED = "superseded"
    NUMBER = "number"
    BYTES = "bytes"
    ADDRESSEE = "addressee"
    ADDRESSEE_MISSING = "addressee_missing"
    ADDRESS = "address"
    ADDRESS_MISSING = "address_missing"
    ADDRESS_MASKED = "address_masked"
    POSTCODE = "postcode"
    EMAIL = "email"
    ATTACHMENT_MISSING = "attachment_missing"
    ATTACHMENT_FOREIGN = "attachment_foreign"
    ATTACHMENT_EXTRA = "attachment_extra"
    ATTACHMENT_CHANGED = "attachment_changed"
    ATTACHMENT_RENAMED = "attachment_renamed"
    ATTACHMENT_PAGES = "attachment_pages"
    ATTACHMENT_TWICE = "attachment_twice"
    ATTACHMENT_ORDER = "attachment_order"
    FILE_SAYS_NOTHING = "file_says_nothing"
    FILE_SAYS_LETTER = "file_says_letter"
    FILE_SAYS_NUMBER = "file_says_number"
    FILE_SAYS_CASE = "file_says_case"
    FILE_SAYS_DATE = "file_says_date"
    FILE_SAYS_ADDRESSEE = "file_says_addressee"
    FILE_SAYS_ATTACHMENTS = "file_says_attachments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One thing that is wrong; `about` is what it is about, as the clerk knows it."""

    fault: Fault
    about: str = ""


def mismatches(
    envelope: Envelope, case: BelongsTo, *, said: Said | None, way: Route | None = None
) -> tuple[Mismatch, ...]:
    """All that is wrong with the envelope; nothing if it may leave.

    `said`: what the file says, None if it could not be read. `way`: how it leaves, if known; only
    the post needs an address.
    """
    return (
        *_letter(envelope, case),
        *_destination(envelope, case, way),
        *_attachments(envelope, case),
        *_file(case, said),
    )


def _letter(envelope: Envelope, case: BelongsTo) -> Iterator[Mismatch]:
    about = envelope.number
    if envelope.case != case.case:
        yield Mismatch(fault=Fault.OTHER_CASE, about=about)
    if (envelope.letter, envelope.code) != (case.letter, case.code):
        yield Mismatch(fault=Fault.OTHER_LETTER, about=about)
    if case.expects_reply and not case.is_reply:
        yield Mismatch(fault=Fault.NOT_THE_REPLY, about=about)
    if goes_to(case.code) is Party.NOBODY:
        yield Mismatch(fault=Fault.STAYS_IN_THE_HOUSE, about=about)
    if case.is_voided:
        yield Mismatch(fault=Fault.VOIDED, about=about)
    if not case.is_latest:
        yield Mismatch(fault=Fault.SUPERSEDED, about=about)
    if not envelope.number or envelope.number != case.number:
        yield Mismatch(fault=Fault.NUMBER, about=about)
    if envelope.sha256 != case.sha256:
        yield Mismatch(fault=Fault.BYTES, about=about)


# What a list shows in place of a part of an address; nobody lives there.
_MASK = re.compile(
    r"[*＊×✕•●■□▇_＿…]|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|某{2,}|\?{2,}|？{2,}|\.{3,}"
)


def is_masked(address: str) -> bool:
    """Whether a part of it is hidden or was never filled in."""
    return bool(_MASK.search(address))


def _destination(envelope: Envelope, case: BelongsTo, way: Route | None) -> Iterator[Mismatch]:
    if not envelope.addressee.strip():
        yield Mismatch(fault=Fault.ADDRESSEE_MISSING)
    if not envelope.addressee == case.addressee == case.printed_addressee:
        yield Mismatch(fault=Fault.ADDRESSEE, about=envelope.addressee)
    if envelope.address != case.address:
        yield Mismatch(fault=Fault.ADDRESS, about=envelope.address)
    if envelope.postcode != case.postcode:
        yield Mismatch(fault=Fault.POSTCODE, about=envelope.postcode)
    if envelope.email != case.email:
        yield Mismatch(fault=Fault.EMAIL, about=envelope.email)
    if way is Route.POST and not any(sign.isalnum() for sign in envelope.address):
        yield Mismatch(fault=Fault.ADDRESS_MISSING, about=envelope.addressee)
    if way is Route.POST and is_masked(envelope.address):
        yield Mismatch(fault=Fault.ADDRESS_MASKED, about=envelope.address)


def _attachments(envelope: Envelope, case: BelongsTo) -> Iterator[Mismatch]:
    wanted = {piece.document: piece for piece in case.attachments}
    given = [piece.document for piece in envelope.attachments]
    for piece in envelope.attachments:
        yield from _piece(piece, wanted.get(piece.document), case)
    for key, times in Counter(given).items():
        if times > 1:
            yield Mismatch(fault=Fault.ATTACHMENT_TWICE, about=_name(key, envelope, case))
    for piece in case.attachments:
        if piece.document not in given:
            yield Mismatch(fault=Fault.ATTACHMENT_MISSING, about=piece.name)
    if given != [*wanted] and sorted(given) == sorted(wanted):
        yield Mismatch(fault=Fault.ATTACHMENT_ORDER)


def _name(key: int, envelope: Envelope, case: BelongsTo) -> str:
    pieces = (*envelope.attachments, *case.attachments)
    return next(piece.name for piece in pieces if piece.document == key)


def _piece(piece: Piece, wanted: Piece | None, case: BelongsTo) -> Iterator[Mismatch]:
    if piece.document not in case.files:
        yield Mismatch(fault=Fault.ATTACHMENT_FOREIGN, about=piece.name)
    elif wanted is None:
        yield Mismatch(fault=Fault.ATTACHMENT_EXTRA, about=piece.name)
    kept = {case.files.get(piece.document, piece.sha256), (wanted or piece).sha256}
    if kept != {piece.sha256}:
        yield Mismatch(fault=Fault.ATTACHMENT_CHANGED, about=piece.name)
    if wanted is not None and wanted.name != piece.name:
        yield Mismatch(fault=Fault.ATTACHMENT_RENAMED, about=piece.name)
    if wanted is not None and wanted.pages != piece.pages:
        yield Mismatch(fault=Fault.ATTACHMENT_PAGES, about=piece.name)


def _file(case: BelongsTo, said: Said | None) -> Iterator[Mismatch]:
    if said is None or said.number is None:
        yield Mismatch(fault=Fault.FILE_SAYS_NOTHING, about=case.number)
        return
    expected = {
        Fault.FILE_SAYS_LETTER: (said.code, case.code),
        Fault.FILE_SAYS_NUMBER: (said.number, case.number),
        Fault.FILE_SAYS_CASE: (said.case_number, case.case_number),
        Fault.FILE_SAYS_DATE: (said.dated_on, case.dated_on),
        Fault.FILE_SAYS_ADDRESSEE: (
            said.addressee,
            addressee_digest(case.number, case.addressee),
        ),
        Fault.FILE_SAYS_ATTACHMENTS: (
            said.attachments,
            tuple(piece.sha256 for piece in case.attachments),
        ),
    }
    for fault, (file, row) in expected.items():
        if file is not None and file != row:
            yield Mismatch(fault=fault, about=str(case.number))
