"""People, and the parts of the house that they work in."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from requests_flow.rules.remedies import OrganKind

from .appointments import Appointment
from .duties import Duty
from .signing_in import PasswordAge, Session, SignInEvent

__all__ = [
    "Absence",
    "AbsenceQuerySet",
    "Appointment",
    "PasswordAge",
    "Session",
    "SignInEvent",
    "Unit",
    "User",
]


class User(GuardianUserMixin, AbstractUser):
    """Somebody who works here. Closed (`is_active`), never deleted: their tasks would go with them."""

    full_name = models.CharField(_("name"), max_length=60)
    # Known to everybody with its password: production does not start while there is one.
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as it is written here: family name first, in one piece."""
        return str(self)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> AbsenceQuerySet:
        """Those that cover the day and were not cancelled."""
        return self.filter(cancelled_at=None, from_on__lte=day, until_on__gte=day)


class Absence(models.Model):
    """Somebody is away between two days, the last one included; a substitute gets what waits."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    from_on = models.DateField(_("away from"))
    until_on = models.DateField(_("away until"))
    substitute = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=120, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=models.Q(until_on__gte=models.F("from_on")),
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_himself",
                condition=models.Q(substitute__isnull=True)
                | ~models.Q(substitute=models.F("user")),
            ),
        ]


class Unit(models.Model):
    """A part of the house that answers cases: an organ, or a section of one. Closed, never deleted."""

    KINDS = [(kind.value, kind.value) for kind in OrganKind]

    code = models.SlugField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # An organ answers in its own name; a section belongs to the organ that `organ` names.
    organ = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sections"
    )
    name = models.CharField(_("full name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    kind = models.CharField(_("kind of organ"), max_length=30, choices=KINDS, blank=True)
    letterhead = models.CharField(_("letterhead"), max_length=120, blank=True)
    seal_name = models.CharField(_("name on the seal"), max_length=120, blank=True)
    number_prefix = models.CharField(_("prefix of numbers"), max_length=20, blank=True)
    # Empty: the table of art. 24-28 of the reconsideration law decides by `kind`.
    # It may name what the table leaves open (art. 27); it may not contradict it.
    reconsideration_organ = models.CharField(_("reconsideration organ"), max_length=120, blank=True)
    # Empty: YISHEN_COURT, YISHEN_COURT_FOR_GOVERNMENT, YISHEN_REVIEW_URL.
    court = models.CharField(_("competent court"), max_length=120, blank=True)
    review_url = models.URLField(_("address for online reconsideration"), blank=True)
    # Whose legal advisers check this unit's replies; empty: its own.
    legal_unit = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reviews_for"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_example = models.BooleanField(_("an example"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("unit")
        default_permissions = ()
        permissions = [(duty.codename, duty.label) for duty in Duty]
        constraints = [
            models.CheckConstraint(
                name="organ_has_kind_and_prefix",
                condition=models.Q(organ__isnull=False)
                | (~models.Q(kind="") & ~models.Q(number_prefix="")),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def is_organ(self) -> bool:
        """Whether it answers in its own name (art. 10, 27), and is not a section of another."""
        return self.organ_id is None

    @property
    def reviewing_unit(self) -> Unit:
        """Whose legal advisers check what leaves here."""
        return self.legal_unit or self
