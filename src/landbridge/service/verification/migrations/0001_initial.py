"""Comparisons, their ranges, what differs, and the weekly sweep."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("connections", "0002_integration_user"),
        ("workflows", "0003_links_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("asked", "Asked for"), ("weekly", "Weekly sweep")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("interrupted", "Interrupted"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                (
                    "workflows",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("first", models.BigIntegerField(blank=True, null=True)),
                ("last", models.BigIntegerField(blank=True, null=True)),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("netsuite_started_at", models.DateTimeField(blank=True, null=True)),
                ("fence", models.BigIntegerField(default=0)),
                ("by_command", models.BooleanField(default=False)),
                ("beat_at", models.DateTimeField(blank=True, null=True)),
                ("next_link_at", models.DateTimeField(blank=True, null=True)),
                ("gave_way_since", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("round", models.PositiveIntegerField(default=1)),
                ("error", models.TextField(blank=True)),
                ("hint", models.TextField(blank=True)),
                ("counts", models.JSONField(default=dict)),
                ("missed", models.JSONField(default=dict)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verifications",
                        to="connections.connection",
                    ),
                ),
                (
                    "owner",
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
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("internal_id", models.CharField(max_length=255)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing", "Missing in SuiteProjects Pro"),
                            ("differs", "Differs"),
                            ("surplus", "Surplus in SuiteProjects Pro"),
                            ("link_broken", "Link broken"),
                            ("duplicate", "Duplicate"),
                            ("not_imported", "Not to be imported"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suspect", "To be read anew"),
                            ("confirmed", "Confirmed"),
                            ("on_its_way", "On its way"),
                        ],
                        default="suspect",
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField(blank=True)),
                ("spp_type", models.CharField(max_length=40)),
                ("spp_id", models.CharField(blank=True, max_length=40)),
                ("fields", models.JSONField(default=list)),
                ("source_modified", models.DateTimeField(null=True)),
                ("round", models.PositiveIntegerField(default=0)),
                ("found_at", models.DateTimeField()),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workflows.workflow"
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="differences",
                        to="verification.verification",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="VerifiedRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("first", models.BigIntegerField(null=True)),
                ("last", models.BigIntegerField(null=True)),
                ("done", models.BooleanField(default=False)),
                ("netsuite", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("destination", models.PositiveIntegerField(default=0)),
                ("netsuite_hash", models.CharField(blank=True, max_length=32)),
                ("destination_hash", models.CharField(blank=True, max_length=32)),
                ("compared_at", models.DateTimeField(null=True)),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranges",
                        to="verification.verification",
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workflows.workflow"
                    ),
                ),
            ],
            options={
                "ordering": ["verification_id", "workflow_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="verification_sweep",
                        serialize=False,
                        to="connections.connection",
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("weekday", models.PositiveSmallIntegerField(default=6)),
                ("hour", models.PositiveSmallIntegerField(default=3)),
                ("next_at", models.DateTimeField()),
                (
                    "changed_by",
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
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="sweep_weekday"),
                    models.CheckConstraint(condition=models.Q(("hour__lte", 23)), name="sweep_hour"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="verification",
            index=models.Index(fields=["connection", "-id"], name="verification_latest"),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "running"])),
                fields=("connection",),
                name="verification_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(fields=["verification", "kind", "id"], name="difference_of_kind"),
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(
                condition=models.Q(("state", "suspect")),
                fields=["verification", "workflow", "round", "id"],
                name="difference_suspect",
            ),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(
                fields=("verification", "workflow", "internal_id"), name="difference_once_per_record"
            ),
        ),
        migrations.AddConstraint(
            model_name="verifiedrange",
            constraint=models.UniqueConstraint(
                fields=("verification", "workflow", "position"), name="verifiedrange_position"
            ),
        ),
    ]
