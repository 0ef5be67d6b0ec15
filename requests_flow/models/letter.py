from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .case import Case
from .draft import Draft

# The letters that answer an application (law.md 7.2): no way out for them but through the gate.
REPLY_CODES = [f"L{number}" for number in (*range(10, 20), 23, 24)]


class LetterStatus(models.TextChoices):
    """Where a letter is; read from its attempts, stored nowhere."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    RETURNED = "returned", _("returned")
    VOIDED = "voided", _("voided")


class LetterQuerySet(models.QuerySet["Letter"]):
    def standing(self) -> LetterQuerySet:
        """Those that were not voided."""
        return self.filter(voided__isnull=True)

    def replies(self) -> LetterQuerySet:
        """The standing answers: at most one to a case."""
        return self.standing().filter(is_reply=True)

    def with_dispatches(self) -> LetterQuerySet:
        """With all that `status` reads, in a fixed number of queries."""
        return self.select_related("voided").prefetch_related("dispatches__result")


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
    # The voided reply whose place this one takes.
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    series = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=80)
    dated_on = models.DateField(_("dated"))
    context = models.JSONField()
    template_version = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=200, blank=True)
    content_digest = models.CharField(max_length=64)
    # The file as it was printed. A sealed letter leaves as its `seal` holds it.
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        indexes = [
            models.Index(fields=["number"], name="letter_number"),
            # The register goes by one of them: of few series, or of a whole house.
            models.Index(fields=["series", "year", "dated_on", "id"], name="letter_series_year"),
            models.Index(fields=["year", "dated_on", "id"], name="letter_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="letter_number_once", fields=["series", "year", "sequence"]
            ),
            models.UniqueConstraint(
                name="one_first_reply_to_a_case",
                fields=["case"],
                condition=Q(is_reply=True, replaces__isnull=True),
            ),
            models.UniqueConstraint(
                name="a_voided_reply_is_replaced_once",
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
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

    @property
    def is_voided(self) -> bool:
        """Whether its number stands in the register for a letter that never left."""
        return hasattr(self, "voided")

    @property
    def leaving_sha256(self) -> str:
        """The digest of the file that leaves: the sealed one if there is a seal."""
        seal = getattr(self, "seal", None)
        return seal.sha256 if seal else self.sha256

    @property
    def last_dispatch(self):
        """The last attempt to send it, or None."""
        return max(self.dispatches.all(), key=lambda one: one.attempt, default=None)

    @property
    def status(self) -> LetterStatus:
        """Where it is: waiting, sent, delivered, returned, or voided."""
        if self.is_voided:
            return LetterStatus.VOIDED
        last = self.last_dispatch
        if last is None:
            return LetterStatus.WAITING
        result = getattr(last, "result", None)
        if result is None:
            return LetterStatus.SENT
        return LetterStatus.RETURNED if result.kind == "returned" else LetterStatus.DELIVERED


class VoidedLetter(models.Model):
    """A letter that was numbered and never left. Its number stays in the register, as voided."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="voided")
    reason = models.CharField(_("reason"), max_length=240)
    voided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="a_void_says_why", condition=~Q(reason="")),
        ]
