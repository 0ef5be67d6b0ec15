"""The three administrators of a house, and who is appointed by them."""

from __future__ import annotations

from datetime import date
from typing import Any

from requests_flow.actions import appointing
from requests_flow.actions.act import Act
from requests_flow.units.appointments import Appointment
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from tests import factories
from tests.factories import at


class House:
    """A house with an office that works and three who administer it."""

    def __init__(self) -> None:
        self.top = factories.make_unit("区政府办公室")
        self.office = factories.Office()
        Unit.objects.filter(pk=self.office.unit.pk).update(parent=self.top)
        self.office.unit.refresh_from_db()
        self.system = factories.make_person(self.top, Duty.MANAGE_SYSTEM, name="系统管")
        self.security = factories.make_person(self.top, Duty.MANAGE_ACCESS, name="安全管")
        self.auditor = factories.make_person(self.top, Duty.AUDIT, name="审计管")


def post(user: User, unit: Unit, duty: Duty = Duty.HANDLE, **more: Any) -> appointing.Post:
    return appointing.Post(user=user, unit=unit, duty=duty, **{"reason": "分工调整", **more})


def appoint(house: House, user: User, duty: Duty = Duty.HANDLE, **more: Any) -> Appointment:
    unit = more.pop("unit", house.office.unit)
    return appointing.appoint(by(house.security), post=post(user, unit, duty, **more))


def by(user: User | None, day: date = factories.TODAY) -> Act:
    return Act(by=user, at=at(day))
