"""A draft whose content changed after its approval is superseded, and nothing is emptied at one stroke.

The guards that need opinions and signatures stand in legal_review/migrations/0005.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from requests_flow.models.guards import (
    append_only,
    install,
    never_emptied,
    remove,
    sealed_with_case,
)

_BEFORE = (
    "0002_guards",
    "0005_holiday_notices",
    "0010_guards_of_leaving",
    "0012_guards_of_reviewers",
)
_TABLE = "requests_flow_supersession"
_GONE = "requests_flow_delivery"  # since 0009

# Whatever is never deleted row by row is never emptied either.
_KEPT = sorted(
    {
        guard.table
        for name in _BEFORE
        for guard in import_module(f"requests_flow.migrations.{name}").GUARDS
        if guard.name.endswith("_keeps_delete")
    }
    - {_GONE}
)

GUARDS = [
    *append_only(_TABLE, what="supersessions"),
    *sealed_with_case(
        _TABLE,
        case_of="(SELECT d.case_id FROM requests_flow_draft d WHERE d.id = {row}.draft_id)",
        events=("INSERT",),
    ),
    *(never_emptied(table, what="these rows") for table in [*_KEPT, _TABLE]),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0012_guards_of_reviewers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Supersession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.JSONField()),
                ("found_at", models.DateTimeField()),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded",
                        to="requests_flow.draft",
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
