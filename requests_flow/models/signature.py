from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .delegation import SigningDelegation
from .draft import Draft


class Signature(models.Model):
    """The signatory's word on exactly one draft; never without the legal adviser's approval of it."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="signature")
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_on = models.DateField(_("signed on"))
    signed_at = models.DateTimeField()
    # None: signed by a signatory of the unit, on nobody's behalf.
    delegation = models.ForeignKey(
        SigningDelegation, models.PROTECT, null=True, blank=True, related_name="signatures"
    )

    class Meta:
        default_permissions = ()
