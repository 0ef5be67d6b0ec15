"""Sessions that say whose they are, what happened at the door, and how old a password is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from requests_flow.models.guards import Guard, append_only, install, never_emptied, remove

_TABLE, _WHAT = "units_signinevent", "events at the door"
_KEPT = append_only(_TABLE, what=_WHAT)

GUARDS = [
    *(guard for guard in _KEPT if guard.event == "UPDATE"),
    Guard(
        name=f"{_TABLE}_keeps_delete",
        table=_TABLE,
        event="DELETE",
        condition="OLD.kept_until >= CURRENT_DATE",
        message="events at the door are kept for as long as the law asks",
    ),
    never_emptied(_TABLE, what=_WHAT),
]


def forwards(apps, schema_editor):
    for guard in GUARDS:
        install(guard, schema_editor)


def backwards(apps, schema_editor):
    for guard in GUARDS:
        remove(guard, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0008_appointments"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordAge",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="password_age",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("is_given", models.BooleanField(default=False)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("began_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("address", models.GenericIPAddressField(null=True)),
                ("browser", models.CharField(blank=True, max_length=60)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SignInEvent",
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
                            ("signed_in", "signed in"),
                            ("signed_out", "signed out"),
                            ("timed_out", "signed out for lack of use or after the longest time"),
                            ("refused", "wrong name or password"),
                            ("wrong_code", "wrong code of the second factor"),
                            ("locked_out", "locked after too many failures"),
                            ("recovered", "signed in with a recovery code"),
                            ("password_changed", "password changed"),
                            ("factor_added", "second factor set up"),
                            ("factor_removed", "second factor removed"),
                            ("codes_made", "new recovery codes"),
                            ("sessions_ended", "open sessions ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name_digest", models.CharField(blank=True, max_length=64)),
                ("address", models.GenericIPAddressField(null=True)),
                ("at", models.DateTimeField()),
                ("kept_until", models.DateField()),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["user", "-id"], name="sign_in_of_user"),
                    models.Index(fields=["kept_until"], name="sign_in_kept_until"),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
