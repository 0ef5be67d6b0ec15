"""Bytes are kept whole, once, and whoever clears away never meets whoever writes."""

from __future__ import annotations

import fcntl
import os
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from requests_flow.models import vault

LONG_AGO = datetime(2026, 11, 20, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAULT_DIR = tmp_path / "vault"
    return settings.VAULT_DIR


def aged(digest, moment=LONG_AGO):
    path = vault.folder.path_of(digest)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    return path


def test_what_is_put_is_read_and_kept_once(folder):
    digest = vault.put(b"letter")
    assert vault.put(b"letter") == digest
    assert vault.read(digest) == b"letter"
    assert [path.name for path in folder.glob("??/*")] == [digest]


def test_a_file_that_is_damaged_or_gone_is_never_shown_as_sound():
    digest = vault.put(b"letter")
    vault.folder.path_of(digest).write_bytes(b"lettex")
    with pytest.raises(vault.Damaged, match=digest):
        vault.read(digest)
    vault.folder.path_of(digest).unlink()
    with pytest.raises(vault.Damaged):
        vault.read(digest)


@pytest.mark.parametrize("damage", [b"", b"lett", b"lettex"])
def test_putting_the_same_bytes_again_mends_a_damaged_file(damage):
    digest = vault.put(b"letter")
    vault.folder.path_of(digest).write_bytes(damage)
    assert vault.put(b"letter") == digest
    assert vault.read(digest) == b"letter"


def test_file_and_both_folders_are_on_the_disk_before_put_returns(folder, monkeypatch):
    """The name in the folder and the folder in the vault: else a power cut takes them away."""
    synced = []
    real = os.fsync

    def fsync(handle):
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        synced.append((kind, Path(f"/proc/self/fd/{handle}").readlink().name))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    digest = vault.put(b"letter")

    assert [kind for kind, _ in synced] == ["folder", "file", "folder"]
    assert synced[0][1] == folder.name
    assert synced[2][1] == digest[:2]


def test_a_file_that_was_there_is_synced_all_the_same(monkeypatch):
    """Who wrote it may have died, or not yet come, between the renaming and the syncing."""
    digest = vault.put(b"letter")
    synced = []
    monkeypatch.setattr(vault.folder, "_sync", lambda folder: synced.append(folder.name))
    vault.put(b"letter")
    assert digest[:2] in synced


def test_a_write_that_fails_leaves_nothing(folder, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(vault.folder, "_make_folder", lambda folder: folder.mkdir(parents=True))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        vault.put(b"letter")
    assert list(folder.glob("??/*")) == []


def test_only_files_of_the_vault_that_are_old_are_found(folder):
    old, young = vault.put(b"old"), vault.put(b"young")
    aged(old)
    died = folder / old[:2] / ".put-abc"
    died.write_bytes(b"half")
    os.utime(died, (LONG_AGO.timestamp(),) * 2)
    for stranger in ("notes.txt", "f" * 64):  # not ours, or not in its folder
        path = folder / "00" / stranger
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
        os.utime(path, (LONG_AGO.timestamp(),) * 2)

    found = {one.path: one for one in vault.files_put_before(YESTERDAY)}
    assert set(found) == {vault.folder.path_of(old), died}
    assert found[vault.folder.path_of(old)].size == 3
    assert found[vault.folder.path_of(old)].put_at == LONG_AGO
    assert vault.read(young) == b"young"


def test_a_file_that_is_put_again_is_young_and_stays():
    aged(vault.put(b"letter"))
    (found,) = vault.files_put_before(YESTERDAY)
    digest = vault.put(b"letter")  # a row with it is about to be committed

    assert vault.files_put_before(YESTERDAY) == []
    assert not vault.remove(found, put_before=YESTERDAY)
    assert vault.read(digest) == b"letter"


def test_what_is_removed_meanwhile_is_no_fault():
    path = aged(vault.put(b"letter"))
    (found,) = vault.files_put_before(YESTERDAY)
    path.unlink()
    assert not vault.remove(found, put_before=YESTERDAY)


def test_who_removes_waits_for_who_puts(folder):
    digest = vault.put(b"letter")
    aged(digest)
    (found,) = vault.files_put_before(YESTERDAY)
    removed = []
    with (folder / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # somebody is at `put`
        thread = threading.Thread(
            target=lambda: removed.append(vault.remove(found, put_before=YESTERDAY))
        )
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        now = YESTERDAY + timedelta(days=1)
        os.utime(vault.folder.path_of(digest), (now.timestamp(),) * 2)
    thread.join(10)
    assert removed == [False]
    assert vault.read(digest) == b"letter"
