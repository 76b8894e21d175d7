"""What was not well when a run started."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0011_step_stopped"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=80)),
                ("message", models.TextField()),
                ("advice", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="runs.run"
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
    ]
