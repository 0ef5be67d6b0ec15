"""What moves the clock: corrections, consultations, extensions. The clock itself is never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .case import Case


class Correction(models.Model):
    """The applicant is asked, once, to make the application clear (art. 30)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="correction")
    items = models.TextField(_("what is to be corrected"))
    asked_on = models.DateField(_("asked on"))
    period_days = models.PositiveSmallIntegerField(_("period in working days"))
    period_ends_on = models.DateField(_("period ends on"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # When the applicant had the notice: the period runs from then, as the notice itself says.
    served_on = models.DateField(_("notice delivered on"), null=True, blank=True)
    received_on = models.DateField(_("corrected application received on"), null=True, blank=True)
    corrected_text = models.TextField(_("corrected request"), blank=True)
    lapsed_on = models.DateField(_("given up on"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="correction_comes_or_lapses",
                condition=models.Q(received_on__isnull=True) | models.Q(lapsed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="correction_in_order",
                condition=models.Q(received_on__isnull=True)
                | models.Q(received_on__gte=models.F("asked_on")),
            ),
        ]


class Consultation(models.Model):
    """Someone else is asked. While they think, the clock stands still (art. 33(3))."""

    class Kind(models.TextChoices):
        THIRD_PARTY = "third_party", _("third party (art. 32)")
        CO_MAKER = "co_maker", _("co-maker (art. 34)")
        OTHER_ORGAN = "other_organ", _("other organ (art. 11)")

    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("who is asked"), max_length=120)
    question = models.TextField(_("what is asked"))
    sent_on = models.DateField(_("sent on"))
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    agrees = models.BooleanField(_("agrees to disclosure"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["sent_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="consultation_in_order",
                condition=(
                    models.Q(delivered_on__isnull=True)
                    | models.Q(delivered_on__gte=models.F("sent_on"))
                )
                & (
                    models.Q(answered_on__isnull=True)
                    | models.Q(answered_on__gte=models.F("sent_on"))
                ),
            )
        ]


class Extension(models.Model):
    """The answer is put off: once, for as long as the law allows, the applicant told in time (art. 33(2))."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="extension")
    days = models.PositiveSmallIntegerField(_("working days added"))
    reason = models.TextField(_("reason"))
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_on = models.DateField(_("approved on"))
    notified_on = models.DateField(_("applicant told on"))
    due_before = models.DateField(_("due before the extension"))

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                # How many at most, the dated row of the law says (art. 33(2)).
                name="extension_adds_days",
                condition=models.Q(days__gte=1),
            ),
            models.CheckConstraint(
                name="extension_told_in_time",
                condition=models.Q(notified_on__lte=models.F("due_before")),
            ),
        ]
