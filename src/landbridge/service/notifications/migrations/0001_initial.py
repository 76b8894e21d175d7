"""Channels, troubles, messages and their deliveries."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import landbridge.service.notifications.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("connections", "0002_integration_user"),
        ("runs", "0006_schedule_missed_because"),
        ("workflows", "0002_real_time_since"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked_at", models.DateTimeField(null=True)),
                ("forgot_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(choices=[("email", "E-mail"), ("webhook", "Webhook")], max_length=10),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "recipients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=254), blank=True, default=list, size=None
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=500)),
                ("secret", models.BinaryField(default=bytes)),
                ("previous_secret", models.BinaryField(default=bytes)),
                ("previous_until", models.DateTimeField(editable=False, null=True)),
                ("secret_key", models.CharField(blank=True, editable=False, max_length=16)),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("run.failed", "A run failed"),
                                ("cause.failed", "First failure of a cause"),
                                ("cause.recovered", "A cause is gone"),
                                ("run.recovered", "Runs go through again"),
                                ("held_back", "What was held back"),
                                ("digest", "Digest"),
                                ("test", "Test message"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True,
                        choices=[("", "No digest"), ("daily", "Daily"), ("weekly", "Weekly")],
                        default="",
                        max_length=6,
                    ),
                ),
                ("digest_weekday", models.PositiveSmallIntegerField(default=0)),
                ("digest_hour", models.PositiveSmallIntegerField(default=7)),
                ("time_zone", models.CharField(default="UTC", max_length=60)),
                ("digest_at", models.DateTimeField(editable=False, null=True)),
                ("digested_until", models.DateTimeField(editable=False, null=True)),
                ("limit_per_hour", models.PositiveSmallIntegerField(default=10)),
                ("active", models.BooleanField(default=True)),
                ("off_reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "connection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="connections.connection",
                    ),
                ),
                (
                    "set_by",
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
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=landbridge.service.notifications.models.new_message_id,
                        editable=False,
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("run.failed", "A run failed"),
                            ("cause.failed", "First failure of a cause"),
                            ("cause.recovered", "A cause is gone"),
                            ("run.recovered", "Runs go through again"),
                            ("held_back", "What was held back"),
                            ("digest", "Digest"),
                            ("test", "Test message"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.connection",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.EmailField(blank=True, max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("lost", "Lost"),
                            ("held_back", "Held back"),
                            ("summed", "Told in a later message"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.channel",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.message",
                    ),
                ),
                (
                    "summed_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sums",
                        to="notifications.message",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Trouble",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                (
                    "workflows",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.connection",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workflows.workflow",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("limit_per_hour__gte", 1)), name="channel_limit"
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest_weekday__lte", 6)), name="channel_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest_hour__lte", 23)), name="channel_hour"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["created_at"], name="message_created"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["next_at"], name="delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["channel", "state", "delivered_at"], name="delivery_of_channel"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("message", "channel", "recipient"), name="delivery_once"
            ),
        ),
        migrations.AddIndex(
            model_name="trouble",
            index=models.Index(fields=["closed_at"], name="trouble_closed"),
        ),
        migrations.AddConstraint(
            model_name="trouble",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("connection", "key"),
                name="trouble_open_once",
            ),
        ),
    ]
