"""A session ends by itself, and does nothing else while a password or a second factor is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow.actions import second_factors
from requests_flow.actions.act import Act
from requests_flow.actions.sign_ins import note
from requests_flow.units.models import SignInEvent
from requests_flow.units.session_store import BEGAN, SEEN

from .where_from import address_of

DUE = "password_due"  # why the password is changed before anything else
VERIFIED = "second_factor"  # this session began with a code
TOUCH = 60  # seconds: a session is written at most once a minute for being used
FRESH = 600  # seconds after signing in in which the password is not asked for again
# What may be done while something is due: that, the other language, and going away.
OPEN = frozenset(
    {"account_password", "second_factor", "logout", "set_language", "login", "second_step"}
)


class SessionLimits:
    """Costs no query, but for one where the policy is "duties" and the session has no code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session that is over; else note, once a minute, that it is used."""
        if auth.SESSION_KEY in request.session:
            now = int(timezone.now().timestamp())
            if is_over(request, now):
                sign_out(request)
            elif now - request.session.get(SEEN, now) >= TOUCH:
                request.session[SEEN] = now
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """Lead to what is due."""
        if auth.SESSION_KEY not in request.session or request.resolver_match.view_name in OPEN:
            return None
        place = what_is_due(request)
        if not place:
            return None
        query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{reverse(place)}?{query}" if query else reverse(place))


def is_over(request: HttpRequest, now: int) -> bool:
    """Unused for too long, or open for too long."""
    began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
    idle = settings.YISHEN_IDLE_MINUTES * 60
    return bool(idle and now - seen > idle) or now - began > settings.YISHEN_SESSION_HOURS * 3600


def sign_out(request: HttpRequest) -> None:
    """The page that was asked for then asks to sign in, and leads back to itself."""
    user = request.user
    if user.is_authenticated:
        act = Act(by=user, at=timezone.now())
        note(act, kind=SignInEvent.Kind.TIMED_OUT, user=user, address=address_of(request))
    auth.logout(request)
    messages.info(request, _("You were signed out after a time. Sign in to go on."))


def what_is_due(request: HttpRequest) -> str:
    """The name of the page to which everything leads, or nothing."""
    if DUE in request.session:
        return "account_password"
    return "second_factor" if lacks_factor(request) else ""


def lacks_factor(request: HttpRequest) -> bool:
    """Whether a second factor is asked of this person and this session began without."""
    if settings.YISHEN_SECOND_FACTOR == "off" or request.session.get(VERIFIED):
        return False
    return bool(request.user.is_authenticated and second_factors.is_needed(request.user))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was given a moment ago."""
    now = timezone.now().timestamp()
    return bool(now - request.session.get(BEGAN, 0) <= FRESH)
