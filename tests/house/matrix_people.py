"""Who asks the matrix: one person for every role, and what each of them holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from viewflow.workflow.models import Task

from requests_flow.models import Case, CaseGrant
from requests_flow.models.case_grant import Part
from requests_flow.units import access
from requests_flow.units.appointments import Terms
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from tests import factories
from tests.factories import TODAY, Office, at, make_person
from tests.house import matrix_world
from tests.requests_flow.delegated import delegated

YESTERDAY, BEFORE = TODAY - timedelta(days=1), TODAY - timedelta(days=20)
# Duties on the unit of the cases.
BY_DUTY = {
    "reader": (Duty.READ,),
    "clerk": (Duty.REGISTER,),
    "head": (Duty.REVIEW, Duty.EXTEND),
    "handler": (Duty.HANDLE,),
    "mate": (Duty.HANDLE,),  # handles as well, but none of these cases
    "checker": (Duty.CHECK_SECRECY,),
    "adviser": (Duty.REVIEW_IN_LAW,),
    "signatory": (Duty.SIGN,),
    "deliverer": (Duty.DELIVER,),
    "archivist": (Duty.ARCHIVE,),
}
# A part in every case but x; nothing on the unit.
BY_PART = ("outside", "co_handler", "consulted", "unit_consulted", "deputy")
ABOVE = {
    "overseer": Duty.OVERSEE,  # of the unit above
    "keeper": Duty.KEEP_CALENDAR,
    "system": Duty.MANAGE_SYSTEM,
    "access": Duty.MANAGE_ACCESS,
    "audit": Duty.AUDIT,
}
# stranger: every duty in another unit; closed: a session from before the account was closed;
# lapsed: handled, helped and advised until yesterday.
OUTSIDE = ("stranger", "super", "closed", "lapsed", "nobody")
ROLES = (*BY_DUTY, *BY_PART, *ABOVE, *OUTSIDE)


class People:
    """One of each, of the office whose cases the matrix is about."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.above = factories.make_unit("区政府办")
        Unit.objects.filter(pk=office.unit.pk).update(parent=self.above)
        self.asked_unit = factories.make_unit("区水利局")
        self.stranger_office = Office("区民政局")
        self.who: dict[str, User | None] = {
            role: make_person(office.unit, *duties, name=role) for role, duties in BY_DUTY.items()
        }
        for role, duty in ABOVE.items():
            self.who[role] = make_person(self.above, duty, name=role)
        self._outside()
        for role in ("outside", "co_handler", "consulted", "deputy"):
            self.who[role] = make_person(name=role)
        self.who["unit_consulted"] = make_person(self.asked_unit, Duty.HANDLE, name="of_unit")
        self.delegation = delegated(office, self.who["deputy"])

    def _outside(self) -> None:
        unit = self.office.unit
        self.who["stranger"] = factories.make_jack(self.stranger_office.unit, name="stranger")
        self.who["super"] = make_person(name="super")
        User.objects.filter(pk=self.who["super"].pk).update(is_superuser=True, is_staff=True)
        self.who["closed"] = make_person(unit, Duty.HANDLE, name="closed")
        self.who["lapsed"] = make_person(name="lapsed")
        over = Terms(begins=BEFORE, until=YESTERDAY, at=at(BEFORE))
        access.appoint(self.who["lapsed"], unit=unit, duty=Duty.HANDLE, terms=over)
        self.who["nobody"] = None

    def take_part(self, case: Case, letter: str) -> None:
        """Every part that there is in a case; and on n everybody is named."""
        asked = case.consultations.order_by("-pk").first()
        self._grant(case, "co_handler", Part.CO_HANDLER)
        self._grant(case, "lapsed", Part.CO_HANDLER, begins=BEFORE, until=YESTERDAY)
        if asked:
            self._grant(case, "consulted", Part.CONSULTED, asked=asked)
            self._grant_unit(case, asked)
        matrix_world.let_in(case, self.who["outside"], by=self.office.adviser)
        matrix_world.let_in(case, self.who["lapsed"], by=self.office.adviser, until=YESTERDAY)
        if letter == "n":
            for role, person in self.who.items():
                if person is not None:
                    self._grant(case, role, Part.NAMED)

    def take_over(self, cases: dict[str, Case]) -> None:
        """The handler of the matrix handles what is open; another closed the account since."""
        handler = self.who["handler"]
        open_ones = [case for case in cases.values() if case.archived_at is None]
        Case.objects.filter(pk__in=[case.pk for case in open_ones]).update(handler=handler)
        Task.objects.filter(
            process__in=[case.process_id for case in open_ones],
            status="ASSIGNED",
            owner=self.office.clerk,
            owner_permission=Duty.HANDLE.value,
        ).update(owner=handler)

    def _grant(self, case: Case, role: str, part: Part, *, asked: Any = None, **days: Any) -> None:
        begins, until = days.get("begins", BEFORE), days.get("until", TODAY)
        CaseGrant.objects.create(
            case=case,
            person=self.who[role],
            part=part,
            consultation=asked,
            valid_from=begins,
            valid_until=until,
            reason="为了这一件",
            granted_by=self.office.clerk,
            granted_at=at(BEFORE),
        )

    def _grant_unit(self, case: Case, asked: Any) -> None:
        CaseGrant.objects.create(
            case=case,
            unit=self.asked_unit,
            part=Part.CONSULTED,
            consultation=asked,
            valid_from=BEFORE,
            valid_until=TODAY,
            reason="征求意见",
            granted_by=self.office.clerk,
            granted_at=at(BEFORE),
        )


def sessions(people: People, sign_in: Callable[[User], str]) -> dict[str, str]:
    """The cookie of everybody; the closed account signed in before it was closed."""
    keys = {role: sign_in(person) if person else "" for role, person in people.who.items()}
    User.objects.filter(pk=people.who["closed"].pk).update(is_active=False)
    return keys
