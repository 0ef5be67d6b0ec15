"""By what a stored due date was counted. Null: not counted since. No table is rebuilt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0006_extension_by_law")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="counted_by",
            field=models.CharField(blank=True, max_length=60, null=True),
        ),
    ]
