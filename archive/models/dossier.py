from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Case
from requests_flow.units.models import User


class Dossier(models.Model):
    """案卷: the sealed folder of a case. The digest of its manifest is kept here, outside of it."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="dossier")
    folder = models.CharField(max_length=120, unique=True)
    manifest_sha256 = models.CharField(max_length=64)
    files = models.PositiveIntegerField()
    payload_bytes = models.PositiveBigIntegerField()
    retention = models.CharField(_("retention period"), max_length=8)
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
