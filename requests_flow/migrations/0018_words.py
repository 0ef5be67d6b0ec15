"""What cases are found by: their words as pairs, with the index of the database over them."""
# ruff: noqa: S608  the SQL is made of constants of this file

import django.db.models.deletion
from django.db import migrations, models

from requests_flow.models.case_words import words_of_case

TABLE = "requests_flow_casewords"
FTS = f"{TABLE}_fts"

POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED",
    f"CREATE INDEX {TABLE}_vector ON {TABLE} USING gin (vector) WITH (fastupdate = off)",
)
SQLITE = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5("
    f"words, content='{TABLE}', content_rowid='case_id', tokenize='unicode61')",
    f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}(rowid, words) VALUES (NEW.case_id, NEW.words); END",
    f"CREATE TRIGGER {TABLE}_taken AFTER DELETE ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, words) VALUES ('delete', OLD.case_id, OLD.words); END",
    f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, words) VALUES ('delete', OLD.case_id, OLD.words); "
    f"INSERT INTO {FTS}(rowid, words) VALUES (NEW.case_id, NEW.words); END",
)


def make_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "taken", "changed"):
            schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}")
        schema_editor.execute(f"DROP TABLE {FTS}")


def index_all(apps, schema_editor):
    kept = apps.get_model("requests_flow", "CaseWords").objects
    cases = apps.get_model("requests_flow", "Case").objects.select_related("correction")
    rows = (
        cases.prefetch_related("letters", "grants", "review_grants")
        .order_by("pk")
        .iterator(chunk_size=500)
    )
    kept.bulk_create(
        [kept.model(case=case, words=words_of_case(case)) for case in rows], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0016_identity_at_rest"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseWords",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="indexed_words",
                        serialize=False,
                        to="requests_flow.case",
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_all, migrations.RunPython.noop),
    ]
