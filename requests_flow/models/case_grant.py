from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import Unit, User

from .case import Case
from .clockwork import Consultation


class Part(models.TextChoices):
    """What somebody is in one case, without a duty that would show it to them."""

    CO_HANDLER = "co_handler", _("helps to handle it")
    CONSULTED = "consulted", _("is asked a question")
    NAMED = "named", _("is named on a restricted case")


class CaseGrantQuerySet(models.QuerySet["CaseGrant"]):
    def standing(self, on: date) -> CaseGrantQuerySet:
        """Those that hold on that day: begun, not over, not ended."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=on), ended_at=None, valid_from__lte=on
        )

    def held_at(self, moment: datetime, on: date) -> CaseGrantQuerySet:
        """Those that stood at that moment, `on` being its day."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=on),
            Q(ended_at=None) | Q(ended_at__gt=moment),
            valid_from__lte=on,
            granted_at__lte=moment,
        )


class CaseGrant(models.Model):
    """A part in one case, until a day: of a person, or of a unit that is asked.

    NAMED gives nothing to see: it lifts the restriction for who has a duty or a part already.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="grants")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(_("part"), max_length=20, choices=Part.choices)
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)  # that day included
    reason = models.CharField(_("reason"), max_length=240)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseGrantQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["person", "part", "case"],
                name="casegrant_person_part",
                condition=Q(ended_at=None),
            ),
            models.Index(
                fields=["unit", "case"], name="casegrant_unit", condition=Q(ended_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_part",
                fields=["case", "person", "part"],
                condition=Q(ended_at=None, person__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_standing_part_of_unit",
                fields=["case", "unit", "part"],
                condition=Q(ended_at=None, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="part_of_a_person_or_a_unit",
                condition=(
                    Q(person__isnull=False, unit__isnull=True)
                    | Q(person__isnull=True, unit__isnull=False, part="consulted")
                ),
            ),
            models.CheckConstraint(
                name="part_is_limited_in_time",
                condition=Q(part="named") | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="part_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="who_is_asked_is_asked_something",
                condition=~Q(part="consulted") | Q(consultation__isnull=False),
            ),
        ]
