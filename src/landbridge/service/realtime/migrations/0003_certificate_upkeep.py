"""How certificates are made, and how the service looks after them by itself. Made by Django 5.2."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0004_concurrency_limit"),
        ("realtime", "0002_tell_the_intake"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("asked", "Somebody asked for it"),
                    ("by hand", "For upload by hand"),
                    ("renewal", "The one before was about to end"),
                    ("placeholder", "NetSuite had a placeholder"),
                    ("missing", "NetSuite had none"),
                    ("refresh", "NetSuite had an earlier one, as after a sandbox refresh"),
                ],
                db_default="asked",
                default="asked",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="renew_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="certificate_renewal",
                        serialize=False,
                        to="connections.connection",
                    ),
                ),
                ("next_at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                ("installed", models.CharField(max_length=200, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("problem", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["next_at"], name="renewal_due")],
            },
        ),
        migrations.CreateModel(
            name="CertificateSettings",
            fields=[
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="certificate_settings",
                        serialize=False,
                        to="connections.connection",
                    ),
                ),
                (
                    "key_bits",
                    models.PositiveSmallIntegerField(
                        choices=[(3072, "RSA 3072"), (4096, "RSA 4096")], default=3072
                    ),
                ),
                ("validity_days", models.PositiveSmallIntegerField(default=365)),
                ("changed_at", models.DateTimeField()),
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
                    models.CheckConstraint(
                        condition=models.Q(("validity_days__gte", 1), ("validity_days__lte", 730)),
                        name="certificate_validity",
                    )
                ],
            },
        ),
    ]
