"""`manage.py verify_audit`: is the chain of entries whole? Exits 1 and names the first broken one.

With `--anchors FILE` (again for more), and with `YISHEN_ANCHOR_FILE` if that is there, it is also
held against what its head was before. docs/decisions/0009-the-audit-chain.md says what that finds.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_flow.actions import auditing
from requests_flow.models import Entry

REASONS = {
    "previous": "does not follow from the one before it",
    "hash": "is not what was written",
}


def anchors_in(*paths: Path) -> list[auditing.Anchor]:
    """All anchors of these files. Raises CommandError if one cannot be read or was changed."""
    try:
        return [anchor for path in paths for anchor in auditing.read_anchors(path)]
    except (OSError, auditing.AnchorsDamaged) as error:
        raise CommandError(f"The anchors cannot be used: {error}") from error


def own_anchor_file() -> list[Path]:
    """The file that `anchor_audit` writes, if it wrote one."""
    path = Path(settings.YISHEN_ANCHOR_FILE)
    return [path] if path.exists() else []


def refuse_broken(anchors: list[auditing.Anchor]) -> None:
    """Raise CommandError with the first break, if there is one."""
    if broken := auditing.first_break(anchors):
        raise CommandError(sentence_of(broken))


def sentence_of(broken: auditing.Break) -> str:
    """Where the chain breaks, and how that is known."""
    anchor = broken.anchor
    if broken.reason == "missing" and anchor:
        return (
            f"Entries are missing at the end: there were {anchor.count} on {anchor.at}, the last of "
            f"them entry {anchor.last}; now there are {Entry.objects.count()}."
        )
    if anchor:
        return (
            f"Entry {broken.entry} or one after it, up to entry {anchor.last}, was changed, taken "
            f"out or put in, and the chain worked out anew: it is not the one of {anchor.at}."
        )
    row = Entry.objects.get(pk=broken.entry)
    return f"Entry {row.pk} ({row.verb}, {row.at.isoformat()}) {REASONS[broken.reason]}."


class Command(BaseCommand):
    help = "Check the chain of entries from the first to the last, and against its anchors."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where anchors lie besides the file of the settings."""
        parser.add_argument(
            "--anchors", action="append", default=[], type=Path, metavar="FILE",
            help="a file that anchor_audit wrote, or a copy of it; may be given again",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head of a whole chain; raise CommandError at the first break."""
        anchors = anchors_in(*own_anchor_file(), *options["anchors"])
        refuse_broken(anchors)
        now = auditing.head(at=timezone.now())
        held = f" {len(anchors)} anchors agree." if anchors else " Held against no anchor."
        self.stdout.write(f"{now.count} entries, whole.{held} Head: {now.last} {now.hash}")
