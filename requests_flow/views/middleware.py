"""Headers that every page carries, and conflicts that become sentences instead of crashes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _
from viewflow.workflow.exceptions import FlowLockFailed

from requests_flow.actions.keeping import NotKept
from requests_flow.models import vault
from requests_flow.rules.applicants import identity_in
from requests_flow.units.places import asked_once

from .failures import not_here

logger = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


class Conflict(Exception):
    """Somebody else was first. Becomes 409 and a sentence, and a link to how it stands now."""

    def __init__(self, sentence: str, *, url: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.url = sentence, url


class HouseHeaders:
    """No outside sources, no caching of pages with personal data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to whatever is answered."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class NoNumbersInAddresses:
    """An address that asks for the number of an identity card is left at once.

    It stands before all that sends people elsewhere, which would write it into a second address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The same page without it, and a sentence; no log of ours names the query."""
        if not any(identity_in(one) for one in request.GET.getlist("q")):
            return self.get_response(request)
        messages.warning(
            request,
            _(
                "A number of an identity proof does not belong into an address, where histories and"
                " logs keep it. Type it into the search field: it is then sent without one."
            ),
        )
        query = request.GET.copy()
        del query["q"]
        clean = escape_leading_slashes(request.path) + (f"?{query.urlencode()}" if query else "")
        return HttpResponseRedirect(clean, status=303, headers={"Cache-Control": "no-store"})


class DutiesAskedOnce:
    """While a page is read the duties of the person are asked once; where something changes, each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, within `asked_once` for a method that changes nothing."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with asked_once():
            return self.get_response(request)


class ConflictsAsSentences:
    """The loser of a race gets 409 and a sentence, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before or after: only `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 409 where somebody else was first, 503 while the files are away; leave the rest alone."""
        if isinstance(error, OverflowError):
            return not_here(request)  # a key larger than any that SQLite can hold
        if isinstance(error, vault.Unreachable):
            logger.warning("%s", error)
            return render(request, "409.html", {"sentence": str(NotKept())}, status=503)
        url = ""
        if isinstance(error, Conflict):
            sentence, url = error.sentence, error.url
        elif isinstance(error, FlowLockFailed) or _is_locked(error):
            sentence = _("Somebody else is working on this case at this moment. Try again.")
        else:
            return None
        return render(request, "409.html", {"sentence": sentence, "url": url}, status=409)


def _is_locked(error: Exception) -> bool:
    return isinstance(error, OperationalError) and "locked" in str(error).lower()
