"""A letter is complete in itself: it fetches nothing and leads nowhere unsafe."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher

SAFE_LINKS = frozenset({"http", "https", "mailto"})


class SealedFetcher(URLFetcher):
    """Refuses everything but `data:`. Fatal on purpose: a letter that reaches outside stops."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if not url.startswith("data:"):
            raise FatalURLFetchingError(f"The letter reaches outside itself: {url}")
        return super().fetch(url, headers)


def remove_unsafe_links(tree: Any) -> None:
    """Take away every `href` that is not plain web or mail, `javascript:` and `file:` above all."""
    for element in tree.iter():
        link = element.get("href")
        if link is not None and urlsplit(link.strip()).scheme.lower() not in SAFE_LINKS:
            del element.attrib["href"]
