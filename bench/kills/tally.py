"""What is left after the kills: the register, the files and the chain, counted from scratch."""

from __future__ import annotations

import hashlib
from collections import Counter as Tally
from pathlib import Path
from typing import Any

from django.conf import settings

from requests_flow.actions import issuing
from requests_flow.actions.recording import first_broken_entry
from requests_flow.models import Case, Counter, Entry, Letter, SealImage

from .office import Desk

# What must be nought, whatever was killed. Files that nothing names are allowed: they are swept.
FAULTS = (
    "gaps", "dups", "second_replies", "lost_acks", "missing_files", "bad_hash",
    "letters_without_seal", "seals_on_other_bytes", "letters_without_entry",
    "entries_without_letter", "chain_broken", "next_number_wrong",
)  # fmt: skip


def count(desk: Desk, acks: Path) -> dict[str, int]:
    """Every figure of the run; those in FAULTS are faults."""
    letters = list(Letter.objects.filter(series=desk.series).select_related("seal").order_by("id"))
    numbers = Tally(one.sequence for one in letters)
    entries = Tally(
        Entry.objects.filter(verb="reply_issued").values_list("data__letter", flat=True)
    )
    told = _told(acks)
    kept = {one.case_id: (one.sequence, one.sha256) for one in letters}
    row = Counter.objects.filter(series=desk.series).first()
    highest = max([row.last if row else 0, *numbers])
    return {
        "issued": len(letters),
        "acks": len(told),
        "gaps": highest - len(numbers),
        "dups": sum(numbers.values()) - len(numbers),
        "second_replies": len(letters) - len(kept),
        "lost_acks": sum(kept.get(case) != letter for case, letter in told.items()),
        **_files(letters),
        "letters_without_entry": sum(entries[one.pk] != 1 for one in letters),
        "entries_without_letter": len(set(entries) - {one.pk for one in letters}),
        "chain_broken": int(first_broken_entry() is not None),
        "next_number_wrong": _next_number_wrong(desk, set(kept), highest),
    }


def faults(figures: dict[str, Any]) -> dict[str, int]:
    """Those figures that should be nought and are not."""
    return {name: figures[name] for name in FAULTS if figures[name]}


def _told(acks: Path) -> dict[int, tuple[int, str]]:
    """Case -> number and file, as a worker was told."""
    told = {}
    for line in acks.read_text(encoding="ascii").splitlines() if acks.exists() else ():
        case, sequence, digest = line.split()
        told[int(case)] = (int(sequence), digest)
    return told


def _named(letter: Letter) -> set[str]:
    """The files that a letter's row, and its seal's, speak of."""
    return {letter.sha256, letter.leaving_sha256}


def _files(letters: list[Letter]) -> dict[str, int]:
    vault = Path(settings.VAULT_DIR)
    there = {path.name: path for path in vault.glob("??/*")}
    named = set().union(*map(_named, letters)) if letters else set()
    every_letter = Letter.objects.select_related("seal")  # a case's receipt is a letter too
    known = set().union(*map(_named, every_letter)) if every_letter else set()
    known |= set(SealImage.objects.values_list("sha256", flat=True))
    found = named & set(there)
    seals = [one for one in letters if one.leaving_sha256 != one.sha256]
    return {
        "missing_files": len(named - found),
        "bad_hash": sum(
            hashlib.sha256(there[one].read_bytes()).hexdigest() != one for one in found
        ),
        "letters_without_seal": len(letters) - len(seals),
        "seals_on_other_bytes": sum(
            not there[one.leaving_sha256].read_bytes().startswith(there[one.sha256].read_bytes())
            for one in seals
            if {one.sha256, one.leaving_sha256} <= found
        ),
        "orphan_files": sum(name not in known and name[0] != "." for name in there),
        "unfinished_files": sum(name[0] == "." for name in there),
    }


def _next_number_wrong(desk: Desk, issued: set[int], highest: int) -> int:
    """Whether the next letter, issued in peace, does not get the next number."""
    waiting = next((pk for pk in desk.cases if pk not in issued), None)
    if waiting is None:
        return 0
    letter = issuing.issue_reply(desk.act, case=Case(pk=waiting))
    return int(letter.sequence != highest + 1)
