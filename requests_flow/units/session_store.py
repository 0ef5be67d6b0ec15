"""Django's sessions in the database, in rows that say whose they are (SESSION_ENGINE)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.utils import timezone

BEGAN, SEEN = "began_at", "seen_at"  # seconds since 1970
ADDRESS, BROWSER = "address", "browser"


class SessionStore(DatabaseStore):
    """The columns are copies of what the session holds; a deleted row does not come back."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our table."""
        from .models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """With whose it is; a session begins with the first row that has an owner."""
        row = super().create_model_instance(data)
        if not data.get(SESSION_KEY):
            return row
        now = int(timezone.now().timestamp())
        if BEGAN not in data:
            data[BEGAN] = data[SEEN] = now
            row.session_data = self.encode(data)
        row.user_id = int(data[SESSION_KEY])
        row.began_at = datetime.fromtimestamp(data[BEGAN], UTC)
        row.seen_at = datetime.fromtimestamp(data[SEEN], UTC)
        row.address = data.get(ADDRESS)
        row.browser = data.get(BROWSER, "")
        return row

    def stand_alone(self) -> None:
        """Write it, and end every other session of its owner; of two that begin at once one is left."""
        from .models import User

        with transaction.atomic():
            owner = User.objects.select_for_update().get(pk=self[SESSION_KEY])
            self.save()
            self.model.objects.filter(user=owner).exclude(pk=self.session_key).delete()
