"""Arrangements of days off as rows. What was proposed is never changed, a decision never taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from requests_flow.models.guards import Guard, append_only, install, remove

_TABLE = "requests_flow_holidaynotice"
_PROPOSED = (
    "year",
    "source",
    "off",
    "worked",
    "origin",
    "text",
    "proposed_by_id",
    "proposed_at",
)

GUARDS = [
    *append_only(_TABLE, what="notices of days off", deletes_only=True),
    Guard(
        name="holidaynotice_begins_open",
        table=_TABLE,
        event="INSERT",
        condition="NEW.decision <> ''",
        message="days off begin as a proposal",
    ),
    Guard(
        name="holidaynotice_decided_once",
        table=_TABLE,
        event="UPDATE",
        condition="OLD.decision <> ''",
        message="a decision on days off is never changed",
    ),
    Guard(
        name="holidaynotice_keeps_proposal",
        table=_TABLE,
        event="UPDATE",
        condition=" OR ".join(f'NEW."{column}" <> OLD."{column}"' for column in _PROPOSED),
        message="what was proposed as days off is never changed",
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0004_receipt_facts"),
        ("units", "0003_keep_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HolidayNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("source", models.CharField(max_length=120, verbose_name="number of the notice")),
                ("off", models.JSONField(verbose_name="days off")),
                ("worked", models.JSONField(verbose_name="days worked")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("json", "file (JSON)"),
                            ("ics", "calendar file (ICS)"),
                            ("text", "pasted text"),
                        ],
                        max_length=10,
                        verbose_name="entered from",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="as pasted or uploaded")),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "waits for a second person"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2008), ("year__lte", 2100)),
                        name="holidays_of_a_likely_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="holidays_have_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decision__in", ["approved", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="holidays_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "approved"), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="holidays_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="holidays_refused_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "")),
                        fields=("year",),
                        name="holidays_one_proposal_a_year",
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
