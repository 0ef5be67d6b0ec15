from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .letter import Letter


class Delivery(models.Model):
    """How and when a letter left. By post the day of posting is the day of the answer."""

    class Method(models.TextChoices):
        POST = "post", _("by post (postal enterprise)")
        HAND = "hand", _("by hand, with proof of delivery")
        ELECTRONIC = "electronic", _("electronically, as asked")
        PICKUP = "pickup", _("picked up")

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="delivery")
    method = models.CharField(_("way of delivery"), max_length=20, choices=Method.choices)
    tracking_number = models.CharField(_("mail number"), max_length=40, blank=True)
    sent_on = models.DateField(_("posted, handed over or sent on"))
    note = models.TextField(_("note"), blank=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="post_has_a_number",
                condition=~models.Q(method="post") | ~models.Q(tracking_number=""),
            )
        ]
