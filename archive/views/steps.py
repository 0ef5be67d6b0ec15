"""归档: one look at what the dossier will hold, and the seal."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from archive.actions.sealing import seal
from archive.views.holdings import holdings_of
from requests_flow.actions.act import Act
from requests_flow.models import Case
from requests_flow.views.step import Step, TokenForm


class FileAway(Step):
    """Seal the dossier. After that the case is read-only, for everybody."""

    form_class = TokenForm
    template_name = "archive/file_away.html"
    success_message = gettext_lazy("The dossier is sealed.")

    def perform(self, act: Act, case: Case, data: dict[str, Any]) -> None:
        """Build it, sync it, and close the case."""
        seal(act, case=case)

    def get_success_url(self) -> str:
        """Back to what else waits."""
        return reverse("archive_desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the dossier will hold, and what is missing."""
        return super().get_context_data(holdings=holdings_of(self.case), **kwargs)
