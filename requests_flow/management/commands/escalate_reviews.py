"""`manage.py escalate_reviews`: says on the file of a case that its legal check takes too long.

Once for each degree, however often it runs; every morning is enough. Pages work it out themselves, so
nothing is lost by a missed run but the entry.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_flow.actions.escalating import escalate_all


class Command(BaseCommand):
    help = "Write an entry for every legal check that takes too long."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many were written."""
        self.stdout.write(f"{escalate_all(at=timezone.now())} entries written.")
