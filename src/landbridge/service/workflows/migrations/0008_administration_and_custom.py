"""The administration page's settings, and custom workflows."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def a_person() -> models.ForeignKey[object, object]:
    """Return the field that names who did it."""
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


ID: tuple[str, models.BigAutoField[object, object]] = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workflows", "0007_drafts_and_versions"),
    ]
    operations = [
        migrations.AddField("workflow", "added", models.BooleanField(db_default=True, default=True)),
        migrations.AddConstraint(
            "workflow",
            models.CheckConstraint(
                condition=models.Q(("active", False), ("added", True), _connector="OR"),
                name="workflow_active_is_added",
            ),
        ),
        migrations.CreateModel(
            "CustomWorkflow",
            [
                ID,
                ("name", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=80)),
                ("netsuite_type", models.CharField(max_length=60)),
                ("spp_type", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_workflows",
                        to="connections.connection",
                    ),
                ),
                ("made_by", a_person()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("connection", "name"),
                        name="custom_name_once_per_connection",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("connection", "netsuite_type", "spp_type"),
                        name="custom_types_once_per_connection",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Administration",
            [
                ID,
                (
                    "allowed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, null=True, size=None
                    ),
                ),
                ("strict_validation", models.BooleanField(default=False)),
                ("show_account_information", models.BooleanField(default=False)),
                ("full_since_control", models.BooleanField(default=True)),
                (
                    "real_time_scope",
                    models.CharField(
                        choices=[
                            ("own", "The record types that notices came for"),
                            ("all", "Every live record type"),
                        ],
                        default="own",
                        max_length=3,
                    ),
                ),
                ("merge_guard", models.BooleanField(default=True)),
                ("custom_limit", models.PositiveSmallIntegerField(default=4)),
                ("stamp", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("changed_by", a_person()),
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="administration",
                        to="connections.connection",
                    ),
                ),
            ],
        ),
    ]
