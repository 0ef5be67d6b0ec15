"""`manage.py anchor_audit`: write down, outside the database, what the head of the chain is now.

Every night, and where nobody who owns the tables can write. docs/decisions/0009-the-audit-chain.md.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_flow.actions import auditing

from .verify_audit import anchors_in, refuse_broken


class Command(BaseCommand):
    help = "Append the head of the chain of entries to the anchors, if the chain is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file than the one of the settings."""
        parser.add_argument("--file", type=Path, default=None, help="default: YISHEN_ANCHOR_FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Append one line and print it; raise CommandError, and write nothing, at a break."""
        path = options["file"] or Path(settings.YISHEN_ANCHOR_FILE)
        refuse_broken(anchors_in(path) if path.exists() else [])
        head = auditing.head(at=timezone.localtime())
        try:
            anchor = auditing.append_anchor(path, head)
        except OSError as error:
            raise CommandError(f"The anchor could not be written: {error}") from error
        self.stdout.write(
            f"{anchor.at} · {anchor.count} entries · last {anchor.last} · {anchor.hash}"
        )
