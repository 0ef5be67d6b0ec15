"""Cut a font down to the characters a letter can need, with the HarfBuzz that prints it.

The library is needed for printing anyway; through it a collection of 65,535 glyphs takes a
second, where pure Python takes half a minute.
"""

from __future__ import annotations

import ctypes
from itertools import pairwise
from pathlib import Path

_NO_HINTING = 0x1
_NOTDEF_OUTLINE = 0x40
_NO_SUBROUTINES = 0x4
_DROP_TABLES = 3  # hb_subset_sets_t
_NAME_IDS = 4
_NAME_LANGUAGES = 5
_FEATURES = 6
_WRITING_AND_LAYOUT = (
    "GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "EBDT", "EBLC", "EBSC",
)  # fmt: skip


class SubsetFailed(Exception):
    """HarfBuzz could not cut the font."""


def _load() -> ctypes.CDLL:
    library = ctypes.CDLL("libharfbuzz-subset.so.0")
    core = ctypes.CDLL("libharfbuzz.so.0")
    pointer, number = ctypes.c_void_p, ctypes.c_uint
    signatures = (
        (core, "hb_blob_create_from_file_or_fail", pointer, (ctypes.c_char_p,)),
        (core, "hb_face_create", pointer, (pointer, number)),
        (core, "hb_face_reference_blob", pointer, (pointer,)),
        (core, "hb_blob_get_data", pointer, (pointer, ctypes.POINTER(number))),
        (core, "hb_blob_destroy", None, (pointer,)),
        (core, "hb_face_destroy", None, (pointer,)),
        (core, "hb_set_add_range", None, (pointer, number, number)),
        (core, "hb_set_clear", None, (pointer,)),
        (core, "hb_set_invert", None, (pointer,)),
        (library, "hb_subset_input_create_or_fail", pointer, ()),
        (library, "hb_subset_input_destroy", None, (pointer,)),
        (library, "hb_subset_input_unicode_set", pointer, (pointer,)),
        (library, "hb_subset_input_set", pointer, (pointer, number)),
        (library, "hb_subset_input_set_flags", None, (pointer, number)),
        (library, "hb_subset_or_fail", pointer, (pointer, pointer)),
    )
    for home, name, returns, takes in signatures:
        function = getattr(home, name)
        function.restype, function.argtypes = returns, list(takes)
        setattr(library, name, function)
    return library


def _ranges(points: frozenset[int]) -> list[tuple[int, int]]:
    ordered = sorted(points)
    ranges, first = [], ordered[0]
    for point, following in pairwise([*ordered, -1]):
        if following != point + 1:
            ranges.append((first, point))
            first = following
    return ranges


def subset(source: Path, *, index: int, keeps: frozenset[int]) -> bytes:
    """The face `index` of `source`, reduced to the code points `keeps`.

    Tables for vertical writing and for layout features go: a letter is set from left to right,
    one glyph a character.
    """
    hb = _load()
    blob = hb.hb_blob_create_from_file_or_fail(str(source).encode())
    if not blob:
        raise SubsetFailed(source.name)
    face = hb.hb_face_create(blob, index)
    wanted = hb.hb_subset_input_create_or_fail()
    hb.hb_subset_input_set_flags(wanted, _NO_HINTING | _NOTDEF_OUTLINE | _NO_SUBROUTINES)
    for first, last in _ranges(keeps):
        hb.hb_set_add_range(hb.hb_subset_input_unicode_set(wanted), first, last)
    dropped = hb.hb_subset_input_set(wanted, _DROP_TABLES)
    for table in _WRITING_AND_LAYOUT:
        tag = int.from_bytes(table.encode())
        hb.hb_set_add_range(dropped, tag, tag)
    hb.hb_set_clear(hb.hb_subset_input_set(wanted, _FEATURES))
    for everything in (_NAME_IDS, _NAME_LANGUAGES):
        names = hb.hb_subset_input_set(wanted, everything)
        hb.hb_set_clear(names)
        hb.hb_set_invert(names)
    result = hb.hb_subset_or_fail(face, wanted)
    try:
        if not result:
            raise SubsetFailed(source.name)
        data = hb.hb_face_reference_blob(result)
        length = ctypes.c_uint()
        start = hb.hb_blob_get_data(data, ctypes.byref(length))
        font = ctypes.string_at(start, length.value)
        hb.hb_blob_destroy(data)
        hb.hb_face_destroy(result)
        return font
    finally:
        hb.hb_subset_input_destroy(wanted)
        hb.hb_face_destroy(face)
        hb.hb_blob_destroy(blob)
