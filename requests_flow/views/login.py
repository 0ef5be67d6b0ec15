"""The door. In the demo it shows who lives here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.utils.translation import gettext as _

from requests_flow.units.duties import Duty


class Login(views.LoginView):
    """Signs in. The accounts of the demo stand beside the form only where there is a demo."""

    template_name = "registration/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With `demo_accounts`, if any."""
        return super().get_context_data(demo_accounts=demo_accounts(), **kwargs)


def demo_accounts() -> list[dict[str, Any]]:
    """A few people of the demo with their password, enough to walk a case; else nobody."""
    if not settings.YISHEN_DEMO:
        return []
    # Only the demo needs its own people.
    from requests_flow.management.commands.demo_accounts import FIRST, accounts

    return [
        {**row, "duties": _(", ").join(str(Duty[name].label) for name in row["duties"])}
        for row in accounts()
        if row["username"] in FIRST
    ]
