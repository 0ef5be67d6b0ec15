"""`manage.py fill_cases 10000`: an office with so many cases, for a developer's database.

Nobody did what its rows say: see `bench/size/filling.py`. Only where demo accounts are allowed.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Command(BaseCommand):
    help = "Fill a developer's database with an office's cases, fast, round the actions."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and from which chance."""
        parser.add_argument("cases", type=int)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--open", type=int, default=900)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, or say why not."""
        if not settings.YISHEN_DEMO:
            raise CommandError("Made-up cases are for the demo's settings, never for an office.")
        from bench.size.filling import fill
        from bench.size.house import AlreadyFilled, Plan

        wanted = {name: options[name] for name in ("cases", "seed", "open")}
        try:
            fill(Plan(today=timezone.localdate(), **wanted))
        except AlreadyFilled as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{options['cases']} cases. `manage.py changepassword fill-1-clerk-1`")
