"""用印: the picture of a unit's seal, and the electronic seals on its letters."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import Unit, User

from .letter import Letter


class SealImage(models.Model):
    """The picture of a unit's seal, given by a signatory of the unit; drawn only with a signature."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seal_images")
    sha256 = models.CharField(max_length=64)  # a PNG in the vault
    width_mm = models.DecimalField(_("width in millimetres"), max_digits=4, decimal_places=1)
    # Whether letters of procedure are sealed too: they bear no signature of their own.
    covers_notices = models.BooleanField(_("also for letters of procedure"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_seal_a_unit",
                fields=["unit"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="seal_has_a_width", condition=Q(width_mm__gte=20, width_mm__lte=60)
            ),
            models.CheckConstraint(
                name="seal_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]


class Seal(models.Model):
    """An electronic seal on one letter. The printed bytes are a strict prefix of the sealed file."""

    class Method(models.TextChoices):
        PADES = "pades", _("the organ's certificate (PAdES)")
        REMOTE = "remote", _("the seal service")

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="seal")
    method = models.CharField(max_length=10, choices=Method.choices)
    plain_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    image = models.ForeignKey(SealImage, models.PROTECT, null=True, blank=True, related_name="+")
    certificate_subject = models.CharField(max_length=240)
    certificate_sha256 = models.CharField(max_length=64)
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+")  # on whose word
    sealed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_seal_changes_the_file", condition=~Q(sha256=F("plain_sha256"))
            ),
        ]
