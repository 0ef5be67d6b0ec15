"""The store that is a bucket: one object for each digest, `vault/<two signs>/<digest>`.

**Put** writes the object each time, also where it is there already: the same bytes under the same
name, so that twice is once. It mends what was damaged, makes the object young (S3 has no other way
to), and needs no conditions, which not every server knows. An object is there whole or not at all,
and `put` returns when the server has said that it is there.

**Read** computes the digest again. "There is no such object" and other bytes are Damaged; whatever
else a server says, or does not, is Unreachable: it tells nothing about the file.

**Remove** never takes what somebody has just put again, by three things:

* Age: only an object older than the caller's margin (a day) goes, and each `put` makes it young.
  The two clocks, the server's and ours, may differ by far less than that: S3 itself refuses
  whoever is a quarter of an hour off.
* A lock in the database for each digest (`locks.py`), shared by whoever puts, so that none falls
  between the look and the deletion. On PostgreSQL it lasts until the row is committed.
* Where the bucket keeps versions, exactly the version that was looked at is deleted. Then it holds
  without the lock too, even if a deletion is delayed on the way until after a `put`. Without
  versions such a delay, beyond the time-out, is the one thing that could take a file away: this is
  why `check --deploy` asks for versions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from . import bucket
from .locks import unwanted, wanted
from .port import Damaged, Stored, Unreachable

PREFIX = "vault/"
_KEY = re.compile(r"vault/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_VERSIONS_AT_ONCE = 100


def key_of(digest: str) -> str:
    """Under which key the bytes of that digest lie."""
    return f"{PREFIX}{digest[:2]}/{digest}"


def put(data: bytes) -> str:
    """Keep `data` and return its SHA-256.

    Raises Unreachable; then nothing may name these bytes, whether or not they came through.
    """
    digest = hashlib.sha256(data).hexdigest()
    with wanted(digest):
        bucket.put(key_of(digest), data)
    return digest


def read(digest: str) -> bytes:
    """The bytes kept under `digest`. Raises Damaged, or Unreachable if nobody can say."""
    data = bucket.read(key_of(digest))
    if data is None or hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(digest)
    return data


def digests() -> Iterator[str]:
    """Every digest that an object lies under, sound or not."""
    for found in bucket.listed(PREFIX):
        if named := _KEY.fullmatch(found.key):
            yield named[2]


def files_put_before(moment: datetime) -> list[Stored]:
    """Every object that nobody has put since `moment`. A writer that died leaves no half ones."""
    return [
        Stored(path=PurePosixPath(found.key), size=found.size, put_at=found.put_at)
        for found in bucket.listed(PREFIX)
        if found.put_at < moment and _KEY.fullmatch(found.key)
    ]


def remove(found: Stored, *, put_before: datetime) -> bool:
    """Take an object away, with its older versions, unless somebody has put it again meanwhile."""
    key = key_of(found.digest)
    with unwanted(found.digest) as is_ours:
        if not is_ours:
            return False
        now = first = bucket.look(key)
        for _ in range(_VERSIONS_AT_ONCE):
            if now is None or now.put_at >= put_before:
                return now is None and first is not None
            bucket.delete(now)
            now = bucket.look(key)
    raise Unreachable(f"delete: {key} is still there")
