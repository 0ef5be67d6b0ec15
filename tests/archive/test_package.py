"""A dossier is a folder that anyone can check, and that nobody can change unseen.

Longer than a file of ours may be: half of it is one table of tamperings.
"""

import errno
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.rules import fixity, package
from archive.rules.package import Finding, Item, Reason, Verdict

ITEMS = [
    Item("letters/01-L10.pdf", b"%PDF-1.7 " + "告知书".encode()),
    Item("letters/02-L01.pdf", b"%PDF-1.7 receipt"),
    Item("documents/01-区分处理后的信息.txt", "公开内容".encode()),
    Item("records/case.json", b"{}"),
    Item("records/empty.json", b""),
]
INFO = {"External-Identifier": "海发公开 2026-0191", "X-Audit-Head": None}


@pytest.fixture
def bag(tmp_path):
    dest = tmp_path / "2026-000001"
    return dest, package.build(dest, ITEMS, info=INFO)


def look(bag) -> list[Finding]:
    dest, built = bag
    return package.verify(dest, expected_manifest_sha256=built.manifest_sha256)


def test_a_fresh_folder_is_good_file_by_file(bag):
    findings = look(bag)

    assert package.verdict(findings) is Verdict.GOOD
    assert {f.path for f in findings} == {
        *(f"data/{item.path}" for item in ITEMS),
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    }


def test_the_tool_of_the_operating_system_accepts_it(bag):
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        run = subprocess.run(
            ["sha256sum", "--strict", "-c", manifest],
            cwd=bag[0],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr


def test_the_folder_says_what_bagit_asks_for(bag):
    dest, built = bag
    size = sum(len(item.data) for item in ITEMS)

    assert (dest / "bagit.txt").read_text() == (
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    assert (dest / "bag-info.txt").read_text() == (
        f"External-Identifier: 海发公开 2026-0191\nPayload-Oxum: {size}.5\n"
    )
    assert (built.files, built.payload_bytes) == (5, size)
    assert all((dest / "data" / item.path).read_bytes() == item.data for item in ITEMS)


def test_the_same_contents_make_the_same_folder(bag, tmp_path):
    again = package.build(tmp_path / "again", reversed(ITEMS), info=INFO)

    assert again == bag[1]


def test_a_line_break_cannot_add_a_line_to_the_information(tmp_path):
    package.build(tmp_path / "b", ITEMS, info={"Source-Organization": "a\r\nPayload-Oxum: 0.0"})

    lines = (tmp_path / "b" / "bag-info.txt").read_text().splitlines()
    assert lines[0] == "Source-Organization: a Payload-Oxum: 0.0"
    assert len(lines) == 2


# Tampering ----------------------------------------------------------------------------------


def rewrite(dest: Path, name: str, *, folder: str) -> None:
    """Make manifest `name` fit what lies on the disk, as an attacker with a tool would."""
    files = sorted(
        path.relative_to(dest).as_posix()
        for path in (dest / folder).rglob("*")
        if path.is_file() and (folder or path.parent == dest) and "tagmanifest" not in path.name
    )
    (dest / name).write_text(
        "".join(f"{hashlib.sha256((dest / f).read_bytes()).hexdigest()}  {f}\n" for f in files)
    )


def repack(dest: Path) -> None:
    rewrite(dest, "manifest-sha256.txt", folder="data")
    rewrite(dest, "tagmanifest-sha256.txt", folder="")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def edit_and_repack(dest):
    (dest / "data/letters/01-L10.pdf").write_bytes(b"%PDF-1.7 another answer")
    repack(dest)


def drop_and_repack(dest):
    (dest / "data/letters/01-L10.pdf").unlink()
    repack(dest)


def replace_whole(dest):
    shutil.rmtree(dest)
    package.build(dest, ITEMS[:-1], info=INFO)


def swap_names(dest):
    one, two = dest / "data/letters/01-L10.pdf", dest / "data/letters/02-L01.pdf"
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)


def link_out(dest):
    letter = dest / "data/letters/01-L10.pdf"
    shutil.copy(letter, dest.parent / "copy.pdf")
    letter.unlink()
    letter.symlink_to(dest.parent / "copy.pdf")


def link_folder_out(dest):
    shutil.move(dest / "data/letters", dest.parent / "letters")
    (dest / "data/letters").symlink_to(dest.parent / "letters")


def file_to_folder(dest):
    (dest / "data/letters/01-L10.pdf").unlink()
    (dest / "data/letters/01-L10.pdf").mkdir()


def strip_tags(dest):
    (dest / "tagmanifest-sha256.txt").unlink()
    (dest / "bag-info.txt").write_text("External-Identifier: another\n")


def edit_information_and_tags(dest):
    (dest / "bag-info.txt").write_text("External-Identifier: another\n")
    repack(dest)


def strip_a_line(dest):
    manifest = dest / "manifest-sha256.txt"
    manifest.write_text("".join(manifest.read_text().splitlines(keepends=True)[1:]))


def point_outside(dest):
    with (dest / "manifest-sha256.txt").open("a") as file:
        file.write(f"{'0' * 64}  data/../../../etc/passwd\n")


def add(path, data="x"):
    def tamper(dest):
        (dest / path).write_text(data)

    return tamper


TAMPERINGS = {
    "a bit": (lambda d: flip(d / "data/letters/01-L10.pdf"), "data/letters/01-L10.pdf", "changed"),
    "cut": (
        lambda d: os.truncate(d / "data/records/case.json", 1),
        "data/records/case.json",
        "changed",
    ),
    "emptied": (
        lambda d: os.truncate(d / "data/records/case.json", 0),
        "data/records/case.json",
        "changed",
    ),
    "filled": (add("data/records/empty.json"), "data/records/empty.json", "changed"),
    "names swapped": (swap_names, "data/letters/02-L01.pdf", "changed"),
    "file gone": (
        lambda d: (d / "data/records/case.json").unlink(),
        "data/records/case.json",
        "missing",
    ),
    "empty file gone": (
        lambda d: (d / "data/records/empty.json").unlink(),
        "data/records/empty.json",
        "missing",
    ),
    "renamed": (
        lambda d: (d / "data/records/case.json").rename(d / "data/records/Case.json"),
        "data/records/Case.json",
        "extra",
    ),
    "payload gone": (lambda d: shutil.rmtree(d / "data"), "data/letters/01-L10.pdf", "missing"),
    "file added": (add("data/letters/03-L99.pdf"), "data/letters/03-L99.pdf", "extra"),
    "tag file added": (add("notes.txt"), "notes.txt", "extra"),
    "hidden file added": (add("data/.x"), "data/.x", "extra"),
    "folder added": (lambda d: (d / "data/new").mkdir(), "data/new", "extra"),
    "link out": (link_out, "data/letters/01-L10.pdf", "not_a_file"),
    "folder linked out": (link_folder_out, "data/letters/01-L10.pdf", "not_a_file"),
    "folder for a file": (file_to_folder, "data/letters/01-L10.pdf", "not_a_file"),
    "information edited": (add("bag-info.txt"), "bag-info.txt", "changed"),
    "declaration edited": (add("bagit.txt"), "bagit.txt", "changed"),
    "declaration gone": (lambda d: (d / "bagit.txt").unlink(), "bagit.txt", "missing"),
    "manifest gone": (
        lambda d: (d / "manifest-sha256.txt").unlink(),
        "manifest-sha256.txt",
        "missing",
    ),
    "manifest edited": (strip_a_line, "data/documents/01-区分处理后的信息.txt", "extra"),
    "manifest in other words": (
        add("manifest-sha256.txt", "\xff"),
        "manifest-sha256.txt",
        "manifest_malformed",
    ),
    "manifest points outside": (point_outside, "manifest-sha256.txt", "manifest_malformed"),
    "tag manifest gone": (
        lambda d: (d / "tagmanifest-sha256.txt").unlink(),
        "tagmanifest-sha256.txt",
        "missing",
    ),
    "tags stripped": (strip_tags, "tagmanifest-sha256.txt", "missing"),
    "edited, packed again": (edit_and_repack, "tagmanifest-sha256.txt", "manifest_replaced"),
    "dropped, packed again": (drop_and_repack, "tagmanifest-sha256.txt", "manifest_replaced"),
    "information, packed again": (
        edit_information_and_tags,
        "tagmanifest-sha256.txt",
        "manifest_replaced",
    ),
    "another folder": (replace_whole, "tagmanifest-sha256.txt", "manifest_replaced"),
    "folder gone": (shutil.rmtree, ".", "missing"),
}


@pytest.mark.parametrize(("tamper", "path", "reason"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_tampering_is_found_and_named(bag, tamper, path, reason):
    tamper(bag[0])

    findings = look(bag)

    assert package.verdict(findings) is Verdict.DAMAGED
    assert (path, reason) in {(f.path, f.reason) for f in findings}


def test_the_report_names_both_digests(bag):
    dest, _ = bag
    (dest / "data/records/case.json").write_bytes(b"[]")

    (finding,) = (f for f in look(bag) if f.verdict is not Verdict.GOOD)

    assert finding.expected == hashlib.sha256(b"{}").hexdigest()
    assert finding.found == hashlib.sha256(b"[]").hexdigest()


def test_without_the_ledger_a_repacked_folder_is_never_called_good(bag):
    edit_and_repack(bag[0])

    findings = package.verify(bag[0])

    assert package.verdict(findings) is Verdict.COULD_NOT_CHECK
    assert [f.reason for f in findings if f.verdict is not Verdict.GOOD] == [
        Reason.NO_LEDGER_DIGEST
    ]


# What cannot be checked ---------------------------------------------------------------------


def test_a_disk_that_fails_is_neither_good_nor_damage(bag, monkeypatch):
    def fail(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(fixity.hashlib, "file_digest", fail)

    findings = look(bag)

    assert package.verdict(findings) is Verdict.COULD_NOT_CHECK
    assert {f.found for f in findings} == {"EIO"}


def test_a_disk_that_is_not_mounted_has_lost_nothing(tmp_path):
    findings = package.verify(tmp_path / "mount" / "2026-000001", expected_manifest_sha256="0" * 64)

    assert package.verdict(findings) is Verdict.COULD_NOT_CHECK


def test_nothing_looked_at_is_not_good():
    assert package.verdict([]) is Verdict.COULD_NOT_CHECK


# Building -----------------------------------------------------------------------------------


@pytest.mark.parametrize("there", ["folder", "empty folder", "file", "dead link"])
def test_nothing_is_written_over(tmp_path, there):
    dest = tmp_path / "dossier"
    if there == "file":
        dest.write_text("kept")
    elif there == "dead link":
        dest.symlink_to(tmp_path / "nowhere")
    else:
        dest.mkdir()
        if there == "folder":
            (dest / "kept").write_text("kept")

    with pytest.raises(package.AlreadyThere):
        package.build(dest, ITEMS, info={})

    assert list(tmp_path.iterdir()) == [dest]


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "/a",
        "a//b",
        "a/./b",
        "",
        "a\\b",
        "a:b",
        "a\nb",
        "a\u202eb",
        "cafe\u0301",
        " a",
        "a ",
        "a.",
        "CON",
        "aux.pdf",
        "a%b",
        'a"b',
        "\ud800",
        "中" * 27,
        "/".join(["a" * 60] * 4),
    ],
)
def test_an_unsafe_name_is_refused(tmp_path, path):
    with pytest.raises(package.UnsafeName):
        package.build(tmp_path / "dossier", [Item(path, b"")], info={})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("paths", [("a", "a"), ("a.pdf", "A.PDF"), ("a", "a/b"), ("x", "x/y/z")])
def test_two_names_that_are_one_are_refused(tmp_path, paths):
    with pytest.raises(package.UnsafeName):
        package.build(tmp_path / "dossier", [Item(path, b"") for path in paths], info={})


def test_a_disk_that_fills_up_leaves_nothing_behind(tmp_path, monkeypatch):
    written = []

    def full(handle):
        written.append(handle)
        if len(written) == 4:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space left"):
        package.build(tmp_path / "dossier", ITEMS, info={})

    assert list(tmp_path.iterdir()) == []


def test_every_file_and_folder_is_synced_before_the_name_is_given(tmp_path, monkeypatch):
    synced = []
    real_rename = Path.rename

    def rename(self, target):
        synced.append("renamed")
        return real_rename(self, target)

    monkeypatch.setattr(
        os, "fsync", lambda handle: synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
    )
    monkeypatch.setattr(Path, "rename", rename)

    package.build(tmp_path / "dossier", ITEMS, info={})

    before, after = synced[: synced.index("renamed")], synced[synced.index("renamed") + 1 :]
    tails = {path.partition(".building-")[2].partition("/")[2] for path in before}
    assert tails >= {f"data/{item.path}" for item in ITEMS}
    assert tails >= {"", "data", "data/letters", "manifest-sha256.txt", "tagmanifest-sha256.txt"}
    assert after == [str(tmp_path)]
