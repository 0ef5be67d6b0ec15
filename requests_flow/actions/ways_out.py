"""Which ways out are open to a letter, with the reason where one is not. Changes nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from requests_flow.models import Case, Dispatch, Letter
from requests_flow.rules.dispatch import Route, wants_electronic
from requests_flow.rules.envelope import Party, goes_to

from .composing import review_url_of


def online_address(letter: Letter) -> str:
    """Where a review is filed online, if the letter itself says so; else empty."""
    url = review_url_of(letter.case.unit)
    return url if url and url in (letter.context.get("remedy") or "") else ""


def refuse_electronic(letter: Letter) -> str:
    """Why the letter may not leave electronically; empty if it may.

    Only as the applicant asked (art. 40), and with the address of the online review beside the
    remedy (行政复议法 art. 22(2)).
    """
    case = letter.case
    if goes_to(letter.code) is not Party.APPLICANT or not wants_electronic(case.provision_form):
        return _("The applicant did not ask for it this way, so it leaves on paper.")
    if not case.applicant.email:
        return _("There is no e-mail address of the applicant on file.")
    if letter.context.get("remedy") and not online_address(letter):
        return _(
            "This letter does not name the online address for a review, so it leaves on paper."
        )
    return ""


def closed_ways(letter: Letter) -> dict[Dispatch.Method, str]:
    """Each way that is not open, and why."""
    closed = {}
    if reason := refuse_electronic(letter):
        closed[Dispatch.Method.ELECTRONIC] = reason
    return closed


def likely_way(case: Case, letter: Letter) -> Route:
    """The way that the applicant wanted, if it is open; else the post."""
    if wants_electronic(case.provision_form) and not refuse_electronic(letter):
        return Route.ELECTRONIC
    return Route.PICKUP if case.provision_form in ("自行领取", "当场阅读、抄录") else Route.POST
