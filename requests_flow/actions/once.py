"""A form has one effect: who sends it twice gets the first result again."""

from __future__ import annotations

from requests_flow.models import FormToken
from requests_flow.units.models import User

from .act import Act


def remembered(*, token: str, user: User) -> str | None:
    """Where the first sending of this form led, or None if it was not sent yet."""
    if not token:
        return None
    return (
        FormToken.objects.filter(token=token, user=user)
        .values_list("result_url", flat=True)
        .first()
    )


def remember(act: Act, *, token: str, result_url: str) -> None:
    """Note that the form was sent, in the transaction of its effect.

    Raises IntegrityError where another request with the same token was first.
    """
    FormToken.objects.create(token=token, user=act.by, result_url=result_url, used_at=act.at)
