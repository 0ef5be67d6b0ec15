from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .case import Case
from .draft import Draft

# The letters that answer an application (law.md 7.2): no way out for them but through the gate.
REPLY_CODES = [f"L{number}" for number in (*range(10, 20), 23, 24)]


class Letter(models.Model):
    """A letter as it was issued. Its bytes lie in the vault and are never rendered again.

    A reply has a draft, and the database lets it in only with an approved opinion and a signature on
    exactly this draft (see the migration `gate` of legal_review).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    code = models.CharField(max_length=4)  # L01 ... L28
    draft = models.OneToOneField(
        Draft, models.PROTECT, null=True, blank=True, related_name="letter"
    )
    is_reply = models.BooleanField(default=False)
    series = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=80)
    dated_on = models.DateField(_("dated"))
    context = models.JSONField()
    template_version = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=200, blank=True)
    content_digest = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="letter_number_once", fields=["series", "year", "sequence"]
            ),
            models.UniqueConstraint(
                name="one_reply_to_a_case", fields=["case"], condition=Q(is_reply=True)
            ),
            models.CheckConstraint(
                name="a_reply_has_a_draft",
                condition=Q(is_reply=False, draft__isnull=True)
                | Q(is_reply=True, draft__isnull=False),
            ),
            models.CheckConstraint(
                name="a_reply_is_called_a_reply",
                condition=Q(is_reply=True, code__in=REPLY_CODES)
                | (Q(is_reply=False) & ~Q(code__in=REPLY_CODES)),
            ),
            models.CheckConstraint(name="letter_has_pages", condition=Q(pages__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number
