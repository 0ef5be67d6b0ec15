"""Many papers in one file, for a printer: the stored pages, joined and never rendered again.

What makes a file an archive copy (tags, data, signatures) stays with the stored one. What is drawn
on a page by a seal or a note becomes part of that page, so that every printer prints it; whatever
could run or lead elsewhere is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf

MOST_PAGES = 2000
_TITLE = "文书批量打印"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paper of the batch. `level` 1: it belongs to the one above it. `bookmark`: how to find it."""

    bookmark: str
    pdf: bytes
    level: int = 0


class Unreadable(Exception):
    """A part is no PDF that can be opened; `bookmark` names it."""

    def __init__(self, bookmark: str) -> None:
        super().__init__(bookmark)
        self.bookmark = bookmark


class TooManyPages(Exception):
    """More than MOST_PAGES."""


def bind(parts: Iterable[Part], *, double_sided: bool) -> bytes:
    """One PDF of all parts in their order, with bookmarks.

    `double_sided`: each part begins on the front of a sheet, after an empty page if need be.
    Raises Unreadable or TooManyPages.
    """
    out = io.BytesIO()
    with pikepdf.new() as book:
        marks: list[tuple[Part, int]] = []
        sources: list[pikepdf.Pdf] = []  # qpdf copies from them when the book is saved
        try:
            for part in parts:
                if double_sided and len(book.pages) % 2:
                    width, height = _size(book.pages[-1])
                    book.add_blank_page(page_size=(width, height))
                marks.append((part, len(book.pages)))
                sources.append(_opened(part))
                book.pages.extend(sources[-1].pages)
                if len(book.pages) > MOST_PAGES:
                    raise TooManyPages
            _mark(book, marks)
            book.docinfo["/Title"] = _TITLE
            book.Root.PageMode = pikepdf.Name.UseOutlines
            book.save(
                out,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
        finally:
            for source in sources:
                source.close()
    return out.getvalue()


def _opened(part: Part) -> pikepdf.Pdf:
    """The part, with what is drawn over its pages drawn into them, and nothing active."""
    try:
        source = pikepdf.open(io.BytesIO(part.pdf))
        if not len(source.pages):
            raise Unreadable(part.bookmark)
        if any("/Annots" in page for page in source.pages):
            source.flatten_annotations("print")
        for page in source.pages:
            for name in ("/Annots", "/AA", "/B", "/StructParents", "/Tabs"):
                if name in page:
                    del page[name]
    except (pikepdf.PdfError, pikepdf.PasswordError) as broken:
        raise Unreadable(part.bookmark) from broken
    return source


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom


def _mark(book: pikepdf.Pdf, marks: list[tuple[Part, int]]) -> None:
    with book.open_outline() as outline:
        for part, page in marks:
            item = pikepdf.OutlineItem(part.bookmark, page)
            if part.level and outline.root:
                outline.root[-1].children.append(item)
            else:
                outline.root.append(item)
