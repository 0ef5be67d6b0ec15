"""Where the fonts of the letters lie, and whether they are whole.

A letter is printed with our own fonts and no others, so that the same text gives the same
bytes on every machine. The directory is made once by `manage.py prepare_fonts` (or, where there
is no Django, by `python -m requests_flow.letters.fonts DEST`) and is described by its manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from .recipe import RECIPE_VERSION

ENVIRONMENT_VARIABLE = "YISHEN_FONT_DIR"
PROJECT = Path(__file__).resolve().parents[3]


def font_dir() -> Path:
    """The directory in use: `YISHEN_FONT_DIR`, or `var/fonts` of the project."""
    named = os.environ.get(ENVIRONMENT_VARIABLE, "")
    if named:
        return Path(named)
    return Path(os.environ.get("YISHEN_VAR_DIR", PROJECT / "var")) / "fonts"


def read_manifest(directory: Path) -> dict[str, Any]:
    """What was made here; empty where nothing was, or where it cannot be read."""
    try:
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged_files(directory: Path, manifest: dict[str, Any]) -> list[str]:
    """Files that the manifest names and that are gone or no longer the same."""
    damaged = []
    for name, digest in sorted(manifest.get("files", {}).items()):
        path = directory / name
        if not path.is_file() or digest_of(path) != digest:
            damaged.append(name)
    return damaged


def licensed_faces(directory: Path) -> dict[str, str]:
    """File -> digest, of the faces the office has put in itself."""
    home = directory / "licensed"
    faces = (path for path in sorted(home.rglob("*")) if path.is_file()) if home.is_dir() else ()
    return {path.relative_to(home).as_posix(): digest_of(path) for path in faces}


def is_prepared(directory: Path) -> bool:
    """True if every face is here, unchanged, and made by this recipe."""
    manifest = read_manifest(directory)
    if manifest.get("recipe") != RECIPE_VERSION or not manifest.get("files"):
        return False
    return (directory / "fonts.conf").is_file() and not damaged_files(directory, manifest)
