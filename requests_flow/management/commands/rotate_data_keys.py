"""`manage.py rotate_data_keys`: bring every sealed number, and every phone, under the newest key.

Put the new key first in YISHEN_DATA_KEYS or YISHEN_INDEX_KEYS, start the site anew, run this, and take
the old key out when it says so. It can be broken off: the next run goes on.
docs/decisions/0011-personal-data.md.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_flow.actions.act import Act
from requests_flow.actions.rotating import keys_in_use, left_to_do, rotate_data_keys
from requests_flow.models import at_rest


class Command(BaseCommand):
    help = "Seal the numbers of identity proofs and the keys of phones anew under the newest key."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` changes nothing."""
        parser.add_argument(
            "--check", action="store_true", help="Only say which keys are in use and what is left."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Do it, and say which keys can go. Exits 1 where a number cannot be opened."""
        unreadable: list[int] = []
        phones: list[int] = []
        if not check:
            done = 0
            for part in rotate_data_keys(Act(by=None, at=timezone.now())):
                done += part.done
                unreadable += part.unreadable
                phones += part.unreadable_phones
            self.stdout.write(f"{done} rows sealed anew.")
        self._say_keys()
        if lost := sum(count for key, count in keys_in_use().items() if key not in self._ring):
            raise CommandError(f"{lost} rows are sealed with keys that are not in the ring.")
        if unreadable:
            keys = ", ".join(str(key) for key in unreadable[:20])
            raise CommandError(f"{len(unreadable)} numbers do not open; applicants {keys}.")
        if phones:
            keys = ", ".join(str(key) for key in phones[:20])
            raise CommandError(f"{len(phones)} phones do not open; people {keys}.")

    @property
    def _ring(self) -> dict[str, bytes]:
        return at_rest.data_keys()

    def _say_keys(self) -> None:
        left = left_to_do()
        used = keys_in_use()
        for name in [*self._ring, *(name for name in used if name not in self._ring)]:
            place = "" if name in self._ring else " (not in the ring)"
            self.stdout.write(f"key {name}{place}: {used.get(name, 0)} rows")
        self.stdout.write(
            f"{left} are left to do." if left else "All under the newest keys; older ones can go."
        )
