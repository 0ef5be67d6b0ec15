from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.units.models import User

from .case import Case


class Draft(models.Model):
    """One version of the reply, exactly as it is to leave. Never edited: a change is a new version.

    `digest` is over everything that the applicant will hold in hand but the number and the date:
    outcome, recipient, every field of the letter, its template's version, the attachments.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="drafts")
    version = models.PositiveIntegerField(_("version"))
    outcome_code = models.CharField(_("outcome"), max_length=4)
    letter_code = models.CharField(max_length=4)
    fields = models.JSONField()  # what the caseworker wrote, by the names of DRAFT_FIELDS
    context = models.JSONField()  # the whole letter but its number and date
    attachments = models.JSONField(default=list)  # [{"document", "name", "sha256", "pages"}]
    hands_out = models.BooleanField()  # then the secrecy check comes before the legal one (art. 17)
    template_version = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    # The authors of every part up to this version: none of them may review or sign it.
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    authored_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    # [{"phrase", "version"}]: the office wording it was made with. None: written before there was any.
    phrases = models.JSONField(null=True)
    reply_to_return = models.TextField(_("answer to the comments"), blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(name="draft_version_once", fields=["case", "version"]),
        ]
