"""Pairs that a person separated."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0004_concurrency_limit"),
        ("workflows", "0009_stopped_because"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Separation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("netsuite_type", models.CharField(max_length=60)),
                ("internal_id", models.CharField(max_length=60)),
                ("spp_type", models.CharField(max_length=40)),
                ("spp_id", models.CharField(max_length=40)),
                ("separated_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="separations",
                        to="connections.connection",
                    ),
                ),
                (
                    "separated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("connection", "netsuite_type", "internal_id", "spp_type", "spp_id"),
                        name="separated_once",
                    )
                ],
            },
        ),
    ]
