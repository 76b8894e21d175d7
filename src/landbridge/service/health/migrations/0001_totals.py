"""The table of totals, which every process adds to."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Total",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measure", models.CharField(max_length=80)),
                ("labels", models.CharField(max_length=300)),
                ("part", models.CharField(blank=True, max_length=12)),
                ("value", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "labels", "part"), name="total_once")
                ],
            },
        ),
    ]
