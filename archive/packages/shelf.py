"""Sealed dossiers lie in a folder each, or below a prefix each of the bucket; YISHEN_STORE says which.

In the bucket a dossier is one object for each of its files, `dossiers/<its name>/<path>`: whatever
tool fetches the prefix has the bag, and `sha256sum -c manifest-sha256.txt` checks it there. A bucket
gives nothing its name in one step, so the name ends in the digest of the tag manifest: two
attempts at one case never write into one another, and what a crash leaves bears a name in no row. The
tag manifest is put last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from archive.rules import package
from archive.rules.fixity import TAG_MANIFEST, Finding, Reason, Verdict, verify
from requests_flow.models import vault

PREFIX = "dossiers/"
_AT_ONCE = 8
_LONGEST_NAME = 255
_UNREADABLE = (Finding(".", Verdict.COULD_NOT_CHECK, Reason.UNREADABLE),)


def keep(
    name: str, items: Iterable[package.Item], *, info: Mapping[str, object]
) -> tuple[str, package.Package]:
    """Build a dossier and keep it; when this returns all of it is there, lasting.

    The name it got, for the register, and what was built. Raises PackageError, OSError or
    vault.Unreachable.
    """
    files, built = package.compose(items, info=info)
    if vault.name_of_store() == "s3":
        name = f"{name}-{built.manifest_sha256[:12]}"
        _put(name, files)
    else:
        package.write(_free_folder(name), files)
    return name, built


def copy(name: str, files: Mapping[str, bytes], *, store: str) -> None:
    """Keep a dossier under the name that it has already, in the store of that name.

    Raises AlreadyThere if another folder has the name. Objects are written over.
    """
    if store == "s3":
        _put(name, files)
        return
    dest = Path(settings.DOSSIER_DIR) / name
    dest.parent.mkdir(parents=True, exist_ok=True)
    package.write(dest, files)


@contextmanager
def opened(name: str, *, store: str | None = None) -> Iterator[tuple[Path, list[Finding]]]:
    """The dossier as a folder, fetched if it has to be, and what could not lie in a folder.

    Whoever only looks leaves nothing behind. Raises vault.Unreachable.
    """
    if (store or vault.name_of_store()) == "file":
        yield Path(settings.DOSSIER_DIR) / name, []
        return
    with TemporaryDirectory(prefix="dossier-") as top:
        folder = Path(top) / "bag"
        yield folder, list(_fetched(name, folder))


def examined(name: str, *, manifest_sha256: str, store: str | None = None) -> list[Finding]:
    """Look at every file again, and compare with the digest in the register.

    What cannot be reached could not be checked; it is not damaged.
    """
    try:
        return _examined(name, manifest_sha256, store)
    except vault.Unreachable:
        return list(_UNREADABLE)


def each_examined(dossiers: Iterable[tuple[str, str]]) -> Iterator[list[Finding]]:
    """The same for many, by name and digest. A store that is away is asked once, not once for each."""
    is_away = False
    for name, manifest_sha256 in dossiers:
        try:
            yield list(_UNREADABLE) if is_away else _examined(name, manifest_sha256, None)
        except vault.Unreachable:
            is_away = True
            yield list(_UNREADABLE)


def _examined(name: str, manifest_sha256: str, store: str | None) -> list[Finding]:
    try:
        with opened(name, store=store) as (folder, strange):
            return [*verify(folder, expected_manifest_sha256=manifest_sha256), *strange]
    except OSError:
        return list(_UNREADABLE)


def _put(name: str, files: Mapping[str, bytes]) -> None:
    from requests_flow.models.vault import bucket

    last = files[TAG_MANIFEST]
    pairs = [(path, data) for path, data in files.items() if path != TAG_MANIFEST]
    _at_once(lambda pair: bucket.put(f"{PREFIX}{name}/{pair[0]}", pair[1]), pairs)
    bucket.put(f"{PREFIX}{name}/{TAG_MANIFEST}", last)


def _fetched(name: str, folder: Path) -> Iterator[Finding]:
    """Write the objects of a dossier below `folder`. None of them: there is no folder."""
    from requests_flow.models.vault import bucket

    start = f"{PREFIX}{name}/"
    # Some consoles show folders by empty objects whose key ends in a stroke.
    keys = [one.key for one in bucket.listed(start) if one.size or not one.key.endswith("/")]
    keys.sort(key=lambda key: -key.count("/"))  # no object stands where another needs a folder
    for key, data in zip(keys, _at_once(bucket.read, keys), strict=True):
        path = key.removeprefix(start)
        if data is not None and not _write(folder, path, data):
            yield Finding(path, Verdict.DAMAGED, Reason.EXTRA)


def _write(folder: Path, path: str, data: bytes) -> bool:
    """Whether an object has a name that a file can have, inside `folder`, and was written there."""
    steps = path.split("/")
    if any(step in ("", ".", "..") or len(step.encode()) > _LONGEST_NAME for step in steps):
        return False
    if "\0" in path:
        return False
    target = folder / PurePosixPath(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        return False
    return True


def _at_once(work: Callable[[Any], Any], over: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(work, over))


def _free_folder(name: str) -> Path:
    """Where the dossier goes. A folder without a row is the remains of a crash and moves aside."""
    target = Path(settings.DOSSIER_DIR) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        number = 1
        while (aside := target.with_name(f"{name}.unsealed-{number}")).exists():
            number += 1
        target.rename(aside)
    return target
