"""What came after the printed bytes: a seal, and nothing that changes what one reads.

That the printed bytes are a prefix does not say that they are what is shown: a later revision of a
PDF may put other pages in their place. So every object that it writes anew is held against the old.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# Keys that sealing adds or changes, by the place of the object in the file.
_OF_CATALOGUE = {"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version"}
_OF_PAGE = {"/Annots", "/Tabs"}
_OF_TAGS = {"/ParentTreeNextKey", "/ParentTree", "/K", "/Nums"}
_SET = {"/ParentTreeNextKey", "/Tabs", "/Version"}  # what was there may be another; lists only grow
_ACTING = {"/A", "/AA", "/JS"}
_OFF_BY = 3.0  # points


class NotSound(Exception):
    """The file is not the printed letter with one seal; `reason` is a sentence."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Added:
    """The signature in the file as it stands there."""

    contents: bytes
    subfilter: str


def added_seal(
    plain: bytes, sealed: bytes, *, box: tuple[float, float, float, float] | None = None
) -> Added:
    """The one seal that was added; `box`: where it had to be. Raises NotSound."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    if not (sealed.startswith(plain) and len(sealed) > len(plain)):
        raise NotSound(_("It does not begin with the letter as it was printed."))
    try:
        old = PdfFileReader(io.BytesIO(plain), strict=False)
        new = PdfFileReader(io.BytesIO(sealed), strict=False)
        page = _rewritten_page(old, new)
        widget = _only_widget(old, new, page)
        _check_place(widget, box)
        return _signature(widget, sealed)
    except NotSound:
        raise
    except Exception as broken:  # whatever pyHanko trips over in a forged file
        raise NotSound(_("What was added to it cannot be read.")) from broken


def _rewritten_page(old: Any, new: Any) -> Any:
    """The page that got the seal. Raises NotSound if anything else was written anew."""
    known, first = old.trailer["/Size"], old.xrefs.total_revisions
    if new.trailer.raw_get("/Root") != old.trailer.raw_get("/Root") or "/Encrypt" in new.trailer:
        raise NotSound(_("It shows another document than the one that was printed."))
    allowed, pages, found = _allowed(old), _pages(old.root["/Pages"]), []
    for revision in range(first, new.xrefs.total_revisions):
        if new.xrefs.refs_freed_in_revision(revision):
            raise NotSound(_("Something of the letter was taken out."))
        for reference in new.xrefs.explicit_refs_in_revision(revision):
            if reference.idnum >= known:
                continue
            before, after = old.get_object(reference), new.get_object(reference)
            if reference.idnum in pages:
                found.append(reference)
                _same_but(before, after, _OF_PAGE)
            elif reference.idnum in allowed:
                _same_but(before, after, allowed[reference.idnum])
            else:
                raise NotSound(_("Something of the letter was replaced."))
    if len(set(found)) != 1:
        raise NotSound(_("There is not exactly one page with a seal."))
    return found[0]


def _allowed(old: Any) -> dict[int, set[str] | None]:
    """Objects that sealing writes anew beside the page, and which of their keys."""
    tags = old.root["/StructTreeRoot"]
    places: list[tuple[Any, set[str] | None]] = [
        (old.trailer.raw_get("/Root"), _OF_CATALOGUE),
        (old.root.raw_get("/StructTreeRoot"), _OF_TAGS),
        (tags.raw_get("/ParentTree"), _OF_TAGS),
        (tags["/K"].raw_get(0), _OF_TAGS),
    ]
    if "/Info" in old.trailer:
        places.append((old.trailer.raw_get("/Info"), None))
    return {place.idnum: keys for place, keys in places if hasattr(place, "idnum")}


def _pages(node: Any) -> set[int]:
    found: set[int] = set()
    for reference in node["/Kids"]:
        kid = reference.get_object()
        found |= _pages(kid) if "/Kids" in kid else {reference.idnum}
    return found


def _same_but(before: Any, after: Any, keys: set[str] | None) -> None:
    """Raises NotSound if other keys than these differ, or a list among these lost something."""
    if keys is None:
        return
    for key in set(before) | set(after):
        old = before.raw_get(key) if key in before else None
        new = after.raw_get(key) if key in after else None
        is_longer = (
            isinstance(old, list) and isinstance(new, list) and list(new)[: len(old)] == list(old)
        )
        is_added = key in keys and (old is None or key in _SET or is_longer)
        if old != new and not is_added:
            raise NotSound(_("Something of the letter was replaced."))


def _only_widget(old: Any, new: Any, page: Any) -> Any:
    before, after = old.get_object(page), new.get_object(page)
    kept = len(before.get("/Annots", ()))
    fields = new.root["/AcroForm"]["/Fields"]
    if len(after["/Annots"]) != kept + 1 or len(fields) != 1 or "/AcroForm" in old.root:
        raise NotSound(_("More than a seal was added."))
    widget = after["/Annots"][kept]
    if widget.get("/Subtype") != "/Widget" or widget.get("/FT") != "/Sig" or fields[0] != widget:
        raise NotSound(_("What was added is no seal."))
    if _ACTING & (set(widget) | set(new.root["/AcroForm"])):
        raise NotSound(_("What was added does more than seal."))
    return widget


def _check_place(widget: Any, box: tuple[float, float, float, float] | None) -> None:
    where = [float(one) for one in widget["/Rect"]]
    if box and any(abs(one - other) > _OFF_BY for one, other in zip(where, box, strict=True)):
        raise NotSound(_("The seal is not where it was to be."))


def _signature(widget: Any, sealed: bytes) -> Added:
    """The signature dictionary; its range must leave out nothing but the signature itself."""
    held = widget["/V"]
    begin, before, after, rest = (int(one) for one in held["/ByteRange"])
    gap = sealed[before:after]
    if begin or after + rest != len(sealed) or not re.fullmatch(rb"<[0-9A-Fa-f]*>", gap):
        raise NotSound(_("The seal does not cover the whole file."))
    return Added(bytes.fromhex(gap[1:-1].decode()), str(held["/SubFilter"]))
