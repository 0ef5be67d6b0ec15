"""`manage.py check_calendar`: do open cases reach a year whose days off are not known? Then exits 1.

For the night: whoever gets the machine's mail then knows in time that the notice is to be entered.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_flow.models.unpublished import Gap, unpublished


class Command(BaseCommand):
    help = "Count the open cases that reach a year without an arrangement of days off."

    def add_arguments(self, parser: CommandParser) -> None:
        """For people or for programs."""
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each such year; raise CommandError (exit 1) if there is one."""
        today = timezone.localdate()
        gaps = unpublished(today)
        if options["json"]:
            shown = {"today": today, "unpublished": [asdict(gap) for gap in gaps]}
            self.stdout.write(json.dumps(shown, ensure_ascii=False, default=str))
        else:
            for gap in gaps:
                self.stdout.write(_line(gap))
        if gaps:
            years = ", ".join(str(gap.year) for gap in gaps)
            raise CommandError(
                f"The days off of {years} are not known; the dates above are provisional. "
                "Enter the State Council's notice on the page of the calendar."
            )
        if not options["json"]:
            self.stdout.write("Every year that open cases reach is known.")


def _line(gap: Gap) -> str:
    units = "、".join(f"{name} {count}" for name, count in gap.units)
    first = gap.earliest.isoformat()
    return f"{gap.year}: open cases {gap.count}, the first due on {first} ({units})"
