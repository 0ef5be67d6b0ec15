"""Office wording: what a unit writes again and again, in versions with their days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User


def units_with_wording(user: User) -> models.QuerySet[Unit]:
    """The organs whose wording `user` may read: with a duty there, in a section, or over its law."""
    reading = access.units_for(user, Duty.READ).values("pk")
    reviewing = access.units_for(user, Duty.REVIEW_IN_LAW).values("pk")
    return Unit.objects.filter(
        Q(pk__in=reading)
        | Q(pk__in=Unit.objects.filter(pk__in=reading).values("organ"))
        | Q(pk__in=reviewing)
        | Q(legal_unit__in=reviewing),
        organ=None,
    )


def wording_unit(unit: Unit) -> Unit:
    """Whose phrases are used in `unit`: a section writes in the name of its organ."""
    return unit.organ or unit


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def visible_to(self, user: User) -> PhraseQuerySet:
        """The phrases that `user` may read: the only way to one from a page."""
        return self.filter(unit__in=units_with_wording(user).values("pk"))


class Phrase(models.Model):
    """A piece of wording of one unit, for one field of one outcome. Its text is in its versions."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="phrases")
    outcome_code = models.CharField(_("outcome"), max_length=4)
    field = models.CharField(_("field"), max_length=40)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["outcome_code", "field", "id"]
        indexes = [models.Index(fields=["unit", "outcome_code"], name="phrase_unit_outcome")]


class PhraseVersionQuerySet(models.QuerySet["PhraseVersion"]):
    def on(self, day: date) -> PhraseVersionQuerySet:
        """The versions that count on `day`: of each phrase the last one that has begun, if not over."""
        begun = PhraseVersion.objects.filter(
            phrase=models.OuterRef("phrase"), valid_from__lte=day
        ).order_by("-version")
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            pk=models.Subquery(begun.values("pk")[:1]),
        )

    def offered(self, unit: Unit, outcome_code: str, *, on: date) -> PhraseVersionQuerySet:
        """What `unit` may take on that day for the reply of one outcome."""
        own = self.on(on).filter(phrase__unit=wording_unit(unit), phrase__outcome_code=outcome_code)
        return own.select_related("phrase").order_by("phrase__field", "phrase_id")

    def named_in(self, rows: Iterable[Mapping[str, int]]) -> list[PhraseVersion]:
        """The versions that `Draft.phrases` names, in its order."""
        wanted = [(row["phrase"], row["version"]) for row in rows]
        found = self.filter(phrase__in={phrase for phrase, _version in wanted})
        known = {(one.phrase_id, one.version): one for one in found.select_related("phrase")}
        return [known[pair] for pair in wanted if pair in known]


class PhraseVersion(models.Model):
    """One version of a phrase. Appended, never changed: letters remember which one they took."""

    phrase = models.ForeignKey(Phrase, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = PhraseVersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["phrase_id", "version"]
        constraints = [
            models.UniqueConstraint(name="phrase_version_once", fields=["phrase", "version"]),
            models.CheckConstraint(
                name="phrase_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="phrase_says_something", condition=~Q(text="")),
        ]
