"""Failed attempts at the door, counted also while somebody else gets in.

django-axes finds or makes one row for a name at an address. Where a right password takes that row away at the
same moment, its insert meets a row that is there and its second look finds none: an IntegrityError. Nothing
has been written then, so it is counted anew.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.db import IntegrityError
from django.http import HttpRequest

TRIES = 5  # each asks for another right password in the same milliseconds


class Attempts(AxesDatabaseHandler):
    """The rows of django-axes, and what it does with them."""

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Count one failure."""
        for left in reversed(range(TRIES)):
            try:
                return super().user_login_failed(sender, credentials, request, **kwargs)
            except IntegrityError:
                if not left:
                    raise
        return None
