"""Where bytes are kept: by their digest, written once, never changed.

A file is in the store, whole and lasting, before the row that names it is committed: a crash leaves
at most a file that nobody names; see actions/sweeping.py. Which store it is, the setting
YISHEN_STORE says: folders (`folder.py`) or a bucket that speaks S3 (`objects.py`).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import folder
from .port import Damaged, Store, Stored, Unreachable

__all__ = [
    "STORES", "Damaged", "Store", "Stored", "Unreachable",
    "files_put_before", "folder", "name_of_store", "put", "read", "remove", "store",
]  # fmt: skip

STORES = ("file", "s3")


def name_of_store() -> str:
    """One of STORES. Raises ImproperlyConfigured."""
    name = settings.YISHEN_STORE or "file"
    if name not in STORES:
        raise ImproperlyConfigured(f"YISHEN_STORE is “{name}”; it can be {' or '.join(STORES)}.")
    return name


def store(name: str | None = None) -> Store:
    """The store of that name; the one in use if none is named."""
    if (name or name_of_store()) == "s3":
        from . import objects  # what speaks S3 is loaded only where it is used

        return objects
    return folder


def put(data: bytes) -> str:
    """Keep `data` and return its SHA-256; the same bytes twice are kept once.

    Whatever was there before, afterwards the whole file is there, lasting, and young. Raises
    Unreachable.
    """
    return store().put(data)


def read(digest: str) -> bytes:
    """The bytes kept under `digest`.

    Raises Damaged if they are gone or are not what was put there; Unreachable if nobody can say.
    """
    return store().read(digest)


def files_put_before(moment: datetime) -> list[Stored]:
    """Every file that nobody has put since `moment`, and what a writer that died left of one."""
    return store().files_put_before(moment)


def remove(found: Stored, *, put_before: datetime) -> bool:
    """Take a file away, unless somebody has put it again meanwhile; say whether it is gone."""
    return store().remove(found, put_before=put_before)
