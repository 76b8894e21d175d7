"""Workflows, mapping rows and links."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("connections", "0002_integration_user"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Workflow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("active", models.BooleanField(default=False)),
                ("real_time", models.BooleanField(default=False)),
                ("bookmark", models.DateTimeField(blank=True, null=True)),
                ("swept", models.DateTimeField(blank=True, null=True)),
                ("options", models.JSONField(blank=True, default=dict)),
                ("rules", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workflows",
                        to="connections.connection",
                    ),
                ),
            ],
            options={
                "ordering": ["connection_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="MappingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("active", models.BooleanField(default=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("field", "NetSuite field"),
                            ("constant", "Constant"),
                            ("lookup", "Linked record"),
                            ("values", "Value list"),
                        ],
                        max_length=10,
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=80)),
                ("value", models.JSONField(blank=True, default=None, null=True)),
                ("target", models.CharField(max_length=80)),
                ("initial_only", models.BooleanField(default=False)),
                ("required", models.BooleanField(default=False)),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mapping_rows",
                        to="workflows.workflow",
                    ),
                ),
            ],
            options={
                "ordering": ["workflow_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("netsuite_type", models.CharField(max_length=60)),
                ("internal_id", models.CharField(max_length=20)),
                ("spp_type", models.CharField(max_length=40)),
                ("spp_id", models.CharField(max_length=40)),
                ("source_modified", models.DateTimeField()),
                ("source_digest", models.CharField(max_length=32)),
                ("linked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="connections.connection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("connection", "netsuite_type", "internal_id", "spp_type"),
                        name="link_one_per_record",
                    ),
                    models.UniqueConstraint(
                        fields=("connection", "netsuite_type", "spp_type", "spp_id"),
                        name="link_one_per_target",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="workflow",
            constraint=models.UniqueConstraint(
                fields=("connection", "key"), name="workflow_once_per_connection"
            ),
        ),
        migrations.AddConstraint(
            model_name="workflow",
            constraint=models.CheckConstraint(
                condition=models.Q(("real_time", False), ("active", True), _connector="OR"),
                name="workflow_live_is_active",
            ),
        ),
        migrations.AddConstraint(
            model_name="mappingrow",
            constraint=models.UniqueConstraint(fields=("workflow", "position"), name="mapping_row_position"),
        ),
    ]
