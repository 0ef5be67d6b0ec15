"""`manage.py verify_seals`: does the seal on every sealed letter still hold? Exits 1 if one is broken,
2 if one could not be looked at, or the store of files does not answer."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_flow.letters.seals.choice import examine
from requests_flow.letters.seals.port import Finding, Kept, Verdict
from requests_flow.models import Seal, vault


class Command(BaseCommand):
    help = "Look at every electronic seal: the printed bytes first, only a seal after them, intact."

    def add_arguments(self, parser: CommandParser) -> None:
        """All, or those of one letter."""
        parser.add_argument("--number", help="only the letter of this number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is not sound, and the count; raise CommandError unless all is."""
        seals = Seal.objects.select_related("letter").order_by("pk")
        if options["number"]:
            seals = seals.filter(letter__number=options["number"])
        counts: Counter[Verdict] = Counter()
        for seal in seals.iterator(chunk_size=200):
            finding = self._look(seal)
            counts[finding.verdict] += 1
            if finding.verdict is not Verdict.SOUND:
                said = f"{seal.letter.number}\t{finding.verdict.value}\t{finding.reason}"
                self.stdout.write(said)
        sound, broken, unknown = (counts[verdict] for verdict in Verdict)
        self.stdout.write(f"{sound} sound, {broken} broken, {unknown} not known.")
        if broken:
            raise CommandError(f"{broken} seals are broken.", returncode=1)
        if unknown:
            raise CommandError(f"{unknown} seals could not be looked at.", returncode=2)

    def _look(self, seal: Seal) -> Finding:
        try:
            plain, sealed = vault.read(seal.plain_sha256), vault.read(seal.sha256)
        except vault.Damaged as damaged:
            return Finding(Verdict.BROKEN, str(damaged))
        except vault.Unreachable as failed:
            raise CommandError(str(failed), returncode=2) from failed
        kept = Kept(
            plain=plain,
            sealed=sealed,
            certificate_sha256=seal.certificate_sha256,
            at=seal.sealed_at,
        )
        return examine(seal.method, kept)
