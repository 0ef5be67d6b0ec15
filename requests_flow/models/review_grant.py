from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .case import Case


class ReviewGrantQuerySet(models.QuerySet["ReviewGrant"]):
    def standing(self, on: date) -> ReviewGrantQuerySet:
        """Those that hold on that day: their last day is not over, and nobody ended them."""
        return self.filter(ended_at__isnull=True, valid_until__gte=on)


class ReviewGrant(models.Model):
    """An outside adviser may review one case, until a day: a law firm holds no duty in the house."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="review_grants")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="review_grants")
    firm = models.CharField(_("law firm"), max_length=120)
    valid_until = models.DateField(_("valid until"))
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_on = models.DateField()
    granted_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewGrantQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_grant",
                fields=["case", "reviewer"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins", condition=Q(valid_until__gte=F("granted_on"))
            ),
        ]
