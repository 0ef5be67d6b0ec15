"""`manage.py sweep_vault [--delete]`: files that no row names, left by a crash more than a day ago."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_flow.actions.act import Act
from requests_flow.actions.sweeping import orphans, sweep_vault


class Command(BaseCommand):
    help = "List the files that no row names; with --delete clear them away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing is deleted unless it is asked for."""
        parser.add_argument("--delete", action="store_true", help="delete what is listed")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a file: when it was last put, its size in bytes, its path."""
        act = Act(by=None, at=timezone.now())
        found = sweep_vault(act) if options["delete"] else orphans(act)
        for one in found:
            self.stdout.write(f"{one.put_at:%Y-%m-%d %H:%M} {one.size:>10} {one.path}")
        done = "deleted" if options["delete"] else "to delete with --delete"
        self.stdout.write(f"{len(found)} files that nothing names, {done}")
