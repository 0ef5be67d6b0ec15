"""What stands at the top of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from requests_flow.units.duties import ADMINISTRATION, Duty

from .my_parts import has_parts
from .worklist import duties_held, reviews_in_law


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The places that the person may go to, with their keys."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": []}
    places: list[tuple[Any, str, str, Duty | None]] = [
        (_("Desk"), "desk", "d", None),
        (_("Register"), "flow:register:execute", "r", Duty.REGISTER),
        (_("Legal check"), "legal_queue", "l", Duty.REVIEW_IN_LAW),
        (_("Check figures"), "legal_statistics", "g", Duty.REVIEW),
        (_("Deliver"), "deliver_queue", "s", Duty.DELIVER),
        (_("Archive"), "archive_desk", "a", Duty.ARCHIVE),
        (_("Seal"), "seals", "u", Duty.SIGN),
        (_("Delegation"), "delegations", "e", Duty.SIGN),
        (_("Oversight"), "oversight", "o", Duty.OVERSEE),
        (_("Looks"), "looks", "", Duty.OVERSEE),
        (_("Calendar"), "calendar", "c", Duty.KEEP_CALENDAR),
        (_("Wording"), "phrases", "w", Duty.READ),
    ]
    if has_parts(user):
        places.insert(1, (_("My parts"), "my_parts", "p", None))
    here = request.path
    held = duties_held(user)
    if is_kept_apart := bool(held & ADMINISTRATION):
        places = _of_administrators()
    nav, reviews = [], reviews_in_law(user, held)
    for label, name, key, duty in places:
        is_adviser = duty == Duty.REVIEW_IN_LAW and reviews
        if duty is not None and duty not in held and not is_adviser:
            continue
        if name == "legal_statistics" and reviews:  # they find them on their queue
            continue
        url = reverse(name)
        nav.append({"label": label, "url": url, "key": key, "is_current": here == url})
    return {"nav": nav, "is_kept_apart": is_kept_apart}


def _of_administrators() -> list[tuple[Any, str, str, Duty | None]]:
    """They have no desk: nothing of a case is theirs."""
    return [
        (_("Audit"), "audit", "t", Duty.AUDIT),
        (_("Looks"), "looks", "", Duty.AUDIT),
        (_("People"), "people", "p", None),
        (_("Units"), "units", "n", None),
    ]
