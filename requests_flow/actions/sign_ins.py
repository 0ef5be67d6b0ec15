"""What happened at the door is written down, for whoever audits and for the account's own page."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from requests_flow.units.models import Session, SignInEvent, User
from requests_flow.units.signing_in import name_digest

from .act import Act


def note(
    act: Act,
    *,
    kind: SignInEvent.Kind,
    user: User | None = None,
    name: str = "",
    address: str | None = None,
) -> SignInEvent:
    """Append a row. `name` is what was typed: whose it is, or else only its digest is kept."""
    if user is None and name:
        user = User.objects.filter(username=name).first()
    return SignInEvent.objects.create(
        kind=kind,
        user=user,
        name_digest=name_digest(name) if name and user is None else "",
        address=address,
        at=act.at,
        kept_until=act.on + timedelta(days=settings.YISHEN_SIGN_IN_DAYS),
    )


def end_sessions_of(user: User, *, keep: str = "") -> int:
    """Delete what is open for `user`, but for the session `keep`; how many there were.

    The next request of each finds no session. One that is being answered at this moment cannot
    write its session back.
    """
    return Session.objects.filter(user=user.pk).exclude(pk=keep).delete()[0]


def clear_events(act: Act) -> int:
    """Delete the rows whose time is over; the database refuses any other. How many there were."""
    return SignInEvent.objects.filter(kept_until__lt=act.on).delete()[0]
