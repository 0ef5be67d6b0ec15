from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User


class SigningDelegationQuerySet(models.QuerySet["SigningDelegation"]):
    def standing(self, on: date) -> SigningDelegationQuerySet:
        """Those that hold on that day: begun, not over, not ended, of one who signs there still."""
        signs = access.is_held(Duty.SIGN, user="signatory", unit="unit")
        return self.filter(signs, ended_at__isnull=True, valid_from__lte=on, valid_until__gte=on)

    def covering(self, outcome: object) -> SigningDelegationQuerySet:
        """Those for that outcome: a code, or a reference to a column with one."""
        quoted = Concat(Value('"'), outcome, Value('"'), output_field=TextField())
        told = self.annotate(told=Cast("outcomes", TextField()))
        return told.filter(Q(told="[]") | Q(told__contains=quoted))

    def of(self, deputy: User, *, on: date) -> SigningDelegationQuerySet:
        """Those by which `deputy` signs on that day; none for who cannot sign in."""
        if not deputy.is_authenticated or not deputy.is_active:
            return self.none()
        return self.standing(on).filter(deputy=deputy)


def tasks_delegated_to(deputy: User, *, on: date) -> QuerySet[Task]:
    """The signatures that wait and that `deputy` may give on that day, and those that they gave.

    One lazy query without any loop: for a condition on tasks or, by `process`, on cases.
    """
    case = "process__case__"
    told = SigningDelegation.objects.of(deputy, on=on).filter(unit=OuterRef(f"{case}unit"))
    return Task.objects.filter(
        Q(status__in=(STATUS.NEW, STATUS.ASSIGNED)) | Q(owner=deputy.pk),
        Exists(told.covering(OuterRef(f"{case}outcome_code"))),
        flow_task_type="HUMAN",
        owner_permission=Duty.SIGN.value,
    )


class SigningDelegation(models.Model):
    """A signatory lets somebody sign for a unit, for some outcomes, between two days."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    signatory = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="signing_delegations")
    outcomes = models.JSONField(default=list)  # codes of the catalogue; empty: all of them
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    reason = models.CharField(_("reason"), max_length=240)
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SigningDelegationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="nobody_delegates_to_himself", condition=~Q(signatory=F("deputy"))
            ),
        ]
