"""Why a workflow stands still."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0008_administration_and_custom")]
    operations = [
        migrations.AddField(
            "workflow", "stopped_because", models.TextField(blank=True, db_default="", default="")
        ),
    ]
