"""Lists who can sign in to the demo."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_flow.management.demo.people import PASSWORD, PEOPLE
from requests_flow.management.demo.units import UNITS
from requests_flow.units.duties import Duty
from requests_flow.units.models import User

# Enough to walk a case from end to end, and the three administrators; --all shows everybody.
FIRST = (
    "chenmin", "zhaoning", "linxiao", "zhouweiguo", "yanglihua", "gaojianfeng", "xujing",
    "guanxitong", "anquan", "shenji",
)  # fmt: skip


class Command(BaseCommand):
    help = "List the demo's accounts. There are none outside the demo."
    requires_system_checks = ()  # a newcomer looks for a name and a password, not for warnings

    def add_arguments(self, parser: CommandParser) -> None:
        """As a table of the few one needs, or all as JSON."""
        parser.add_argument("--json", action="store_true", help="all of them, as JSON")
        parser.add_argument("--all", action="store_true", help="all of them, as a table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the list."""
        if not settings.YISHEN_DEMO:
            raise CommandError("This is no demo (YISHEN_DEMO is off); there are no accounts.")
        rows = accounts()
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        if not rows:
            self.stdout.write("Nobody yet: run load_demo first.")
            return
        shown = rows if options["all"] else [row for row in rows if row["username"] in FIRST]
        for row in shown:
            duties = "、".join(str(Duty[duty].label) for duty in row["duties"])
            unit = wide(row["unit"], 16)
            self.stdout.write(f"    {row['username']:<12} {row['password']}  {unit} {duties}")
        if len(shown) < len(rows):
            self.stdout.write(
                f"    ({len(rows)} people in all: .venv/bin/python manage.py demo_accounts --all)"
            )


def accounts() -> list[dict[str, Any]]:
    """The demo's people who are in the database, those first whom a newcomer needs."""
    there = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    people = sorted(
        (person for person in PEOPLE if person.username in there),
        key=lambda person: FIRST.index(person.username) if person.username in FIRST else len(FIRST),
    )
    return [
        {
            "username": person.username,
            "password": PASSWORD,
            "full_name": person.full_name,
            "unit": UNITS[person.unit].short_name,
            "duties": list(person.duties),
        }
        for person in people
    ]


def wide(text: str, columns: int) -> str:
    """Filled up with blanks; a Chinese character takes two columns of a terminal."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "FW" else 1 for char in text)
    return text + " " * max(0, columns - taken)
