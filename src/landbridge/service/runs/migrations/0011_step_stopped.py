"""Why one workflow of a run was given up while the run went on with the others."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0010_forgot_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="runstep",
            name="stopped",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
