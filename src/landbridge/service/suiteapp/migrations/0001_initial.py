"""What was seen of NetSuite's side, confirmations of the order of scripts, and what was published to the settings record."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("connections", "0004_concurrency_limit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="inspection",
                        serialize=False,
                        to="connections.connection",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("content", models.JSONField(null=True)),
                ("version", models.CharField(blank=True, max_length=40)),
                ("problem", models.TextField(blank=True)),
                ("advice", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="publication",
                        serialize=False,
                        to="connections.connection",
                    ),
                ),
                ("content", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("tried_at", models.DateTimeField()),
                ("problem", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="OrderConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("confirmed_at", models.DateTimeField()),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen", models.JSONField(default=dict)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="order_confirmations",
                        to="connections.connection",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
    ]
