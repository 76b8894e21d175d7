"""Every record type; a table of the values that only one record may have; records that were deleted in NetSuite carry a mark."""

from __future__ import annotations

from django.db import migrations, models

from landbridge.service.projects.models import NetSuiteNumber

TABLES = (
    *("user", "contact", "vendor", "department", "job_code"),
    *("customer", "project", "project_task", "project_stage"),
    *(
        "category",
        "product",
        "item",
        "cost_center",
        "rate_card",
        "rate_card_item",
        "payment_terms",
        "tax_location",
    ),
    *("customerpo", "customerpo_to_project", "project_billing_rule", "revenue_recognition_rule"),
    *("invoice", "slip", "payment"),
    *("purchaseorder", "purchase_item", "purchaserequest", "request_item", "fulfillment"),
    *("envelope", "ticket", "reimbursement", "hierarchy", "hierarchy_node"),
)
NUMBERS = """
CREATE OR REPLACE FUNCTION projects_netsuite_number(netsuite_id text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN netsuite_id ~ '^-?[0-9]{1,18}$' THEN netsuite_id::bigint
    WHEN netsuite_id ~ '^[0-9]{1,18}-' THEN split_part(netsuite_id, '-', 1)::bigint
    WHEN netsuite_id <> '' THEN 9223372036854775807
END;
"""
NUMBERS_BEFORE = """
CREATE OR REPLACE FUNCTION projects_netsuite_number(netsuite_id text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN netsuite_id ~ '^-?[0-9]{1,18}$' THEN netsuite_id::bigint
    WHEN netsuite_id <> '' THEN 9223372036854775807
END;
"""


def _known(tables: tuple[str, ...]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(type__in=tables), name="spprecord_type_is_known")


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_netsuite_ids_in_order")]
    operations = [
        migrations.RunSQL(NUMBERS, NUMBERS_BEFORE),
        migrations.AddField(
            "spprecord", "deleted_in_netsuite_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.RemoveConstraint("spprecord", "spprecord_type_is_known"),
        migrations.AddConstraint("spprecord", _known(TABLES)),
        migrations.CreateModel(
            name="SppKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=60)),
                ("type", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=100)),
                ("value", models.CharField(max_length=255)),
                (
                    "record",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="keys", to="projects.spprecord"),
                ),
            ],
            options={
                "indexes": [
                    models.Index("account", "type", "field", NetSuiteNumber("value"), name="sppkey_in_order")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "type", "field", "value"), name="sppkey_is_unique"
                    )
                ],
            },
        ),
    ]
