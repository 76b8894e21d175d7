"""The table of connections."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("netsuite_account", models.CharField(max_length=40, verbose_name="NetSuite account ID")),
                ("version", models.CharField(default="2025_2", max_length=6, verbose_name="SOAP version")),
                ("connect_to", models.CharField(blank=True, max_length=255)),
                ("ca_file", models.CharField(blank=True, max_length=500, verbose_name="CA file")),
                (
                    "spp_database_id",
                    models.CharField(max_length=60, verbose_name="SuiteProjects Pro database ID"),
                ),
                ("credentials", models.BinaryField()),
                ("credentials_key", models.CharField(editable=False, max_length=16)),
                (
                    "max_concurrency",
                    models.PositiveSmallIntegerField(default=1, verbose_name="Concurrent requests"),
                ),
                ("active", models.BooleanField(default=True)),
                ("tested_at", models.DateTimeField(editable=False, null=True)),
                ("test_lines", models.JSONField(default=list, editable=False)),
                ("forced_reason", models.TextField(blank=True, editable=False)),
                ("clock_offset_ms", models.BigIntegerField(editable=False, null=True)),
                ("clock_measured_at", models.DateTimeField(editable=False, null=True)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("updated", models.DateTimeField(auto_now=True)),
                (
                    "integration_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="integration_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "real_time_owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("netsuite_account", "spp_database_id"), name="connection_pair_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_concurrency__gte", 1)),
                        name="connection_concurrency_is_positive",
                    ),
                ],
            },
        ),
    ]
