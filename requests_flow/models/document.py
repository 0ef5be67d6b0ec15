from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .case import Case


class DocumentQuerySet(models.QuerySet["Document"]):
    def open_to(self, user: User) -> DocumentQuerySet:
        """Those that `user` may open, of cases that they may read.

        A proof of identity is for who may look behind the mask: a duty there, and no grant on the
        case (an outside adviser), no delegation. Here alone it is said which kinds these are.
        """
        held = Case.objects.held_by(user).values("pk")
        return self.filter(~Q(kind=Document.Kind.IDENTITY) | Q(case__in=held))


class Document(models.Model):
    """A file that belongs to a case: what came in, what was found. The bytes lie in the vault."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("application as received")
        IDENTITY = "identity", _("proof of identity")
        CORRECTION = "correction", _("corrected application")
        FOUND = "found", _("information found")
        EVIDENCE = "evidence", _("evidence")
        ATTACHMENT = "attachment", _("to be handed out")
        PROOF = "proof", _("proof of delivery")

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("file name"), max_length=160)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
