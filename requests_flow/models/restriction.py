from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.units import access
from requests_flow.units.models import User
from requests_flow.units.places import remembered

from .case import Case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Restriction(models.Model):
    """While one stands, only people who are named on the case see it, also within the unit."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("somebody who works here")
        LITIGATION = "litigation", _("before a court or in reconsideration")
        EXPOSED = "exposed", _("somebody in the public eye")
        OTHER = "other", _("another reason")

    case = models.ForeignKey(Case, models.PROTECT, related_name="restrictions")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=240)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_restriction", fields=["case"], condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(name="restriction_has_a_reason", condition=~Q(reason="")),
        ]


def cases_closed_to(user: User) -> QuerySet:
    """Keys of the restricted cases on which `user` is not named and has no step in their hands."""
    return remembered(("closed to", user.pk), lambda: _cases_closed_to(user))


def _cases_closed_to(user: User) -> QuerySet:
    from .case_grant import CaseGrant, Part

    named = CaseGrant.objects.standing(access.day_of_asking()).filter(
        case=OuterRef("case"), person=user.pk, part=Part.NAMED
    )
    # By the key of the case, so that no database joins all cases to the few restrictions.
    theirs = Task.objects.filter(owner=user.pk, status=STATUS.ASSIGNED).order_by().values("process")
    at_work = Case.objects.filter(pk=OuterRef("case"), process__in=theirs)
    standing = Restriction.objects.filter(lifted_at=None).order_by()
    return standing.filter(~Exists(named), ~Exists(at_work)).values("case")


def are_restricted(cases: Iterable[Case]) -> frozenset[int]:
    """Keys of those of `cases` that are restricted now: one query."""
    rows = Restriction.objects.filter(lifted_at=None, case__in=[case.pk for case in cases])
    return frozenset(rows.values_list("case_id", flat=True))


def named_on(cases: Collection[int]) -> dict[int, frozenset[int]]:
    """For the restricted ones of these cases the people named on each; one query where none is.

    To put a step into somebody's hands opens a restricted case to them: only these may get it unasked.
    """
    from .case_grant import CaseGrant, Part

    standing = Restriction.objects.filter(lifted_at=None, case__in=cases).order_by()
    if not (restricted := list(standing.values_list("case", flat=True))):
        return {}
    named: dict[int, set[int]] = {key: set() for key in restricted}
    rows = CaseGrant.objects.standing(access.day_of_asking()).filter(part=Part.NAMED)
    for case, person in rows.filter(case__in=restricted).values_list("case", "person"):
        named[case].add(person)
    return {case: frozenset(people) for case, people in named.items()}
