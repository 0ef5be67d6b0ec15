"""`manage.py verify_audit`: is the chain of entries whole? Exits 1 and names the first broken one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_flow.actions.recording import first_broken_entry
from requests_flow.models import Entry


class Command(BaseCommand):
    help = "Check the chain of entries from the first to the last."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head of a whole chain; raise CommandError at the first break."""
        if broken := first_broken_entry():
            raise CommandError(
                f"Entry {broken.pk} ({broken.verb}, {broken.at.isoformat()}) does not follow."
            )
        last = Entry.objects.order_by("-id").first()
        self.stdout.write(
            f"{Entry.objects.count()} entries, whole. Head: {last.hash if last else '-'}"
        )
