"""A lost file: looked for, printed again from what the row keeps, compared, and only then put back.

What was issued is verified against its digest, never by printing. Only where the file is gone or
damaged is it printed anew, and it counts only if every byte is the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from requests_flow.letters import engine
from requests_flow.models import Letter, vault

from .act import Act
from .recording import record


class State(StrEnum):
    """What was found. A file that could not be rebuilt is lost, for one of two reasons."""

    WHOLE = "whole"
    REBUILT = "rebuilt"
    RECOVERED = "recovered"  # cut out of the sealed file, which begins with it
    MISSING = "missing"  # gone or damaged; nobody tried to print it again
    DIFFERENT = "different"  # printed again, other bytes: another form, other fonts or libraries
    UNPRINTABLE = "unprintable"  # cannot be printed on this machine
    SEAL_LOST = "seal_lost"  # the sealed file is gone: a signature cannot be made again


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is with one letter, and what else there is to say of it."""

    letter: Letter
    state: State
    detail: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether its file is there as it was issued."""
        return self.state in (State.WHOLE, State.REBUILT, State.RECOVERED)


def _is_there(digest: str) -> bool:
    try:
        vault.read(digest)
    except vault.Damaged:
        return False
    return True


def examine(letter: Letter) -> Finding:
    """Read the files of a letter and compare them with its row."""
    if not _is_there(letter.sha256):
        return Finding(letter=letter, state=State.MISSING, detail=letter.sha256)
    if letter.leaving_sha256 != letter.sha256 and not _is_there(letter.leaving_sha256):
        return Finding(letter=letter, state=State.SEAL_LOST, detail=letter.leaving_sha256)
    return Finding(letter=letter, state=State.WHOLE)


@transaction.atomic
def rebuild(act: Act, *, letter: Letter) -> Finding:
    """Print a lost letter again and put it back if it is the very same file.

    What comes out different is thrown away. The rebuilding is an entry of the case.
    """
    found = examine(letter)
    if found.state is not State.MISSING:
        return found
    if plain := _from_the_sealed_file(letter):
        vault.put(plain)
        return Finding(letter=letter, state=State.RECOVERED)
    try:
        printed = engine.render(letter.code, letter.context)
    except engine.LetterStopped as stopped:
        return Finding(letter=letter, state=State.UNPRINTABLE, detail=str(stopped))
    if printed.sha256 != letter.sha256:
        return Finding(letter=letter, state=State.DIFFERENT, detail=_why(letter, printed))
    vault.put(printed.pdf)
    record(act, case=letter.case, verb="letter_rebuilt", letter=letter.pk, sha256=letter.sha256)
    after = examine(letter)
    return after if not after.is_sound else Finding(letter=letter, state=State.REBUILT)


def _from_the_sealed_file(letter: Letter) -> bytes:
    """The printed bytes, which a sealed file begins with; empty if there is none."""
    if letter.leaving_sha256 == letter.sha256 or not _is_there(letter.leaving_sha256):
        return b""
    sealed = vault.read(letter.leaving_sha256)
    for end in re.finditer(rb"%%EOF\r?\n?", sealed):
        for at in {end.end(), end.start() + len(b"%%EOF")}:
            if hashlib.sha256(sealed[:at]).hexdigest() == letter.sha256:
                return sealed[:at]
    return b""


def _why(letter: Letter, printed: engine.Printed) -> str:
    """What has changed since it was issued, as far as it is known."""
    if printed.template_version != letter.template_version:
        return f"{letter.template_version} -> {printed.template_version}"
    kept, now = letter.fingerprint.split(), printed.fingerprint.split()
    changed = [f"{old} -> {new}" for old, new in zip(kept, now, strict=False) if old != new]
    return ", ".join(changed) or printed.sha256
