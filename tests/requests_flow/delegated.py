"""An office whose signatory lets somebody sign for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from requests_flow.actions import delegating
from requests_flow.actions.act import Act
from requests_flow.models import SigningDelegation
from requests_flow.units.models import User
from tests import factories
from tests.factories import TODAY, at


def delegated(
    office: factories.Office, deputy: User, *, on: date = TODAY, **more: Any
) -> SigningDelegation:
    """From `on`, for a week, for all outcomes, unless said otherwise."""
    given = {
        "deputy": deputy,
        "valid_from": on,
        "valid_until": on + timedelta(days=6),
        "reason": "出差一周",
        **more,
    }
    act = Act(by=office.signatory, at=at(on))
    return delegating.delegate(act, unit=office.unit, given=delegating.Given(**given))
