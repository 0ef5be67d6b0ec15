"""送达: each attempt to send a letter, and what came of it. Written once, never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .document import Document
from .letter import Letter


class Dispatch(models.Model):
    """One attempt to send a letter: how it left, to whom, and what was in the envelope.

    By post the day of posting is the day of the answer (送达解释 2016-235, item 4). A second attempt
    needs the first one returned; the database holds it.
    """

    class Method(models.TextChoices):
        POST = "post", _("by post (postal enterprise)")
        HAND = "hand", _("by hand, with proof of delivery")
        ELECTRONIC = "electronic", _("electronically, as asked")
        PICKUP = "pickup", _("picked up")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="dispatches")
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    method = models.CharField(_("way of delivery"), max_length=20, choices=Method.choices)
    carrier = models.CharField(_("postal enterprise"), max_length=40, blank=True)
    tracking_number = models.CharField(_("mail number"), max_length=40, blank=True)
    sent_on = models.DateField(_("posted, handed over or sent on"))
    addressee = models.CharField(_("addressee"), max_length=160)
    address = models.CharField(_("address"), max_length=254, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    # What was put in and checked: the letter and each piece by key and digest. Empty: taken over
    # from a time before the check.
    envelope = models.JSONField(default=dict)
    envelope_digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(_("note"), blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["letter_id", "attempt"]
        constraints = [
            models.UniqueConstraint(name="attempt_once", fields=["letter", "attempt"]),
            models.CheckConstraint(name="attempts_begin_at_one", condition=Q(attempt__gte=1)),
            models.CheckConstraint(
                name="posted_with_a_number",
                condition=~Q(method="post") | ~Q(tracking_number=""),
            ),
        ]


class DispatchResult(models.Model):
    """What came of an attempt: it arrived, was refused (and left there, 民诉法 art. 89), or came back."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        REFUSED = "refused", _("refused by the addressee and left there")
        RETURNED = "returned", _("returned")

    dispatch = models.OneToOneField(Dispatch, models.PROTECT, related_name="result")
    kind = models.CharField(_("result"), max_length=12, choices=Kind.choices)
    happened_on = models.DateField(_("on"))
    received_by = models.CharField(_("signed for by"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=240, blank=True)
    proof = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind"], name="result_kind")]
        constraints = [
            models.CheckConstraint(
                name="not_arrived_says_why", condition=Q(kind="delivered") | ~Q(reason="")
            ),
        ]
