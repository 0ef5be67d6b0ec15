"""How many days an extension may add is a number of the law, read from its dated row.

SQLite rebuilds the table and forgets its triggers, so they are taken off and put back here.
"""

from importlib import import_module

from django.db import migrations, models

from requests_flow.models.guards import install, remove

_TABLE = "requests_flow_extension"
_GUARDS = [
    guard
    for guard in import_module("requests_flow.migrations.0002_guards").GUARDS
    if guard.table == _TABLE
]


def take_off(apps, schema_editor):
    for guard in _GUARDS:
        remove(guard, schema_editor)


def put_back(apps, schema_editor):
    for guard in _GUARDS:
        install(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0005_holiday_notices")]
    operations = [
        migrations.RunPython(take_off, put_back),
        migrations.RemoveConstraint(model_name="extension", name="extension_at_most_20"),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(days__gte=1), name="extension_adds_days"
            ),
        ),
        migrations.RunPython(put_back, take_off),
    ]
