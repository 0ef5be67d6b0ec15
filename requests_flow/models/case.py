"""The case, and the only way to one."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from requests_flow.rules.receipt import Channel
from requests_flow.units.models import Unit, User

from .sight import Sight


class CaseProcess(Process):
    """viewflow's process under the name of the house. A proxy: the facts are in `Case`."""

    class Meta:
        proxy = True
        default_permissions = ()


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User, sight: Sight = Sight.REPLY) -> CaseQuerySet:
        """The cases of which `user` may see `sight`: the only way to a case, or to anything of one.

        By a duty, by a part in this one case, or by signing for somebody, as `ways` has them; never
        a restricted case on which they are not named.
        """
        from .restriction import cases_closed_to
        from .ways import ways_of

        ways = [way for way in ways_of(user) if way.sight >= sight]
        if not ways:
            return self.none()
        where = reduce(or_, (way.where for way in ways))
        return self.filter(where).exclude(pk__in=cases_closed_to(user))

    def held_by(self, user: User) -> CaseQuerySet:
        """Those of which `user` may see who asked, by a duty and for a reason."""
        return self.visible_to(user, Sight.IDENTITY)

    def ranges_visible_to(
        self, user: User, sight: Sight = Sight.REPLY, *, is_sorted: bool = True
    ) -> list[CaseQuerySet]:
        """The same cases in parts, which may share some: each goes by an index, however many there are."""
        from .restriction import cases_closed_to
        from .ways import ranges_of

        closed, found = cases_closed_to(user), ranges_of(user, sight, is_sorted=is_sorted)
        return [self.filter(where).exclude(pk__in=closed) for where in found]


class Case(models.Model):
    """One application for disclosure being handled."""

    process = models.OneToOneField(Process, models.PROTECT, related_name="case")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases", verbose_name=_("unit"))
    section = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    legal_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=60, unique=True)
    applicant = models.OneToOneField("Applicant", models.PROTECT, related_name="case")
    subject = models.CharField(_("subject"), max_length=200)
    request_text = models.TextField(_("what is asked for"))
    provision_form = models.CharField(_("wanted form"), max_length=60, blank=True)

    channel = models.CharField(
        _("channel"), max_length=20, choices=[(c.value, c.value) for c in Channel]
    )
    submitted_on = models.DateField(_("submitted or posted on"), null=True, blank=True)
    signed_on = models.DateField(_("signed for by the organ on"), null=True, blank=True)
    # A letter addressed to somebody else of the house, and an applicant who could not be reached.
    reached_office_on = models.DateField(
        _("reached the disclosure office on"), null=True, blank=True
    )
    called_on = models.DateField(_("called without success on"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed with the applicant on"), null=True, blank=True)
    # None: registered before anybody asked. Not null would have SQLite rebuild a guarded table.
    is_oral = models.BooleanField(_("spoken and written down by the office"), null=True)
    received_on = models.DateField(_("date of receipt"))  # art. 31, derived by rules.receipt
    strict_received_on = models.DateField(_("strict date of receipt"), null=True, blank=True)
    receipt_basis = models.CharField(_("basis of the date"), max_length=120)
    mail_number = models.CharField(_("mail number"), max_length=40, blank=True)

    handler = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    review_result = models.CharField(max_length=20, blank=True)
    review_note = models.TextField(blank=True)
    internal_due_on = models.DateField(null=True, blank=True)
    outcome_code = models.CharField(_("outcome"), max_length=4, blank=True)
    # A copy for sorting, written by one action; a house test compares it with a fresh reading.
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_due_provisional = models.BooleanField(default=False)
    clock_state = models.CharField(max_length=30, blank=True)
    # What that copy was counted by. None: not since; not null would rebuild a guarded table.
    counted_by = models.CharField(max_length=60, null=True, blank=True)  # noqa: DJ001  see above
    withdrawn_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    imported_number = models.CharField(max_length=60, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["unit", "due_on", "id"], name="case_unit_due"),
            models.Index(fields=["section", "due_on", "id"], name="case_section_due"),
            models.Index(fields=["legal_unit", "due_on", "id"], name="case_legal_due"),
            models.Index(fields=["unit", "closed_on", "id"], name="case_unit_closed"),
            models.Index(fields=["section", "closed_on", "id"], name="case_section_closed"),
            models.Index(fields=["legal_unit", "closed_on", "id"], name="case_legal_closed"),
            models.Index(fields=["closed_on", "id"], name="case_closed"),
            models.Index(
                fields=["imported_number"],
                name="case_imported_number",
                condition=~Q(imported_number=""),
            ),
            # What is not archived is as much as an office can handle, however many it ever had.
            models.Index(
                fields=["unit", "due_on", "id"],
                name="case_live_unit",
                condition=Q(archived_at__isnull=True),
            ),
            models.Index(
                fields=["legal_unit", "due_on", "id"],
                name="case_live_legal",
                condition=Q(archived_at__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"], name="case_live", condition=Q(archived_at__isnull=True)
            ),
            models.Index(
                fields=["unit", "archived_at"],
                name="case_unit_archived",
                condition=Q(archived_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_answered_after_receipt",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
            ),
            models.CheckConstraint(
                name="case_archived_only_when_closed",
                condition=Q(archived_at__isnull=True) | Q(closed_on__isnull=False),
            ),
            models.CheckConstraint(name="case_has_subject", condition=~Q(subject="")),
            models.UniqueConstraint(
                name="case_imported_once",
                fields=["unit", "imported_number"],
                condition=~Q(imported_number=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The case page."""
        from django.urls import reverse

        return reverse("case", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        """Whether the dossier is sealed: the database refuses every change from then on."""
        return self.archived_at is not None

    @property
    def latest_draft(self):
        """The last version of the reply, or None."""
        return self.drafts.order_by("-version").first()

    @property
    def reply(self):
        """The answer as it was issued and not voided, or None."""
        return self.letters.replies().first()
