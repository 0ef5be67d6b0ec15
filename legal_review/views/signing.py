"""签发, with every opinion on the reply beside it: its points, and what came of them."""

from __future__ import annotations

from typing import Any

from legal_review.models import Opinion
from legal_review.views.rounds import round_of
from requests_flow.views import steps


class Sign(steps.Sign):
    """The same page; what the legal advisers said stands on it point by point."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest opinion first."""
        opinions = (
            Opinion.objects.filter(draft__case=self.case)
            .select_related("draft", "reviewer", "amendment")
            .prefetch_related("points__answer__draft")
            .order_by("-draft__version")
        )
        return super().get_context_data(rounds=[round_of(one) for one in opinions], **kwargs)
