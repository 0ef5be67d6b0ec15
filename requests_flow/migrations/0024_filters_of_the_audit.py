"""Indexes that the filters of the audit go by, whatever the number of entries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0023_lists_of_letters"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["actor", "at", "id"], name="entry_actor_at"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["verb", "at", "id"], name="entry_verb_at"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["at", "id"], name="entry_at"),
        ),
    ]
