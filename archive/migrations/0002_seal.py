"""A case is archived by a dossier, and a dossier is sealed once."""

from django.db import migrations

from requests_flow.models.guards import Guard, append_only, install, remove

GUARDS = [
    *append_only("archive_dossier", what="dossiers"),
    Guard(
        name="case_archived_by_dossier",
        table="requests_flow_case",
        event="UPDATE",
        condition=(
            "NEW.archived_at IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM archive_dossier a WHERE a.case_id = NEW.id)"
        ),
        message="a case is archived by its sealed dossier",
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_dossier"), ("requests_flow", "0002_guards")]
    operations = [migrations.RunPython(forwards, backwards)]
