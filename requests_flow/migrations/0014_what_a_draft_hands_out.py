"""A draft cannot say that it hands nothing out where it does; who signs for another, only what they may.

The first decides whether the secrecy check comes at all (art. 17).
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from django.db import migrations

from requests_flow.models.guards import Guard, install, remove

# The outcomes of rules.catalogue that provide something, as they were when this was written.
_PROVIDING = "'A2', 'A3', 'B'"
_OUTCOMES = "CAST(g.outcomes AS text)"

GUARDS = [
    Guard(
        name="requests_flow_draft_says_what_it_hands_out",
        table="requests_flow_draft",
        event="INSERT",
        condition=(
            "NOT NEW.hands_out AND (CAST(NEW.attachments AS text) <> '[]' "
            f"OR NEW.outcome_code IN ({_PROVIDING}))"
        ),
        message="what is handed out passes the secrecy check: a draft says that it does",
    ),
    Guard(
        name="requests_flow_signature_for_its_outcome",
        table="requests_flow_signature",
        event="INSERT",
        condition=(
            "NEW.delegation_id IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM requests_flow_signingdelegation g "
            "JOIN requests_flow_draft d ON d.id = NEW.draft_id WHERE g.id = NEW.delegation_id "
            f"AND ({_OUTCOMES} = '[]' OR "
            f"REPLACE({_OUTCOMES}, '\"' || d.outcome_code || '\"', '') <> {_OUTCOMES}))"
        ),
        message="who signs for another signs the outcomes that were named",
    ),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0013_supersession")]
    operations = [migrations.RunPython(forwards, backwards)]
