"""`manage.py check_duties`: is every duty in order? Exits 1 if not.

Two duties that may not meet (appointing refuses it; rows written by hand, or a unit that gets another
legal unit, may bring it about; nothing is done by such a person in the meantime). A row of guardian's
without an appointment, or the other way round: neither gives anything alone. An administrator's duty
below the top of the house: it counts nowhere. A closed account that still holds something. And, which is
no fault: steps that wait with somebody who may not do them.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_flow.models.left_behind import tasks_left_behind
from requests_flow.units import access
from requests_flow.units.appointments import Appointment
from requests_flow.units.models import Unit, User


class Command(BaseCommand):
    help = "List the duties that may not meet, and the rows that do not belong together."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each; raise CommandError if there is any."""
        faults = [*_clashes(), *_half_rows(), *_misplaced(), *_of_closed_accounts()]
        for line in faults:
            self.stdout.write(line)
        for task in tasks_left_behind(timezone.localdate()).select_related(
            "owner", "process__case"
        ):
            number = task.process.case.number
            self.stdout.write(
                f"{task.owner.username}\t{number}\thas a step that they may not do any more;"
                " whoever holds the duty may take it."
            )
        if faults:
            raise CommandError(f"{len(faults)} faults in the duties.")
        self.stdout.write("No duties meet that may not, and every row has its other half.")


def _clashes() -> list[str]:
    return [
        f"{clash.user.username}\t{clash.organ.code}\t{clash.sentence()}"
        for clash in access.all_clashes()
    ]


def _half_rows() -> list[str]:
    """Rows of guardian's that no appointment stands behind, and appointments without such a row."""
    known = set(Appointment.objects.filter(ended_at=None).values_list("user", "unit", "duty"))
    names = dict(Unit.objects.values_list("pk", "code"))
    lines, held = [], set()
    for user, username, codename, key in _permissions():
        held.add((user, key, codename))
        if (user, key, codename) not in known:
            lines.append(
                f"{username}\t{names.get(key, key)}\t{codename}: a permission without an appointment."
            )
    rows = Appointment.objects.filter(ended_at=None).select_related("user", "unit")
    lines += [
        f"{row.user.username}\t{row.unit.code}\t{row.duty}: an appointment without its permission."
        for row in rows
        if (row.user_id, row.unit_id, row.duty) not in held
    ]
    return lines


def _permissions() -> list[tuple[int, str, str, int]]:
    """The rows that appointing writes beside each appointment: person, name, duty, unit."""
    row = "userobjectpermission__"
    found = User.objects.filter(
        **{f"{row}content_type__app_label": "units", f"{row}content_type__model": "unit"}
    )
    columns = ("pk", "username", f"{row}permission__codename", f"{row}object_pk")
    rows = found.order_by("pk").values_list(*columns)
    return [(user, name, codename, int(key)) for user, name, codename, key in rows]


def _misplaced() -> list[str]:
    return [
        f"{row.user.username}\t{row.unit.code}\t{row.duty}: a duty of the house, given below its top;"
        " it counts nowhere."
        for row in access.misplaced().order_by("pk")
    ]


def _of_closed_accounts() -> list[str]:
    rows = Appointment.objects.filter(ended_at=None, user__is_active=False)
    return [
        f"{row.user.username}\t{row.unit.code}\t{row.duty}: the account is closed, the appointment is not ended."
        for row in rows.select_related("user", "unit")
    ]
