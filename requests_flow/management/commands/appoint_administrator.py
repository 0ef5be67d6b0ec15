"""`manage.py appoint_administrator USERNAME --as system|security|audit`: the first day of an installation.

Three people, one duty each; whoever holds a duty already that may not meet with it is refused. After
that they appoint and dismiss on their own pages. There is no super-user.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.appointing import AppointedAlready, Post, appoint
from requests_flow.actions.keeping_units import found_unit
from requests_flow.actions.people import take_on
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

ROLES = {
    "system": Duty.MANAGE_SYSTEM,
    "security": Duty.MANAGE_ACCESS,
    "audit": Duty.AUDIT,
}


class Command(BaseCommand):
    help = "Appoint one of the three administrators, on a unit at the top of the house."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, as what; where only if several units stand at the top."""
        parser.add_argument("username")
        parser.add_argument("--as", dest="role", choices=ROLES, required=True)
        parser.add_argument("--unit", default="", help="its code; default: the one at the top")
        parser.add_argument(
            "--found", nargs=5, metavar=("CODE", "NAME", "SHORT", "KIND", "PREFIX"),
            help="found the unit at the top first, where there is none yet",
        )  # fmt: skip
        parser.add_argument("--create", metavar="NAME", help="make the account, for this person")
        parser.add_argument("--reason", default="系统启用时任命", help="it stands in the history")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Print the first password of a new account: it is not shown again."""
        act = Act(by=None, at=timezone.now())
        if options["found"]:
            _found(act, options["found"])
        unit = _unit(options["unit"])
        user = User.objects.filter(username=options["username"]).first()
        password = ""
        try:
            if user is None and options["create"]:
                user, password = take_on(
                    act, username=options["username"], full_name=options["create"]
                )
            if user is None:
                raise CommandError(
                    f"There is no account {options['username']!r}; make it with --create NAME."
                )
            duty = ROLES[options["role"]]
            appoint(act, post=Post(user=user, unit=unit, duty=duty, reason=options["reason"]))
        except AppointedAlready:
            self.stdout.write(f"{user} holds “{duty.label}” on {unit} already.")
            return
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user} ({user.username}) holds “{duty.label}” on {unit}.")
        if password:
            self.stdout.write(f"First password, to be changed at once: {password}")


def _found(act: Act, words: list[str]) -> None:
    if Unit.objects.exists():
        raise CommandError("There are units already; the system administrator founds more.")
    names = ("code", "name", "short_name", "kind", "number_prefix")
    try:
        found_unit(act, facts=dict(zip(names, words, strict=True)))
    except Refusal as refusal:
        raise CommandError(str(refusal)) from refusal


def _unit(code: str) -> Unit:
    top = Unit.objects.filter(parent=None, organ=None, closed_on=None).order_by("pk")
    if code:
        top = top.filter(code=code)
    found = list(top)
    if not found:
        raise CommandError("There is no such unit at the top of the house.")
    if len(found) > 1:
        codes = ", ".join(unit.code for unit in found)
        raise CommandError(f"Several units stand at the top: say --unit with one of {codes}.")
    return found[0]
