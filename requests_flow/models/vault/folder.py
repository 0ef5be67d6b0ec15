"""The store that is a folder, on a disk or on a network disk that keeps fsync, rename and flock.

A file is written aside, synced and renamed, and its folder is synced, before `put` returns.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from .port import Damaged, Stored

_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".put-"


def path_of(digest: str) -> Path:
    """Where the file of that digest lies."""
    return Path(settings.VAULT_DIR) / digest[:2] / digest


def put(data: bytes) -> str:
    """Keep `data` and return its SHA-256; the same bytes twice are kept once.

    Whatever was there before, afterwards the whole file is on the disk, and young.
    """
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(digest)
    _make_folder(target.parent)
    with locked(fcntl.LOCK_SH):
        if _holds(target, data):
            os.utime(target)  # it is wanted again, and young
        else:
            _write(target, data)
        # Also of a file that was there: who wrote it may not have come this far yet.
        _sync(target.parent)
    return digest


def read(digest: str) -> bytes:
    """The bytes kept under `digest`.

    Raises Damaged if they are gone or are not what was put there.
    """
    try:
        data = path_of(digest).read_bytes()
    except FileNotFoundError:
        raise Damaged(digest) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(digest)
    return data


def digests() -> Iterator[str]:
    """Every digest that a file lies under, sound or not."""
    for path in sorted(Path(settings.VAULT_DIR).glob("??/*")):
        if _is_named_well(path):
            yield path.name


def files_put_before(moment: datetime) -> list[Stored]:
    """Every file that nobody has put since `moment`, and what a writer that died left of one."""
    found = []
    for path in sorted(Path(settings.VAULT_DIR).glob("??/*")):
        is_ours = path.name.startswith(_UNFINISHED) or _is_named_well(path)
        if is_ours and (one := _stored(path)) and one.put_at < moment:
            found.append(one)
    return found


def remove(found: Stored, *, put_before: datetime) -> bool:
    """Take a file away, unless somebody has put it again meanwhile; say whether it is gone."""
    path = Path(found.path)
    with locked(fcntl.LOCK_EX):  # no `put` is looking at it now
        now = _stored(path)
        if now is None or now.put_at >= put_before:
            return False
        path.unlink()
        _sync(path.parent)
        return True


def _is_named_well(path: Path) -> bool:
    return bool(_DIGEST.fullmatch(path.name)) and path.parent.name == path.name[:2]


def _stored(path: Path) -> Stored | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    put_at = datetime.fromtimestamp(status.st_mtime, UTC)
    return Stored(path=path, size=status.st_size, put_at=put_at)


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.read_bytes() == data
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    """Make the folder and write into the one above that it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    _sync(folder.parent)  # always: who made it may have died before this


def _write(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(how: int) -> Iterator[None]:
    """Many put at once; who removes is alone, for one file. A process that dies lets go of it."""
    with (Path(settings.VAULT_DIR) / ".lock").open("ab") as lock:
        fcntl.flock(lock, how)
        yield
