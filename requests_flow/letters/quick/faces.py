"""Faces that are read once, and embedded as the few outlines a letter needs.

WeasyPrint copies each font file anew for each letter, twice, and lets HarfBuzz walk all of its
glyphs. Here a file is read when the first letter uses it; our own faces give their outlines to
`cff`. What that does not know (TrueType, a face of the office) goes the old way.
"""

from __future__ import annotations

from typing import Any

from .cff import Face, NotOfThisKind


def install() -> None:
    """Replace what WeasyPrint does to a face in a PDF."""
    from weasyprint.pdf import fonts

    if getattr(fonts.Font.subset, "is_quick", False):
        return
    store = _Store(fonts)

    def subset(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        store.subset(font, to_unicode, hinting)

    def kind(font: Any) -> str:
        # A bare CFF font starts with its version, an OpenType one with its name.
        return "otf" if font.file_content[:4] in (b"OTTO", b"\1\0\4\4") else "ttf"

    subset.is_quick = True  # type: ignore[attr-defined]
    fonts.get_hb_object_data = store.read
    fonts.Font.subset = subset
    fonts.Font.type = property(kind)


class _Store:
    """The faces of this process by their numbers in memory."""

    def __init__(self, fonts: Any) -> None:
        self.fonts, self.plain_read, self.cut = fonts, fonts.get_hb_object_data, fonts.Font.subset
        # A face is held with its bytes, so that the number stays its own.
        self.contents: dict[int, tuple[Any, bytes]] = {}
        self.faces: dict[int, Face | None] = {}

    def read(self, face: Any, *more: Any, **named: Any) -> Any:
        """The bytes of a face, read once."""
        if more or named:
            return self.plain_read(face, *more, **named)
        if (key := _number(face)) not in self.contents:
            self.contents[key] = (_held(face), self.plain_read(face))
        return self.contents[key][1]

    def face(self, font: Any) -> Face | None:
        """The face if it is of our kind."""
        key = _number(font.hb_face)
        if key not in self.faces and key in self.contents:
            try:
                self.faces[key] = Face(font.file_content)
            except NotOfThisKind:
                self.faces[key] = None
        return self.faces.get(key)

    def subset(self, font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        """Leave the glyphs of a letter in its font."""
        face = self.face(font)
        if face and to_unicode and not font.missing and max(to_unicode) < face.glyphs.count:
            font.file_content = face.pick(to_unicode)
            return
        # What HarfBuzz cuts is read past the store: it lives for one letter.
        self.fonts.get_hb_object_data = self.plain_read
        try:
            self.cut(font, to_unicode, hinting)
        finally:
            self.fonts.get_hb_object_data = self.read


def _number(face: Any) -> int:
    from weasyprint.text.ffi import ffi

    return int(ffi.cast("uintptr_t", face))


def _held(face: Any) -> Any:
    """A reference of our own, given back when nobody needs it."""
    from weasyprint.text.ffi import ffi, harfbuzz

    return ffi.gc(harfbuzz.hb_face_reference(face), harfbuzz.hb_face_destroy)
