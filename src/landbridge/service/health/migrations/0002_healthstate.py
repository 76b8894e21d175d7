"""The table of what the health check found last."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0004_concurrency_limit"),
        ("health", "0001_totals"),
    ]

    operations = [
        migrations.CreateModel(
            name="HealthState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=10)),
                ("message", models.TextField()),
                ("advice", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("examined_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="health_states",
                        to="connections.connection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "name"), name="health_state_once")
                ],
            },
        ),
    ]
