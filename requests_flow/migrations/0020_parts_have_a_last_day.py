"""Every part but a name has a last day: a check lets pass what is neither true nor false."""

from django.db import migrations

from requests_flow.models.guards import Guard, install, remove

GUARDS = [
    Guard(
        name="requests_flow_casegrant_has_a_last_day",
        table="requests_flow_casegrant",
        event="INSERT",  # what stands is only ended: 0015
        condition="NEW.part <> 'named' AND NEW.valid_until IS NULL",
        message="a part in a case has a last day",
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0019_indexes")]
    operations = [migrations.RunPython(forwards, backwards)]
