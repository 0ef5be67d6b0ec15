"""The tree of a letter, read by a parser in C where the letter is well-formed XML as well.

Our templates are. Whatever else comes (a template of tomorrow, a page that is not ours) is read
as HTML, as ever; `tests/.../test_quick.py` holds that both give one tree.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

_DOCTYPE = "<!doctype html>"
_PLAIN = (("<br>", "<br/>"), ("&emsp;", "\u2003"), ("&ensp;", "\u2002"), ("&nbsp;", "\u00a0"))


def read(html: str, url_fetcher: Any) -> Any:
    """What `weasyprint.HTML(string=html)` would be."""
    import weasyprint

    tree = tree_of(html)
    if tree is None:
        return weasyprint.HTML(string=html, url_fetcher=url_fetcher, base_url=None)
    import cssselect2

    document = weasyprint.HTML.__new__(weasyprint.HTML)
    document.base_url, document.url_fetcher, document.media_type = None, url_fetcher, "print"
    document.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
    document.etree_element = document.wrapper_element.etree_element
    return document


def tree_of(html: str) -> Any:
    """The root of the document; None if it is not XML with the parts of a page of HTML."""
    text = html.removeprefix(_DOCTYPE).strip()
    if not html.startswith(_DOCTYPE) or "<!" in text:  # nothing that could declare an entity
        return None
    for name, plain in _PLAIN:
        text = text.replace(name, plain)
    parser = ElementTree.XMLParser()  # noqa: S314 - our own text, without a declaration
    try:
        parser.feed(text)
        root = parser.close()
    except ElementTree.ParseError:
        return None
    if root.tag != "html" or [child.tag for child in root] != ["head", "body"]:
        return None
    if any(child.tag == "tr" for table in root.iter("table") for child in table):
        return None  # HTML puts a body around rows
    # HTML knows no text there.
    root.text, root[1].tail = None, None
    return root
