from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Draft
from requests_flow.units.models import User


class Opinion(models.Model):
    """合法性审核意见: what the legal adviser said, on exactly one draft.

    A new version of the draft has no opinion yet; there is no other way to get one than another
    check. Appended, never edited.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="opinion")
    digest = models.CharField(max_length=64)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    comments = models.TextField(_("comments"), blank=True)
    checklist = models.JSONField(default=dict)
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_on = models.DateField()
    given_at = models.DateTimeField()
    # The opinion whose replacement text this draft took over word for word; see Amendment.
    carries = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_by"
    )
    # Under which digest it would be approved. None: a return without an Amendment, and so for ever.
    amended_digest = models.CharField(max_length=64, null=True)  # noqa: DJ001  see the migration

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_return_says_why",
                condition=models.Q(verdict="approved") | ~models.Q(comments=""),
            ),
            models.CheckConstraint(
                name="verdict_is_known", condition=models.Q(verdict__in=["approved", "returned"])
            ),
        ]

    @property
    def is_approval(self) -> bool:
        """Whether the draft may be signed."""
        return self.verdict == self.Verdict.APPROVED
