"""Restricted cases that nobody who heads sees any more, and a name for somebody who does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.restricting import adopt, left_alone
from requests_flow.models import Case
from requests_flow.units.models import User


class Command(BaseCommand):
    help = (
        "List restricted cases on which nobody who heads is named; --case and --name put it right."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which case, and who."""
        parser.add_argument("--case", help="the number of the case")
        parser.add_argument("--name", help="user name of somebody who reviews for its unit")
        parser.add_argument("--reason", default="", help="why; the case file keeps it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Numbers and units only: whoever runs this reads no case."""
        if options["case"] or options["name"]:
            self._name(options)
        found = left_alone(on=timezone.localdate())
        for case in found:
            self.stdout.write(f"{case.number}  {case.unit}")
        if not found:
            self.stdout.write("On every restricted case somebody who heads is named.")

    def _name(self, options: dict[str, Any]) -> None:
        case = Case.objects.filter(number=options["case"]).select_related("process").first()
        person = User.objects.filter(username=options["name"], is_active=True).first()
        if case is None or person is None:
            raise CommandError("Give --case with a number and --name with a user name.")
        act = Act(by=person, at=timezone.now())
        try:
            with case.process.flow_class.lock(case.process_id), transaction.atomic():
                adopt(act, case=case, reason=options["reason"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
