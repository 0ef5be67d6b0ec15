"""Print one specimen of every letter into a folder, to be looked at and held against the law."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.errors import LetterStopped
from requests_flow.letters.specimens import CODES, VARIANTS, print_specimen
from requests_flow.rules.catalogue import OUTCOMES

INDEX = "文书目录.txt"
ALL = sorted((*CODES, *VARIANTS))


def name_of(code: str) -> str:
    """The letter's name, with the outcome where it has several."""
    name = LETTERS[code.partition("-")[0]].name
    return f"{name}（{OUTCOMES[VARIANTS[code]].name}）" if code in VARIANTS else name


class Command(BaseCommand):
    help = "Write L01.pdf … L28.pdf, further outcomes (L12-C4.pdf), and a list of names into DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument(
            "--only", nargs="+", metavar="CODE", choices=ALL, help="these letters alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dir"]
        chosen = options["only"] or ALL
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
        line = f"{code}\t{name_of(code)}\t{printed.pages}页"
        self.stdout.write(line)
        return line
