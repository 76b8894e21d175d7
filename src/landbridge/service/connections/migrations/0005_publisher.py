"""The publisher's record, sealed, with its history, and who waits for it. Rows of the release before stay as they are."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def somebody() -> models.ForeignKey[Any]:
    """The column of who did something."""
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("connections", "0004_concurrency_limit"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="refused_pair",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name="connection",
            name="pair_refused_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="PublisherPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("current", models.BooleanField(default=True)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("application_id", models.CharField(blank=True, max_length=100)),
                ("bundle_id", models.CharField(blank=True, max_length=20)),
                ("key_ending", models.CharField(max_length=4)),
                ("sealed", models.BinaryField(null=True)),
                ("sealed_with", models.CharField(blank=True, max_length=16)),
                ("set_at", models.DateTimeField()),
                ("set_by", somebody()),
                ("set_by_name", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("-set_at", "-pk"),
                "constraints": (
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("current",),
                        name="one_current_publisher_pair",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="PublisherRegeneration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Under way"),
                            ("replaced", "A new pair was set"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("started_by", somebody()),
                ("started_by_name", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", somebody()),
                ("ended_by_name", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("-started_at", "-pk"),
                "constraints": (
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")),
                        fields=("outcome",),
                        name="one_open_publisher_regeneration",
                    ),
                ),
            },
        ),
    ]
