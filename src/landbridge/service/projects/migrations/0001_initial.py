"""Users, records of the built-in account, audit trail."""

import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=150)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Administrator"),
                            ("integration_manager", "Integration manager"),
                            ("operator", "Integration operator"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=40,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("name", "email"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["administrator", "integration_manager", "operator", "viewer"])
                        ),
                        name="user_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_is_lower_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SppRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=60)),
                ("type", models.CharField(max_length=40)),
                ("name", models.TextField()),
                ("fields", models.JSONField(default=dict)),
                ("source_modified", models.DateTimeField(blank=True, null=True)),
                ("created", models.DateTimeField()),
                ("updated", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("account"),
                        models.F("type"),
                        django.db.models.functions.text.Lower("name"),
                        name="spprecord_name",
                    ),
                    models.Index(
                        models.F("account"),
                        models.F("type"),
                        models.OrderBy(models.F("updated"), descending=True),
                        name="spprecord_updated",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("type__in", ["user", "customer", "project"])),
                        name="spprecord_type_is_known",
                    ),
                    models.UniqueConstraint(
                        models.F("account"),
                        django.db.models.fields.json.KeyTextTransform("netsuite_user_id__c", "fields"),
                        condition=models.Q(("type", "user")),
                        name="spprecord_user_netsuite_id",
                    ),
                    models.UniqueConstraint(
                        models.F("account"),
                        django.db.models.fields.json.KeyTextTransform("netsuite_customer_id__c", "fields"),
                        condition=models.Q(("type", "customer")),
                        name="spprecord_customer_netsuite_id",
                    ),
                    models.UniqueConstraint(
                        models.F("account"),
                        django.db.models.fields.json.KeyTextTransform("netsuite_project_id__c", "fields"),
                        condition=models.Q(("type", "project")),
                        name="spprecord_project_netsuite_id",
                    ),
                    models.UniqueConstraint(
                        models.F("account"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("type", "user")),
                        name="spprecord_user_nickname",
                    ),
                    models.UniqueConstraint(
                        models.F("account"),
                        django.db.models.fields.json.KeyTextTransform("customerid", "fields"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("type", "project")),
                        name="spprecord_project_name_of_customer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=100)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("author_name", models.CharField(max_length=150)),
                ("via", models.CharField(blank=True, max_length=40)),
                ("run_id", models.BigIntegerField(null=True)),
                ("source_modified", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audit",
                        to="projects.spprecord",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [
                    models.Index(
                        models.F("record"),
                        models.OrderBy(models.F("at"), descending=True),
                        name="auditentry_of_record",
                    ),
                    models.Index(models.F("run_id"), name="auditentry_of_run"),
                ],
            },
        ),
    ]
