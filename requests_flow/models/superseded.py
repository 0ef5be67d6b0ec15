from django.db import models

from requests_flow.units.models import User

from .draft import Draft


class Supersession(models.Model):
    """What a draft was approved on changed afterwards: it is neither signed nor issued any more.

    Appended, never taken back, even if the change is: the next version goes through all checks.
    `changes`: names of parts, see actions/binding.py; what they were is told by the next version.
    """

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="superseded")
    changes = models.JSONField()
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
