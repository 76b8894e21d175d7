"""A schedule remembers why its last missed start came to nothing."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0005_run_noted"),
    ]

    operations = [
        migrations.AddField(
            model_name="schedule",
            name="missed_because",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
