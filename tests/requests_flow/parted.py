"""An office in whose cases people of other offices have parts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client

from requests_flow.actions import handling, parts, restricting
from requests_flow.actions.act import Act
from requests_flow.actions.part_checks import Giving
from requests_flow.models import Case, CaseGrant, Consultation, Part, Restriction
from requests_flow.units.models import Unit, User
from tests import factories
from tests.factories import TODAY, at

WEEK = TODAY + timedelta(days=7)


def by(user: User, *, day: date = TODAY, hour: int = 10) -> Act:
    """That person, that day at ten."""
    return Act(by=user, at=at(day, hour))


def asked(
    office: factories.Office, case: Case, *, question: str = "该文件是否在贵单位？", **more: Any
) -> Consultation:
    """Another organ was asked in writing."""
    values = {"kind": "other_organ", "name": "区档案局", "sent_on": TODAY, **more}
    return handling.consult(by(office.clerk), case=case, question=question, **values)


def given(act: Act, case: Case, to: User | Unit, part: Part, **more: Any) -> CaseGrant:
    """A part until a week from today, unless said otherwise."""
    whom = {"unit": to} if isinstance(to, Unit) else {"person": to}
    values = {"reason": "协助查找", "valid_until": None if part == Part.NAMED else WEEK, **more}
    return parts.give_part(act, case=case, giving=Giving(part=part, **whom, **values))


def restricted(office: factories.Office, case: Case) -> Restriction:
    """By the clerk, who heads here as well."""
    kind = Restriction.Kind.STAFF
    return restricting.restrict(by(office.clerk), case=case, kind=kind, reason="申请人系本单位职工")


def browser(user: User) -> Client:
    """Signed in, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client
