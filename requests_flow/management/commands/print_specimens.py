"""Print one specimen of every letter into a folder, to be looked at and held against the law."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.errors import LetterStopped
from requests_flow.letters.specimens import CODES, print_specimen

INDEX = "文书目录.txt"


class Command(BaseCommand):
    help = "Write L01.pdf … L28.pdf and a list of their names into DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument(
            "--only", nargs="+", metavar="CODE", choices=CODES, help="these letters alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dir"]
        chosen = options["only"] or CODES
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lines = [self._write(folder, code) for code in chosen]
            (folder / INDEX).write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError as problem:
            raise CommandError(f"Cannot write to {folder}: {problem.strerror}") from problem

    def _write(self, folder: Path, code: str) -> str:
        try:
            printed = print_specimen(code)
        except LetterStopped as stopped:
            raise CommandError(str(stopped)) from stopped
        (folder / f"{code}.pdf").write_bytes(printed.pdf)
        line = f"{code}\t{LETTERS[code].name}\t{printed.pages}页"
        self.stdout.write(line)
        return line
