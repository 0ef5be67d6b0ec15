"""manage.py index_cases: compares what cases are found by with what they say, and mends it."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from requests_flow.actions.indexing import index_again
from requests_flow.models import Case


class Command(BaseCommand):
    """Can be stopped and begun anew at any time."""

    help = "Write the search index of cases anew where it is missing or differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all cases, in portions."""
        cases = Case.objects.select_related("correction").prefetch_related(
            "letters", "grants", "review_grants"
        )
        changed = index_again(cases.order_by("pk").iterator(chunk_size=500))
        self.stdout.write(f"{changed} of {Case.objects.count()} cases were indexed anew.")
