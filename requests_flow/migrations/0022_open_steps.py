"""The open steps of a duty: of twenty million steps some hundred wait. See docs/performance.md."""

from django.db import migrations

# Not ours, but read for every desk: tests/house/test_guards.py looks for it. SQLite goes by a
# condition only where its words stand in the query, and ours gives them as values.
NAME = "yishen_task_waiting"
INDEXES = {
    "postgresql": "(owner_permission, owner_permission_obj_pk) WHERE status IN ('NEW', 'ASSIGNED')",
    "sqlite": "(status, owner_permission, owner_permission_obj_pk)",
}


def forwards(apps, schema_editor):
    columns = INDEXES[schema_editor.connection.vendor]
    schema_editor.execute(f"CREATE INDEX {NAME} ON viewflow_task {columns}")


def backwards(apps, schema_editor):
    schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0021_keys_of_phones"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
