from django.db import models

from requests_flow.units.models import User


class FormToken(models.Model):
    """A form that was sent. The second click on it shows the first result."""

    token = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    result_url = models.CharField(max_length=300)
    used_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="form_sent_once", fields=["token"])]
