"""Indexes that the lists of letters and the queue of the legal check go by: see docs/performance.md."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0022_open_steps"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="letter", name="letter_series_dated"),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                fields=["series", "year", "dated_on", "id"], name="letter_series_year"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["year", "dated_on", "id"], name="letter_year"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(archived_at__isnull=True),
                fields=["legal_unit", "due_on", "id"],
                name="case_live_legal",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(archived_at__isnull=False),
                fields=["unit", "archived_at"],
                name="case_unit_archived",
            ),
        ),
    ]
