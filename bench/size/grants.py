"""Parts in single cases: fifty thousand of them for one person, who holds no duty anywhere."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection
from datetime import timedelta

from requests_flow.models import CaseGrant, Part

from .house import House, Plan
from .writing import Table, moment


def drawn(plan: Plan, *, first: int) -> frozenset[int]:
    """`plan.grants` cases, or as many as there are; some of the open ones among them."""
    keys = range(first, first + plan.cases)
    return frozenset(random.Random(plan.seed).sample(keys, min(plan.grants, plan.cases)))


def grant_parts(house: House, plan: Plan, cases: Collection[int]) -> None:
    """The grantee helps to handle these cases for a year."""
    columns = "case_id person_id part valid_from valid_until reason granted_by_id granted_at"
    table = Table(CaseGrant, "id", *columns.split())
    until = (plan.today + timedelta(days=365)).isoformat()
    giver, at = house.organs[0].clerks[0], moment(plan.today)
    row = (Part.CO_HANDLER.value, plan.today.isoformat(), until, "测量", giver, at)
    keys = zip(itertools.count(table.first), sorted(cases), strict=False)
    table.write((key, case, house.grantee, *row) for key, case in keys)
