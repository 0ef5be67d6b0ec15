"""Where somebody begins: on the desk, or on their own page for the three administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from requests_flow.units.duties import ADMINISTRATION, Duty

from .desk import Desk
from .worklist import duties_held

_desk = Desk.as_view()


def landing(request: HttpRequest) -> HttpResponse:
    """The desk; administrators have no cases, and no desk."""
    held = duties_held(request.user) & ADMINISTRATION
    if not held:
        return _desk(request)
    return HttpResponseRedirect(reverse("audit" if Duty.AUDIT in held else "people"))
