"""What is shown when something may not or cannot be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One page for "no" and "not there": it tells nobody whether a thing exists."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault; nothing of what was being done has been kept half-way."""
    # Without the request: the menu asks the database, which may be what is broken.
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session ended in the middle of a form; the browser kept what was typed."""
    sentence = _(
        "Your session ended. Sign in again in another tab, go back, and send the form once more: "
        "what you typed is still there."
    )
    return render(request, "409.html", {"sentence": sentence}, status=403)
