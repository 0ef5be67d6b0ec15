"""What a legal adviser found: point by point, each tied to a paragraph and answered by the drafter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.models import Draft
from requests_flow.units.models import User

from .opinion import Opinion

# What the next version answers to a return whose amended text it takes over.
TAKEN_OVER = "已按审核人的修改文本全文采纳。"


class Amendment(models.Model):
    """修改后同意: the exact text under which the returned draft would be approved.

    Taken over word for word, the new version has `digest`, and the approval stands for it.
    """

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="amendment")
    fields = models.JSONField()  # every field of the letter, as it would be approved
    changed = models.JSONField()  # the names of those that differ from the draft
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()


class Point(models.Model):
    """One defect of a draft, where it stands and what kind it is (what to teach)."""

    class Kind(models.TextChoices):
        LAW = "law", _("wrong or missing article")
        OUTCOME = "outcome", _("wrong kind of answer")
        EVIDENCE = "evidence", _("evidence is missing")
        PROCEDURE = "procedure", _("time limit or procedure")
        THIRD_PARTY = "third_party", _("third party not heard")
        PERSONAL = "personal", _("personal data or secrets in the text")
        REMEDY = "remedy", _("remedies")
        WORDING = "wording", _("wording")

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="points")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    paragraph = models.PositiveSmallIntegerField(null=True, blank=True)  # of the letter, from 0
    quote = models.TextField(_("the passage"), blank=True)
    text = models.TextField(_("what is wrong"))

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="point_says_something", condition=~models.Q(text="")),
        ]


class PointAnswer(models.Model):
    """How the drafter dealt with one point, in the version that answers it."""

    point = models.OneToOneField(Point, models.PROTECT, related_name="answer")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="point_answers")
    is_followed = models.BooleanField(_("followed"))
    text = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="not_followed_says_why",
                condition=models.Q(is_followed=True) | ~models.Q(text=""),
            ),
        ]


class UrgentReview(models.Model):
    """A draft that is needed the same day, with the reason. It jumps the queue, never the check."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="urgent")
    needed_on = models.DateField(_("needed on"))
    reason = models.CharField(_("reason"), max_length=240)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="urgency_says_why", condition=~models.Q(reason="")),
        ]
