"""Numbers of identity proofs are sealed; the column that held them in clear is gone.

What was freed may lie in the database's files until it is vacuumed, and in older backups:
docs/decisions/0011-personal-data.md.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from importlib import import_module

from django.db import migrations, models

from requests_flow.models import at_rest
from requests_flow.models.guards import Guard, install, remove

_TABLE = "requests_flow_applicant"
_OLD = import_module("requests_flow.migrations.0002_guards").GUARDS
RETIRED = [guard for guard in _OLD if guard.name == f"{_TABLE}_sealed_update"]

# All of the row but what a change of keys writes anew.
KEPT = ("id", "name", "kind", "identity_kind", "phone", "email", "address", "postcode", "agent")
_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEPT)
_NOT_SEALED = (
    "substr(COALESCE(NEW.identity_sealed, '1.'), 1, 2) <> '1.' "
    "OR (NEW.identity_sealed IS NULL) <> (NEW.identity_index IS NULL)"
)

GUARDS = [
    Guard(
        name="requests_flow_applicant_sealed_but_keys",
        table=_TABLE,
        event="UPDATE",
        condition=(
            "EXISTS (SELECT 1 FROM requests_flow_case sealed WHERE sealed.applicant_id = OLD.id "
            f"AND sealed.archived_at IS NOT NULL) AND ({_CHANGED} "
            "OR (NEW.identity_sealed IS NULL) <> (OLD.identity_sealed IS NULL))"
        ),
        message="an archived case is read-only",
    ),
    *(
        Guard(
            name=f"requests_flow_applicant_identity_{event.lower()}",
            table=_TABLE,
            event=event,
            condition=_NOT_SEALED,
            message="the number of an identity proof is kept sealed and indexed",
        )
        for event in ("INSERT", "UPDATE")
    ),
]

_SOME = 1000


def _in_parts(cursor, columns):
    """The rows with a number, some at a time, so that any number of them fits."""
    last = 0
    while True:
        cursor.execute(
            f"SELECT id, {columns} FROM {_TABLE} WHERE id > %s AND COALESCE({columns}, '') <> '' "
            f"ORDER BY id LIMIT {_SOME}",
            [last],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def forwards(apps, schema_editor):
    for guard in RETIRED:
        remove(guard, schema_editor)
    with schema_editor.connection.cursor() as cursor:
        for rows in _in_parts(cursor, "identity_number"):
            cursor.executemany(
                f"UPDATE {_TABLE} SET identity_sealed = %s, identity_index = %s, "
                "identity_number = '' WHERE id = %s",
                [(at_rest.seal(text), at_rest.index_of(text), key) for key, text in rows],
            )
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)
    with schema_editor.connection.cursor() as cursor:
        for rows in _in_parts(cursor, "identity_sealed"):
            cursor.executemany(
                f"UPDATE {_TABLE} SET identity_number = %s WHERE id = %s",
                [(at_rest.unseal(text), key) for key, text in rows],
            )
    for guard in RETIRED:
        install(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0015_parts_and_restrictions")]
    operations = [
        migrations.AddField(
            "applicant", "identity_sealed", models.TextField(editable=False, null=True)
        ),
        migrations.AddField(
            "applicant",
            "identity_index",
            models.CharField(editable=False, max_length=80, null=True),
        ),
        migrations.RunPython(forwards, backwards),
        # By hand: Django would rebuild the table on the way back, and SQLite forget its triggers.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE {_TABLE} DROP COLUMN identity_number",
                    f"ALTER TABLE {_TABLE} ADD COLUMN identity_number varchar(40) NOT NULL DEFAULT ''",
                )
            ],
            state_operations=[migrations.RemoveField("applicant", "identity_number")],
        ),
        migrations.AddIndex(
            "applicant", models.Index(fields=["identity_index"], name="applicant_identity")
        ),
    ]
