"""Where a request comes from: which address, which browser."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The address of who asks, by as many proxies as are ours; None where it is none.

    Each proxy adds the address it was called from at the right of X-Forwarded-For. What stands further
    to the left was written by who asks, and is not believed.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.YISHEN_PROXIES:
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(passed) >= settings.YISHEN_PROXIES and passed[0].strip():
            found = passed[-settings.YISHEN_PROXIES]
    try:
        return str(ipaddress.ip_address(found.strip()))
    except ValueError:
        return None


_BROWSERS = (("Edg", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "HarmonyOS", "Kylin", "UOS", "Mac OS", "Linux")


def browser_of(request: HttpRequest) -> str:
    """What the browser says it is, in two words, so that somebody knows their own again."""
    said = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for sign, name in _BROWSERS if sign in said), "")
    system = next((name for name in _SYSTEMS if name in said), "")
    return " · ".join(word for word in (browser, system) if word)
