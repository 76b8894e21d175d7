"""How a connection reaches NetSuite, and the certificates of OAuth 2.0.

Tables and columns are added only, each column with a default of the database's own, so that processes of the release before go on writing rows.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0002_integration_user"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OAuth2Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("current", "Current"),
                            ("previous", "Previous"),
                            ("revoked", "Revoked"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("pem", models.TextField()),
                ("not_after", models.DateTimeField()),
                ("certificate_id", models.CharField(blank=True, max_length=100)),
                ("sealed", models.BinaryField(null=True)),
                ("sealed_with", models.CharField(blank=True, max_length=16)),
                ("problem", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="connection",
            name="protocol",
            field=models.CharField(
                choices=[("rest", "SuiteQL and REST"), ("soap", "SOAP")],
                db_default="soap",
                default="soap",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="connection",
            name="proxy",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="connection",
            name="retries",
            field=models.PositiveSmallIntegerField(db_default=5, default=5),
        ),
        migrations.AddField(
            model_name="connection",
            name="signs_in_by",
            field=models.CharField(
                choices=[("oauth2", "OAuth 2.0"), ("tokens", "Access token"), ("user", "User credentials")],
                db_default="tokens",
                default="tokens",
                editable=False,
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="connection",
            name="url",
            field=models.CharField(blank=True, db_default="", default="", max_length=300, verbose_name="URL"),
        ),
        migrations.AddField(
            model_name="connection",
            name="use_publisher_record",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.CheckConstraint(
                condition=models.Q(("retries__lte", 10)), name="connection_retries_at_most_ten"
            ),
        ),
        migrations.AddField(
            model_name="oauth2certificate",
            name="connection",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="oauth2_certificates",
                to="connections.connection",
            ),
        ),
        migrations.AddField(
            model_name="oauth2certificate",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="oauth2certificate",
            index=models.Index(models.F("connection"), models.F("state"), name="oauth2certificate_of"),
        ),
    ]
