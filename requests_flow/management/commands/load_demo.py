"""Fills an empty database with the demo office and its cases."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_flow.management.demo.loading import load
from requests_flow.models import Case


class Command(BaseCommand):
    help = "Load the demo: units, people, and cases of the past two years. Does nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and which draw."""
        parser.add_argument("--cases", type=int, default=204, help="how many cases (204)")
        parser.add_argument("--seed", type=int, default=711, help="another seed, other cases")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load unless it is loaded. An interrupted load leaves nothing behind."""
        if not settings.YISHEN_DEMO:
            raise CommandError("This is no demo (YISHEN_DEMO is off); nothing was loaded.")
        if options["cases"] < 1:
            raise CommandError("--cases must be 1 or more.")
        if there := Case.objects.count():
            self.stdout.write(f"The demo is loaded already: {there} cases. Nothing was done.")
            return
        began = monotonic()
        count = load(
            count=options["cases"],
            today=timezone.localdate(),
            seed=options["seed"],
            say=lambda line: self.stdout.write(f"  cases {line}"),
        )
        self.stdout.write(f"{count} cases in {monotonic() - began:.0f} s.")
