"""Objects of a PDF that are written once.

The identifier of a file is a digest of all its objects, and pydyf makes each of them twice for
it. It asks for the pages anew for each element of the tree of tags, and compresses as hard as
zlib can, for a file that is one part in two hundred smaller.
"""

from __future__ import annotations

import zlib
from typing import Any

LEVEL = 6


def install() -> None:
    """Teach pydyf to keep what it has written."""
    import pydyf

    if getattr(pydyf.PDF.write, "is_quick", False):
        return
    plain_write = pydyf.PDF.write
    pydyf.Dictionary.data = property(_written_dictionary)
    pydyf.Array.data = property(_written_array)
    for kind in (pydyf.Stream, pydyf.Dictionary, pydyf.Array):
        kind.data = property(_kept(kind.data.fget), doc=kind.data.__doc__)

    class Zlib:
        """What pydyf asks of zlib, at our level."""

        compress = staticmethod(zlib.compress)

        @staticmethod
        def compressobj(level: int) -> Any:
            return zlib.compressobj(level=LEVEL)

    def write(pdf: Any, *given: Any, **named: Any) -> None:
        for one in pdf.objects:
            one.is_final = True
        plain_write(pdf, *given, **named)

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        """Asked for by each element of the tree of tags, and made of all pages each time."""
        kids = pdf.pages["Kids"]
        if len(pdf.__dict__.get("kept_references", ())) * 3 != len(kids):
            pdf.kept_references = tuple(b"%d 0 R" % number for number in kids[::3])
        return pdf.kept_references  # type: ignore[no-any-return]

    pydyf.zlib = Zlib
    write.is_quick = True  # type: ignore[attr-defined]
    pydyf.PDF.write = write
    pydyf.PDF.page_references = property(page_references)


def _kept(make: Any) -> Any:
    """What an object of the file is written as, kept once nobody changes it any more."""

    def data(one: Any) -> bytes:
        if (written := one.__dict__.get("written")) is None:
            written = make(one)
            if "is_final" in one.__dict__:
                one.written = written
        return written

    return data


def _bytes(item: Any) -> bytes:
    """`pydyf._to_bytes`, the usual kinds first."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is int:
        return b"%d" % item
    import pydyf

    return pydyf._to_bytes(item)  # type: ignore[no-any-return]


def _written_dictionary(one: Any) -> bytes:
    pairs = [b"/" + _bytes(key) + b" " + _bytes(value) for key, value in one.items()]
    return b"<<" + b"".join(pairs) + b">>"


def _written_array(one: Any) -> bytes:
    return b"[" + b" ".join(map(_bytes, one)) + b"]"
