"""Who may sign in at all: people who work here, and outside the demo no super-user."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Django's, asked again at every request: a closed account does not last one request longer."""

    def user_can_authenticate(self, user: Any) -> bool:
        """The same work and the same answer whether an account is closed, super or not there."""
        is_refused = user is not None and user.is_superuser and not settings.YISHEN_DEMO
        return super().user_can_authenticate(user) and not is_refused
