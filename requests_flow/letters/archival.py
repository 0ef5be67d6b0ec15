"""The last touch on a file: PDF/A-3a and PDF/UA-1 at once, the decision inside as data.

WeasyPrint writes PDF/A-3a. What it leaves out, for a file that is also PDF/UA-1, is done here
before the bytes are written: description of the file in plain text, the claim of PDF/UA with the
schema that explains it, page numbers as ornaments that are not read aloud.
"""

from __future__ import annotations

from typing import Any

from .decision import Decision
from .errors import NotArchival

VARIANT = "pdf/a-3a"
FINISHER_VERSION = "1"  # stands in the fingerprint: what is done here changes the bytes

_END = b"</rdf:RDF>"
_CLAIM = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def end_streams_clearly() -> None:
    """Teach pydyf to write a carriage return before the last line of a stream that ends in one.

    Otherwise readers that look for the end of the line take it for a part of that, and find the
    stream one byte short: one letter in fifty would be refused by a strict archive.
    """
    import pydyf

    plain = pydyf.Stream.data
    if getattr(plain.fget, "ends_clearly", False):
        return

    def data(stream: Any) -> bytes:
        written = plain.fget(stream)
        if written.endswith(b"\r\nendstream"):
            written = written.removesuffix(b"\nendstream") + b"\r\nendstream"
        return written

    data.ends_clearly = True  # type: ignore[attr-defined]
    pydyf.Stream.data = property(data, doc=plain.__doc__)


class Finisher:
    """What WeasyPrint calls with the document and its PDF before the bytes are written."""

    def __init__(self, letter: str) -> None:
        self.letter = letter

    def __call__(self, document: Any, pdf: Any) -> None:
        """Raises NotArchival if the file is not made as we know it: a new WeasyPrint, say."""
        import pydyf

        try:
            self._describe(pdf)
            _keep_page_numbers_silent(pdf, pydyf)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as unknown:
            raise NotArchival(self.letter) from unknown
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        _name_bare_fonts(pdf)
        if files := pdf.catalog.get("AF"):  # WeasyPrint names each file twice
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(files))

    def _describe(self, pdf: Any) -> None:
        description = _object(pdf, pdf.catalog["Metadata"])
        text = b"".join(description.stream)
        if text.count(_END) != 1:
            raise NotArchival(self.letter)
        description.stream = [text.replace(_END, _CLAIM + _END)]
        description.compress = False


def _object(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _name_bare_fonts(pdf: Any) -> None:
    """An embedded font that is a CFF table alone (`quick.cff`) has its own name in a PDF."""
    for one in pdf.objects:
        if isinstance(one, dict) and (file := one.get("FontFile3")):
            font = _object(pdf, file)
            if not font.stream[0].startswith(b"OTTO"):
                font.extra["Subtype"] = "/CIDFontType0C"


def _keep_page_numbers_silent(pdf: Any, pydyf: Any) -> None:
    """Mark as ornament what WeasyPrint marks as text and then leaves out of the tree of tags."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    nums = _object(pdf, root["ParentTree"])["Nums"]
    spoken = _reachable(pdf, root["K"][0])
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    for page in pages:
        parents = nums[nums.index(page["StructParents"]) + 1]
        silent = {at for at, parent in enumerate(parents) if int(parent.split()[0]) not in spoken}
        content = _object(pdf, page["Contents"]).stream
        for at, piece in enumerate(content):
            if isinstance(piece, dict) and piece.get("MCID") in silent:
                content[at - 1] = "/Artifact"
                content[at] = pydyf.Dictionary({"Type": "/Pagination"})
        for at in silent:
            parents[at] = "null"


def _reachable(pdf: Any, top: bytes | str) -> set[int]:
    """The numbers of all elements of the tree that is read aloud."""
    found: set[int] = set()
    waiting = [top]
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, int):  # content of a page, not an element
            continue
        number = int(kid.split()[0])
        if number not in found:
            found.add(number)
            waiting += _object(pdf, kid).get("K", ())
    return found


def attachments(decision: Decision | None) -> list[Any]:
    """The decision as WeasyPrint takes it, with its own dates: else it would ask the clock."""
    import weasyprint

    from .sealed import SealedFetcher

    if decision is None:
        return []
    return [
        weasyprint.Attachment(
            string=decision.text,
            name="decision.json",
            description="答复决定数据",
            relationship="Data",
            created=decision.moment,
            modified=decision.moment,
            url_fetcher=SealedFetcher(),
        )
    ]
