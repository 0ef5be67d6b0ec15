"""装封: what is put into an envelope is held against its case, by key and by digest, before it leaves.

Once, elsewhere, the files of one request left with another's letter: a screen kept them from the
case before, and names were all that tied them together. Here the clerk confirms piece by piece what
lies on the table; the rows, the bytes in the vault and the letter's own words are read again in the
transaction that lets it leave, and whatever differs stops it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from requests_flow import labels
from requests_flow.models import Letter
from requests_flow.rules.dispatch import Route
from requests_flow.rules.envelope import Envelope, Piece
from requests_flow.rules.mismatches import Mismatch, mismatches

from .act import Refusal
from .enclosure_facts import Facts, facts_of


class EnvelopeMismatch(Refusal):
    """Something in the envelope does not belong there; `sentences` says each, to be put right."""

    field = "pieces"

    def __init__(self, found: tuple[Mismatch, ...]) -> None:
        self.mismatches = found
        self.sentences = sentences_of(found)
        super().__init__(" ".join(self.sentences))


class EnvelopeStale(Refusal):
    """The page that was confirmed shows another envelope than the case has now."""

    field = "pieces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the clerk confirmed: each piece as (kind, key, digest), and the envelope that was shown."""

    pieces: tuple[tuple[str, int, str], ...]
    envelope_digest: str

    @classmethod
    def of(cls, ticks: Iterable[str], digest: str) -> Seen:
        """The ticks as the form sent them; one that cannot be read confirms nothing."""
        pieces = []
        for tick in ticks:
            kind, _colon, rest = tick.partition(":")
            key, _colon, sha256 = rest.partition(":")
            if kind in ("letter", "document") and key.isascii() and key.isdecimal():
                pieces.append((kind, int(key[:18]), sha256))
        return cls(pieces=tuple(pieces), envelope_digest=digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An envelope as the page shows it before anything is confirmed.

    `ticks`: what the form sends back for each piece, and what the piece is called.
    """

    envelope: Envelope
    ticks: tuple[tuple[str, str], ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def sentences(self) -> list[str]:
        """Why it may not leave; empty if it may."""
        return sentences_of(self.mismatches)


def sentences_of(found: Iterable[Mismatch]) -> list[str]:
    """Each mismatch in the reader's language, told once."""
    said = (str(labels.ENVELOPE_FAULTS[one.fault]) % {"about": one.about} for one in found)
    return list(dict.fromkeys(said))


def shown_envelope(letter: Letter, *, way: Route | None = None) -> Shown:
    """The envelope of `letter` as it should be, with all that is wrong with it already."""
    return _shown(letter, facts_of(letter, as_reply=letter.is_reply), way)


def _shown(letter: Letter, facts: Facts, way: Route | None) -> Shown:
    wanted = facts.belongs.attachments
    marks = [
        ("letter", letter.pk, letter.leaving_sha256),
        *(("document", piece.document, piece.sha256) for piece in wanted),
    ]
    envelope = _envelope(letter, facts, marks)
    ticks = (f"{kind}:{key}:{sha256}" for kind, key, sha256 in marks)
    names = (letter.number, *(piece.name for piece in wanted))
    return Shown(
        envelope=envelope,
        ticks=tuple(zip(ticks, names, strict=True)),
        mismatches=mismatches(envelope, facts.belongs, said=facts.said, way=way),
    )


def checked_envelope(
    letter: Letter, *, seen: Seen, way: Route | None = None, as_reply: bool = True
) -> Envelope:
    """The envelope of `letter` as the clerk confirmed it, if it is the right one.

    To be called in the transaction that lets it leave. `as_reply`: it leaves as the answer to its
    case. Raises EnvelopeMismatch or EnvelopeStale.
    """
    facts = facts_of(letter, as_reply=as_reply)
    right = _shown(letter, facts, way)
    if right.mismatches:  # wrong whatever is confirmed
        raise EnvelopeMismatch(right.mismatches)
    if seen.envelope_digest != right.envelope.digest:
        raise EnvelopeStale(
            _(
                "The address or the papers changed after this page was opened. "
                "Look at the envelope again, and confirm it anew."
            )
        )
    envelope = _envelope(letter, facts, seen.pieces)
    if found := mismatches(envelope, facts.belongs, said=facts.said, way=way):
        raise EnvelopeMismatch(found)
    return envelope


def _envelope(letter: Letter, facts: Facts, confirmed: Iterable[tuple[str, int, str]]) -> Envelope:
    """What lies on the table: only what was confirmed, with the digests that were confirmed."""
    belongs = facts.belongs
    letters: list[tuple[int, str]] = []
    pieces: list[Piece] = []
    for kind, key, sha256 in confirmed:
        if kind == "letter":
            letters.append((key, sha256))
        else:  # a file of another case is called by its key: its name is nobody's business here
            name, pages = facts.names.get(key, (f"#{key}", None))
            pieces.append(Piece(document=key, sha256=sha256, name=name, pages=pages))
    key, sha256 = letters[0] if len(letters) == 1 else (0, "")
    return Envelope(
        case=letter.case_id,
        letter=key,
        code=letter.code,
        number=letter.number,
        sha256=sha256 if sha256 == facts.sha256 else "",
        addressee=belongs.addressee,
        address=belongs.address,
        postcode=belongs.postcode,
        email=belongs.email,
        attachments=tuple(pieces),
    )
