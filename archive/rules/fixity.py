"""Looks at a sealed folder again: is every file there, is each as it was, is nothing added?

Three answers: good, damaged, could not check. The third is never shown as the first.
"""

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Verdict(StrEnum):
    """ "Could not check" is never shown as good."""

    GOOD = "good"
    DAMAGED = "damaged"
    COULD_NOT_CHECK = "could_not_check"


class Reason(StrEnum):
    """What was found. The sentence for people stands in the labels."""

    AS_SEALED = "as_sealed"
    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    NOT_A_FILE = "not_a_file"
    MANIFEST_MALFORMED = "manifest_malformed"
    MANIFEST_REPLACED = "manifest_replaced"
    NO_LEDGER_DIGEST = "no_ledger_digest"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, named from the top of the folder."""

    path: str
    verdict: Verdict
    reason: Reason
    expected: str = ""
    found: str = ""


def verify(dest: Path, *, expected_manifest_sha256: str | None = None) -> list[Finding]:
    """Look at every file of the folder: one finding each, and one for each that is missing.

    Without the digest of the ledger nobody can tell a folder from a well-made copy: the finding
    on the tag manifest then says that it could not be checked.
    """
    if not dest.is_dir() or dest.is_symlink():
        # A disk that is not mounted has lost nothing.
        known = dest.parent.is_dir()
        verdict = Verdict.DAMAGED if known else Verdict.COULD_NOT_CHECK
        return [Finding(".", verdict, Reason.MISSING if known else Reason.UNREADABLE)]
    findings: list[Finding] = []
    listed = {TAG_MANIFEST: expected_manifest_sha256}
    for name in (TAG_MANIFEST, MANIFEST):
        rows, flaw = _read_manifest(dest / name, name)
        listed |= {path: digest for path, digest in rows.items() if path not in listed}
        findings += [flaw] if flaw else []
    for name in ("bagit.txt", "bag-info.txt", MANIFEST):
        listed.setdefault(name, "")
    findings += [_look(dest, path, digest) for path, digest in sorted(listed.items())]
    findings += _extras(dest, set(listed))
    return findings


def verdict(findings: Iterable[Finding]) -> Verdict:
    """The verdict on the whole: damage before doubt, doubt before good."""
    verdicts = {finding.verdict for finding in findings}
    if Verdict.DAMAGED in verdicts:
        return Verdict.DAMAGED
    return Verdict.GOOD if verdicts == {Verdict.GOOD} else Verdict.COULD_NOT_CHECK


def _read_manifest(path: Path, name: str) -> tuple[dict[str, str], Finding | None]:
    """Its rows, and what is wrong with it as a list. That it is missing, `_look` says."""
    flaw = Finding(name, Verdict.DAMAGED, Reason.MANIFEST_MALFORMED)
    try:
        lines = path.read_bytes().decode().splitlines()
    except UnicodeDecodeError:
        return {}, flaw
    except OSError:
        return {}, None
    matches = [_LINE.fullmatch(line) for line in lines]
    rows = {match[2]: match[1] for match in matches if match}
    inside = {file for file in rows if (name == MANIFEST) == file.startswith("data/")}
    safe = {file for file in inside if ".." not in file.split("/") and not file.startswith("/")}
    is_whole = len(safe) == len(lines)
    return {file: rows[file] for file in safe}, None if is_whole else flaw


def _look(dest: Path, path: str, expected: str | None) -> Finding:
    file = dest / path
    if any(one.is_symlink() for one in (file, *file.parents) if one.is_relative_to(dest)):
        return Finding(path, Verdict.DAMAGED, Reason.NOT_A_FILE)
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return Finding(path, Verdict.DAMAGED, Reason.MISSING, expected or "")
    except IsADirectoryError:
        return Finding(path, Verdict.DAMAGED, Reason.NOT_A_FILE, expected or "")
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "")
        return Finding(path, Verdict.COULD_NOT_CHECK, Reason.UNREADABLE, expected or "", why)
    if expected is None:
        return Finding(path, Verdict.COULD_NOT_CHECK, Reason.NO_LEDGER_DIGEST, "", found)
    if found == expected:
        return Finding(path, Verdict.GOOD, Reason.AS_SEALED, expected, found)
    reason = Reason.MANIFEST_REPLACED if path == TAG_MANIFEST else Reason.CHANGED
    return Finding(path, Verdict.DAMAGED, reason, expected, found)


def _extras(dest: Path, listed: set[str]) -> Iterator[Finding]:
    """Whatever lies in the folder and is on no list: DA/T 70 item 4-3."""
    folders = {str(parent) for path in listed for parent in Path(path).parents} | {"data"}
    failures: list[OSError] = []
    for here, below, files in os.walk(dest, onerror=failures.append):
        where = Path(here).relative_to(dest)
        for name in sorted(files):
            if (path := (where / name).as_posix()) not in listed:
                yield Finding(path, Verdict.DAMAGED, Reason.EXTRA)
        for name in sorted(below):
            if (path := (where / name).as_posix()) not in folders:
                yield Finding(path, Verdict.DAMAGED, Reason.EXTRA)
    for failure in failures:
        path = Path(str(failure.filename)).relative_to(dest).as_posix()
        yield Finding(path, Verdict.COULD_NOT_CHECK, Reason.UNREADABLE)
