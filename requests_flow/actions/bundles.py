"""What lies in a batch: each letter held against its case, with the files that go with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from requests_flow.letters import context as wording
from requests_flow.letters import engine
from requests_flow.letters.batch import Part
from requests_flow.letters.post_list import Extra
from requests_flow.models import Document, Letter, vault
from requests_flow.rules.dispatch import Route

from .act import Refusal
from .composing import case_facts, unit_facts
from .enclosing import Shown, shown_envelope

MOST_LETTERS = 50
MOST_BYTES = 100_000_000
# Wanted so, or without an address: handed over and signed for.
HANDED_OVER = frozenset({"自行领取", "当场阅读、抄录"})
_MANNERS = "□ 直接送达　□ 委托其他行政机关代为送达　□ 邮寄送达　□ 电子送达"


class LettersNotPrinted(Refusal):
    """Nothing was printed; `sentences` says why, letter by letter."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


class Proofs(StrEnum):
    """For which letters a 送达回证 (L25) is printed."""

    NONE = "none"
    HANDED_OVER = "handed_over"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a batch holds besides the letters, and how it is printed."""

    with_attachments: bool = True
    double_sided: bool = True
    proofs: Proofs = Proofs.HANDED_OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A letter, checked, with its envelope and the files that go with it, in their order."""

    letter: Letter
    shown: Shown
    files: tuple[Document, ...]


def in_order(letters: Sequence[Letter]) -> list[Letter]:
    """What is due first comes first; then by number."""
    return sorted(
        letters,
        key=lambda one: (one.case.due_on or date.max, one.series, one.year, one.sequence),
    )


def checked_bundles(letters: Sequence[Letter], *, way: Route | None) -> list[Bundle]:
    """Each letter with its envelope, in order. Raises LettersNotPrinted with every fault of all."""
    if not letters:
        raise LettersNotPrinted(_("Choose at least one letter."))
    if len(letters) > MOST_LETTERS:
        raise LettersNotPrinted(
            _("Choose at most %(most)s letters at once; print the rest afterwards.")
            % {"most": MOST_LETTERS}
        )
    bundles = [bundle_of(letter, way) for letter in in_order(letters)]
    faults = [
        f"{bundle.letter.number}: {sentence}"
        for bundle in bundles
        for sentence in bundle.shown.sentences
    ]
    if faults:
        raise LettersNotPrinted(*faults)
    return bundles


def bundle_of(letter: Letter, way: Route | None = None) -> Bundle:
    """The letter with its envelope and files, right or wrong."""
    shown = shown_envelope(letter, way=way)
    keys = [piece.document for piece in shown.envelope.attachments]
    files = letter.case.documents.in_bulk(keys)
    return Bundle(
        letter=letter, shown=shown, files=tuple(files[key] for key in keys if key in files)
    )


def parts_of(bundles: list[Bundle], wanted: Wanted) -> tuple[list[Part], list[Extra]]:
    """What is printed, and what has to be put in by hand. Raises LettersNotPrinted."""
    parts: list[Part] = []
    extras: list[Extra] = []
    read = _reader()
    for bundle in bundles:
        letter = bundle.letter
        parts.append(Part(bookmark=letter.number, pdf=read(letter.leaving_sha256)))
        for file in bundle.files:
            if wanted.with_attachments and file.media_type == "application/pdf":
                parts.append(Part(bookmark=file.name, pdf=read(file.sha256), level=1))
            else:
                extras.append(
                    Extra(
                        number=letter.number, name=file.name, pages=file.pages, sha256=file.sha256
                    )
                )
        if _needs_proof(letter, wanted.proofs):
            parts.append(Part(bookmark="送达回证", pdf=proof_of_service(bundle), level=1))
    return parts, extras


def _reader() -> Callable[[str], bytes]:
    """Reads files from the vault until there are more bytes than a batch may hold."""
    total = 0

    def read(sha256: str) -> bytes:
        nonlocal total
        data = vault.read(sha256)  # whole: it was just checked
        total += len(data)
        if total > MOST_BYTES:
            raise LettersNotPrinted(
                _(
                    "These files are too large for one batch. Choose fewer, or leave out attachments."
                )
            )
        return data

    return read


def _needs_proof(letter: Letter, proofs: Proofs) -> bool:
    if proofs is Proofs.HANDED_OVER:
        case = letter.case
        return case.provision_form in HANDED_OVER or not case.applicant.address.strip()
    return proofs is Proofs.ALL


def proof_of_service(bundle: Bundle) -> bytes:
    """送达回证 (L25), to be filled in and signed by hand; it has no number of its own."""
    letter, envelope = bundle.letter, bundle.shown.envelope
    case = letter.case
    served = [[wording.LETTERS[letter.code].name, letter.number, "1"]]
    served += [[file.name, "—", "1"] for file in bundle.files]
    place = envelope.address if case.provision_form not in HANDED_OVER else ""
    paper = wording.service_context(
        unit=unit_facts(case.unit),
        case=case_facts(case),
        letters=served,
        fields={
            "recipient": envelope.addressee,
            "place": place or case.unit.address or case.unit.name,
            "manner": _MANNERS,
        },
    )
    return engine.render("L25", paper).pdf
