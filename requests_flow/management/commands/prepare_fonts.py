"""Make the font directory that the letters are printed with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_flow.letters.fonts import font_dir
from requests_flow.letters.fonts.prepare import PreparationFailed, prepare


class Command(BaseCommand):
    help = "Fetch the free fonts of the letters and make them ready; does nothing if they are."
    requires_system_checks: list[str] = []  # it must run where the checks miss these fonts

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dest", type=Path, default=font_dir())
        parser.add_argument("--debs", type=Path, help="take the Debian packages from here")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare(options["dest"], debs=options["debs"], say=self._say)
        except PreparationFailed as failure:
            raise CommandError(str(failure)) from failure

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
