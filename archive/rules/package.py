"""The folder of a case as an archive takes it: a BagIt 1.0 bag (RFC 8493).

No compression, no encryption. `sha256sum -c manifest-sha256.txt`, run inside the folder, checks it
without any software of ours. What lies outside the folder is one digest: that of
`tagmanifest-sha256.txt`, which names the manifest, which names the files. Without it a folder
that was changed and packed again looks sound.
"""

import errno
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .fixity import MANIFEST, TAG_MANIFEST, Finding, Reason, Verdict, verdict, verify

__all__ = [
    "AlreadyThere",
    "Finding",
    "Item",
    "Package",
    "PackageError",
    "Reason",
    "UnsafeName",
    "Verdict",
    "build",
    "compose",
    "verdict",
    "verify",
    "write",
]

NAME_BYTES, PATH_BYTES = 80, 240
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# Not on Windows, or not the same after BagIt's percent-encoding.
_FORBIDDEN = re.compile(r'[\\:*?"<>|%]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


class PackageError(ValueError):
    """The folder cannot be built; nothing of it is left behind."""


class UnsafeName(PackageError):
    """A name that would not survive every disk the archive may copy it to."""


class AlreadyThere(PackageError):
    """Something has that name. A dossier is never overwritten."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the payload; `path` is below `data/`, with `/` between its steps."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """What was built. `manifest_sha256` is for the ledger: the digest of the tag manifest."""

    manifest_sha256: str
    payload_bytes: int
    files: int


# Building -----------------------------------------------------------------------------------


def build(dest: Path, items: Iterable[Item], *, info: Mapping[str, object]) -> Package:
    """Compose the folder and write it. Raises AlreadyThere or UnsafeName."""
    files, package = compose(items, info=info)
    write(dest, files)
    return package


def compose(
    items: Iterable[Item], *, info: Mapping[str, object]
) -> tuple[dict[str, bytes], Package]:
    """Every file of the folder by its path, the tag manifest last. Raises UnsafeName."""
    payload = list(items)
    _check_paths([item.path for item in payload])
    size = sum(len(item.data) for item in payload)
    files = {f"data/{item.path}": item.data for item in payload}
    oxum = {"Payload-Oxum": f"{size}.{len(payload)}"}
    tags = {
        "bagit.txt": _DECLARATION.encode(),
        "bag-info.txt": _bag_info({**info, **oxum}).encode(),
        MANIFEST: _manifest(files),
    }
    tag_manifest = _manifest(tags)
    files |= {**tags, TAG_MANIFEST: tag_manifest}
    return files, Package(hashlib.sha256(tag_manifest).hexdigest(), size, len(payload))


def write(dest: Path, files: Mapping[str, bytes]) -> None:
    """Write the folder beside `dest`, sync all of it, and give it its name in one step.

    Raises AlreadyThere; then, and after a crash, there is no `dest`.
    """
    if dest.exists() or dest.is_symlink():
        raise AlreadyThere(str(dest))
    workshop = Path(tempfile.mkdtemp(dir=dest.parent, prefix=f".{dest.name[:60]}.building-"))
    try:
        for path, data in files.items():
            _write(workshop / path, data)
        (workshop / "data").mkdir(exist_ok=True)
        workshop.chmod(0o750)
        _sync_folders(workshop)
        _name(workshop, dest)
    except BaseException:
        shutil.rmtree(workshop, ignore_errors=True)
        raise
    _sync(dest.parent)


def _bag_info(info: Mapping[str, object]) -> str:
    lines = []
    for label, value in info.items():
        if not re.fullmatch(r"[A-Za-z0-9-]+", label):
            raise UnsafeName(label)
        if value is not None:
            lines.append(f"{label}: {' '.join(str(value).split())}\n")
    return "".join(lines)


def _manifest(files: Mapping[str, bytes]) -> bytes:
    rows = sorted((path, hashlib.sha256(data).hexdigest()) for path, data in files.items())
    return "".join(f"{digest}  {path}\n" for path, digest in rows).encode()


def _check_paths(paths: list[str]) -> None:
    """Each is safe, no two are one on a disk that ignores case, none is another's folder."""
    for path in paths:
        if not all(_is_safe(step) for step in path.split("/")):
            raise UnsafeName(path)
        if len(path.encode()) >= PATH_BYTES - len("data/"):
            raise UnsafeName(path)
    folded = [path.casefold() for path in paths]
    folders = {one.rpartition("/")[0] for one in folded}
    folders |= {str(parent) for one in folders for parent in Path(one).parents}
    if len(set(folded)) < len(folded) or folders & set(folded):
        raise UnsafeName("two of these names are one")


def _is_safe(step: str) -> bool:
    try:
        length = len(step.encode())
    except UnicodeEncodeError:
        return False
    return (
        0 < length <= NAME_BYTES
        and step == unicodedata.normalize("NFC", step) == step.strip(" .")
        and not _FORBIDDEN.search(step)
        and not _RESERVED.fullmatch(step)
        and not any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in step)
    )


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folders(folder: Path) -> None:
    for here, _, _ in os.walk(folder, topdown=False):
        _sync(Path(here))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(workshop: Path, dest: Path) -> None:
    try:
        workshop.rename(dest)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise AlreadyThere(str(dest)) from None
        raise
