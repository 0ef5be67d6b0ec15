"""Parts in single cases, restricted cases; and that appointments, parts, restrictions are only ended."""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from requests_flow.models.guards import Guard, install, only_ended, remove

_ADMINISTRATION = "('manage_system', 'manage_access', 'read_audit_log')"

GUARDS = [
    *only_ended(
        "requests_flow_casegrant",
        columns=(
            "case_id", "person_id", "unit_id", "part", "consultation_id", "valid_from",
            "valid_until", "reason", "granted_by_id", "granted_at",
        ),
        what="parts in a case",
    ),
    *only_ended(
        "requests_flow_restriction",
        columns=("case_id", "kind", "reason", "set_by_id", "set_at"),
        what="restrictions",
        ended="lifted",
    ),
    *only_ended(
        "units_appointment",
        columns=(
            "user_id", "unit_id", "duty", "valid_from", "valid_until", "reason", "given_by_id",
            "given_at",
        ),
        what="appointments",
    ),
    Guard(
        name="units_appointment_keeps_apart",
        table="units_appointment",
        event="INSERT",
        condition=(
            "NEW.ended_at IS NULL AND EXISTS (SELECT 1 FROM units_appointment a "
            "WHERE a.user_id = NEW.user_id AND a.ended_at IS NULL AND a.duty <> NEW.duty "
            f"AND (a.duty IN {_ADMINISTRATION} OR NEW.duty IN {_ADMINISTRATION}) "
            "AND (a.valid_until IS NULL OR a.valid_until >= COALESCE(NEW.valid_from, "
            "date(NEW.given_at))))"
        ),
        message="administrators are kept apart from each other and from the work on cases",
    ),
    Guard(
        name="requests_flow_casegrant_of_this_case",
        table="requests_flow_casegrant",
        event="INSERT",
        condition=(
            "NEW.consultation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
            "requests_flow_consultation q WHERE q.id = NEW.consultation_id "
            "AND q.case_id = NEW.case_id)"
        ),
        message="who is asked is asked about this case",
    ),
]  # fmt: skip

# Not ours, but asked for every list: a later migration of viewflow's own could lose them on SQLite,
# so tests/house/test_guards.py looks for them.
TASK_INDEXES = {
    "yishen_task_owner": "(owner_id, status, process_id)",
    "yishen_task_process": "(process_id, status, flow_task_type)",
}


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)
    for name, columns in TASK_INDEXES.items():
        schema_editor.execute(f"CREATE INDEX {name} ON viewflow_task {columns}")


def backwards(apps, schema_editor):
    for name in TASK_INDEXES:
        schema_editor.execute(f"DROP INDEX {name}")
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0014_what_a_draft_hands_out"),
        ("units", "0008_appointments"),
        ("viewflow", "0015_task_scheduled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("co_handler", "helps to handle it"),
                            ("consulted", "is asked a question"),
                            ("named", "is named on a restricted case"),
                        ],
                        max_length=20,
                        verbose_name="part",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                ("reason", models.CharField(max_length=240, verbose_name="reason")),
                ("granted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "somebody who works here"),
                            ("litigation", "before a court or in reconsideration"),
                            ("exposed", "somebody in the public eye"),
                            ("other", "another reason"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=240, verbose_name="reason")),
                ("set_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["section", "closed_on", "id"], name="case_section_closed"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["legal_unit", "closed_on", "id"], name="case_legal_closed"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["closed_on", "id"], name="case_closed"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("archived_at__isnull", True)),
                fields=["unit", "due_on", "id"],
                name="case_live_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("archived_at__isnull", True)),
                fields=["due_on", "id"],
                name="case_live",
            ),
        ),
        migrations.AddField(
            model_name="casegrant",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="requests_flow.case",
            ),
        ),
        migrations.AddField(
            model_name="casegrant",
            name="consultation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="requests_flow.consultation",
            ),
        ),
        migrations.AddField(
            model_name="casegrant",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casegrant",
            name="granted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casegrant",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casegrant",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="restrictions",
                to="requests_flow.case",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="casegrant",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["person", "case"],
                name="casegrant_person",
            ),
        ),
        migrations.AddIndex(
            model_name="casegrant",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["unit", "case"],
                name="casegrant_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="casegrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("person__isnull", False)),
                fields=("case", "person", "part"),
                name="one_standing_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="casegrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("unit__isnull", False)),
                fields=("case", "unit", "part"),
                name="one_standing_part_of_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="casegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("unit__isnull", True)),
                    models.Q(
                        ("part", "consulted"), ("person__isnull", True), ("unit__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="part_of_a_person_or_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="casegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("part", "named"), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="part_is_limited_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="casegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="part_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="casegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part", "consulted"), _negated=True),
                    ("consultation__isnull", False),
                    _connector="OR",
                ),
                name="who_is_asked_is_asked_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("case",),
                name="one_standing_restriction",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="restriction_has_a_reason"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
