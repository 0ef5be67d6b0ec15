"""`manage.py copy_due_dates`: bring the copies of due dates up to today's reading of the clock.

A paused clock's earliest due date moves every day. Nothing is lost by a missed night: pages read the
clock itself, and only the order of lists lags behind until this runs again.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_flow.actions.timekeeping import copy_all_due


class Command(BaseCommand):
    help = "Copy today's reading of every open clock, so that lists sort by it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many cases moved, and which could not be read."""
        copied = copy_all_due(at=timezone.now())
        self.stdout.write(f"{copied.moved} cases moved.")
        if copied.contradicted:
            numbers = "、".join(case.number for case in copied.contradicted)
            self.stderr.write(f"The days of these cases contradict each other: {numbers}")
