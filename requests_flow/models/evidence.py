"""What must be on file before an answer may be signed, and who put it there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.rules.catalogue import Fact
from requests_flow.units.models import User

from .case import Case
from .document import Document
from .draft import Draft


class FactRecord(models.Model):
    """One fact that the chosen outcome needs, in words. A later record of the same fact replaces it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="fact_records")
    fact = models.CharField(max_length=40, choices=[(f.value, f.value) for f in Fact])
    text = models.TextField(_("what is on file"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="fact_has_text", condition=~models.Q(text=""))]


class SearchRecord(models.Model):
    """Where was looked, for what, by whom (L26): the law lets nobody say "does not exist" without it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="searches")
    places = models.TextField(_("systems and archives searched"))
    keywords = models.CharField(_("key words"), max_length=200)
    people_asked = models.CharField(_("people asked"), max_length=200, blank=True)
    result = models.TextField(_("result"))
    searched_on = models.DateField(_("searched on"))
    searched_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["id"]


class SecrecyCheck(models.Model):
    """Whether what is handed out may be (art. 17; secrecy law art. 35), for exactly one draft."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="secrecy_check")
    digest = models.CharField(max_length=64)
    passes = models.BooleanField(_("may be handed out"))
    note = models.TextField(_("grounds"))
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()


class SecrecyItem(models.Model):
    """One thing that is to be handed out, looked at by itself (先审查、后公开，逐项审查)."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("may be disclosed")
        REDACTED = "redacted", _("may be disclosed as it was redacted")
        CLOSED = "closed", _("may not be disclosed")
        REFER = "refer", _("to be decided by the competent authority")

    check_row = models.ForeignKey(SecrecyCheck, models.PROTECT, related_name="items")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="secrecy_items"
    )
    name = models.CharField(_("name"), max_length=240)
    sha256 = models.CharField(max_length=64, blank=True)  # empty: said in the letter, no file
    mark = models.CharField(_("classification mark"), max_length=40, blank=True)
    verdict = models.CharField(_("result"), max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=500)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="secrecy_item_says_why", condition=~models.Q(reason="")),
        ]
