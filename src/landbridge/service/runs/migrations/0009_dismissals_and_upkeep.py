"""A dismissal knows what it is about; old rows are forgotten by a time mark of their own."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0008_log_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="attention",
            name="source_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            model_name="attention",
            name="rules",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("forgot_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
