"""The State Council's arrangements of days off, as the office entered them: one row a notice."""

from __future__ import annotations

from datetime import date

from django.db import DatabaseError, connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_flow.rules.holiday_checks import FIRST_YEAR, LAST_YEAR
from requests_flow.rules.working_days import Arrangement
from requests_flow.units.models import User


class HolidayNotice(models.Model):
    """A year's days off and days worked: proposed by one person, decided by another.

    A proposal is never changed and a decision never taken back; the database holds both. The row
    of a year that was approved last prevails over earlier ones and over the file shipped with the
    program.
    """

    class Origin(models.TextChoices):
        JSON = "json", _("file (JSON)")
        ICS = "ics", _("calendar file (ICS)")
        TEXT = "text", _("pasted text")

    class Decision(models.TextChoices):
        OPEN = "", _("waits for a second person")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("number of the notice"), max_length=120)
    off = models.JSONField(_("days off"))  # ISO days, in order
    worked = models.JSONField(_("days worked"))
    origin = models.CharField(_("entered from"), max_length=10, choices=Origin.choices)
    text = models.TextField(_("as pasted or uploaded"), blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, default=Decision.OPEN, blank=True
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="holidays_of_a_likely_year",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
            ),
            models.CheckConstraint(name="holidays_have_a_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="holidays_decided_by_somebody",
                condition=Q(decision="", decided_by=None, decided_at=None)
                | Q(
                    decision__in=["approved", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="holidays_approved_by_another",
                condition=~Q(decision="approved") | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="holidays_refused_with_a_reason",
                condition=~Q(decision="refused") | ~Q(reason=""),
            ),
            models.UniqueConstraint(
                name="holidays_one_proposal_a_year", fields=["year"], condition=Q(decision="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a second person."""
        return self.decision == self.Decision.OPEN

    def arrangement(self) -> Arrangement:
        """The same as the rules know it."""
        return _arrangement(self.year, self.source, tuple(self.off), tuple(self.worked))


def approved_arrangements() -> tuple[Arrangement, ...]:
    """What the office approved, oldest first; nothing where the table is not there yet.

    One query of a few short rows. It is asked anew each time: another process may have approved.
    """
    rows = (
        HolidayNotice.objects.filter(decision=HolidayNotice.Decision.APPROVED)
        .order_by("pk")  # of a year, the later was decided later
        .values_list("year", "source", "off", "worked")
    )
    try:
        return tuple(
            _arrangement(year, source, tuple(off), tuple(worked))
            for year, source, off, worked in rows
        )
    except DatabaseError:
        # Only before the migration; any other failure must not quietly give other dates.
        if connection.in_atomic_block or _is_there():
            raise
        return ()


def _is_there() -> bool:
    try:
        return HolidayNotice._meta.db_table in connection.introspection.table_names()
    except DatabaseError:  # no database at all
        return False


def _arrangement(
    year: int, source: str, off: tuple[str, ...], worked: tuple[str, ...]
) -> Arrangement:
    return Arrangement(
        year=year,
        source=source,
        off=frozenset(map(date.fromisoformat, off)),
        worked=frozenset(map(date.fromisoformat, worked)),
    )
