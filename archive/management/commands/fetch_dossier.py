"""`manage.py fetch_dossier NUMBER DIR`: the sealed dossier of a case as a folder, checked.

Exits 1 if it is not as it was sealed, 2 if it could not be reached.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.models import Dossier
from archive.packages import shelf
from archive.rules.fixity import Verdict, verdict, verify
from requests_flow.models import vault


class Command(BaseCommand):
    help = "Write the sealed dossier of a case into a folder, and check what was written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The number of the case, and a folder below which the dossier gets its own."""
        parser.add_argument("number")
        parser.add_argument("dir", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is overwritten. Raises CommandError unless all of it is as it was sealed."""
        try:
            dossier = Dossier.objects.get(case__number=options["number"])
        except Dossier.DoesNotExist:
            raise CommandError("There is no sealed dossier of that number.") from None
        target = options["dir"] / dossier.folder
        if target.exists() or target.is_symlink():
            raise CommandError(f"{target} is there already.")
        try:
            with shelf.opened(dossier.folder) as (folder, strange):
                if not folder.is_dir():
                    raise CommandError(f"There is no dossier {dossier.folder} in the store.")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(folder, target, symlinks=True)
        except vault.Unreachable as failed:
            raise CommandError(str(failed), returncode=2) from failed
        checked = verify(target, expected_manifest_sha256=dossier.manifest_sha256)
        findings = [*checked, *strange]
        for one in findings:
            if one.verdict is not Verdict.GOOD:
                self.stdout.write(f"{one.verdict}\t{one.reason}\t{one.path}")
        self.stdout.write(f"{target}: {len(findings)} files looked at, {verdict(findings)}")
        if verdict(findings) is not Verdict.GOOD:
            raise CommandError("The dossier is not as it was sealed.")
