"""`manage.py move_store --to s3|file`: copy every file and dossier into the other store, and compare.

The source is only read, and no row changes. Run it as often as you like: what is there and whole is
left alone. Then set YISHEN_STORE, start again, and run it once more for what came meanwhile.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.models import Dossier
from archive.packages import shelf
from archive.rules import package
from archive.rules.fixity import Verdict, verdict
from requests_flow.models import vault
from requests_flow.models.vault.place import wrong_settings

COPIED, THERE, NOT_WHOLE, NOT_COPIED = "copied", "there already", "not whole", "not copied"


class Command(BaseCommand):
    help = "Copy every file and dossier into the other store and compare the digests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to; it comes from the other one."""
        parser.add_argument("--to", choices=vault.STORES, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError unless all that is in the source is now, whole, in the target."""
        self.target = options["to"]
        self.source = next(name for name in vault.STORES if name != self.target)
        if wrong := list(wrong_settings()):
            raise CommandError("\n".join(wrong))
        try:
            files, dossiers = self._files(), self._dossiers()
        except vault.Unreachable as failed:
            raise CommandError(f"{failed}. Run it again to go on.", returncode=2) from failed
        for name, tally in (("files", files), ("dossiers", dossiers)):
            said = ", ".join(f"{count} {state}" for state, count in sorted(tally.items()))
            self.stdout.write(f"{tally.total()} {name}: {said or '-'}")
        if (files + dossiers).keys() & {NOT_WHOLE, NOT_COPIED}:
            raise CommandError("Not everything could be copied.")

    def _files(self) -> Counter[str]:
        tally: Counter[str] = Counter()
        for digest in vault.store(self.source).digests():
            tally[state := self._file(digest)] += 1
            self._say(state, digest)
        return tally

    def _file(self, digest: str) -> str:
        source, target = vault.store(self.source), vault.store(self.target)
        if _is_whole(target, digest):
            return THERE
        try:
            data = source.read(digest)
        except vault.Damaged:
            return NOT_WHOLE
        target.put(data)
        return COPIED if _is_whole(target, digest) else NOT_COPIED

    def _dossiers(self) -> Counter[str]:
        tally: Counter[str] = Counter()
        for dossier in Dossier.objects.order_by("pk").iterator(chunk_size=200):
            tally[state := self._dossier(dossier)] += 1
            self._say(state, dossier.folder)
        return tally

    def _dossier(self, dossier: Dossier) -> str:
        if self._looked_at(dossier, self.target) is Verdict.GOOD:
            return THERE
        if self._looked_at(dossier, self.source) is not Verdict.GOOD:
            return NOT_WHOLE
        with shelf.opened(dossier.folder, store=self.source) as (folder, _strange):
            paths = sorted(path for path in folder.rglob("*") if path.is_file())
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        try:
            shelf.copy(dossier.folder, files, store=self.target)
        except package.AlreadyThere:
            return NOT_COPIED  # a folder that is not whole; nothing is written over it
        is_good = self._looked_at(dossier, self.target) is Verdict.GOOD
        return COPIED if is_good else NOT_COPIED

    def _looked_at(self, dossier: Dossier, store: str) -> Verdict:
        digest = dossier.manifest_sha256
        return verdict(shelf.examined(dossier.folder, manifest_sha256=digest, store=store))

    def _say(self, state: str, name: str) -> None:
        if state in (NOT_WHOLE, NOT_COPIED):
            self.stdout.write(f"{state}\t{name}")


def _is_whole(store: vault.Store, digest: str) -> bool:
    try:
        store.read(digest)
    except vault.Damaged:
        return False
    return True
