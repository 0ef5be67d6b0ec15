"""Keys of phones are sealed; the database refuses one in clear.

What was freed may lie in the database's files until it is vacuumed, and in older backups:
docs/decisions/0011-personal-data.md.
"""
# ruff: noqa: S608  the SQL is made of constants of this repository, at migration time

from django.conf import settings
from django.db import migrations

from requests_flow.models.guards import Guard, install, remove
from requests_flow.models.phone import opened_key, sealed_key

_TABLE = "otp_totp_totpdevice"

GUARDS = [
    Guard(
        name=f"{_TABLE}_key_{event.lower()}",
        table=_TABLE,
        event=event,
        condition="substr(NEW.key, 1, 2) <> '1.'",
        message="the key of a phone is kept sealed",
    )
    for event in ("INSERT", "UPDATE")
]


def _rewrite(schema_editor, change):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT id, user_id, key FROM {_TABLE} ORDER BY id")
        rows = cursor.fetchall()
        cursor.executemany(
            f"UPDATE {_TABLE} SET key = %s WHERE id = %s",
            [(change(key, owner=owner), pk) for pk, owner, key in rows],
        )


def forwards(apps, schema_editor):
    _rewrite(schema_editor, sealed_key)
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)
    _rewrite(schema_editor, opened_key)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0020_parts_have_a_last_day"),
        ("otp_totp", "0003_add_timestamps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Phone",
            fields=[],
            options={
                "default_permissions": (),
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("otp_totp.totpdevice",),
        ),
        migrations.RunPython(forwards, backwards),
    ]
