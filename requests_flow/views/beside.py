"""What stands beside every form about a case: what was asked, the clock, the papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from requests_flow.models import Case

from .clock_words import clock_of
from .step import Step


def beside(case: Case, user: Any, *, today: date) -> dict[str, Any]:
    """The request word for word, the clock in words, the documents."""
    correction = getattr(case, "correction", None)
    reading, chip = clock_of(case, today=today)
    return {
        "case": case,
        "clock": chip,
        "reading": reading,
        "correction": correction,
        "request_text": (correction and correction.corrected_text) or case.request_text,
        "documents": list(case.documents.open_to(user)),
    }


class CaseStep(Step):
    """A step whose form knows the case and the day."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the form's sentences depend on."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "case": self.case, "today": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case beside the form."""
        around = beside(self.case, self.request.user, today=timezone.localdate())
        return {**super().get_context_data(**kwargs), **around}
