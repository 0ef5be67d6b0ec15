"""`manage.py check_letters [--rebuild]`: is every letter there, and every number?

Reads each file again and compares it with the register. Exits 1 if a file or a number is missing,
2 if the store of files does not answer.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter as Tally
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_flow.actions.act import Act
from requests_flow.actions.rebuilding import Finding, examine, rebuild
from requests_flow.models import Letter, vault
from requests_flow.models.register import missing_from, series_of


class Command(BaseCommand):
    help = "Compare every letter's file with the register, and look for gaps in the numbers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--rebuild prints lost files again; --json prints one line for each finding."""
        parser.add_argument("--rebuild", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is not whole, then the sum. Raises CommandError if anything is lost."""
        tally: Tally[str] = Tally()
        act = Act(by=None, at=timezone.now())
        letters = Letter.objects.select_related("seal", "case").order_by("pk")
        for letter in letters.iterator(chunk_size=200):
            found = self._look(act, letter, mends=options["rebuild"])
            tally[found.state.value] += 1
            self._say(found, as_json=options["json"])
        gaps = [one for one in series_of() if not one.is_whole]
        for gap in gaps:
            numbers = ", ".join(map(str, missing_from(gap)))
            self.stderr.write(
                f"gap: {gap.name} {gap.year}: {numbers or 'more letters than numbers'}"
            )
        said = ", ".join(f"{number} {state}" for state, number in sorted(tally.items()))
        self.stdout.write(f"{tally.total()} letters: {said or '-'}; {len(gaps)} series with a gap")
        if gaps or tally.keys() - {"whole", "rebuilt", "recovered"}:
            raise CommandError("Not everything is there.")

    def _look(self, act: Act, letter: Letter, *, mends: bool) -> Finding:
        try:
            return rebuild(act, letter=letter) if mends else examine(letter)
        except vault.Unreachable as failed:  # nothing is missing that nobody could look for
            raise CommandError(str(failed), returncode=2) from failed

    def _say(self, found: Finding, *, as_json: bool) -> None:
        if found.state == "whole":
            return
        row = {
            "letter": found.letter.pk,
            "number": found.letter.number,
            "state": found.state.value,
            "detail": found.detail,
        }
        line = json.dumps(row, ensure_ascii=False) if as_json else "  ".join(map(str, row.values()))
        self.stdout.write(line)
