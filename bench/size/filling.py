"""Fills a database with an office's cases, a million in minutes.

It goes round the actions on purpose: they would take days. So nobody checked anything here, no letter
was printed, and the chain of entries is a chain but its hashes are numbers that `verify_audit` finds
out at once. What holds is the shape: units, people and duties as an administrator gives them; each
case with its process, every task of its way and the one that waits; drafts with opinions, letters
with their dispatches, a story. The same plan gives the same rows.
"""

from __future__ import annotations

from django.db import connection

from requests_flow.models import Case

from .grants import drawn, grant_parts
from .house import House, Plan, build
from .lives import Lives
from .rows_of_flow import FlowRows
from .rows_of_papers import PaperRows
from .rows_of_words import WordRows
from .writing import in_haste, settle

PORTION = 10_000


def fill(plan: Plan) -> House:
    """Append all that the plan says."""
    with in_haste(is_big=plan.cases >= 5 * PORTION):
        house = build(plan)
        flow, papers = FlowRows(), PaperRows()
        granted = drawn(plan, first=flow.cases.first)
        words = WordRows(house.grantee, granted)
        lives = Lives(plan, house, first=flow.cases.first)
        for portion in lives.many(PORTION):
            flow.write(portion)
            papers.write(portion)
            words.write(portion)
        papers.write_counters()
        grant_parts(house, plan, granted)
        words.index()
    if not connection.in_atomic_block or connection.vendor == "sqlite":
        settle()
    return house


def is_filled() -> bool:
    """Whether there are cases at all."""
    return Case.objects.exists()
