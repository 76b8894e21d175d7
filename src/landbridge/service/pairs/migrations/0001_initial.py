"""Policies, deletions and proposals."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("workflows", "0010_separations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeletePolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("mark", "Mark as deleted in NetSuite"),
                            ("deactivate", "Mark and make inactive"),
                            ("leave", "Leave as it is"),
                        ],
                        default="mark",
                        max_length=10,
                    ),
                ),
                ("swept_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(blank=True, default="")),
                (
                    "workflow",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delete_policy",
                        to="workflows.workflow",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Deletion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("internal_id", models.CharField(max_length=20)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("spp_type", models.CharField(max_length=40)),
                ("spp_id", models.CharField(max_length=40)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("found_at", models.DateTimeField()),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("mark", "Mark as deleted in NetSuite"),
                            ("deactivate", "Mark and make inactive"),
                            ("leave", "Leave as it is"),
                        ],
                        max_length=10,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deletions",
                        to="workflows.workflow",
                    ),
                ),
            ],
            options={
                "ordering": ("-found_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workflow", "internal_id"), name="deletion_once_per_record"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relinking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gone_id", models.CharField(max_length=20)),
                ("survivor_id", models.CharField(max_length=20)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("spp_type", models.CharField(max_length=40)),
                ("spp_id", models.CharField(max_length=40)),
                ("proposed_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("dismissed", "dismissed")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relinkings",
                        to="workflows.workflow",
                    ),
                ),
            ],
            options={
                "ordering": ("-proposed_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workflow", "gone_id", "survivor_id"), name="relinking_proposed_once"
                    )
                ],
            },
        ),
    ]
