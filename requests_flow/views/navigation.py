"""What stands at the top of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from requests_flow.units import access
from requests_flow.units.duties import Duty


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The places that the person may go to, with their keys."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": []}
    places: list[tuple[Any, str, str, Duty | None]] = [
        (_("Desk"), "desk", "d", None),
        (_("Register"), "flow:register:execute", "r", Duty.REGISTER),
        (_("Legal check"), "legal_queue", "l", Duty.REVIEW_IN_LAW),
        (_("Deliver"), "deliver_queue", "s", Duty.DELIVER),
        (_("Archive"), "archive_desk", "a", Duty.ARCHIVE),
        (_("Calendar"), "calendar", "c", Duty.KEEP_CALENDAR),
    ]
    here = request.path
    held = access.duties_held(user)
    nav = []
    for label, name, key, duty in places:
        if duty is not None and duty not in held:
            continue
        url = reverse(name)
        nav.append({"label": label, "url": url, "key": key, "is_current": here == url})
    return {"nav": nav}
