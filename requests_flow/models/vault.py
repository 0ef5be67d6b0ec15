"""Where bytes are kept: by their digest, written once, never changed.

A file is on the disk, synced, before the row that names it is committed: a crash leaves at most a
file that nobody names.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """What lies on the disk is not what was put there."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"The stored file {digest} is missing or damaged.")
        self.digest = digest


def _path(digest: str) -> Path:
    return Path(settings.VAULT_DIR) / digest[:2] / digest


def put(data: bytes) -> str:
    """Keep `data` and return its SHA-256; the same bytes twice are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    target = _path(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".put-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def read(digest: str) -> bytes:
    """The bytes kept under `digest`.

    Raises Damaged if they are gone or are not what was put there.
    """
    try:
        data = _path(digest).read_bytes()
    except FileNotFoundError:
        raise Damaged(digest) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(digest)
    return data
