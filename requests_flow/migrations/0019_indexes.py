"""Indexes that lists go by, whatever the number of rows: see docs/performance.md."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0018_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="letter", index=models.Index(fields=["number"], name="letter_number")
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["series", "dated_on", "id"], name="letter_series_dated"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=~models.Q(imported_number=""),
                fields=["imported_number"],
                name="case_imported_number",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatchresult",
            index=models.Index(fields=["kind"], name="result_kind"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["actor", "verb", "at"], name="entry_actor_verb"),
        ),
    ]
