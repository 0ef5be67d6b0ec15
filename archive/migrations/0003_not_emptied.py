"""Dossiers are not emptied at one stroke either: TRUNCATE fires no row trigger."""

from django.db import migrations

from requests_flow.models.guards import install, never_emptied, remove

GUARDS = [never_emptied("archive_dossier", what="dossiers")]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_seal"), ("requests_flow", "0013_supersession")]
    operations = [migrations.RunPython(forwards, backwards)]
