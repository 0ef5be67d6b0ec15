"""Who held which duty, where, from when to when: the history of every appointment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .duties import Duty

if TYPE_CHECKING:
    from .models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who appoints, when, from which day, until which day (that one included), and why.

    Without `begins` at once; without `until` until it is ended; without `at` now.
    """

    by: User | None = None
    at: datetime | None = None
    begins: date | None = None
    until: date | None = None
    reason: str = ""


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self, on: date) -> AppointmentQuerySet:
        """Those that hold on that day: begun, not over, not ended, of somebody who works here."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_until=None) | Q(valid_until__gte=on),
            ended_at=None,
            user__is_active=True,
        )

    def held_at(self, moment: datetime, on: date) -> AppointmentQuerySet:
        """Those that stood at that moment, `on` being its day: for asking who could see what."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_until=None) | Q(valid_until__gte=on),
            Q(ended_at=None) | Q(ended_at__gt=moment),
            given_at__lte=moment,
        )


class Appointment(models.Model):
    """Somebody holds a duty on a unit, from a day, until a day or until it is ended."""

    user = models.ForeignKey("units.User", models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    duty = models.CharField(
        _("duty"), max_length=40, choices=[(duty.codename, duty.label) for duty in Duty]
    )
    # Empty: from the moment on which it was given.
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)  # that day included
    reason = models.CharField(_("reason"), max_length=240, blank=True)
    given_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        indexes = [models.Index(fields=["unit", "duty"], name="appointment_unit_duty")]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_appointment",
                fields=["user", "unit", "duty"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
        ]
