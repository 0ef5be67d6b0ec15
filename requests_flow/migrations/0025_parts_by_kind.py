"""Which kinds of parts somebody has is asked on every page; one person may have fifty thousand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_flow", "0024_filters_of_the_audit"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="casegrant", name="casegrant_person"),
        migrations.AddIndex(
            model_name="casegrant",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["person", "part", "case"],
                name="casegrant_person_part",
            ),
        ),
    ]
