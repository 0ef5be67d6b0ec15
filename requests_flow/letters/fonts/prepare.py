"""Make the font directory: fetch, cut down, give all faces one em-box, describe.

Nothing is installed and nobody needs to be root: the packages are fetched and unpacked. The new
directory is made beside the old one and takes its place in one step; whatever the office has put
into `licensed/` comes along.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import digest_of, is_prepared
from .harfbuzz import subset
from .recipe import FACES, PACKAGES, RECIPE_VERSION, Face, fonts_conf

Say = Callable[[str], object]

ASCENT, DESCENT = 0.88, -0.12  # of the em, in every face: else a fallback glyph moves its line
_KEPT_NAMES = (0, 1, 2, 4, 5, 6, 13, 14)  # licence and version stay readable
# No new times (the same bytes each time), no new boxes (a second a thousand glyphs).
_AS_IT_IS: dict[str, Any] = {"recalcTimestamp": False, "recalcBBoxes": False}


class PreparationFailed(Exception):
    """The fonts could not be made; the message says which step and what to do."""


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """One preparation at a time: a second one waits, then finds the work done."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with (directory.parent / f".{directory.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(command: list[str], *, cwd: Path, remedy: str) -> None:
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        raise PreparationFailed(f"{command[0]}: not found. {remedy}") from missing
    if done.returncode:
        raise PreparationFailed(f"{' '.join(command)}: {done.stderr.strip()[-400:]}. {remedy}")


def _fetch(into: Path, debs: Path | None) -> dict[str, str]:
    """Put the packages into `into` and tell their versions."""
    if debs is not None:
        for package in PACKAGES:
            found = sorted(debs.glob(f"{package}_*.deb"))
            if not found:
                raise PreparationFailed(f"{debs}: no {package}_*.deb here.")
            shutil.copy(found[-1], into)
    else:
        _run(
            ["apt-get", "download", "-q", *PACKAGES],
            cwd=into,
            remedy="Run apt-get update first, or name a directory with the packages (--debs).",
        )
    versions = {}
    for deb in sorted(into.glob("*.deb")):
        package, version, *_ = deb.name.split("_")
        versions[package] = version.replace("%3a", ":")
    return versions


def _unpack(work: Path) -> dict[str, Path]:
    """The source files by name."""
    for deb in sorted(work.glob("*.deb")):
        names = PACKAGES[deb.name.split("_")[0]]
        tar = work / "data.tar"
        _run(
            ["sh", "-c", 'dpkg-deb --fsys-tarfile "$0" > data.tar', deb.name],
            cwd=work,
            remedy="dpkg-deb unpacks Debian packages.",
        )
        patterns = [f"*/{name}" for name in names]
        _run(["tar", "-xf", tar.name, "--wildcards", *patterns], cwd=work, remedy="")
        tar.unlink()
    wanted = {name for names in PACKAGES.values() for name in names}
    found = {path.name: path for path in work.rglob("*") if path.name in wanted}
    if missing := wanted - set(found):
        raise PreparationFailed(f"Not in the packages: {', '.join(sorted(missing))}.")
    return found


def _make(face: Face, source: Path, target: Path) -> int:
    """Write one face; returns how many glyphs it has."""
    from fontTools.ttLib import TTFont

    if face.keeps is None:
        font = TTFont(source, lazy=True, **_AS_IT_IS)
        for table in ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"):
            if table in font:
                del font[table]
    else:
        data = subset(source, index=face.index, keeps=face.keeps)
        font = TTFont(io.BytesIO(data), **_AS_IT_IS)
    em = font["head"].unitsPerEm
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    lines, metrics = font["hhea"], font["OS/2"]
    lines.ascent, lines.descent, lines.lineGap = ascent, descent, 0
    metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = ascent, descent, 0
    metrics.usWinAscent, metrics.usWinDescent = ascent, -descent
    metrics.usWeightClass = 400
    metrics.fsSelection = (metrics.fsSelection & ~0x21) | 0x40
    font["head"].macStyle = 0
    _rename(font, face.family)
    font.save(target, reorderTables=None)
    return int(font["maxp"].numGlyphs)


def _rename(font: Any, family: str) -> None:
    # The names inside `CFF ` stay: to write that table anew takes twenty seconds a face, and
    # fontconfig reads this one.
    table = font["name"]
    table.names = [
        record
        for record in table.names
        if (record.platformID, record.langID) == (3, 0x409) and record.nameID in _KEPT_NAMES
    ]
    for name_id, text in ((1, family), (2, "Regular"), (4, family), (6, family)):
        table.setName(text, name_id, 3, 1, 0x409)


def _build(directory: Path, home: Path, say: Say, debs: Path | None) -> None:
    """Make everything in `directory`, which will later stand at `home`."""
    with tempfile.TemporaryDirectory(prefix="yishen-fonts-") as name:
        work = Path(name)
        versions = _fetch(work, debs)
        say(f"packages: {', '.join(f'{key} {value}' for key, value in versions.items())}")
        sources = _unpack(work)
        (directory / "faces").mkdir()
        files = {}
        for face in FACES:
            began = time.monotonic()
            target = directory / "faces" / face.filename
            glyphs = _make(face, sources[face.source], target)
            files[f"faces/{face.filename}"] = digest_of(target)
            took = time.monotonic() - began
            say(
                f"{face.filename}: {glyphs} glyphs, {target.stat().st_size >> 10} KiB, {took:.1f} s"
            )
    (directory / "fonts.conf").write_text(fonts_conf(str(home / "cache")), encoding="utf-8")
    files["fonts.conf"] = digest_of(directory / "fonts.conf")
    licensed = directory / "licensed"
    if (home / "licensed").is_dir():
        shutil.copytree(home / "licensed", licensed)
    licensed.mkdir(exist_ok=True)
    manifest = {"recipe": RECIPE_VERSION, "packages": versions, "files": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (directory / "manifest.json").write_text(text + "\n", encoding="utf-8")


def prepare(directory: Path, *, say: Say = print, debs: Path | None = None) -> bool:
    """Make the font directory; False if it was already there, whole and of this recipe.

    Raises PreparationFailed, and then leaves the old directory as it was.
    """
    directory = directory.absolute()
    if is_prepared(directory):
        say(f"{directory}: ready, nothing to do")
        return False
    with _alone(directory):
        if is_prepared(directory):
            say(f"{directory}: ready, nothing to do")
            return False
        began = time.monotonic()
        fresh = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
        try:
            fresh.chmod(0o755)
            _build(fresh, directory, say, debs)
            old = directory.with_name(f".{directory.name}-old-{os.getpid()}")
            if directory.exists():
                directory.rename(old)
            fresh.rename(directory)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        say(f"{directory}: ready after {time.monotonic() - began:.0f} s")
    return True
