"""Too many failures: what is counted, by what, and what the page says.

django-axes counts. The account at one address is locked, not the office behind the address, and not the
account elsewhere; whether there is such an account at all makes no difference.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import ngettext

from requests_flow.actions.act import Act
from requests_flow.actions.sign_ins import note
from requests_flow.units.models import SignInEvent, User
from requests_flow.units.signing_in import name_digest

from .where_from import address_of


def digest_for_axes(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name as the lock-out keeps it: people type passwords into that field."""
    named = credentials if credentials else request.POST
    return name_digest(named.get("username") or "")


def answer_as_it_is(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page of whoever is locked out: the view has written it already."""
    return response or HttpResponse(status=429)


def is_locked(request: HttpRequest) -> bool:
    """Whether this request met, or has just caused, a lock-out."""
    return bool(getattr(request, "axes_locked_out", False))


def may_try(request: HttpRequest, user: User) -> bool:
    """Whether this account is open from this address."""
    if AxesProxyHandler.is_allowed(request, {"username": user.get_username()}):
        return True
    request.axes_locked_out = True
    return False


def note_failure(request: HttpRequest, *, kind: SignInEvent.Kind | None, name: str) -> None:
    """Write it down, and the lock-out once, when it begins: not each knock at a locked door."""
    act, where = Act(by=None, at=timezone.now()), address_of(request)
    if is_locked(request) and getattr(request, "axes_failures_since_start", None) is None:
        return
    if kind is not None:
        note(act, kind=kind, name=name, address=where)
    if is_locked(request):
        note(act, kind=SignInEvent.Kind.LOCKED_OUT, name=name, address=where)


def locked_sentence(request: HttpRequest) -> str:
    """What stands there while it is locked; empty while it is not."""
    if not is_locked(request):
        return ""
    minutes = settings.YISHEN_LOCK_MINUTES
    return ngettext(
        "Too many failures: from here, nobody signs in with this user name for %d minute."
        " Colleagues at this address are not affected. Is it urgent, or was it not you? Call the"
        " system administrator.",
        "Too many failures: from here, nobody signs in with this user name for %d minutes."
        " Colleagues at this address are not affected. Is it urgent, or was it not you? Call the"
        " system administrator.",
        minutes,
    ) % (minutes)
