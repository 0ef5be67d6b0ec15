"""Can this machine print letters? Asked with ctypes alone, so that the answer names what is
missing where `import weasyprint` would only fail."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from pathlib import Path

from .errors import LetterStopped, MissingFont, MissingLibrary
from .fonts import damaged_files, font_dir, read_manifest
from .fonts.recipe import RECIPE_VERSION, ROLES

# Library -> package of Debian 12. Without the last one a letter takes forty times as long.
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that keeps letters from being printed. `str(finding.problem)` is for people."""

    code: str
    problem: LetterStopped
    names: tuple[str, ...] = field(default=())


def missing_libraries() -> dict[str, str]:
    """Library -> package, for each that cannot be loaded."""
    missing = {}
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def resolve_roles(directory: Path) -> dict[str, str]:
    """Role -> the file that stands for it; a role without a file is not in the answer."""
    fc = ctypes.CDLL("libfontconfig.so.1")
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, returns, takes in (
        ("FcConfigCreate", pointer, ()),
        ("FcConfigDestroy", None, (pointer,)),
        ("FcConfigParseAndLoad", number, (pointer, text, number)),
        ("FcConfigBuildFonts", number, (pointer,)),
        ("FcNameParse", pointer, (text,)),
        ("FcConfigSubstitute", number, (pointer, pointer, number)),
        ("FcDefaultSubstitute", None, (pointer,)),
        ("FcFontMatch", pointer, (pointer, pointer, ctypes.POINTER(number))),
        ("FcPatternGetString", number, (pointer, text, number, ctypes.POINTER(text))),
        ("FcPatternDestroy", None, (pointer,)),
    ):
        function = getattr(fc, name)
        function.restype, function.argtypes = returns, list(takes)
    config = fc.FcConfigCreate()
    files = {}
    if fc.FcConfigParseAndLoad(config, str(directory / "fonts.conf").encode(), 1):
        fc.FcConfigBuildFonts(config)
        for role, families in ROLES.items():
            pattern = fc.FcNameParse(role.encode())
            fc.FcConfigSubstitute(config, pattern, 0)
            fc.FcDefaultSubstitute(pattern)
            match = fc.FcFontMatch(config, pattern, ctypes.byref(number()))
            file, family = text(), text()
            if match and fc.FcPatternGetString(match, b"file", 0, ctypes.byref(file)) == 0:
                fc.FcPatternGetString(match, b"family", 0, ctypes.byref(family))
                # fontconfig always finds something: it counts only if it is one of ours.
                if (family.value or b"").decode() in families:
                    files[role] = (file.value or b"").decode()
            if match:
                fc.FcPatternDestroy(match)
            fc.FcPatternDestroy(pattern)
    fc.FcConfigDestroy(config)
    return files


def check_environment(directory: Path | None = None, *, reads_files: bool = True) -> list[Finding]:
    """Everything that keeps letters from being printed; nothing if they can be.

    `reads_files`: whether each face is compared with its digest, too.
    """
    directory = directory or font_dir()
    if missing := missing_libraries():
        packages = sorted(set(missing.values()))
        problem = MissingLibrary(sorted(missing), packages)
        return [Finding(problem.code, problem, tuple(packages))]
    manifest = read_manifest(directory)
    if manifest.get("recipe") != RECIPE_VERSION or not (directory / "fonts.conf").is_file():
        absent: list[str] = list(ROLES)
    else:
        found = resolve_roles(directory)
        absent = [role for role in ROLES if role not in found]
        if reads_files:
            absent += damaged_files(directory, manifest)
    if absent:
        problem = MissingFont(absent)
        return [Finding(problem.code, problem, tuple(absent))]
    return []
